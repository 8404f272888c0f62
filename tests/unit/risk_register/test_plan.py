"""The plan: all that it says, its changes, its copies."""

from __future__ import annotations

from dataclasses import replace

import pytest

from contracts import risk_register as contract
from contracts.risk_register import PlanAction, PlanProfessional
from tests.unit.risk_register.house import (
    ACTIONS,
    CHAIR,
    JANE,
    LEAD,
    OF_PLAN,
    OFFICER,
    PLAN,
    POLICE,
    RegisterHouse,
    holding,
    rules_of,
)

CLIENT = {"agency": "northumberland-police"}
BY_CLIENT = "client:northumberland-police:1"


@pytest.mark.rule("NBL-PLAN-1", "NBL-P13")
@pytest.mark.parametrize("field", ["what", "why", "who", "service", "agency", "by_when"])
def test_each_action_says_what_why_who_agency_service_and_by_when(field: str) -> None:
    action = ACTIONS[1]
    lacking = replace(
        action,
        agency=None if field == "agency" else action.agency,
        by_when=None if field == "by_when" else action.by_when,
        given=tuple(each for each in action.given if each != field),
    )
    refusal = RegisterHouse().refused("plan_incomplete", replace(PLAN, actions=(ACTIONS[0], lacking)), LEAD)
    [against] = refusal["details"]["against"]
    assert (against["about"], "NBL-PLAN-1" in refusal["rules"]) == ("action 2", True)


@pytest.mark.rule("NBL-PLAN-1", "NBL-KEY-1", "NBL-V15")
@pytest.mark.parametrize("field", [*OF_PLAN, "next_review"])
def test_the_plan_says_its_reviews_its_keyworker_and_who_was_involved(field: str) -> None:
    given = tuple(each for each in OF_PLAN if each != field)
    lacking = replace(PLAN, given=given, next_review=None if field == "next_review" else PLAN.next_review)
    refusal = RegisterHouse().refused("plan_incomplete", lacking, LEAD)
    assert ("NBL-V15" in refusal["rules"]) is field.endswith("involved")
    assert ("NBL-KEY-1" in refusal["rules"]) is (field == "keyworker")


@pytest.mark.rule("NBL-PLAN-1")
def test_each_professional_has_a_frequency_of_visits() -> None:
    without = replace(PLAN, professionals=(PlanProfessional("professional-1"),))
    refusal = RegisterHouse().refused("plan_incomplete", without, LEAD)
    assert [each["about"] for each in refusal["details"]["against"]] == ["professional-1"]


@pytest.mark.parametrize(
    ("plan", "code"),
    [
        (replace(PLAN, actions=(PlanAction("action-1", "newspaper"),)), "unknown_body"),
        (replace(PLAN, actions=(ACTIONS[0], ACTIONS[0])), "malformed"),
    ],
)
def test_only_ids_of_the_edition_stand_in_clear(plan: contract.WritePlanV1, code: str) -> None:
    RegisterHouse().refused(code, plan, LEAD)


@pytest.mark.rule("NBL-P13", "NBL-P13A")
def test_on_the_register_every_supporting_agency_gets_a_copy_and_says_that_it_has_it() -> None:
    house = RegisterHouse().on_register()
    [copied] = house.of(contract.PlanCopiedV1)
    assert (copied.plan, copied.bodies) == (1, ("sorted", "police"))
    assert {"NBL-P13", "NBL-P13A"} <= rules_of(copied)
    receipt = contract.ReceiveCopyV1(JANE, 1, "police", **CLIENT)
    house.given(receipt, BY_CLIENT)
    house.refused("already_received", receipt, BY_CLIENT)
    house.refused(
        "not_found", contract.ReceiveCopyV1(JANE, 1, "education", reference="R"), CHAIR
    )  # it supports nothing
    house.refused("reference_required", contract.ReceiveCopyV1(JANE, 1, "sorted"), CHAIR)
    house.given(contract.ReceiveCopyV1(JANE, 1, "sorted", reference="letter of 17 November"), CHAIR)
    assert house.entry().received == {(1, "police"), (1, "sorted")}


