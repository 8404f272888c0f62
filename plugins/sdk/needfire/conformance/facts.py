"""Invents facts as people record them: any of them or none, at any time, in any order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from needfire.facts import FactDefinition, Vocabulary
from needfire.vocabulary import VOCABULARY

AS_OF = datetime(2028, 3, 1, 12, 0, tzinfo=UTC)
"""The moment at which cases are looked at: the day after a 29 February, three weeks before the clocks go forward."""

MANY = 12
_LONG_AGO = timedelta(days=400)


def recorded_facts(vocabulary: Vocabulary = VOCABULARY, as_of: datetime = AS_OF) -> st.SearchStrategy[dict[str, Any]]:
    """Facts as the gateway is sent them: up to MANY at once, what ends never before what began."""
    names = st.lists(st.sampled_from(sorted(vocabulary.definitions)), max_size=MANY, unique=True)
    return names.flatmap(
        lambda chosen: st.fixed_dictionaries({name: _value(vocabulary.definitions[name], as_of) for name in chosen})
    ).map(lambda facts: _in_order(facts, vocabulary))


def _value(fact: FactDefinition, as_of: datetime) -> st.SearchStrategy[Any]:
    match fact.kind:
        case "flag":
            return st.booleans()
        case "choice":
            return st.sampled_from(fact.values)
        case "choices":
            return st.lists(st.sampled_from(fact.values), min_size=1, max_size=3, unique=True)
        case "count":
            return st.integers(0, 30)
        case "moment":
            return _moments(as_of)


def _moments(as_of: datetime) -> st.SearchStrategy[str]:
    # Half of them lie where numbers of hours, days and weeks decide; to the minute, so that "exactly 24 hours" comes up.
    exactly = st.sampled_from([timedelta(hours=hours) for hours in (0, 1, 23, 24, 25, 47, 48, 49, 72, 7 * 24, 21 * 24)])
    anyhow = st.integers(0, int(_LONG_AGO.total_seconds() // 60)).map(lambda minutes: timedelta(minutes=minutes))
    return st.one_of(exactly, anyhow).map(lambda ago: (as_of - ago).isoformat())


def _in_order(facts: dict[str, Any], vocabulary: Vocabulary) -> dict[str, Any]:
    for name, definition in vocabulary.definitions.items():
        end = definition.ended_by
        if end and name in facts and end in facts and facts[end] < facts[name]:
            facts[name], facts[end] = facts[end], facts[name]
    return facts
