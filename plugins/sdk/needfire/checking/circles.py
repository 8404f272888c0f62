"""Finds definitions and categories that lead back to themselves: they could never be judged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from needfire.conditions import All, AnyOf, Condition, Defined, InCategory, Not
from needfire.procedure import Edition


def circles(edition: Edition) -> Iterator[str]:
    """A sentence for each definition or category that leads back to itself."""
    conditions: dict[str, Condition | None] = {each.rule: each.when for each in edition.categories}
    conditions.update(edition.definitions)
    leads_to = {name: set(names_in(condition)) for name, condition in conditions.items() if condition}
    for name in leads_to:
        if name in _reached(name, leads_to):
            yield f"'{name}' leads back to itself: a definition must end in facts"


def names_in(condition: Condition) -> Iterator[str]:
    """The definitions and categories that a condition speaks of."""
    match condition:
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from names_in(part)
        case Not(part):
            yield from names_in(part)
        case Defined(name):
            yield name
        case InCategory(rules):
            yield from rules


def _reached(name: str, leads_to: Mapping[str, set[str]]) -> set[str]:
    reached: set[str] = set()
    waiting = set(leads_to[name])
    while waiting:
        reached |= waiting
        waiting = {each for one in waiting for each in leads_to.get(one, ())} - reached
    return reached
