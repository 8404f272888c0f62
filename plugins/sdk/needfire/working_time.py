"""When a thing is due, and how that was counted.

    24h        elapsed hours; a change of the clocks neither gives nor takes one
    20d  1w    calendar days and weeks, at the same time of day in England
    6mo        months, on the same day of the month or the last that the month has, at the same time of day
    5wd        working days: the day of the start is not counted; due at the END of the last one, which is the
               midnight that follows (so `due` is the first moment that is too late)
    immediate  due at the start

Working days do not add up: what is due at the end of Tuesday is due at Wednesday's first moment, and a count
from there leaves Wednesday out. So each time of a repeating clock is counted from its first start.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from needfire.bank_holidays import WorkingCalendar, england_and_wales
from needfire.london_time import (
    change_of_clocks,
    day_in_words,
    in_utc,
    moment_at,
    moment_in_words,
    on_the_wall,
    start_of,
)
from needfire.periods import Period, PeriodUnreadable, Unit
from needfire.working_days import count_working_days, skipped_in_words

__all__ = [
    "Deadline",
    "Period",
    "PeriodCannotRepeat",
    "PeriodUnreadable",
    "Unit",
    "WorkingCalendar",
    "deadline",
    "england_and_wales",
    "next_occurrence",
    "occurrence",
]

_Reached = tuple[datetime, tuple[str, ...]]


class PeriodCannotRepeat(ValueError):
    """A clock of this period would be due again at once, for ever."""

    code = "period_cannot_repeat"
    sentence = "A clock that is due immediately cannot repeat: give it a period, such as 1w."

    def __init__(self) -> None:
        super().__init__(self.sentence)


@dataclass(frozen=True)
class Deadline:
    """When something is due. `starts` and `due` are in UTC; at `due` itself it is too late.

    `arithmetic` are plain sentences that say how it was counted; the last one says when it is due.
    `occurrence` is 1 for a clock's first time, 2 for the second: all are counted from the same `starts`.
    """

    starts: datetime
    due: datetime
    period: Period
    arithmetic: tuple[str, ...]
    occurrence: int = 1


def deadline(start: datetime, period: Period, calendar: WorkingCalendar) -> Deadline:
    """When a period that starts now is over. Raises ValueError where `start` has no time zone."""
    starts = in_utc(start)
    due, arithmetic = _COUNTED[period.unit](starts, period, calendar)
    return Deadline(starts, due, period, arithmetic)


def occurrence(start: datetime, period: Period, number: int, calendar: WorkingCalendar) -> Deadline:
    """When a repeating clock is due for the `number`th time (from 1), counted from its first start: no drift.

    Raises PeriodCannotRepeat for an immediate period; ValueError for a number below 1, a start without zone.
    """
    if period.unit == "immediate":
        raise PeriodCannotRepeat
    if number < 1:
        raise ValueError("Occurrences are numbered from 1.")
    whole = deadline(start, period.times(number), calendar)
    every = period.in_words().removeprefix("1 ")
    repeats = f"This comes every {every}: time {number} is counted from the first start."
    said = whole.arithmetic if number == 1 else (repeats, *whole.arithmetic)
    return Deadline(whole.starts, whole.due, period, said, number)


def next_occurrence(last: Deadline, calendar: WorkingCalendar) -> Deadline:
    """The time after this one of a repeating clock: 31 January, monthly, gives 28 February, 31 March."""
    return occurrence(last.starts, last.period, last.occurrence + 1, calendar)


def _at_once(starts: datetime, _period: Period, _calendar: WorkingCalendar) -> _Reached:
    return starts, (f"Due immediately: {moment_in_words(starts)}.",)


def _hours(starts: datetime, period: Period, _calendar: WorkingCalendar) -> _Reached:
    due = starts + timedelta(hours=period.amount)
    began = moment_in_words(starts)
    said = [f"Counted {period.in_words()} from {began}, nights, weekends and bank holidays included."]
    if change := change_of_clocks(starts, due):
        said.append(f"In between {change}; the length of time stays the same.")
    return due, (*said, _due_at(due))


def _days(starts: datetime, period: Period, _calendar: WorkingCalendar) -> _Reached:
    days = period.amount * (7 if period.unit == "w" else 1)
    wall = on_the_wall(starts) + timedelta(days=days)
    return _at_the_same_time_of_day(starts, wall, period, ())


def _months(starts: datetime, period: Period, _calendar: WorkingCalendar) -> _Reached:
    began = on_the_wall(starts)
    years, month = divmod(began.month - 1 + period.amount, 12)
    year, month = began.year + years, month + 1
    last = monthrange(year, month)[1]
    wall = began.replace(year=year, month=month, day=min(began.day, last))
    clipped = (f"{wall:%B} {year} has {last} days, so its last day is taken.",) if began.day > last else ()
    return _at_the_same_time_of_day(starts, wall, period, clipped)


def _at_the_same_time_of_day(starts: datetime, wall: datetime, period: Period, clipped: tuple[str, ...]) -> _Reached:
    due, resolved = moment_at(wall)
    began = moment_in_words(starts)
    counted = f"Counted {period.in_words()} from {began}, weekends and bank holidays included."
    change = change_of_clocks(starts, due)
    if change and not resolved:
        resolved = f"In between {change}; the time of day stays {wall:%H:%M}."
    return due, (counted, *clipped, *((resolved,) if resolved else ()), _due_at(due))


def _working_days(starts: datetime, period: Period, calendar: WorkingCalendar) -> _Reached:
    began = on_the_wall(starts).date()
    counted = count_working_days(began, period.amount, calendar)
    if calendar.works(began):
        said = [f"Counted {period.in_words()} after {day_in_words(began)}, which is itself not counted."]
    else:
        next_day = f"{day_in_words(counted.first)}, the first working day after {day_in_words(began)}"
        said = [f"Counted {period.in_words()} from {next_day}."]
    if counted.skipped:
        said.append(f"Skipped: {skipped_in_words(counted, calendar, began.year)}.")
    said += [_not_known(year, calendar) for year in counted.unknown_years]
    said.append(f"Due by the end of {day_in_words(counted.last)}.")
    return start_of(counted.last + timedelta(days=1)), tuple(said)


def _not_known(year: int, calendar: WorkingCalendar) -> str:
    known = "are not known yet" if year > calendar.last_year else "are not on record here"
    return f"The bank holidays of {year} {known}: of that year only weekends were left out."


def _due_at(due: datetime) -> str:
    return f"Due on {moment_in_words(due)}."


_COUNTED: dict[Unit, Callable[[datetime, Period, WorkingCalendar], _Reached]] = {
    "immediate": _at_once,
    "h": _hours,
    "d": _days,
    "w": _days,
    "mo": _months,
    "wd": _working_days,
}
