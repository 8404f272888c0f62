"""How the categories of an edition are tried: facts that meet a rule, and the nearest facts that do not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from needfire.procedure import Edition
from needfire.suggesting import suggest
from needfire.vocabulary import VOCABULARY
from needfire.working_time import england_and_wales

AS_OF = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
CALENDAR = england_and_wales()
RawFacts = Mapping[str, Any]


@dataclass(frozen=True)
class Tried:
    """Facts by why they meet the rule, and by why they do not."""

    meets: Mapping[str, RawFacts]
    misses: Mapping[str, RawFacts]


def ago(days: float = 0, hours: float = 0, minutes: float = 0) -> str:
    """A moment so long before the moment at which the facts are judged."""
    return (AS_OF - timedelta(days=days, hours=hours, minutes=minutes)).isoformat()


def one_each(fact: str, values: Sequence[str], rest: RawFacts, as_list: bool = True) -> dict[str, RawFacts]:
    """The rest of the facts with each of these values in turn."""
    return {value.replace("_", " "): {**rest, fact: [value] if as_list else value} for value in values}


def every_case(tried: Mapping[str, Tried]) -> list[Any]:
    """The cases as pytest takes them, named by the rule."""
    return list(_cases(tried))


def _cases(tried: Mapping[str, Tried]) -> Iterator[Any]:
    for rule, cases in tried.items():
        for word, expected, facts_by_why in (("met", True, cases.meets), ("not met", False, cases.misses)):
            for why, facts in facts_by_why.items():
                marks = pytest.mark.rule(rule)
                yield pytest.param(rule, facts, expected, id=f"{rule} {word}: {why}", marks=marks)


def suggested(edition: Edition, raw: RawFacts) -> set[str]:
    """The rules of the categories that these facts meet."""
    facts = VOCABULARY.read(raw, AS_OF)
    return {each.rule for each in suggest(edition, facts, AS_OF, CALENDAR)}


def untried(edition: Edition, tried: Mapping[str, Tried], judged_by_people: frozenset[str]) -> set[str]:
    """Categories for which cases are missing, or which should not be there."""
    complete = {rule for rule, cases in tried.items() if cases.meets and cases.misses}
    return {category.rule for category in edition.categories} ^ (complete | judged_by_people)
