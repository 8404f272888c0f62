"""The threshold for a national alert under Kent's edition of 2016 (KEN16-NA-1, 4 to 6, 10 to 13)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.rules.kent import ABDUCTED, INVESTIGATED, REMOVED, against, decided_by, judged
from tests.rules.kent_2016.playing import (
    ANSWERED,
    EDITION,
    ELSE,
    MET,
    NOW,
    THREE_WEEKS,
)
from tests.unit.casework.case import at


def carried_by(facts: dict[str, Any]) -> set[str]:
    """The rules that bring the case under the threshold, where it is met."""
    found = judged(EDITION, "national_alert", facts, NOW)
    return {ground.rule for ground, _ in found.carried_by} if found.verdict == "met" else set()


@pytest.mark.rule("KEN16-NA-1", "KEN16-CPCIN-4")
@pytest.mark.parametrize("kind", ["child", "unborn_child", "group"])
def test_for_children_on_a_protection_plan_who_go_missing_from_the_area(kind: str) -> None:
    assert carried_by({**MET, "subject_kind": kind}) == {"KEN16-NA-1"}


@pytest.mark.rule("KEN16-NA-1")
@pytest.mark.parametrize(
    "nearly",
    [
        {"plan": "child_in_need"},
        {"missing_from_area": False},
        {"subject_kind": "staff_member"},
        {"happened": ["near_miss"]},
    ],
)
def test_for_no_others(nearly: dict[str, Any]) -> None:
    facts = {**ELSE, "plan": "child_protection", **nearly}
    if "happened" in nearly:
        del facts["missing_since"]
    assert judged(EDITION, "national_alert", facts, NOW).verdict == "not_met"


@pytest.mark.rule("KEN16-NA-4")
@pytest.mark.parametrize(("whereabouts", "stands"), [("locality_known", True), ("known", True), ("unknown", False)])
def test_a_known_locality_is_no_national_alert(whereabouts: str, stands: bool) -> None:
    found = against(EDITION, "national_alert", {**MET, "whereabouts": whereabouts}, NOW)
    assert found == ({"KEN16-NA-4"} if stands else set())


@pytest.mark.rule("KEN16-NA-5")
@pytest.mark.parametrize(
    "who", [{"vulnerable_adult": True}, {"unaccompanied_asylum_seeker": True}, {"legal_status": "care_order"}]
)
def test_not_for_vulnerable_adults_unaccompanied_asylum_seekers_or_children_in_care(who: dict[str, Any]) -> None:
    assert against(EDITION, "national_alert", {**MET, **who}, NOW) == {"KEN16-NA-5"}
    assert carried_by({**MET, **who}) == set()


@pytest.mark.rule("KEN16-NA-5", "KEN16-NA-12")
def test_a_child_in_care_only_exceptionally_and_the_others_not_even_then() -> None:
    abducted = {**ELSE, "legal_status": "care_order", "abducted_by_person_of_risk": True}
    assert carried_by(abducted) == {"KEN16-NA-12"}
    assert against(EDITION, "national_alert", {**abducted, "unaccompanied_asylum_seeker": True}, NOW) == {"KEN16-NA-5"}


@pytest.mark.rule("KEN16-NA-6")
def test_an_alert_under_the_procedure_comes_first() -> None:
    without = {name: value for name, value in MET.items() if name != "local_alert_raised_at"}
    assert against(EDITION, "national_alert", without, NOW) == {"KEN16-NA-6"}


@pytest.mark.rule("KEN16-NA-10")
@pytest.mark.parametrize(
    "answer",
    [
        {"temporarily_absent": True},
        {"with_family_or_friends": True},
        {"on_holiday": True},
        {"believed_missing_by_family": False},
        {"police_consulted": False},
        {"key_agencies_asked": False},
        {"reasonable_attempts_verified": False},
        {"missing_since": at(NOW - THREE_WEEKS + timedelta(minutes=1))},
        {"missing_since": at(NOW - timedelta(days=5))},
    ],
)
def test_temporary_absence_is_excluded_and_three_weeks_have_passed(answer: dict[str, Any]) -> None:
    assert against(EDITION, "national_alert", {**MET, **answer}, NOW) == {"KEN16-NA-10"}


@pytest.mark.rule("KEN16-NA-10")
@pytest.mark.parametrize("question", [name for name in ANSWERED if name not in ("local_alert_raised_at",)])
def test_a_question_that_is_not_answered_leaves_it_open(question: str) -> None:
    facts = {name: value for name, value in MET.items() if name != question}
    found = judged(EDITION, "national_alert", facts, NOW)
    assert found.verdict == "open"
    assert question in found.needs


@pytest.mark.rule("KEN16-NA-10")
def test_a_parent_in_custody_is_asked_for_and_either_answer_will_do() -> None:
    assert carried_by({**MET, "parent_in_custody": True}) == {"KEN16-NA-1"}


EXCEPTIONS = dict(zip(("KEN16-NA-11", "KEN16-NA-12", "KEN16-NA-13"), (INVESTIGATED, ABDUCTED, REMOVED), strict=True))


@pytest.mark.rule(*EXCEPTIONS)
@pytest.mark.parametrize("rule", EXCEPTIONS)
def test_an_exceptional_case_carries_it_without_a_plan_once_the_thresholds_are_met(rule: str) -> None:
    facts, nearly = EXCEPTIONS[rule]
    assert carried_by({**ELSE, **facts}) == {rule}
    assert [each for each in nearly if carried_by({**ELSE, **facts, **each}) != set()] == []
    assert against(EDITION, "national_alert", {**ELSE, **facts, "whereabouts": "locality_known"}, NOW) >= {"KEN16-NA-4"}
    soon = {**ELSE, **facts, "missing_since": at(NOW - timedelta(days=5))}
    assert against(EDITION, "national_alert", soon, NOW) == {"KEN16-NA-10"}


STANDING: dict[str, list[dict[str, Any]]] = {
    "KEN16-NA-4": [{"whereabouts": "locality_known"}],
    "KEN16-NA-5": [{"vulnerable_adult": True}, {"unaccompanied_asylum_seeker": True}],
    "KEN16-NA-6": [{"local_alert_raised_at": None}],
    "KEN16-NA-10": [
        {"temporarily_absent": True},
        {"believed_missing_by_family": False},
        {"police_consulted": False},
        {"reasonable_attempts_verified": False},
        {"missing_since": at(NOW - timedelta(days=20))},
    ],
}


@pytest.mark.parametrize("rule", [pytest.param(each, marks=pytest.mark.rule(each, *EXCEPTIONS)) for each in STANDING])
def test_what_stands_against_it_stands_in_an_exceptional_case_too(rule: str) -> None:
    exceptional = {**ELSE, **EXCEPTIONS["KEN16-NA-11"][0]}
    for answer in STANDING[rule]:
        facts = {name: value for name, value in {**exceptional, **answer}.items() if value is not None}
        assert against(EDITION, "national_alert", facts, NOW) == {rule}


@pytest.mark.rule("KEN16-NA-10")
def test_whether_a_parent_is_in_custody_is_open_in_an_exceptional_case_too() -> None:
    facts = {**ELSE, **EXCEPTIONS["KEN16-NA-11"][0]}
    del facts["parent_in_custody"]
    found = judged(EDITION, "national_alert", facts, NOW)
    assert (found.verdict, "parent_in_custody" in found.needs) == ("open", True)


@pytest.mark.rule(*EXCEPTIONS, "KEN16-NA-5")
@pytest.mark.parametrize("rule", EXCEPTIONS)
def test_each_exception_brings_in_a_child_in_care(rule: str) -> None:
    facts = {**ELSE, "legal_status": "interim_care_order", **EXCEPTIONS[rule][0]}
    assert carried_by(facts) == {rule}


@pytest.mark.rule("KEN16-NA-1", "KEN16-NA-5")
def test_a_plan_alone_does_not_bring_in_a_child_in_care() -> None:
    assert against(EDITION, "national_alert", {**MET, "legal_status": "care_order"}, NOW) == {"KEN16-NA-5"}


@pytest.mark.rule("KEN16-NA-1", "KEN16-CPCIN-4")
def test_the_units_service_manager_decides_on_it() -> None:
    assert decided_by(EDITION, "national_alert") == "Service manager, safeguarding and quality assurance"


@pytest.mark.rule("KEN16-NA-11")
@pytest.mark.parametrize("when", ["before", "during", "after"])
def test_just_before_during_or_just_after_the_investigation(when: str) -> None:
    assert carried_by({**ELSE, "section_47_investigation": when}) == {"KEN16-NA-11"}
