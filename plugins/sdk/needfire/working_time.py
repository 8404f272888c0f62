"""When a thing is due, and how that was counted.

    24h        elapsed hours; a change of the clocks neither gives nor takes one
    20d  1w    calendar days and weeks, at the same time of day in England
    6mo        months, on the same day of the month or the last that the month has, at the same time of day
    5wd        working days: the day of the start is not counted; due at the END of the last one, which is the
               midnight that follows (so `due` is the first moment that is too late)
    immediate  due at the start
    end_of_day, end_of_working_day
               the end of the day of the start: midnight, or the hour given; of a day that does not work, or whose hour has
               passed, the end of the next (working) day

Working days do not add up: what is due at the end of Tuesday is due at Wednesday's first moment, and a count
from there leaves Wednesday out. So each time of a repeating clock is counted from its first start.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

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
from needfire.periods import MIDNIGHT, Period, PeriodUnreadable, Unit
from needfire.working_days import count_working_days, skipped_in_words

__all__ = [
    "COUNTED_BACK",
    "Deadline",
    "Period",
    "PeriodCannotRepeat",
    "PeriodUnreadable",
    "Unit",
    "WorkingCalendar",
    "deadline",
    "deadline_before",
    "england_and_wales",
    "next_occurrence",
    "occurrence",
]

COUNTED_BACK: tuple[Unit, ...] = ("h", "d", "w", "mo")
_Reached = tuple[datetime, tuple[str, ...]]


class PeriodCannotRepeat(ValueError):
    """A clock of this period would be due again at once, for ever."""

    code = "period_cannot_repeat"
    sentence = "A clock that is due immediately or by a day's end cannot repeat: give it a period, such as 1w."

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

    Raises PeriodCannotRepeat for a period that cannot come round; ValueError for a number below 1, a start without zone.
    """
    if not period.repeatable:
        raise PeriodCannotRepeat
    if number < 1:
        raise ValueError("Occurrences are numbered from 1.")
    whole = deadline(start, period.times(number), calendar)
    every = period.in_words().removeprefix("1 ")
    repeats = f"This comes every {every}: time {number} is counted from the first start."
    said = whole.arithmetic if number == 1 else (repeats, *whole.arithmetic)
    return Deadline(whole.starts, whole.due, period, said, number)


def deadline_before(moment: datetime, period: Period, calendar: WorkingCalendar) -> Deadline:
    """The latest moment that lies a period before another, such as a week before a publication.

    Raises ValueError for a period that is not counted in hours, days, weeks or months: working days are not counted back.
    """
    starts = in_utc(moment)
    if period.unit not in COUNTED_BACK:
        raise ValueError(f"{period} cannot be counted back.")
    wall = on_the_wall(starts)
    if period.unit == "mo":
        months = wall.year * 12 + wall.month - 1 - period.amount
        year, month = divmod(months, 12)
        wall = wall.replace(year=year, month=month + 1, day=min(wall.day, monthrange(year, month + 1)[1]))
        due = moment_at(wall)[0]
    elif period.unit == "h":
        due = starts - timedelta(hours=period.amount)
    else:
        due = moment_at(wall - timedelta(days=period.amount * (7 if period.unit == "w" else 1)))[0]
    return Deadline(starts, due, period, (f"{period.in_words()} before {moment_in_words(starts)}.", _due_at(due)))


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


def _end_of_day(starts: datetime, period: Period, calendar: WorkingCalendar) -> _Reached:
    """The end of the day of the start; where that has passed, or the day does not count, the end of the next that does."""
    working = period.unit == "end_of_working_day"
    kind = "working day" if working else "day"
    began = on_the_wall(starts).date()
    day = began
    while (working and not calendar.works(day)) or _end_of(day, period) <= starts:
        day += timedelta(days=1)
    due = _end_of(day, period)
    said = [f"Counted from {moment_in_words(starts)} to the end of the {kind}."]
    if day != began:
        said.append(f"That day's end had passed, or it is no {kind}: the next {kind} is {day_in_words(day)}.")
    if working and not calendar.covers(day.year):
        said.append(_not_known(day.year, calendar))
    return due, (*said, f"Due by the end of {day_in_words(day)}." if period.amount == MIDNIGHT else _due_at(due))


def _end_of(day: date, period: Period) -> datetime:
    if period.amount == MIDNIGHT:
        return start_of(day + timedelta(days=1))
    return moment_at(datetime.combine(day, time(period.amount // 60, period.amount % 60)))[0]


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
    "end_of_day": _end_of_day,
    "end_of_working_day": _end_of_day,
}
