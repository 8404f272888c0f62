"""Luton: when a national alert may be issued."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from needfire.authority import editions_of
from needfire.suggesting import setting
from needfire.thresholds import Judged, judge_threshold
from needfire.vocabulary import VOCABULARY
from tests.unit.plugins.cases import AS_OF, CALENDAR, ago

LUTON = editions_of("needfire_luton")[0]

ASKED_EVERYWHERE: Mapping[str, Any] = {
    "with_family_or_friends": False,
    "on_holiday": False,
    "believed_missing_by_family": True,
    "parent_in_custody": False,
    "police_consulted": True,
    "key_agencies_asked": True,
    "reasonable_attempts_verified": True,
    "last_seen_at": ago(days=21),
}
NOBODY_ELSE: Mapping[str, Any] = {
    "unaccompanied_asylum_seeker": False,
    "vulnerable_adult": False,
    "whereabouts": "unknown",
    **ASKED_EVERYWHERE,
}
ON_PLAN: Mapping[str, Any] = {
    "subject_kind": "child",
    "legal_status": "not_looked_after",
    "plan": "child_protection",
    "missing_from_area": True,
    "section_47_investigation": "none",
    **NOBODY_ELSE,
}
AROUND_SECTION_47: Mapping[str, Any] = {
    **ON_PLAN,
    "plan": "none",
    "section_47_investigation": "during",
    "sufficient_danger": True,
}
ABDUCTED: Mapping[str, Any] = {
    **ON_PLAN,
    "plan": "none",
    "legal_status": "care_order",
    "abducted_by_person_of_risk": True,
    "sufficient_danger": True,
}
REMOVED: Mapping[str, Any] = {
    **ON_PLAN,
    "plan": "none",
    "legal_status": "accommodated",
    "accommodated_after_protection_concerns": True,
    "removed_by_person_of_risk": True,
    "sufficient_danger": True,
}


def judged(facts: Mapping[str, Any]) -> Judged:
    """Whether the threshold is met by these facts."""
    within = setting(LUTON, VOCABULARY.read(facts, AS_OF), AS_OF, CALENDAR)
    [threshold] = LUTON.thresholds
    return judge_threshold(threshold, lambda condition: condition.judge(within))


def said(facts: Mapping[str, Any]) -> tuple[str, list[str], list[str]]:
    """The verdict, the rules that bring it under the threshold, and the rules that stand against it."""
    found = judged(facts)
    return found.verdict, [ground.rule for ground, _ in found.carried_by], [ground.rule for ground, _ in found.against]


# --- the threshold ----------------------------------------------------------------------------------------------------------


@pytest.mark.rule("LUT-NA-1")
@pytest.mark.parametrize("subject", ["child", "unborn_child", "group"])
def test_a_child_on_a_protection_plan_missing_from_the_area_born_or_not(subject: str) -> None:
    assert said({**ON_PLAN, "subject_kind": subject}) == ("met", ["LUT-NA-1"], [])


@pytest.mark.rule("LUT-NA-1")
@pytest.mark.parametrize(
    "changed", [{"plan": "child_in_need"}, {"missing_from_area": False}, {"subject_kind": "staff_member"}]
)
def test_on_no_such_plan_within_the_area_or_no_child_there_is_no_alert(changed: Mapping[str, Any]) -> None:
    facts = {**ON_PLAN, "abducted_by_person_of_risk": False, "removed_by_person_of_risk": False, **changed}
    assert said(facts) == ("not_met", [], [])


@pytest.mark.rule("LUT-NA-1")
def test_what_is_not_known_leaves_it_open_and_says_what_would_settle_it() -> None:
    found = judged({name: value for name, value in ON_PLAN.items() if name != "missing_from_area"})
    assert (found.verdict, "missing_from_area" in found.needs) == ("open", True)


IN_CARE = ("accommodated", "interim_care_order", "care_order", "remanded", "other_looked_after")


@pytest.mark.rule("LUT-NA-2")
@pytest.mark.parametrize("status", IN_CARE)
def test_not_for_a_child_in_care(status: str) -> None:
    assert said({**ON_PLAN, "legal_status": status})[::2] == ("not_met", ["LUT-NA-2"])


@pytest.mark.rule("LUT-NA-2")
@pytest.mark.parametrize("who", ["unaccompanied_asylum_seeker", "vulnerable_adult"])
@pytest.mark.parametrize("facts", [ON_PLAN, ABDUCTED], ids=["on a plan", "exceptionally"])
def test_not_for_asylum_seekers_or_vulnerable_adults_not_even_exceptionally(who: str, facts: Mapping[str, Any]) -> None:
    assert said({**facts, who: True})[::2] == ("not_met", ["LUT-NA-2"])


@pytest.mark.rule("LUT-NA-2")
@pytest.mark.parametrize("unknown", ["unaccompanied_asylum_seeker", "vulnerable_adult", "legal_status"])
def test_who_it_is_must_be_known(unknown: str) -> None:
    found = judged({name: value for name, value in ON_PLAN.items() if name != unknown})
    assert (found.verdict, set(found.needs)) == ("open", {unknown})


@pytest.mark.rule("LUT-NA-10")
@pytest.mark.parametrize("known", ["locality_known", "known"])
@pytest.mark.parametrize("facts", [ON_PLAN, AROUND_SECTION_47], ids=["on a plan", "exceptionally"])
def test_where_the_locality_is_known_there_is_no_alert(known: str, facts: Mapping[str, Any]) -> None:
    assert said({**facts, "whereabouts": known})[::2] == ("not_met", ["LUT-NA-10"])


ANSWERS = [name for name in ASKED_EVERYWHERE if name != "last_seen_at"]


@pytest.mark.rule("LUT-NA-11", "LUT-NA-15")
@pytest.mark.parametrize("question", ANSWERS)
@pytest.mark.parametrize("facts", [ON_PLAN, ABDUCTED], ids=["on a plan", "exceptionally"])
def test_each_question_is_answered_so_that_they_are_really_missing(question: str, facts: Mapping[str, Any]) -> None:
    otherwise = not ASKED_EVERYWHERE[question]
    assert said({**facts, question: otherwise})[::2] == ("not_met", ["LUT-NA-11"])
    unanswered = judged({name: value for name, value in facts.items() if name != question})
    assert (unanswered.verdict, set(unanswered.needs)) == ("open", {question})


EVERY_KIND = [ON_PLAN, AROUND_SECTION_47, ABDUCTED, REMOVED]
KINDS = ["on a plan", "section 47", "abducted", "removed"]


@pytest.mark.rule("LUT-NA-11", "LUT-NA-15")
@pytest.mark.parametrize("facts", EVERY_KIND, ids=KINDS)
def test_three_weeks_have_passed_since_last_seen_even_after_an_abduction(facts: Mapping[str, Any]) -> None:
    assert said({**facts, "last_seen_at": ago(days=21)})[0] == "met"
    assert said({**facts, "last_seen_at": ago(days=20, hours=23, minutes=59)})[::2] == ("not_met", ["LUT-NA-11"])


@pytest.mark.rule("LUT-NA-15")
@pytest.mark.parametrize("facts", EVERY_KIND, ids=KINDS)
def test_whether_they_are_really_missing_is_tested_for_each_alert(facts: Mapping[str, Any]) -> None:
    assert "LUT-NA-15" in LUTON.thresholds[0].rules
    for changed in ({"whereabouts": "locality_known"}, {"key_agencies_asked": False}):
        assert said({**facts, **changed})[0] == "not_met"


@pytest.mark.rule("LUT-NA-12")
@pytest.mark.parametrize("when", ["before", "during", "after"])
def test_exceptionally_a_child_who_disappeared_around_a_section_47_investigation(when: str) -> None:
    assert said({**AROUND_SECTION_47, "section_47_investigation": when}) == ("met", ["LUT-NA-12"], [])
    in_care = {**AROUND_SECTION_47, "section_47_investigation": when, "legal_status": "interim_care_order"}
    assert said({**in_care, "abducted_by_person_of_risk": False}) == ("met", ["LUT-NA-12"], [])


@pytest.mark.rule("LUT-NA-12")
@pytest.mark.parametrize(
    "changed", [{"section_47_investigation": "none"}, {"sufficient_danger": False}, {"subject_kind": "foster_carer"}]
)
def test_around_no_such_investigation_in_no_such_danger_or_no_child_it_is_not(changed: Mapping[str, Any]) -> None:
    assert said({**AROUND_SECTION_47, **changed})[:2] == ("not_met", [])


@pytest.mark.rule("LUT-NA-13")
@pytest.mark.parametrize("order", ["care_order", "interim_care_order"])
def test_exceptionally_a_child_on_a_care_order_who_was_abducted(order: str) -> None:
    assert said({**ABDUCTED, "legal_status": order}) == ("met", ["LUT-NA-13"], [])


@pytest.mark.rule("LUT-NA-13")
@pytest.mark.parametrize(
    "changed",
    [
        {"legal_status": "remanded"},
        {"abducted_by_person_of_risk": False},
        {"sufficient_danger": False},
        {"whereabouts": "locality_known"},
    ],
)
def test_not_on_such_an_order_not_abducted_not_in_danger_or_seen_somewhere_it_is_not(
    changed: Mapping[str, Any],
) -> None:
    assert said({**ABDUCTED, "removed_by_person_of_risk": False, **changed})[:2] == ("not_met", [])


@pytest.mark.rule("LUT-NA-14")
def test_exceptionally_a_child_accommodated_after_concerns_who_was_removed_without_notice() -> None:
    assert said(REMOVED) == ("met", ["LUT-NA-14"], [])


@pytest.mark.rule("LUT-NA-14")
@pytest.mark.parametrize(
    "changed",
    [
        {"legal_status": "other_looked_after"},
        {"accommodated_after_protection_concerns": False},
        {"removed_by_person_of_risk": False},
        {"sufficient_danger": False},
        {"whereabouts": "locality_known"},
    ],
)
def test_otherwise_accommodated_or_removed_it_is_not(changed: Mapping[str, Any]) -> None:
    assert said({**REMOVED, "abducted_by_person_of_risk": False, **changed})[:2] == ("not_met", [])
