"""Values worth trying for a fact: those on either side of everything that conditions ask of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time, timedelta
from itertools import combinations

from needfire.conditions import Condition, Counts, Is, Lasted, OnOrAfter, Within
from needfire.facts import FactDefinition, FactValue
from needfire.london_time import start_of
from needfire.periods import Period

MOST_GROUPS = 4
_HOUR = timedelta(hours=1)
_DAYS = {"d": 1.0, "w": 7.0, "mo": 31.0, "wd": 1.6}


def possible_values(fact: FactDefinition, leaves: Sequence[Condition], as_of: datetime) -> list[FactValue | None]:
    """What may be tried for the fact, given the conditions that speak of it; None: that it is not recorded.

    For a moment the sample is finite: each limit, an hour before it and an hour after it.
    """
    match fact.kind:
        case "flag":
            return [True, False, None]
        case "choice":
            return [*_named(fact, leaves), *_another(fact, leaves), None]
        case "choices":
            return [*_sets(fact, leaves), None]
        case "count":
            return [*_counts(fact, leaves), None]
        case "moment":
            return [*_moments(fact, leaves, as_of), None]


def moment_to_judge_at(days: Iterable[datetime]) -> datetime:
    """A noon well after all these days, so that what must have begun can have begun."""
    latest = max(days)
    return datetime.combine((latest + timedelta(days=400)).date(), time(12), UTC)


def _asked(fact: FactDefinition, leaves: Sequence[Condition]) -> list[Is]:
    return [leaf for leaf in leaves if isinstance(leaf, Is) and leaf.fact == fact.name]


def _named(fact: FactDefinition, leaves: Sequence[Condition]) -> list[str]:
    return list(dict.fromkeys(str(value) for leaf in _asked(fact, leaves) for value in leaf.values))


def _another(fact: FactDefinition, leaves: Sequence[Condition]) -> list[str]:
    named = _named(fact, leaves)
    return [value for value in fact.values if value not in named][:1]


def _sets(fact: FactDefinition, leaves: Sequence[Condition]) -> list[tuple[str, ...]]:
    """One value of each group that all conditions treat alike, alone and together with the others."""
    asked = _asked(fact, leaves)
    groups: dict[tuple[bool, ...], str] = {}
    for value in fact.values:
        groups.setdefault(tuple(value in leaf.values for leaf in asked), value)
    chosen = list(groups.values())
    sizes = range(1, len(chosen) + 1) if len(chosen) <= MOST_GROUPS else (1, 2, len(chosen))
    return [each for size in sizes for each in combinations(chosen, size)]


def _counts(fact: FactDefinition, leaves: Sequence[Condition]) -> list[int]:
    limits = [leaf.number for leaf in leaves if isinstance(leaf, Counts) and leaf.fact == fact.name] or [1]
    return sorted({max(0, limit + step) for limit in limits for step in (-1, 0, 1)})


def _moments(fact: FactDefinition, leaves: Sequence[Condition], as_of: datetime) -> list[datetime]:
    found = {as_of - _HOUR}
    for leaf in leaves:
        match leaf:
            case Lasted(name, _, period) if name == fact.name:
                found |= _around(as_of - _length(period))
            case OnOrAfter(name, day) if name == fact.name:
                found |= _around(start_of(day))
            case Within(name, period, after) if fact.name in (name, after):
                # The other began three times as long ago, so that what is too late lies in the past too.
                began = as_of - 3 * _length(period)
                found |= {began} if after == fact.name else {began, began + 2 * _length(period)}
            case Lasted(_, _, period):  # this fact may be what ends the other
                found |= {as_of, as_of - _length(period)}
            case _:
                pass
    return sorted((each for each in found if fact.planned or each <= as_of), reverse=True)


def _around(moment: datetime) -> set[datetime]:
    return {moment - _HOUR, moment, moment + _HOUR}


def _length(period: Period) -> timedelta:
    if period.unit == "h":
        return timedelta(hours=period.amount)
    return timedelta(days=period.amount * _DAYS.get(period.unit, 0.0) + (4 if period.unit == "wd" else 0))
