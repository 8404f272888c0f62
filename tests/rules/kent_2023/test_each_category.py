"""Raising under Kent's edition of 2023: who leaves out what the facts meet is asked why; a criterion is nobody's to choose."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from contracts.intake import LeftOut, NotificationRaisedV1
from tests.rules.kent import EDITIONS
from tests.rules.kent_2023.playing import EDITION
from tests.unit.casework.authorities import real
from tests.unit.casework.case import Case, raise_it
from tests.unit.escalation.kent import CHARGED, CHILD, DIRECTOR, HARMLESS, with_director
from tests.unit.plugins.cases import AS_OF, RawFacts, suggested
from tests.unit.plugins.test_kent_categories import ABUSED_IN_KENT, ALERT, DIED, NEED_TO_KNOW, ON_PLAN

WORKER = "kent-social-worker"
OTHER = "KEN23-NTK-X"
MANDATORY = [pytest.param(each, marks=pytest.mark.rule(each)) for each in NEED_TO_KNOW if each != OTHER]
CRITERIA = [pytest.param(each, marks=pytest.mark.rule(each)) for each in ALERT]


def intake() -> Case:
    """Kent's intake by itself, at the moment at which the facts are judged."""
    return Case(real("kent"), AS_OF, alone=True)


def first(cases: Mapping[str, RawFacts]) -> dict[str, Any]:
    return {**next(iter(cases.values()))}


def answers(case: Case, rule: str) -> list[str]:
    """What was recorded on whether the category applies."""
    decisions = case.of(NotificationRaisedV1)[0].decisions
    return [each.answer for each in decisions if each.rules[0] == rule and each.question.startswith("Does")]


@pytest.mark.parametrize("rule", MANDATORY)
def test_who_leaves_out_what_the_facts_meet_is_asked_why(rule: str) -> None:
    facts = first(NEED_TO_KNOW[rule].meets)
    case = intake().when(raise_it(facts, OTHER, area="ashford"), by=WORKER)
    asked = set(case.refused("category_left_out")["details"]["categories"])
    assert rule in asked and not asked & set(ALERT)
    others = tuple(LeftOut(each, "facts_need_correction") for each in asked - {rule})
    case.given(raise_it(facts, rule, area="ashford", left_out=others), by=WORKER)
    assert answers(case, rule) == ["The facts meet it, and it was chosen."]


@pytest.mark.rule(OTHER)
def test_of_any_other_case_nobody_is_asked_and_anybody_may_choose_it() -> None:
    for facts in NEED_TO_KNOW[OTHER].meets.values():
        asked = intake().when(raise_it(facts, "KEN23-NTK-K", area="ashford"), by=WORKER)
        assert OTHER not in asked.answer.get("refused", {}).get("details", {}).get("categories", ())
    chosen = intake().given(raise_it({}, OTHER, area="ashford"), by=WORKER)
    assert answers(chosen, OTHER) == ["Chosen by professional judgement."]


@pytest.mark.parametrize("rule", CRITERIA)
def test_a_criterion_is_judged_by_the_facts_and_not_chosen(rule: str) -> None:
    facts = first(ALERT[rule].meets)
    intake().when(raise_it(facts, rule, area="ashford"), by=WORKER).refused("unknown_category")
    met = {each for each in suggested(EDITIONS[EDITION], facts) if each in NEED_TO_KNOW}
    case = intake().given(raise_it(facts, *(met | {OTHER}), area="ashford"), by=WORKER)
    assert answers(case, rule) == ["The facts meet this alert criterion."]


@pytest.mark.rule("KEN23-ALERT-5", "KEN23-NTK-I")
def test_an_episode_that_a_person_judged_significant_is_a_criterion_of_a_child_on_a_plan() -> None:
    known = {"missing_pattern": False, "grave_risk": False, "particularly_vulnerable": False}
    for chosen, refused in (("KEN23-NTK-I", True), ("KEN23-NTK-K", False)):
        case = with_director({**HARMLESS, "plan": "child_protection", **known}, "KEN23-NTK-K", chosen)
        case.when(case.decide("assistant_director", "finalise"), by=DIRECTOR)
        assert ("KEN23-ALERT-5" in case.answer.get("refused", {}).get("rules", ())) is refused
    assert "KEN23-ALERT-5" not in suggested(EDITIONS[EDITION], {**ON_PLAN, **known})


@pytest.mark.rule("KEN23-NTK-L", OTHER)
def test_a_death_by_abuse_has_a_category_although_the_child_was_open_to_nobody() -> None:
    facts = {**ABUSED_IN_KENT, **DIED, "open_to_services": False}
    assert "KEN23-NTK-B" in suggested(EDITIONS[EDITION], facts)
    assert OTHER not in suggested(EDITIONS[EDITION], facts)


# --- who should raise ------------------------------------------------------------------------------------------------

DIED_UNDER_YOUTH_JUSTICE = {**CHILD, "happened": ["death"], "services_open": ["youth_justice"]}
SEVERAL = (
    "youth_justice",
    "early_help",
    "disabled_children",
    "care_leaving",
    "asylum_seeking_children",
    "reception_centre",
)


def expected(facts: RawFacts, *categories: str) -> list[str]:
    """Who should have raised it, where a team manager did."""
    case = intake().given(raise_it(facts, *categories, area="ashford"), by="kent-team-manager")
    decisions = case.of(NotificationRaisedV1)[0].decisions
    return [each.answer.partition(" should;")[0] for each in decisions if each.question == "Who should raise it?"]


@pytest.mark.rule("KEN23-RAISE-1")
@pytest.mark.parametrize("other", SEVERAL)
def test_where_several_services_hold_the_child_the_social_worker_should(other: str) -> None:
    facts = {"happened": ["legal_matter"]}
    assert expected({**facts, "services_open": ["social_work", other]}, OTHER) == ["The allocated social worker"]
    assert expected({**facts, "services_open": [other]}, OTHER) == []
    assert expected({**facts, "services_open": ["social_work"]}, OTHER) == []


@pytest.mark.rule("KEN23-RAISE-1")
@pytest.mark.parametrize(("facts", "category"), [(DIED_UNDER_YOUTH_JUSTICE, "KEN23-NTK-F"), (CHARGED, "KEN23-NTK-G")])
def test_where_it_concerns_the_youth_justice_board_its_worker_should_and_nobody_else(
    facts: RawFacts, category: str
) -> None:
    for held in (["youth_justice"], ["social_work", "youth_justice"]):
        assert expected({**facts, "services_open": held}, category) == ["The allocated youth justice worker"]
