"""Counts working days, and says which days were left out and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from needfire.bank_holidays import SATURDAY, SUNDAY, WorkingCalendar

WEEKENDS_NAMED_ONE_BY_ONE = 3


@dataclass(frozen=True)
class CountedDays:
    """The first and last working day counted, the days left out, years whose bank holidays are unknown."""

    first: date
    last: date
    skipped: tuple[date, ...]
    unknown_years: tuple[int, ...]


def count_working_days(after: date, amount: int, calendar: WorkingCalendar) -> CountedDays:
    """The next `amount` working days after a day, which is itself not counted."""
    counted: list[date] = []
    skipped: list[date] = []
    day = after
    while len(counted) < amount:
        day += timedelta(days=1)
        (counted if calendar.works(day) else skipped).append(day)
    years = sorted({each.year for each in (*counted, *skipped)})
    unknown = tuple(year for year in years if not calendar.covers(year))
    return CountedDays(counted[0], day, tuple(skipped), unknown)


def skipped_in_words(counted: CountedDays, calendar: WorkingCalendar, year: int) -> str:
    """The days left out, in order: bank holidays by name, weekends singly or, if many, as a number.

    `year` is the one that goes without saying.
    """
    weekends = [day for day in counted.skipped if day.weekday() == SATURDAY]
    one_by_one = len(weekends) <= WEEKENDS_NAMED_ONE_BY_ONE
    shown = [day for day in counted.skipped if one_by_one or day.weekday() < SATURDAY]
    named = [_in_words(day, counted, calendar, year) for day in shown]
    if not one_by_one:
        named.append(f"{len(weekends)} weekends")
    return ", ".join(filter(None, named))


def _in_words(day: date, counted: CountedDays, calendar: WorkingCalendar, year: int) -> str | None:
    if day.weekday() == SATURDAY:
        return f"weekend {_weekend(day, year)}"
    if day.weekday() == SUNDAY:
        return None if day - timedelta(days=1) in counted.skipped else _short(day, year)
    return f"{calendar.bank_holiday(day)} ({_short(day, year)})"


def _weekend(saturday: date, year: int) -> str:
    sunday = saturday + timedelta(days=1)
    if sunday.month == saturday.month:
        return f"{saturday.day}-{sunday.day} {sunday:%b}{_year(sunday, year)}"
    return f"{saturday.day} {saturday:%b} to {sunday.day} {sunday:%b}{_year(sunday, year)}"


def _short(day: date, year: int) -> str:
    return f"{day:%a} {day.day} {day:%b}{_year(day, year)}"


def _year(day: date, year: int) -> str:
    return "" if day.year == year else f" {day.year}"
