"""When things are due: a table reasoned by hand, beside the code under test."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest

from needfire.working_time import (
    Deadline,
    Period,
    PeriodCannotRepeat,
    PeriodUnreadable,
    deadline,
    england_and_wales,
    next_occurrence,
    occurrence,
)

CALENDAR = england_and_wales()
TABLE = (Path(__file__).parent / "working_time_cases.csv").read_text(encoding="utf-8")
CASES = [tuple(row) for row in csv.reader(TABLE.splitlines())][1:]


def test_the_table_is_large_enough_to_trust() -> None:
    assert len(CASES) >= 60
    assert len({(start, period) for start, period, _, _ in CASES}) == len(CASES)


@pytest.mark.parametrize(("start", "period", "due", "why"), CASES)
def test_it_is_due_when_a_careful_person_says(start: str, period: str, due: str, why: str) -> None:
    reached = deadline(datetime.fromisoformat(start), Period.parse(period), CALENDAR)
    assert reached.due == datetime.fromisoformat(due), f"{why}; {' '.join(reached.arithmetic)}"
    assert reached.due.tzinfo is UTC
    assert reached.starts.tzinfo is UTC
    assert reached.starts == datetime.fromisoformat(start)


@pytest.mark.parametrize(
    ("written", "period", "words"),
    [
        ("24h", Period(24, "h"), "24 hours"),
        ("1h", Period(1, "h"), "1 hour"),
        ("20d", Period(20, "d"), "20 days"),
        ("5wd", Period(5, "wd"), "5 working days"),
        ("1wd", Period(1, "wd"), "1 working day"),
        ("1w", Period(1, "w"), "1 week"),
        ("6mo", Period(6, "mo"), "6 months"),
        ("9999h", Period(9999, "h"), "9999 hours"),
        ("immediate", Period(0, "immediate"), "immediately"),
    ],
)
def test_a_period_is_read_and_written_in_its_short_form(written: str, period: Period, words: str) -> None:
    assert Period.parse(written) == period
    assert str(period) == written
    assert period.in_words() == words


UNREADABLE = [
    "",
    "24",
    "h",
    "24 h",
    " 24h",
    "24h\n",
    "-1h",
    "0wd",
    "05wd",
    "1.5h",
    "24hours",
    "3m",
    "5WD",
    "10000h",
]


@pytest.mark.parametrize(
    "written", [*UNREADABLE, "٢h", "immediately", "h24", "24h24h", "9" * 5000 + "h", None, 24, ["24h"]]
)
def test_an_unreadable_period_is_refused_with_the_mend(written: str) -> None:
    with pytest.raises(PeriodUnreadable) as refused:
        Period.parse(written)
    assert refused.value.code == "period_unreadable"
    assert "such as 24h or 5wd" in refused.value.sentence
    assert len(refused.value.sentence) < 300


@pytest.mark.parametrize(("amount", "unit"), [(0, "h"), (-1, "wd"), (1, "immediate"), (1, "fortnight"), (True, "h")])
def test_a_period_that_means_nothing_cannot_be_made(amount: int, unit: str) -> None:
    with pytest.raises(PeriodUnreadable):
        Period(amount, unit)  # type: ignore[arg-type]


def test_a_start_without_its_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        deadline(datetime.fromisoformat("2026-11-20T09:00"), Period.parse("24h"), CALENDAR)


def due_days(start: str, period: str, number: int) -> list[str]:
    """The wall dates in UTC on which a repeating clock is due, each reached from the one before."""
    at: Deadline = deadline(datetime.fromisoformat(start), Period.parse(period), CALENDAR)
    days = [at.due.isoformat()[:16]]
    for _ in range(number - 1):
        at = next_occurrence(at, CALENDAR)
        days.append(at.due.isoformat()[:16])
    return days


def test_a_monthly_clock_from_the_31st_does_not_drift() -> None:
    assert due_days("2026-01-31T10:00+00:00", "1mo", 5) == [
        "2026-02-28T10:00",
        "2026-03-31T09:00",
        "2026-04-30T09:00",
        "2026-05-31T09:00",
        "2026-06-30T09:00",
    ]


def test_a_weekly_clock_finds_back_to_its_time_of_day_after_it_did_not_exist() -> None:
    assert due_days("2026-03-15T01:30+00:00", "1w", 3) == [
        "2026-03-22T01:30",
        "2026-03-29T01:00",
        "2026-04-05T00:30",
    ]


def test_a_clock_of_working_days_repeats_without_losing_a_day() -> None:
    assert due_days("2026-12-21T10:00+00:00", "2wd", 4) == [
        "2026-12-24T00:00",  # 22, 23
        "2026-12-30T00:00",  # 24, 29
        "2027-01-01T00:00",  # 30, 31
        "2027-01-06T00:00",  # 4, 5
    ]


def test_a_repeating_clock_can_be_asked_for_any_time_and_says_which_it_is() -> None:
    start = datetime(2026, 1, 31, 10, tzinfo=UTC)
    third = occurrence(start, Period.parse("1mo"), 3, CALENDAR)
    assert (third.occurrence, third.due, third.starts) == (3, datetime(2026, 4, 30, 9, tzinfo=UTC), start)
    assert third.period == Period(1, "mo")
    assert third.arithmetic[0] == "This comes every month: time 3 is counted from the first start."
    assert "Counted 3 months from Saturday 31 January 2026" in third.arithmetic[1]
    first = occurrence(start, Period.parse("1mo"), 1, CALENDAR)
    assert first == deadline(start, Period.parse("1mo"), CALENDAR)


def test_an_immediate_clock_cannot_repeat() -> None:
    at_once = deadline(datetime(2026, 1, 31, tzinfo=UTC), Period.parse("immediate"), CALENDAR)
    with pytest.raises(PeriodCannotRepeat) as refused:
        next_occurrence(at_once, CALENDAR)
    assert refused.value.code == "period_cannot_repeat"


def test_occurrences_are_numbered_from_one() -> None:
    with pytest.raises(ValueError, match="numbered from 1"):
        occurrence(datetime(2026, 1, 31, tzinfo=UTC), Period.parse("1w"), 0, CALENDAR)
