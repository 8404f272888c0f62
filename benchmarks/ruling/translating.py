"""A condition of an edition as an expression of another language: true where the condition holds, false where it does not or is open.

A condition answers yes, no or not known; the others know yes and no. So each is translated twice: when it holds, and when it
certainly does not, which is what `not` asks of its part.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from needfire import conditions
from needfire.facts import FactValue
from needfire.procedure import Edition
from needfire.vocabulary import VOCABULARY

HOUR = 3_600
COMPARED = {"at_least": ">=", "more_than": ">", "at_most": "<=", "under": "<"}
OPPOSITE = {"at_least": "<", "more_than": "<=", "at_most": ">", "under": ">="}


class NotSayable(Exception):
    """The condition counts calendar days or working days, or asks who was consulted: the other languages have no word for that."""


@dataclass(frozen=True)
class Dialect:
    """How a language says it. `fact`: its value; `known`: whether it is there; `among`: whether a list has one of these values."""

    both: str
    either: str
    fact: Callable[[str], str]
    known: Callable[[str], str]
    among: Callable[[str, Sequence[FactValue]], str]
    one_of: Callable[[str, Sequence[FactValue]], str]
    negated: Callable[[str], str]
    always: str = "true"


def _listed(values: Sequence[FactValue]) -> str:
    return json.dumps(list(values))


PYTHON = Dialect(
    " and ", " or ", lambda name: f"f[{name!r}]", lambda name: f"{name!r} in f",
    lambda value, wanted: f"not {set(wanted)!r}.isdisjoint({value})", lambda value, wanted: f"{value} in {set(wanted)!r}",
    lambda said: f"not ({said})", "True",
)  # fmt: skip
CEL = Dialect(
    " && ", " || ", lambda name: f"f.{name}", lambda name: f"has(f.{name})",
    lambda value, wanted: f"{value}.exists(x, x in {_listed(wanted)})", lambda value, wanted: f"{value} in {_listed(wanted)}",
    lambda said: f"!({said})",
)  # fmt: skip
ZEN = Dialect(
    " and ", " or ", lambda name: name, lambda name: f"{name} != null",
    lambda value, wanted: f"some({value}, # in {_listed(wanted)})", lambda value, wanted: f"{value} in {_listed(wanted)}",
    lambda said: f"not ({said})",
)  # fmt: skip


@dataclass(frozen=True)
class Translation:
    """Conditions of one edition in one dialect. Each method raises NotSayable."""

    edition: Edition
    dialect: Dialect

    def said(self, condition: object, holds: bool = True) -> str:
        """When it holds, or when it certainly does not."""
        match condition:
            case None:
                return self.dialect.always
            case conditions.All(parts):
                return self._joined(parts, holds, self.dialect.both if holds else self.dialect.either)
            case conditions.AnyOf(parts):
                return self._joined(parts, holds, self.dialect.either if holds else self.dialect.both)
            case conditions.Not(part):
                return self.said(part, not holds)
            case conditions.Defined(name):
                return self.said(self.edition.definitions[name], holds)
            case conditions.InCategory(rules):
                named = [self.edition.conditions[rule] for rule in rules]
                return self._joined(named, holds, self.dialect.either if holds else self.dialect.both)
            case conditions.Known(fact):
                known = self.dialect.known(fact)
                return known if holds else self.dialect.negated(known)
            case _:
                return self._of_one_fact(condition, holds)

    def _joined(self, parts: Sequence[object], holds: bool, joint: str) -> str:
        return f"({joint.join(self.said(part, holds) for part in parts)})"

    def _of_one_fact(self, condition: object, holds: bool) -> str:
        match condition:
            case conditions.Is(fact, values):
                said = self._is(fact, values)
                return self._where_known(fact, said if holds else self.dialect.negated(said))
            case conditions.Counts(fact, comparison, number):
                compared = (COMPARED if holds else OPPOSITE)[comparison]
                return self._where_known(fact, f"{self.dialect.fact(fact)} {compared} {number}")
            case conditions.Lasted(fact, comparison, period) if period.unit == "h":
                return self._lasted(fact, (COMPARED if holds else OPPOSITE)[comparison], period.amount * HOUR)
            case _:
                raise NotSayable

    def _where_known(self, fact: str, said: str) -> str:
        return f"({self.dialect.known(fact)}{self.dialect.both}{said})"

    def _is(self, fact: str, values: Sequence[FactValue]) -> str:
        many = VOCABULARY.definitions[fact].kind == "choices"
        return (self.dialect.among if many else self.dialect.one_of)(self.dialect.fact(fact), values)

    def _lasted(self, fact: str, compared: str, seconds: int) -> str:
        ending, began = VOCABULARY.definitions[fact].ended_by, self.dialect.fact(fact)
        so_far = f"now - {began} {compared} {seconds}"
        if ending is None:
            return self._where_known(fact, so_far)
        ended = f"({self.dialect.known(ending)}{self.dialect.both}{self.dialect.fact(ending)} - {began} {compared} {seconds})"
        going_on = f"({self.dialect.negated(self.dialect.known(ending))}{self.dialect.both}{so_far})"
        return self._where_known(fact, f"({ended}{self.dialect.either}{going_on})")


@dataclass(frozen=True)
class Subset:
    """The part of an edition that all sides can say: categories by rule, the route, clocks with their hours."""

    edition: Edition
    categories: Sequence[str]
    clocks: Mapping[str, int]

    def said(self, dialect: Dialect) -> tuple[dict[str, str], str, dict[str, str]]:
        """When each category is met, the first route taken, and each clock runs."""
        words = Translation(self.edition, dialect)
        categories = {rule: words.said(self.edition.conditions[rule]) for rule in self.categories}
        rules = {each.id: each for each in self.edition.clocks}
        clocks = {name: words.said(rules[name].applies_when) for name in self.clocks}
        return categories, words.said(self.edition.routes[0].when), clocks


def subset_of(edition: Edition) -> Subset:
    """As much of it as can be said; its first route is taken where its condition holds, else its last."""
    words = Translation(edition, CEL)
    categories = [each.rule for each in edition.categories if each.when and _is_sayable(words, each.when)]
    clocks = {
        each.id: each.within.amount
        for each in edition.clocks
        if each.within.unit == "h" and not each.first and _is_sayable(words, each.applies_when)
    }
    return Subset(edition, categories, clocks)


def _is_sayable(words: Translation, condition: object) -> bool:
    try:
        words.said(condition)
    except NotSayable:
        return False
    return True
