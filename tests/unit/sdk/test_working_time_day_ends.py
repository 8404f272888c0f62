"""The end of a day, with and without an hour, and what lies before a moment: against a table that was counted by hand."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from needfire.bank_holidays import england_and_wales
from needfire.periods import Period, PeriodUnreadable
from needfire.working_time import PeriodCannotRepeat, deadline, deadline_before, occurrence

CALENDAR = england_and_wales()

# From, in UTC; the period; when it is due, in UTC.
ENDS = [
    ("2026-11-17T09:00", "end_of_day", "2026-11-18T00:00"),  # a Tuesday in winter
    ("2026-11-17T23:59", "end_of_day", "2026-11-18T00:00"),
    ("2026-11-18T00:00", "end_of_day", "2026-11-19T00:00"),  # midnight belongs to the day that begins
    ("2026-07-14T21:59", "end_of_day", "2026-07-14T23:00"),  # in summer the day ends at 23:00 UTC
    ("2026-07-14T23:00", "end_of_day", "2026-07-15T23:00"),
    ("2026-11-21T10:00", "end_of_day", "2026-11-22T00:00"),  # a Saturday has an end, too
    ("2026-11-17T09:00", "end_of_day@17:00", "2026-11-17T17:00"),
    ("2026-11-17T17:00", "end_of_day@17:00", "2026-11-18T17:00"),  # that day's end has come
    ("2026-11-17T09:00", "end_of_working_day", "2026-11-18T00:00"),
    ("2026-11-20T18:00", "end_of_working_day", "2026-11-21T00:00"),  # Friday evening: Friday
    ("2026-11-20T18:00", "end_of_working_day@17:00", "2026-11-23T17:00"),  # past five: Monday
    ("2026-11-21T10:00", "end_of_working_day@17:00", "2026-11-23T17:00"),
    ("2026-12-24T17:30", "end_of_working_day@17:00", "2026-12-29T17:00"),  # Christmas, Boxing Day's substitute, weekend
    ("2027-03-26T12:00", "end_of_working_day@17:00", "2027-03-30T16:00"),  # Good Friday to Easter Tuesday, summer time
    ("2026-10-24T12:00", "end_of_working_day@09:30", "2026-10-26T09:30"),  # the clocks went back in between
]


@pytest.mark.parametrize(("start", "period", "due"), ENDS)
def test_the_end_of_the_day_is_where_a_hand_counted_it(start: str, period: str, due: str) -> None:
    found = deadline(_utc(start), Period.parse(period), CALENDAR)
    assert found.due == _utc(due)
    assert found.arithmetic[-1].startswith("Due")


def test_it_says_which_day_it_is_where_that_is_another() -> None:
    found = deadline(_utc("2026-11-20T18:00"), Period.parse("end_of_working_day@17:00"), CALENDAR)
    assert any("Monday 23 November 2026" in line for line in found.arithmetic)


@pytest.mark.parametrize(
    "written", ["end_of_day", "end_of_working_day", "end_of_day@08:30", "end_of_working_day@17:00"]
)
def test_it_is_written_as_it_is_read_and_cannot_come_round(written: str) -> None:
    period = Period.parse(written)
    assert str(period) == written
    assert period.in_words().startswith("by the end of the ")
    assert period.times(3) == period
    with pytest.raises(PeriodCannotRepeat):
        occurrence(_utc("2026-11-17T09:00"), period, 2, CALENDAR)


@pytest.mark.parametrize(
    "written", ["end_of_day@24:00", "end_of_day@7:00", "end_of_week", "end_of_day@", "end_of_day@12:60"]
)
def test_another_end_is_refused(written: str) -> None:
    with pytest.raises(PeriodUnreadable):
        Period.parse(written)


# The moment, in UTC; how long before; the latest moment, in UTC.
BEFORE = [
    ("2026-11-17T09:00", "24h", "2026-11-16T09:00"),
    ("2026-10-25T12:00", "24h", "2026-10-24T12:00"),  # hours are hours
    ("2026-10-25T12:00", "1d", "2026-10-24T11:00"),  # a day before noon is noon, by the clocks of the day before
    ("2026-11-17T09:00", "1w", "2026-11-10T09:00"),
    ("2026-03-31T10:00", "1mo", "2026-02-28T11:00"),  # eleven o'clock in summer; February has no 31st
    ("2026-01-15T09:00", "2mo", "2025-11-15T09:00"),
    ("2028-02-29T09:00", "12mo", "2027-02-28T09:00"),
]


@pytest.mark.parametrize(("moment", "period", "latest"), BEFORE)
def test_what_lies_before_is_where_a_hand_counted_it(moment: str, period: str, latest: str) -> None:
    assert deadline_before(_utc(moment), Period.parse(period), CALENDAR).due == _utc(latest)


@pytest.mark.parametrize("period", ["5wd", "immediate", "end_of_day"])
def test_what_cannot_be_counted_back_is_refused(period: str) -> None:
    with pytest.raises(ValueError, match="cannot be counted back"):
        deadline_before(_utc("2026-11-17T09:00"), Period.parse(period), CALENDAR)


def _utc(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=UTC)