@pytest.mark.rule("NBL-PLAN-1", "NBL-P13")
def test_a_service_that_has_no_view_on_the_referral_may_support_the_plan_and_gets_a_copy() -> None:
    house = RegisterHouse().referred()
    house.refused("unknown_body", contract.RecordViewV1(JANE, "sexual_health", "agrees"), CHAIR)
    house.views().given(contract.DecideReferralV1(JANE, True), CHAIR)
    house.given(replace(PLAN, actions=(replace(ACTIONS[0], agency="sexual_health"),)), CHAIR)
    assert house.of(contract.PlanCopiedV1)[-1].bodies == ("sexual_health",)


@pytest.mark.rule("NBL-P13A")
def test_before_the_register_no_agency_has_a_plan() -> None:
    house = RegisterHouse()
    house.assess("high")
    house.given(PLAN, LEAD)
    house.refused("not_found", contract.ReceiveCopyV1(JANE, 1, "police", **CLIENT), BY_CLIENT)
    assert house.of(contract.PlanCopiedV1) == []


@pytest.mark.rule("NBL-LOG-2")
def test_any_agency_asks_for_a_change_which_is_debated_decided_and_recorded() -> None:
    house = RegisterHouse().on_register()
    house.refused("comment_required", contract.ProposeChangeV1(JANE, "police", **CLIENT), BY_CLIENT)
    house.given(contract.ProposeChangeV1(JANE, "police", **CLIENT, sealed="what"), BY_CLIENT)
    house.given(contract.ProposeChangeV1(JANE, sealed="what"), POLICE)
    house.given(contract.DecideChangeV1(JANE, 1, agreed=True, debated=True), CHAIR)
    house.refused("comment_required", contract.DecideChangeV1(JANE, 2, agreed=False, debated=True), CHAIR)
    house.given(contract.DecideChangeV1(JANE, 2, agreed=False, debated=True, sealed="why"), CHAIR)
    house.refused("change_decided", contract.DecideChangeV1(JANE, 2, agreed=True, debated=True), CHAIR)
    agreed, not_agreed = house.of(contract.ChangeDecidedV1)
    assert (agreed.agreed, not_agreed.agreed) == (True, False) and "NBL-LOG-2" in rules_of(agreed)


@pytest.mark.rule("NBL-LOG-2", "NBL-P13")
def test_on_the_register_the_plan_is_changed_by_the_group_or_by_what_it_agreed() -> None:
    house = RegisterHouse().on_register()
    assert "NBL-LOG-2" in house.refused("change_not_agreed", PLAN, LEAD)["rules"]
    house.given(contract.ProposeChangeV1(JANE, sealed="what"), LEAD)
    carries_out = replace(PLAN, change=1)
    house.refused("change_not_agreed", carries_out, LEAD)
    house.given(contract.DecideChangeV1(JANE, 1, agreed=True, debated=True), CHAIR).given(carries_out, LEAD)
    house.refused("change_not_agreed", carries_out, LEAD)  # once
    house.given(PLAN, CHAIR)
    assert [each.plan for each in house.of(contract.PlanCopiedV1)] == [1, 2, 3]
    house.refused("not_found", contract.ReceiveCopyV1(JANE, 1, "police", **CLIENT), BY_CLIENT)  # the plan of before


def test_nobody_agrees_to_a_change_that_they_asked_for() -> None:
    house = RegisterHouse(holding((CHAIR, OFFICER), "risk_management_group")).on_register()
    house.given(contract.ProposeChangeV1(JANE, sealed="what"), CHAIR)
    house.refused("own_work", contract.DecideChangeV1(JANE, 1, agreed=True, debated=True), CHAIR)
    house.given(contract.DecideChangeV1(JANE, 1, agreed=True, debated=True), OFFICER)
    house.refused("not_found", contract.DecideChangeV1(JANE, 2, agreed=True, debated=True), CHAIR)


def test_progress_is_marked_action_by_action() -> None:
    house = RegisterHouse().on_register()
    house.given(contract.MarkActionV1(JANE, "action-1", True), LEAD)
    house.refused("not_found", contract.MarkActionV1(JANE, "action-9", True), LEAD)
    assert [each.done for each in house.of(contract.ActionMarkedV1)] == [True]
