"""Two ways lead to the assistant director and the unit; from there on what holds on the one holds on the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from contracts.escalation import ClockMetV1, ClockStartedV1, TaskDecidedV1, TaskOpenedV1
from contracts.intake import LeftOut
from tests.rules.kent import take, told
from tests.rules.kent_2023.test_advice_and_review import consult
from tests.unit.casework.case import Case
from tests.unit.escalation.kent import CHARGED, DIED_IN_CARE, DIRECTOR, HARMLESS, raised, with_director

UNIT = ("kent-standards-officer-1", "kent-standards-officer-2")
LEAD = "kent-safeguarding-lead"
RESPONSE = {"source_of_alert": "social_work", "national_or_local_escalation": "local"}
ROLES = ["team_manager", "service_manager", "reviewing_officer", "social_worker"]
NAMED = {role: f"kent-{role.replace('_', '-')}" for role in ROLES}
IN_CARE_AND_DIED = {"happened": ["death"], "legal_status": "care_order"}
Way = Callable[..., Case]


def of_another_service(facts: Mapping[str, Any], *categories: str, **others: Any) -> Case:
    """The form has passed team manager, operational manager and county manager."""
    case = raised({**facts, "services_open": ["care_leaving"]}, *categories, **others)
    case.given(case.decide("complete_form", "completed"), by="kent-team-manager")
    case.given(case.decide("operational_manager", "send_on", sealed="comment"), by="kent-operational-manager")
    return case.given(case.decide("county_manager", "send_on", sealed="comment"), by="kent-county-manager")


WAYS = pytest.mark.parametrize("way", [with_director, of_another_service])


def decided(case: Case, outcome: str) -> Case:
    """The assistant director decides, and need not say why."""
    return case.given(case.decide("assistant_director", outcome), by=DIRECTOR)


def with_lead(case: Case) -> Case:
    """The unit has the alert, and one of it has recorded the response."""
    take(decided(case, "send_to_unit"), "unit_response", UNIT[0])
    return case.given(case.decide("unit_response", "reassign_to_lead", RESPONSE, "response"), by=UNIT[0])


@pytest.mark.rule("KEN23-RAISE-2", "KEN23-FORM-1")
def test_the_managers_of_the_other_services_comment_and_who_raises_as_team_manager_has_completed_the_form() -> None:
    case = raised({**HARMLESS, "services_open": ["care_leaving"]}, "KEN23-NTK-K", by="kent-team-manager")
    assert case.waiting == ["operational_manager"]
    for step, by in (("operational_manager", "kent-operational-manager"), ("county_manager", "kent-county-manager")):
        case.when(case.decide(step, "send_on"), by=by).refused("comment_required")
        case.given(case.decide(step, "send_on", sealed="comment"), by=by)
    assert case.waiting == ["assistant_director"]


@pytest.mark.rule("KEN23-FORM-1", "KEN23-FORM-2", "KEN23-ALERT-0", "KEN23-RAISE-2")
@WAYS
def test_no_step_says_that_it_is_not_required(way: Way) -> None:
    finalised = decided(way(HARMLESS, "KEN23-NTK-K"), "finalise")
    by_unit = with_lead(way(HARMLESS, "KEN23-NTK-K"))
    by_unit.given(by_unit.decide("unit_finalise", "finalise"), by=LEAD)
    for case in (finalised, by_unit):
        assert not any(each.not_required for each in case.ever(TaskDecidedV1))
        assert (case.routing.ended, case.notification.ended) == ("finished", None)


# --- the assistant director ------------------------------------------------------------------------------------------


@pytest.mark.rule("KEN23-ALERT-0", "KEN23-FORM-1")
@WAYS
def test_the_assistant_director_judges_what_meets_no_criterion_and_no_time_runs(way: Way) -> None:
    for outcome in ("finalise", "send_to_unit"):
        case = way(HARMLESS, "KEN23-NTK-K")
        assert case.task("assistant_director").people == (DIRECTOR,)
        assert case.ever(ClockStartedV1) == []
        decided(case, outcome)


@pytest.mark.rule("KEN23-ALERT-0")
@WAYS
def test_what_meets_a_criterion_is_not_finalised(way: Way) -> None:
    case = way(DIED_IN_CARE, "KEN23-NTK-A")
    case.when(case.decide("assistant_director", "finalise"), by=DIRECTOR)
    assert case.refused("outcome_refused")["rules"][0] == "KEN23-ALERT-0"
    decided(case, "send_to_unit")


@pytest.mark.rule("KEN23-ALERT-0")
@WAYS
def test_what_meets_one_later_is_opened_again_for_the_assistant_director_until_the_unit_has_it(way: Way) -> None:
    case = decided(way(HARMLESS, "KEN23-NTK-K"), "finalise")
    case.given(case.update({"raised_with_members": True}), by="kent-social-worker")
    assert case.waiting == []
    case.given(case.update(IN_CARE_AND_DIED), by="kent-social-worker")
    assert case.waiting == ["assistant_director"]
    decided(case, "send_to_unit")
    case.given(case.update({"raised_with_members": False}), by="kent-social-worker")
    assert case.of(TaskOpenedV1) == []


@pytest.mark.rule("KEN23-ALERT-0")
@WAYS
def test_what_was_corrected_is_met_by_finalising_and_not_by_the_correction(way: Way) -> None:
    left_out = (LeftOut("KEN23-NTK-G", "facts_need_correction"),)
    case = way({**HARMLESS, **CHARGED}, "KEN23-NTK-K", left_out=left_out)
    corrected = case.update({"happened": ["arrest"]}, withdrawn=("charged_at", "offence"))
    case.passes(hours=47).given(corrected, by="kent-social-worker")
    assert case.running("alert_to_unit").state == "running"
    decided(case, "finalise")
    assert [each.by_trigger for each in case.of(ClockMetV1)] == ["decided:assistant_director.finalise"]


@pytest.mark.rule("KEN23-ALERT-9")
@WAYS
@pytest.mark.parametrize("role", ["reviewing_officer", "child_protection_chair"])
def test_for_practice_advice_one_of_two_is_consulted_first(way: Way, role: str) -> None:
    case = way({**HARMLESS, "practice_advice_wanted": True}, "KEN23-NTK-K")
    case.when(case.decide("assistant_director", "send_to_unit"), by=DIRECTOR)
    case.refused("outcome_refused", rules=["KEN23-ALERT-9"])
    case.given(consult("service_manager"), by="kent-social-worker")
    case.when(case.decide("assistant_director", "send_to_unit"), by=DIRECTOR).refused("outcome_refused")
    case.given(consult(role), by="kent-social-worker")
    decided(case, "send_to_unit")


@pytest.mark.rule("KEN23-ALERT-9")
@WAYS
def test_an_alert_for_anything_else_or_one_that_must_go_waits_for_nobody(way: Way) -> None:
    decided(way(HARMLESS, "KEN23-NTK-K"), "send_to_unit")
    decided(way({**HARMLESS, "practice_advice_wanted": False}, "KEN23-NTK-K"), "send_to_unit")
    decided(way({**DIED_IN_CARE, "practice_advice_wanted": True}, "KEN23-NTK-A"), "send_to_unit")
    finalised = way({**HARMLESS, "practice_advice_wanted": True}, "KEN23-NTK-K")
    decided(finalised, "finalise")


@pytest.mark.rule("KEN23-DUTY-8")
@WAYS
@pytest.mark.parametrize(
    ("facts", "category", "expected"),
    [(DIED_IN_CARE, "KEN23-NTK-A", ["director"]), (HARMLESS, "KEN23-NTK-K", [])],
)
def test_the_director_is_told_of_some(way: Way, facts: dict[str, Any], category: str, expected: list[str]) -> None:
    assert told(decided(way(facts, category), "send_to_unit")) == expected


# --- the unit -----------------------------------------------------------------------------------------------------------


@pytest.mark.rule("KEN23-FORM-2")
@WAYS
def test_one_of_the_unit_records_the_response_and_the_lead_finalises(way: Way) -> None:
    case = decided(way(HARMLESS, "KEN23-NTK-K"), "send_to_unit")
    assert (case.task("unit_response").people, case.task("unit_response").tray) == (UNIT, "group")
    take(case, "unit_response", UNIT[0])
    for lacking in RESPONSE:
        given = {name: value for name, value in RESPONSE.items() if name != lacking}
        case.when(case.decide("unit_response", "reassign_to_lead", given, "response"), by=UNIT[0])
        assert set(case.refused("record_required")["details"]["records"]) == {lacking}
    case.when(case.decide("unit_response", "reassign_to_lead", RESPONSE), by=UNIT[0]).refused("comment_required")
    case.given(case.decide("unit_response", "reassign_to_lead", RESPONSE, "response"), by=UNIT[0])
    assert case.task("unit_finalise").people == (LEAD,)
    case.given(case.decide("unit_finalise", "finalise"), by=LEAD)
    assert case.routing.ended == "finished"


@pytest.mark.rule("KEN23-FORM-3")
@WAYS
@pytest.mark.parametrize("role", ROLES)
def test_who_was_named_gets_it_from_the_director_or_the_lead_and_nobody_else_does(way: Way, role: str) -> None:
    finalised = decided(way(HARMLESS, "KEN23-NTK-K", named={role: NAMED[role]}), "finalise")
    by_unit = with_lead(way(HARMLESS, "KEN23-NTK-K", named={role: NAMED[role]}))
    by_unit.given(by_unit.decide("unit_finalise", "finalise"), by=LEAD)
    for case in (finalised, by_unit):
        assert told(case) == [role]
        assert case.notice(role).people == (NAMED[role],)
