"""Counts when a clock of the edition is due: the first time, the times after it, and back from a moment. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from needfire.facts import FactValue
from needfire.london_time import moment_in_words
from needfire.periods import MIDNIGHT
from needfire.procedure import ClockRule
from needfire.working_time import Deadline, Period, WorkingCalendar, deadline, deadline_before, occurrence


def first_time(rule: ClockRule, start: datetime, calendar: WorkingCalendar) -> Deadline:
    """When the clock is due for the first time, counted from this start."""
    if rule.counts == "before":
        return deadline_before(start, rule.within, calendar)
    return deadline(start, rule.first or rule.within, calendar)


def later_time(rule: ClockRule, start: datetime, number: int, calendar: WorkingCalendar, *, anew: bool) -> Deadline:
    """When it is due for the `number`th time after a miss, counted from the same start, so that it never drifts.

    `anew`: it has been met before and begun again, so that the first time's own period is behind it.
    """
    if rule.first is None or anew:
        return occurrence(start, rule.within, number, calendar)
    if rule.first.unit == rule.within.unit == "wd":
        whole = deadline(start, Period(rule.first.amount + rule.within.amount * (number - 1), "wd"), calendar)
        return Deadline(whole.starts, whole.due, rule.within, (_again(rule, number), *whole.arithmetic), number)
    first = deadline(start, rule.first, calendar)
    then = occurrence(_counts_on(first, rule.within), rule.within, number - 1, calendar)
    said = (_again(rule, number), *first.arithmetic, *then.arithmetic)
    return Deadline(first.starts, then.due, rule.within, said, number)


def _again(rule: ClockRule, number: int) -> str:
    first = rule.first.in_words() if rule.first else ""
    return f"The first time is due after {first}, then every {rule.within.in_words()}: this is time {number}."


def _counts_on(first: Deadline, within: Period) -> datetime:
    # What is due at the end of a day is due at the midnight after it: working days are counted on from that day itself.
    unit, amount = first.period.unit, first.period.amount
    ends_at_midnight = unit == "wd" or (unit.startswith("end_of") and amount == MIDNIGHT)
    return first.due - timedelta(minutes=1) if within.unit == "wd" and ends_at_midnight else first.due


def over_since(rule: ClockRule, began: datetime, next_due: datetime, calendar: WorkingCalendar) -> str | None:
    """Why the clock comes round no more, when its next time lies beyond its `lasting`; else None."""
    if rule.lasting is None:
        return None
    end = deadline(began, rule.lasting, calendar)
    if next_due <= end.due:
        return None
    return (
        f"It comes round for {rule.lasting.in_words()} after its first start, until {moment_in_words(end.due)}; "
        f"the next time would be {moment_in_words(next_due)}."
    )


def counted_from(facts: Mapping[str, FactValue], names: Iterable[str], at: datetime) -> tuple[datetime, str | None]:
    """The first of these moments that is known, with its name; else `at`."""
    for name in names:
        moment = facts.get(name)
        if isinstance(moment, datetime):
            return moment, name
    return at, None
