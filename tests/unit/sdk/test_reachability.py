"""Whether conditions can hold together: an example that is found holds, and what contradicts is said to."""

from __future__ import annotations

from typing import Any

import pytest

from needfire.bank_holidays import england_and_wales
from needfire.checking.reachability import FAILS, HOLDS, Undecided, can_hold, contradicting, example
from needfire.conditions import Condition, Setting
from needfire.conditions_reading import Names, read_condition
from needfire.procedure import Edition
from needfire.vocabulary import VOCABULARY
from tests.unit.casework.authorities import fenshire_edition

EDITION: Edition = fenshire_edition()
NAMES = Names(
    VOCABULARY, frozenset(EDITION.definitions), frozenset(c.rule for c in EDITION.categories), frozenset(EDITION.roles)
)


def stated(raw: Any) -> Condition:
    return read_condition(raw, NAMES)


@pytest.mark.parametrize(
    "raw",
    [
        {"subject_kind": "child", "legal_status": ["care_order", "remanded"]},
        {"happened": ["death"], "not": {"happened": "missing"}},
        {"all": [{"happened": "death"}, {"happened": "missing"}]},
        {"age_years": {"at_least": 10}, "not": {"age_years": {"more_than": 10}}},
        {"missing_since": {"for_at_least": "24h"}, "not": {"missing_since": {"for_at_least": "48h"}}},
        {"missing_since": {"for_more_than": "3wd"}},
        {"died_at": {"within": "20d", "after": "youth_justice_supervision_ended_at"}},
        {"all": [
            {"died_at": "known"},
            {"youth_justice_supervision_ended_at": "known"},
            {"not": {"died_at": {"within": "20d", "after": "youth_justice_supervision_ended_at"}}},
        ]},
        {"died_at": {"on_or_after": __import__("datetime").date(2024, 1, 1)}},
        {"not": {"charged_at": "known"}},
    ],
)  # fmt: skip
def test_what_can_be_is_shown_by_an_example(raw: Any) -> None:
    condition = stated(raw)
    found = example(EDITION, [(condition, HOLDS)])
    assert found is not None


@pytest.mark.parametrize(
    ("raw", "parts"),
    [
        ({"subject_kind": "child", "not": {"subject_kind": ["child", "group"]}}, 2),
        ({"all": [{"legal_status": "care_order"}, {"legal_status": "remanded"}]}, 2),
        ({"all": [{"age_years": {"under": 10}}, {"age_years": {"at_least": 10}}, {"grave_risk": True}]}, 2),
        ({"all": [{"charged_at": "known"}, {"not": {"charged_at": "known"}}]}, 2),
        ({"missing_since": {"for_at_least": "48h"}, "not": {"missing_since": {"for_at_least": "24h"}}}, 2),
    ],
)
def test_what_cannot_be_is_said_to_and_which_parts_contradict(raw: Any, parts: int) -> None:
    condition = stated(raw)
    assert not can_hold(EDITION, condition)
    assert len(contradicting(EDITION, condition)) == parts


def test_a_category_can_be_chosen_by_a_person_whatever_the_facts() -> None:
    chosen = next(each.rule for each in EDITION.categories if each.belongs_to == "need_to_know")
    found = example(EDITION, [(stated({"category": chosen}), HOLDS)])
    assert found
    assert found.chosen == {chosen} or found.facts


def test_consulting_is_something_that_people_do() -> None:
    role = next(iter(EDITION.roles))
    assert can_hold(EDITION, stated({"consulted": role}))
    assert example(EDITION, [(stated({"consulted": role}), FAILS)]) is not None


def test_what_was_found_holds_by_the_languages_own_judgement() -> None:
    for category in EDITION.categories:
        if category.when is None:
            continue
        found = example(EDITION, [(category.when, HOLDS)])
        assert found, category.rule
        within = Setting(
            found.facts, max_moment(found.facts), EDITION.definitions, {c.rule: c.when for c in EDITION.categories},
            VOCABULARY, england_and_wales(), found.chosen, found.consulted,
        )  # fmt: skip
        assert category.when.judge(within).holds, category.rule


def max_moment(facts: Any) -> Any:
    from datetime import UTC, datetime

    return max((v for v in facts.values() if isinstance(v, datetime)), default=datetime(2027, 1, 1, tzinfo=UTC))


def test_a_search_that_grows_too_large_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("needfire.checking.reachability.MOST_STEPS", 1)
    with pytest.raises(Undecided):
        example(EDITION, [(stated({"subject_kind": "child", "grave_risk": True}), HOLDS)])
    assert can_hold(EDITION, stated({"subject_kind": "child", "grave_risk": True}))
