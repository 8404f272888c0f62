"""The threshold for a national alert under Kent's edition of 2023 (KEN23-NA-1 to 3, 11, 14, 15)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.rules.kent import ABDUCTED, INVESTIGATED, REMOVED, against, judged, read
from tests.rules.kent_2023.playing import (
    ANSWERED,
    EDITION,
    ELSE,
    MET,
    THREE_WEEKS,
)
from tests.unit.casework.case import NOON, at


def carried_by(facts: dict[str, Any]) -> set[str]:
    """The rules that bring the case under the threshold, where it is met."""
    found = judged(EDITION, "national_alert", facts, NOON)
    return {ground.rule for ground, _ in found.carried_by} if found.verdict == "met" else set()


def stands_against(facts: dict[str, Any]) -> set[str]:
    """The rules that stand against it."""
    return against(EDITION, "national_alert", facts, NOON)


# --- the threshold -------------------------------------------------------------------------------------------------


@pytest.mark.rule("KEN23-NA-1")
@pytest.mark.parametrize("kind", ["child", "unborn_child"])
def test_for_children_on_a_protection_plan_who_are_missing(kind: str) -> None:
    assert carried_by({**MET, "subject_kind": kind}) == {"KEN23-NA-1"}
    assert judged(EDITION, "national_alert", {**ELSE, "plan": "child_in_need"}, NOON).verdict == "not_met"
    there = {name: value for name, value in ELSE.items() if name != "missing_since"}
    found = judged(EDITION, "national_alert", {**there, "plan": "child_protection", "happened": ["near_miss"]}, NOON)
    assert found.verdict == "not_met"


@pytest.mark.rule("KEN23-NA-1")
@pytest.mark.parametrize(
    "who", [{"vulnerable_adult": True}, {"unaccompanied_asylum_seeker": True}, {"legal_status": "care_order"}]
)
def test_the_stricter_reading_decides_of_whom_it_is_not_for(who: dict[str, Any]) -> None:
    assert stands_against({**MET, **who}) == {"KEN23-NA-1"}


@pytest.mark.rule("KEN23-NA-1")
def test_the_other_reading_is_shown_to_who_sends_it() -> None:
    found = judged(EDITION, "national_alert", {**MET, "legal_status": "care_order"}, NOON)
    [(ground, _)] = found.against
    assert "by the other" in ground.sentence
    text = read(EDITION, "KEN23-NA-1")
    assert text.status == "conflict"
    assert text.other_reading and "looked after" in text.other_reading


@pytest.mark.rule("KEN23-NA-1", "KEN23-NA-14")
def test_a_child_in_care_comes_in_exceptionally_and_an_asylum_seeker_not_even_then() -> None:
    abducted = {**ELSE, "legal_status": "care_order", "abducted_by_person_of_risk": True}
    assert carried_by(abducted) == {"KEN23-NA-14"}
    assert stands_against({**abducted, "unaccompanied_asylum_seeker": True}) == {"KEN23-NA-1"}


@pytest.mark.rule("KEN23-NA-2")
@pytest.mark.parametrize(
    "answer",
    [
        {"whereabouts": "locality_known"},
        {"whereabouts": "known"},
        {"temporarily_absent": True},
        {"with_family_or_friends": True},
        {"on_holiday": True},
        {"believed_missing_by_family": False},
        {"key_agencies_asked": False},
        {"police_consulted": False},
        {"missing_since": at(NOON - THREE_WEEKS + timedelta(minutes=1))},
    ],
)
def test_locality_three_weeks_and_each_question_stand_against_it(answer: dict[str, Any]) -> None:
    assert stands_against({**MET, **answer}) == {"KEN23-NA-2"}


@pytest.mark.rule("KEN23-NA-2")
@pytest.mark.parametrize("question", [*ANSWERED, "whereabouts", "missing_since"])
def test_a_question_that_is_not_answered_leaves_it_open(question: str) -> None:
    facts = {name: value for name, value in MET.items() if name != question}
    found = judged(EDITION, "national_alert", facts, NOON)
    assert found.verdict == "open"
    assert question in found.needs


@pytest.mark.rule("KEN23-NA-11")
def test_an_alert_under_the_procedure_comes_first() -> None:
    facts = {name: value for name, value in MET.items() if name != "local_alert_raised_at"}
    assert stands_against(facts) == {"KEN23-NA-11"}
    assert stands_against(MET) == set()


EXCEPTIONS = dict(zip(("KEN23-NA-3", "KEN23-NA-14", "KEN23-NA-15"), (INVESTIGATED, ABDUCTED, REMOVED), strict=True))


@pytest.mark.rule(*EXCEPTIONS)
@pytest.mark.parametrize("rule", EXCEPTIONS)
def test_an_exceptional_case_carries_it_without_a_plan_once_the_threshold_is_met(rule: str) -> None:
    facts, nearly = EXCEPTIONS[rule]
    assert carried_by({**ELSE, **facts}) == {rule}
    assert [each for each in nearly if carried_by({**ELSE, **facts, **each}) != set()] == []
    soon = {**ELSE, **facts, "missing_since": at(NOON - timedelta(days=5))}
    assert stands_against(soon) == {"KEN23-NA-2"}


@pytest.mark.rule("KEN23-NA-3")
@pytest.mark.parametrize("when", ["before", "during", "after"])
def test_just_before_during_or_just_after_the_investigation(when: str) -> None:
    assert carried_by({**ELSE, "section_47_investigation": when}) == {"KEN23-NA-3"}
