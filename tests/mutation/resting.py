"""Which rules rest on a definition or a category: those of the parts that speak of it, be it through other definitions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cached_property
from typing import Any

from needfire.conditions import Defined, InCategory
from needfire.procedure import Edition

_PARTS = (
    "categories", "routes", "clocks", "duties", "acts", "form", "requests", "reviews", "circulation", "thresholds", "reports",
)  # fmt: skip


class Resting:
    """Answers for one edition."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition

    def on(self, name: str) -> tuple[str, ...]:
        """The rules that rest on the definition of this name, or on the category of this rule."""
        names, categories = self._reached(name)
        found = [*self._edition.defining.get(name, ()), *categories]
        for spoken, rules in self._spoken:
            if spoken & (names | categories):
                found += rules
        return tuple(dict.fromkeys(found))

    def _reached(self, name: str) -> tuple[frozenset[str], frozenset[str]]:
        """The definitions and the categories that speak of it, step by step."""
        names, categories = {name}, set[str]()
        while True:
            more = {key for key, each in self._edition.definitions.items() if _spoken_of(each) & (names | categories)}
            kinds = {each.rule for each in self._edition.categories if _spoken_of(each.when) & (names | categories)}
            if more <= names and kinds <= categories:
                return frozenset(names), frozenset(categories)
            names |= more
            categories |= kinds

    @cached_property
    def _spoken(self) -> list[tuple[frozenset[str], list[str]]]:
        """Of each part, and each part within one: what it speaks of, and the rules that it cites."""
        whole = (getattr(self._edition, name, ()) for name in _PARTS)
        return [(_spoken_of(part), list(_cited(part))) for part in _parts(tuple(whole))]


def _parts(value: Any) -> Iterator[Any]:
    if isinstance(value, tuple):
        for each in value:
            yield from _parts(each)
    elif is_dataclass(value) and _cited(value):
        yield value
        for each in fields(value):
            yield from _parts(getattr(value, each.name))


def _cited(part: Any) -> tuple[str, ...]:
    rules = getattr(part, "rules", None) or tuple(filter(None, [getattr(part, "rule", None)]))
    return rules if isinstance(rules, tuple) and all(isinstance(each, str) for each in rules) else ()


def _spoken_of(value: Any) -> frozenset[str]:
    """The names of definitions, and the rules of categories, in the conditions of this part."""
    match value:
        case Defined():
            return frozenset({value.name})
        case InCategory():
            return frozenset(value.rules)
        case tuple():
            return frozenset().union(*map(_spoken_of, value))
        case Mapping():
            return frozenset().union(*map(_spoken_of, value.values()))
        case _ if is_dataclass(value):
            return frozenset().union(*(_spoken_of(getattr(value, each.name)) for each in fields(value)))
    return frozenset()
