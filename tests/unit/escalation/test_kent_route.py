"""Kent's Need to Know: who is told at once, and the form's four stages (KEN23-RAISE, KEN23-FORM)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from contracts.escalation import (
    DelegateAbsenceV1,
    NoticeGivenV1,
    RoutingEndedV1,
    RoutingStartedV1,
    TaskDecidedV1,
    TaskOpenedV1,
    TaskReturnedV1,
)
from contracts.intake import NotificationRaisedV1
from tests.unit.casework.authorities import real
from tests.unit.casework.case import NOON, Case, close, raise_it
from tests.unit.casework.events import event
from tests.unit.escalation.kent import CHILD, DIRECTOR, HARMLESS, alerted, raised, with_director

RESPONSE = {"source_of_alert": "social_work", "national_or_local_escalation": "local"}
NAMED = {
    "team_manager": "kent-team-manager",
    "service_manager": "kent-service-manager",
    "assistant_director": DIRECTOR,
    "social_worker": "kent-social-worker",
    "reviewing_officer": "kent-reviewing-officer",
}


@pytest.mark.rule("KEN23-RAISE-3")
def test_ken23_raise_3_raising_informs_the_assistant_director_at_once_whoever_raises() -> None:
    for by in ("kent-social-worker", "kent-youth-justice-worker", "kent-service-manager"):
        case = Case(real("kent"))
        case.when(raise_it(HARMLESS, "KEN23-NTK-K", area="ashford"), by=by).then(
            event(NotificationRaisedV1),
            event(RoutingStartedV1, route="need_to_know"),
            event(NoticeGivenV1, role="assistant_director", people=(DIRECTOR,), about="A notification was raised"),
            event(TaskOpenedV1, step="complete_form", role="team_manager", people=("kent-team-manager",)),
        )
        assert case.of(NoticeGivenV1)[0].decisions[0].rules == ("KEN23-RAISE-3",)


@pytest.mark.rule("KEN23-FORM-1")
def test_ken23_form_1_stage_1_is_done_when_the_team_manager_raises() -> None:
    case = raised(HARMLESS, "KEN23-NTK-K", by="kent-team-manager")
    assert case.waiting == ["service_manager"]
    assert [each.by for each in case.of(TaskDecidedV1)] == ["kent-team-manager"]


@pytest.mark.rule("KEN23-FORM-1")
def test_ken23_form_1_stages_follow_each_other_with_comments() -> None:
    case = raised(HARMLESS, "KEN23-NTK-K")
    case.when(case.decide("complete_form", "completed"), by="kent-social-worker").refused("not_permitted")
    case.given(case.decide("complete_form", "completed"), by="kent-team-manager")
    case.when(case.decide("service_manager", "send_on"), by="kent-service-manager")
    case.refused("comment_required", rules=["KEN23-FORM-1"])
    case.when(case.decide("service_manager", "send_on", sealed="comment"), by="kent-service-manager").then(
        event(TaskDecidedV1, step="service_manager", sealed="comment"),
        event(TaskOpenedV1, step="assistant_director", people=(DIRECTOR,)),
    )


@pytest.mark.rule("KEN23-FORM-1")
def test_ken23_form_1_stage_2_may_return_it() -> None:
    case = raised(HARMLESS, "KEN23-NTK-K", by="kent-team-manager")
    case.when(case.give_back("service_manager"), by="kent-service-manager").then(
        event(TaskReturnedV1, task_id="task-1-2"),
        event(TaskOpenedV1, step="complete_form", people=("kent-team-manager",)),
    )
    case.given(case.decide("complete_form", "completed"), by="kent-team-manager")
    assert case.waiting == ["service_manager"]


@pytest.mark.rule("KEN23-FORM-1", "KEN23-FORM-3")
def test_ken23_form_1_and_3_a_finalised_form_gives_an_item_to_those_who_were_named() -> None:
    case = with_director(HARMLESS, "KEN23-NTK-K", named=NAMED)
    case.when(case.decide("assistant_director", "finalise"), by=DIRECTOR)
    told = [(each.role, each.people, each.decisions[0].rules) for each in case.of(NoticeGivenV1)]
    assert told == [
        ("team_manager", ("kent-team-manager",), ("KEN23-FORM-3",)),
        ("service_manager", ("kent-service-manager",), ("KEN23-FORM-3",)),
        ("reviewing_officer", ("kent-reviewing-officer",), ("KEN23-FORM-3",)),
        ("social_worker", ("kent-social-worker",), ("KEN23-FORM-3",)),
    ]
    assert [each.how for each in case.of(RoutingEndedV1)] == ["finished"]
    item = case.receive("reviewing_officer")
    assert case.notice("reviewing_officer").received_by is None  # it stays until they complete it
    case.given(item, by="kent-reviewing-officer")
    assert case.notice("reviewing_officer").received_by == "kent-reviewing-officer"


@pytest.mark.rule("KEN23-FORM-3")
def test_ken23_form_3_who_was_not_named_gets_no_item() -> None:
    case = with_director(HARMLESS, "KEN23-NTK-K", named={"reviewing_officer": "kent-reviewing-officer"})
    case.given(case.decide("assistant_director", "finalise"), by=DIRECTOR)
    assert [each.role for each in case.of(NoticeGivenV1)] == ["reviewing_officer"]
    nobody = with_director(HARMLESS, "KEN23-NTK-K")
    nobody.given(nobody.decide("assistant_director", "finalise"), by=DIRECTOR)
    assert nobody.of(NoticeGivenV1) == []


@pytest.mark.rule("KEN23-FORM-2", "KEN23-FORM-2A")
def test_ken23_form_2_one_of_the_unit_picks_it_up_records_the_response_and_the_lead_finalises() -> None:
    case = alerted(HARMLESS, "KEN23-NTK-K", named=NAMED)
    unit = ("kent-standards-officer-1", "kent-standards-officer-2")
    assert (case.task("unit_response").people, case.task("unit_response").tray) == (unit, "group")
    case.when(case.decide("unit_response", "reassign_to_lead", RESPONSE, "response"), by=unit[0])
    case.refused("task_not_claimed")
    case.given(case.claim("unit_response"), by=unit[0])
    case.when(case.claim("unit_response"), by=unit[1]).refused("task_claimed")
    case.when(case.decide("unit_response", "reassign_to_lead", {}, "response"), by=unit[0])
    assert set(case.refused("record_required")["details"]["records"]) == set(RESPONSE)
    case.when(case.decide("unit_response", "reassign_to_lead", RESPONSE), by=unit[0]).refused("comment_required")
    case.when(case.decide("unit_response", "reassign_to_lead", RESPONSE, "response"), by=unit[0]).then(
        event(TaskDecidedV1, records=RESPONSE, sealed="response"),
        event(TaskOpenedV1, step="unit_finalise", people=("kent-safeguarding-lead",)),
    )
    case.when(case.decide("unit_finalise", "finalise"), by=unit[0]).refused("not_permitted")
    case.given(case.decide("unit_finalise", "finalise"), by="kent-safeguarding-lead")
    assert [each.role for each in case.of(NoticeGivenV1)] == [
        "team_manager",
        "service_manager",
        "reviewing_officer",
        "social_worker",
    ]
    assert case.routing.ended == "finished"


@pytest.mark.rule("KEN23-RAISE-2")
@pytest.mark.parametrize(
    ("services", "route"),
    [
        (["disabled_children"], "through_county_manager"),
        (["care_leaving"], "through_county_manager"),
        (["care_leaving", "youth_justice"], "through_county_manager"),
        (["disabled_children", "social_work"], "need_to_know"),
        (["social_work"], "need_to_know"),
        (["youth_justice"], "need_to_know"),
        ([], "need_to_know"),
    ],
)
def test_ken23_raise_2_strengthening_independence_and_care_leavers_go_through_their_managers(
    services: list[str], route: str
) -> None:
    facts: dict[str, Any] = {**HARMLESS, **({"services_open": services} if services else {})}
    assert raised(facts, "KEN23-NTK-K").routing.route == route


@pytest.mark.rule("KEN23-RAISE-2", "KEN23-RAISE-2A")
def test_ken23_raise_2_operational_then_county_manager_stand_in_the_service_managers_place() -> None:
    case = raised({**HARMLESS, "services_open": ["care_leaving"]}, "KEN23-NTK-K")
    assert case.of(RoutingStartedV1)[0].decisions[0].rules == ("KEN23-RAISE-2", "KEN23-RAISE-2A", "KEN23-FORM-1")
    case.given(case.decide("complete_form", "completed"), by="kent-team-manager")
    case.given(case.decide("operational_manager", "send_on", sealed="c"), by="kent-operational-manager")
    case.when(case.decide("county_manager", "send_on", sealed="c"), by="kent-operational-manager")
    case.refused("not_permitted")
    case.given(case.decide("county_manager", "send_on", sealed="c"), by="kent-county-manager")
    assert case.waiting == ["assistant_director"]


@pytest.mark.rule("KEN23-FORM-4", "KEN23-FORM-4A")
def test_ken23_form_4_an_update_is_told_to_the_assistant_director() -> None:
    case = raised(HARMLESS, "KEN23-NTK-K")
    case.given(case.update({"raised_with_members": True}), by="kent-team-manager")
    [told] = case.of(NoticeGivenV1)
    assert (told.role, told.about, told.decisions[0].rules) == (
        "assistant_director",
        "A notification was updated",
        ("KEN23-FORM-4A",),
    )


@pytest.mark.rule("KEN23-PLAT-3")
def test_ken23_plat_3_a_closed_case_withdraws_its_tasks_and_tells_the_assistant_director() -> None:
    case = with_director(HARMLESS, "KEN23-NTK-K")
    case.given(close(), by="kent-service-manager")
    assert [each.role for each in case.of(NoticeGivenV1)] == ["assistant_director"]
    assert (case.waiting, case.routing.ended) == ([], "closed")


def test_a_delegate_of_the_assistant_director_finalises_while_they_are_away() -> None:
    case = with_director(HARMLESS, "KEN23-NTK-K")
    away = DelegateAbsenceV1("kent-director", NOON, NOON + timedelta(days=7))
    case.given(away, by=DIRECTOR)
    case.when(case.decide("assistant_director", "finalise"), by=DIRECTOR).refused("not_permitted")
    case.given(case.decide("assistant_director", "finalise"), by="kent-director")


def test_a_child_of_whom_little_is_known_is_finalised_once_the_facts_named_are_recorded() -> None:
    case = with_director({**CHILD, "happened": ["media_matter"]})
    case.when(case.decide("assistant_director", "finalise"), by=DIRECTOR)
    needed = case.refused("facts_needed", rules=["KEN23-ALERT-0"])["details"]["facts"]
    assert {"legal_status", "plan", "placement"} <= needed.keys()
    assert "missing_since" not in needed  # a child who is not missing has no such moment
    answers = {"legal_status": "not_looked_after", "plan": "none", "placement": "family_home"}
    case.given(case.update(answers), by="kent-social-worker")
    case.given(case.decide("assistant_director", "finalise"), by=DIRECTOR)


def test_a_looked_after_child_can_be_finalised_without_a_moment_that_never_was() -> None:
    facts = {**HARMLESS, "legal_status": "care_order", "placement": "foster"}
    case = with_director(facts, "KEN23-NTK-K")
    case.when(case.decide("assistant_director", "finalise"), by=DIRECTOR)
    asked = case.refused("facts_needed")["details"]["facts"]
    case.given(case.update(dict.fromkeys(asked, False)), by="kent-social-worker")
    case.given(case.decide("assistant_director", "finalise"), by=DIRECTOR)
