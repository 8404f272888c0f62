"""How a date was counted, in sentences that a social worker can check with a wall calendar."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from needfire.bank_holidays import BankHolidayCalendar
from needfire.working_time import Period, deadline, england_and_wales

CALENDAR = england_and_wales()


def said(start: str, period: str) -> tuple[str, ...]:
    return deadline(datetime.fromisoformat(start), Period.parse(period), CALENDAR).arithmetic


def test_every_skipped_day_is_named() -> None:
    assert said("2026-12-24T10:00+00:00", "5wd") == (
        "Counted 5 working days after Thursday 24 December 2026, which is itself not counted.",
        "Skipped: Christmas Day (Fri 25 Dec), weekend 26-27 Dec, Boxing Day (substitute day) (Mon 28 Dec), "
        "New Year’s Day (Fri 1 Jan 2027), weekend 2-3 Jan 2027.",
        "Due by the end of Tuesday 5 January 2027.",
    )


def test_nothing_is_said_of_skipping_where_nothing_was_skipped() -> None:
    assert said("2026-06-15T10:00+01:00", "1wd") == (
        "Counted 1 working day after Monday 15 June 2026, which is itself not counted.",
        "Due by the end of Tuesday 16 June 2026.",
    )


def test_a_start_on_a_day_off_says_where_the_count_begins() -> None:
    assert said("2026-12-26T10:00+00:00", "1wd") == (
        "Counted 1 working day from Tuesday 29 December 2026, the first working day after Saturday 26 December 2026.",
        "Skipped: Sun 27 Dec, Boxing Day (substitute day) (Mon 28 Dec).",
        "Due by the end of Tuesday 29 December 2026.",
    )


def test_a_weekend_over_the_end_of_a_month_is_written_out() -> None:
    assert "weekend 31 Oct to 1 Nov" in said("2026-10-30T10:00+00:00", "1wd")[1]


def test_many_weekends_are_a_number_and_bank_holidays_stay_named() -> None:
    assert said("2026-02-02T10:00+00:00", "45wd")[1] == (
        "Skipped: Good Friday (Fri 3 Apr), Easter Monday (Mon 6 Apr), 9 weekends."
    )


def test_the_day_is_the_one_in_england_not_the_one_in_utc() -> None:
    assert "after Thursday 2 July 2026" in said("2026-07-01T23:30+00:00", "1wd")[0]


@pytest.mark.parametrize(
    ("start", "year", "known"),
    [
        (f"{CALENDAR.last_year}-12-28T10:00+00:00", CALENDAR.last_year + 1, "are not known yet"),
        ("2011-12-20T10:00+00:00", 2011, "are not on record here"),
    ],
)
def test_a_count_beyond_the_years_on_record_says_so(start: str, year: int, known: str) -> None:
    sentence = f"The bank holidays of {year} {known}: of that year only weekends were left out."
    assert sentence in said(start, "5wd")


def test_a_count_within_the_years_on_record_does_not_warn() -> None:
    assert not any("bank holidays of" in each for each in said("2028-12-20T10:00+00:00", "5wd"))


def test_the_start_alone_in_an_unknown_year_is_no_reason_to_warn() -> None:
    calendar = BankHolidayCalendar({}, frozenset({2027}))
    new_year_eve = datetime.fromisoformat("2026-12-31T10:00+00:00")
    sentences = deadline(new_year_eve, Period.parse("1wd"), calendar).arithmetic
    assert sentences[-1] == "Due by the end of Friday 1 January 2027."
    assert not any("bank holidays of" in each for each in sentences)


def test_hours_over_the_change_of_the_clocks_say_that_they_elapse() -> None:
    assert said("2026-10-24T18:00+01:00", "24h") == (
        "Counted 24 hours from Saturday 24 October 2026 at 18:00, nights, weekends and bank holidays included.",
        "In between the clocks go back on Sunday 25 October 2026; the length of time stays the same.",
        "Due on Sunday 25 October 2026 at 17:00.",
    )


def test_days_over_the_change_of_the_clocks_say_that_the_time_of_day_stays() -> None:
    assert said("2026-03-10T10:00+00:00", "20d") == (
        "Counted 20 days from Tuesday 10 March 2026 at 10:00, weekends and bank holidays included.",
        "In between the clocks go forward on Sunday 29 March 2026; the time of day stays 10:00.",
        "Due on Monday 30 March 2026 at 10:00.",
    )


@pytest.mark.parametrize("period", ["24h", "20d", "1w", "1mo"])
def test_the_clocks_are_not_mentioned_where_they_do_not_matter(period: str) -> None:
    assert not any("clocks" in each for each in said("2026-06-15T10:00+01:00", period))


def test_a_time_that_does_not_exist_is_explained() -> None:
    assert said("2026-03-28T01:30+00:00", "1d")[1:] == (
        "There is no 01:30 on Sunday 29 March 2026, when the clocks go forward: 02:00 is taken.",
        "Due on Sunday 29 March 2026 at 02:00.",
    )


def test_a_time_that_comes_twice_is_explained() -> None:
    assert said("2026-10-24T01:30+01:00", "1d")[1:] == (
        "01:30 comes twice on Sunday 25 October 2026, when the clocks go back: the first is taken.",
        "Due on Sunday 25 October 2026 at 01:30 (British Summer Time).",
    )
    assert said("2026-10-25T01:30+00:00", "immediate") == (
        "Due immediately: Sunday 25 October 2026 at 01:30 (Greenwich Mean Time).",
    )


def test_a_month_that_is_too_short_is_explained() -> None:
    assert said("2026-01-31T10:00+00:00", "1mo") == (
        "Counted 1 month from Saturday 31 January 2026 at 10:00, weekends and bank holidays included.",
        "February 2026 has 28 days, so its last day is taken.",
        "Due on Saturday 28 February 2026 at 10:00.",
    )


def test_a_day_that_the_month_has_is_not_explained() -> None:
    assert len(said("2027-01-28T10:00+00:00", "1mo")) == 2


def test_a_local_closing_day_can_be_given_and_is_named() -> None:
    calendar = BankHolidayCalendar({date(2026, 6, 16): "Offices closed"}, frozenset({2026}))
    monday = datetime.fromisoformat("2026-06-15T10:00+01:00")
    sentences = deadline(monday, Period.parse("1wd"), calendar).arithmetic
    assert sentences[1:] == (
        "Skipped: Offices closed (Tue 16 Jun).",
        "Due by the end of Wednesday 17 June 2026.",
    )
