"""What a condition of a procedure may be changed into: a part left out or negated, a number, a comparison, a value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, get_args

from needfire.conditions import (
    All,
    AnyOf,
    Comparison,
    Condition,
    Consulted,
    Counts,
    Defined,
    InCategory,
    Is,
    Known,
    Lasted,
    Not,
    OnOrAfter,
    Within,
)
from needfire.vocabulary import VOCABULARY
from tests.mutation.periods import other_days, other_periods

CONDITIONS = (All, AnyOf, Consulted, Counts, Defined, InCategory, Is, Known, Lasted, Not, OnOrAfter, Within)
Changed = Iterator[tuple[str, Condition]]


def other_conditions(condition: Condition, roles: Sequence[str]) -> Changed:
    """Each small change, with what was done; `roles` are those of the edition."""
    if isinstance(condition, Not):
        yield f"without the 'not' of ({said(condition.part)})", condition.part
        inner = other_conditions(condition.part, roles)
        yield from ((what, Not(each)) for what, each in inner if each != Not(condition.part))
        return
    yield f"not ({said(condition)})", Not(condition)
    match condition:
        case All() | AnyOf():
            yield from _of_parts(condition, roles)
        case Is():
            yield from _of_values(condition)
        case Counts():
            yield from _of_count(condition)
        case Lasted() | Within():
            yield from _of_lasting(condition)
        case OnOrAfter():
            yield from (
                (f"{condition.fact} on or after {day}", replace(condition, day=day))
                for day in other_days(condition.day)
            )
        case InCategory(rules) if len(rules) > 1:
            yield from ((f"category without {each}", InCategory(_without(rules, each))) for each in rules)
        case Consulted(consulted):
            yield from (
                (f"consulted without {each}", Consulted(_without(consulted, each)))
                for each in consulted
                if len(consulted) > 1
            )
            other = next(each for each in roles if each not in consulted)
            yield f"consulted {other} for {consulted[0]}", Consulted((other, *consulted[1:]))


def said(condition: Condition) -> str:
    """The condition in short."""
    try:
        words = condition.in_words(VOCABULARY)
    except KeyError:  # it speaks of an instrument's own questions
        words = repr(condition)
    return words if len(words) < 200 else f"{words[:196]} …"


def _of_parts(condition: All | AnyOf, roles: Sequence[str]) -> Changed:
    parts = condition.parts
    for index, part in enumerate(parts):
        rest = (*parts[:index], *parts[index + 1 :])
        if rest:
            yield f"without ({said(part)})", rest[0] if len(rest) == 1 else type(condition)(rest)
        for what, changed in other_conditions(part, roles):
            yield what, type(condition)((*parts[:index], changed, *parts[index + 1 :]))
    if len(parts) > 1:
        swapped: Condition = AnyOf(parts) if isinstance(condition, All) else All(parts)
        yield f"{'any' if isinstance(condition, All) else 'all'} of ({said(condition)})", swapped


def _of_values(condition: Is) -> Changed:
    if len(condition.values) > 1:
        for value in condition.values:
            yield f"{condition.fact} without {value}", replace(condition, values=_without(condition.values, value))
    elif not isinstance(condition.values[0], bool):
        known = VOCABULARY.definitions.get(condition.fact)
        others = (value for value in (known.values if known else ()) if value not in condition.values)
        other = next(others, "something_else")
        yield f"{condition.fact}: {other} for {condition.values[0]}", replace(condition, values=(other,))


def _of_count(condition: Counts) -> Changed:
    for number in (condition.number + 1, condition.number - 1):
        yield f"{condition.fact} {condition.comparison} {number}", replace(condition, number=number)
    for comparison in get_args(Comparison):
        if comparison != condition.comparison:
            yield f"{condition.fact} {comparison} {condition.number}", replace(condition, comparison=comparison)


def _of_lasting(condition: Lasted | Within) -> Changed:
    for period in other_periods(condition.period):
        yield f"{condition.fact} {period} for {condition.period}", replace(condition, period=period)
    if isinstance(condition, Lasted):
        other: Any = "more_than" if condition.comparison == "at_least" else "at_least"
        yield f"{condition.fact} {other} {condition.period}", replace(condition, comparison=other)


def _without(values: Sequence[Any], value: Any) -> tuple[Any, ...]:
    return tuple(each for each in values if each != value)
