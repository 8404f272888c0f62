"""Facts: typed values, read from JSON, refused by name with what to mend, and written again."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from needfire.facts import LARGEST_COUNT, UNKNOWN, FactDefinition, FactsRefused, Vocabulary, as_json, from_json
from needfire.vocabulary import VOCABULARY

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
SMALL = Vocabulary.of(
    [
        FactDefinition("open", "flag", "Open?"),
        FactDefinition("plan", "choice", "Which plan?", {"none": "no plan", "cp": "child protection plan"}),
        FactDefinition("happened", "choices", "What?", {"b": "this", "a": "that"}),
        FactDefinition("times", "count", "How often?"),
        FactDefinition("since", "moment", "Since when?", ended_by="until"),
        FactDefinition("until", "moment", "Until when?"),
        FactDefinition("review_on", "moment", "When is the review?", planned=True),
    ]
)


def problem(**raw: Any) -> str:
    with pytest.raises(FactsRefused) as refused:
        SMALL.read(raw, NOW)
    [(name, sentence)] = refused.value.problems.items()
    assert name == next(iter(raw))
    return sentence


def test_facts_are_read_into_typed_values() -> None:
    raw = {
        "open": False,
        "plan": "cp",
        "happened": ["b", "a", "b"],
        "times": 0,
        "since": "2026-11-20T13:00:00+01:00",
        "until": NOW,
    }
    facts = SMALL.read({**raw, "happened": ["b", "a"]}, NOW)
    assert facts == {
        "open": False,
        "plan": "cp",
        "happened": ("a", "b"),
        "times": 0,
        "since": datetime(2026, 11, 20, 12, tzinfo=UTC),
        "until": NOW,
    }
    assert facts["since"].tzinfo is UTC  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("open", "true", "Answer true or false."),
        ("open", 1, "Answer true or false."),
        ("open", None, "Answer true or false."),
        ("plan", "all", "Choose one of: none, cp."),
        ("plan", ["cp"], "Choose one of: none, cp."),
        ("happened", "a", "Give a list with at least one of: b, a."),
        ("happened", [], "Give a list with at least one of: b, a."),
        ("happened", ["a", "b", "a"], "Give a list with at least one of: b, a."),
        ("happened", ["a", "c"], "Choose one of: b, a."),
        ("happened", [["a"]], "Choose one of: b, a."),
        ("times", -1, f"Give a whole number from 0 to {LARGEST_COUNT}."),
        ("times", LARGEST_COUNT + 1, f"Give a whole number from 0 to {LARGEST_COUNT}."),
        ("times", 1.5, "Give a whole number"),
        ("times", True, "Give a whole number"),
        ("times", "1", "Give a whole number"),
        ("since", "soon", "Give a date and time with its offset"),
        ("since", 20261120, "Give a date and time with its offset"),
        ("since", "2026-11-20", "Say which offset the time has"),
        ("since", "2026-11-20T11:00:00", "Say which offset the time has"),
        ("since", "1989-12-31T23:59:59+00:00", "This is before 1990; check the year."),
        ("since", "2026-11-20T12:00:00.000001+00:00", "This lies in the future"),
        ("since", "9999-12-31T23:59:59-12:00", "This lies in the future"),
        ("review_on", "9999-12-31T23:59:59-12:00", "This is after 2100; check the year."),
        ("review_on", "2101-01-01T00:00:00+00:00", "This is after 2100; check the year."),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_mend(name: str, value: Any, said: str) -> None:
    assert problem(**{name: value}).startswith(said)


def test_every_problem_is_named_at_once() -> None:
    with pytest.raises(FactsRefused) as refused:
        SMALL.read({"open": 1, "times": -1, "plan": "cp"}, NOW)
    assert list(refused.value.problems) == ["open", "times"]
    assert str(refused.value) == "2 facts cannot be accepted: open, times"


def test_a_name_that_was_sent_by_mistake_is_not_repeated() -> None:
    with pytest.raises(FactsRefused) as refused:
        SMALL.read({"Robin Ash, born 2012": True, "Robin": True, "times": 1}, NOW)
    assert refused.value.problems == {UNKNOWN: "This fact is not known; see the list of facts."}
    assert "Robin" not in str(refused.value)


def test_what_ends_before_it_began_is_refused_on_what_ends_it() -> None:
    began = "2026-11-20T11:00:00+00:00"
    at_once = SMALL.read({"since": began, "until": "2026-11-20T12:00:00+01:00"}, NOW)
    assert at_once["since"] == at_once["until"]
    with pytest.raises(FactsRefused) as refused:
        SMALL.read({"since": began, "until": "2026-11-20T10:59:59+00:00", "times": 1}, NOW)
    assert refused.value.problems == {"until": "This lies before what “Since when?” gives; check both."}


def test_facts_that_were_accepted_before_are_read_again_though_they_would_be_refused_now() -> None:
    stored = {"since": "2026-11-20T11:00:00+00:00", "until": "2026-11-20T10:00:00+00:00"}
    assert set(from_json(SMALL, stored)) == {"since", "until"}


PAIRS = [each for each in VOCABULARY.definitions.values() if each.ended_by]


@pytest.mark.parametrize("fact", PAIRS, ids=lambda fact: str(fact.name))
def test_no_pair_of_the_vocabulary_can_end_before_it_begins(fact: FactDefinition) -> None:
    ends = fact.ended_by or ""
    given = {fact.name: NOW.isoformat(), ends: (NOW - timedelta(minutes=1)).isoformat()}
    with pytest.raises(FactsRefused) as refused:
        VOCABULARY.read(given, NOW)
    assert list(refused.value.problems) == [ends]
    assert VOCABULARY.read({**given, ends: NOW.isoformat()}, NOW)


def test_facts_are_written_as_json_in_a_stable_order_and_read_again_whatever_the_clock_says() -> None:
    facts = SMALL.read({"times": 2, "happened": ["b", "a"], "since": "2026-11-20T12:00:00+00:00"}, NOW)
    stored = as_json(facts)
    assert json.dumps(stored) == '{"happened": ["a", "b"], "since": "2026-11-20T12:00:00+00:00", "times": 2}'
    assert from_json(SMALL, stored) == facts
    future = {"since": (NOW + timedelta(days=9999)).isoformat()}
    assert from_json(SMALL, future)


def test_words_of_a_choice() -> None:
    plan = SMALL.definitions["plan"]
    assert (plan.values, plan.in_words("cp"), plan.in_words("?")) == (("none", "cp"), "child protection plan", "?")
    assert SMALL.definitions["open"].values == ()


def test_a_vocabulary_that_contradicts_itself_is_refused() -> None:
    once = FactDefinition("open", "flag", "Open?")
    with pytest.raises(ValueError, match="defined twice"):
        Vocabulary.of([once, once])
    with pytest.raises(ValueError, match="never"):
        Vocabulary.of([FactDefinition("since", "moment", "Since?", ended_by="never")])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(sorted(VOCABULARY.definitions)) | st.text(max_size=20), JSON, max_size=4))
def test_whatever_is_sent_is_read_or_refused_and_what_was_read_can_be_written_and_read_again(
    raw: dict[str, Any],
) -> None:
    try:
        facts = VOCABULARY.read(raw, NOW)
    except FactsRefused as refused:
        assert refused.problems
        return
    assert from_json(VOCABULARY, json.loads(json.dumps(as_json(facts)))) == facts


def test_no_answer_says_that_it_is_not_known() -> None:
    """A fact that is not known is left out: as an answer of its own it would pass for no."""
    words = {(name, said) for name, each in VOCABULARY.definitions.items() for said in (each.words or {}).values()}
    assert {name for name, said in words if said in ("not known", "unknown")} == set()
