"""Reads a condition as an edition's YAML states it.

    happened: charge                            is, or includes
    offence: [murder, rape]                     one of
    looked_after: true                          a definition of the edition (or a yes/no fact)
    missing_since: {for_at_least: 48h}          lasted; also for_more_than
    died_at: {within: 20d, after: supervision_ended_at}
    learned_at: {on_or_after: 2024-01-01}
    age_years: {under: 25}                      also at_least, more_than, at_most
    charged_at: known
    category: [KEN23-ALERT-1]                   a person chose it, or the facts meet it
    consulted: lado                             somebody in this role was consulted; or one of several
    any: [ … ]   all: [ … ]   not: { … }

Several entries in one mapping must all hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any, cast

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
from needfire.facts import FactDefinition, Vocabulary
from needfire.working_time import Period


class ConditionUnreadable(ValueError):
    """A condition that cannot be read; the sentence names the entry and the mend."""


@dataclass(frozen=True)
class Names:
    """What a condition may speak of: the facts, the edition's definitions, the rule ids of its categories, its roles."""

    vocabulary: Vocabulary
    definitions: frozenset[str]
    categories: frozenset[str]
    roles: frozenset[str] = frozenset()


def read_condition(raw: Any, names: Names) -> Condition:
    """The condition that this YAML states. Raises ConditionUnreadable."""
    if not isinstance(raw, Mapping) or not raw:
        raise ConditionUnreadable(f"a condition is a mapping such as 'happened: charge', not {_shown(raw)}")
    parts = tuple(_entry(str(key), value, names) for key, value in raw.items())
    return parts[0] if len(parts) == 1 else All(parts)


def _entry(key: str, value: Any, names: Names) -> Condition:
    if key in ("any", "all"):
        if not isinstance(value, list) or not value:
            raise ConditionUnreadable(f"'{key}' takes a list of conditions")
        parts = tuple(read_condition(each, names) for each in value)
        return AnyOf(parts) if key == "any" else All(parts)
    if key == "not":
        return Not(read_condition(value, names))
    if key == "category":
        return _in_category(value, names)
    if key == "consulted":
        return _consulted(value, names)
    if key in names.definitions:
        return _defined(key, value)
    if key not in names.vocabulary.definitions:
        raise ConditionUnreadable(f"'{key}' is neither a fact nor a definition of this edition: {_instead(key, names)}")
    return _fact(names.vocabulary.definitions[key], value, names.vocabulary)


def _instead(key: str, names: Names) -> str:
    """The name that is most like it, or where all of them are listed."""
    like = get_close_matches(key[:80], (*names.definitions, *names.vocabulary.definitions), n=1)
    return f"did you mean '{like[0]}'?" if like else "'needfire show' with --definitions lists them"


def _in_category(value: Any, names: Names) -> Condition:
    rules = tuple(value) if isinstance(value, list) else (value,)
    unknown = [each for each in rules if each not in names.categories]
    if unknown or not rules:
        raise ConditionUnreadable(f"'category' takes rule ids of this edition's categories, not {_shown(unknown)}")
    return InCategory(rules)


def _consulted(value: Any, names: Names) -> Condition:
    roles = tuple(value) if isinstance(value, list) else (value,)
    unknown = [each for each in roles if each not in names.roles]
    if unknown or not roles:
        raise ConditionUnreadable(f"'consulted' takes roles of this edition, not {_shown(unknown)}")
    return Consulted(roles)


def _defined(key: str, value: Any) -> Condition:
    if not isinstance(value, bool):
        raise ConditionUnreadable(f"'{key}' is a definition: say true or false")
    return Defined(key) if value else Not(Defined(key))


def _fact(fact: FactDefinition, value: Any, vocabulary: Vocabulary) -> Condition:
    if value == "known":
        return Known(fact.name)
    match fact.kind:
        case "flag":
            if not isinstance(value, bool):
                raise ConditionUnreadable(f"'{fact.name}' is a yes/no fact: say true or false")
            return Is(fact.name, (value,))
        case "choice" | "choices":
            return _is_one_of(fact, value)
        case "count":
            return _counts(fact, value)
        case "moment":
            return _moment(fact, value, vocabulary)


def _is_one_of(fact: FactDefinition, value: Any) -> Condition:
    values = tuple(value) if isinstance(value, list) else (value,)
    unknown = [each for each in values if each not in fact.values]
    if unknown or not values:
        raise ConditionUnreadable(f"'{fact.name}' can be {', '.join(fact.values)}; not {_shown(unknown)}")
    return Is(fact.name, values)


def _counts(fact: FactDefinition, value: Any) -> Condition:
    match value:
        case {"at_least": int(n)} | {"more_than": int(n)} | {"at_most": int(n)} | {"under": int(n)} if len(value) == 1:
            return Counts(fact.name, cast(Comparison, next(iter(value))), n)
    raise ConditionUnreadable(f"'{fact.name}' is a count: say for example {{at_least: 2}}, not {_shown(value)}")


def _moment(fact: FactDefinition, value: Any, vocabulary: Vocabulary) -> Condition:
    match value:
        case {"within": str(period), "after": str(after)} if len(value) == 2:
            if getattr(vocabulary.definitions.get(after), "kind", None) != "moment":
                raise ConditionUnreadable(f"'{fact.name}' … after '{after}': that is no moment that can be recorded")
            return Within(fact.name, Period.parse(period), after)
        case {"on_or_after": date() as day} if len(value) == 1:
            return OnOrAfter(fact.name, day)
        case {"for_at_least": str(period)} | {"for_more_than": str(period)} if len(value) == 1:
            return Lasted(fact.name, "at_least" if "for_at_least" in value else "more_than", Period.parse(period))
    raise ConditionUnreadable(
        f"'{fact.name}' is a moment: say known, {{for_at_least: 48h}}, {{on_or_after: 2024-01-01}} or {{within: 20d, after: …}}, not {_shown(value)}"
    )


def _shown(value: Any) -> str:
    return repr(value)[:60]
