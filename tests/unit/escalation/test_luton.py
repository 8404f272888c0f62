"""Luton's procedure as escalation carries it out: from the decision that it is required to the final update."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from contracts.escalation import (
    ClockBreachedV1,
    ClockMetV1,
    ClockStartedV1,
    DutyOpenedV1,
    NoticeGivenV1,
    RoutingEndedV1,
    RoutingStartedV1,
    TaskDecidedV1,
    TaskOpenedV1,
)
from contracts.intake import NotificationNotRequiredV1, NotificationRaisedV1
from tests.unit.casework.authorities import real
from tests.unit.casework.case import NOON, Case, at, close, raise_it
from tests.unit.casework.events import event

MISSING = {
    "subject_kind": "child",
    "legal_status": "care_order",
    "happened": ["missing"],
    "missing_since": at(NOON - timedelta(hours=30)),
}
TRUST = {
    "subject_kind": "adult_in_position_of_trust",
    "happened": ["allegation"],
    "significant_harm_alleged": True,
    "media_interest": ["possible_coverage"],
}
ANSWERS = {"ofsted_basis": True, "member_briefing": False, "strategic_response": False}
MANAGER, TEAM_MANAGER, LADO = "luton-service-manager", "luton-team-manager", "luton-lado"
DIRECTORS = ("luton-service-director-operations", "luton-service-director-early-help")
WEEK = timedelta(days=7)


def raised(
    facts: dict[str, Any], *categories: str, by: str = "luton-social-worker", area: str = "north", now: datetime = NOON
) -> Case:
    return Case(real("luton"), now).given(raise_it(facts, *(categories or ("LUT-OTHER-1",)), area=area), by=by)


def forwarded(facts: dict[str, Any], *categories: str) -> Case:
    case = raised(facts, *categories)
    case.given(case.decide("decide_required", "required"), by=MANAGER)
    case.given(case.decide("complete_form", "completed"), by=TEAM_MANAGER)
    return case.given(case.decide("forward", "forward", ANSWERS), by=MANAGER)


# --- raising -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("area", "manager"), [("north", MANAGER), ("south", "luton-service-manager-2")])
def test_lut_raise_2_the_service_manager_of_the_area_decides_whether_it_is_required(area: str, manager: str) -> None:
    case = Case(real("luton"))
    case.when(raise_it({}, "LUT-OTHER-1", area=area), by="luton-social-worker").then(
        event(NotificationRaisedV1),
        event(RoutingStartedV1, route="need_to_know"),
        event(TaskOpenedV1, step="decide_required", role="service_manager", people=(manager,)),
    )


def test_lut_raise_2_a_no_is_recorded_with_its_reason() -> None:
    case = raised({})
    case.when(case.decide("decide_required", "not_required"), by=MANAGER)
    case.refused("comment_required", rules=["LUT-RAISE-2", "LUT-RAISE-4", "LUT-PLAT-1"])
    case.when(case.decide("decide_required", "not_required", sealed="why"), by=MANAGER).then(
        event(TaskDecidedV1, not_required=True, by=MANAGER, sealed="why"),
        event(RoutingEndedV1, how="not_required"),
        event(NotificationNotRequiredV1, decided_by=MANAGER),
    )


def test_lut_raise_2_nobody_else_decides_it() -> None:
    case = raised({})
    for by in (TEAM_MANAGER, "luton-social-worker", "luton-service-manager-2", DIRECTORS[0]):
        case.when(case.decide("decide_required", "required"), by=by).refused("not_permitted")


def test_lut_raise_4_a_no_to_a_listed_circumstance_is_the_service_managers_and_shown_as_such() -> None:
    case = raised(MISSING, "LUT-CLA-3")
    case.given(case.decide("decide_required", "not_required", sealed="why"), by=MANAGER)
    [decision] = case.of(NotificationNotRequiredV1)[0].decisions
    assert "LUT-RAISE-4" in decision.rules
    assert [each.answer for each in case.ever(NotificationRaisedV1)[0].decisions if each.rules == ("LUT-CLA-3",)] == [
        "The facts meet it, and it was chosen."
    ]


def test_lut_raise_4_a_no_ends_the_weekly_update_too() -> None:
    case = raised(MISSING, "LUT-CLA-3")
    case.given(case.decide("decide_required", "not_required", sealed="why"), by=MANAGER)
    assert case.passes(days=60).events == []


def test_a_service_manager_who_raises_has_decided_that_it_is_required() -> None:
    case = raised({}, by=MANAGER)
    assert case.waiting == ["complete_form"]
    assert [(each.step, each.by) for each in case.of(TaskDecidedV1)] == [("decide_required", MANAGER)]


@pytest.mark.parametrize(
    ("facts", "categories"),
    [
        (TRUST, ("LUT-TRUST-1", "LUT-TRUST-3")),
        ({"subject_kind": "staff_member", "happened": ["allegation"]}, ("LUT-TRUST-2",)),
        ({}, ("LUT-TRUST-3",)),
    ],
)
def test_lut_raise_3_an_allegation_on_an_adult_in_trust_is_completed_by_the_lado(
    facts: dict[str, Any], categories: tuple[str, ...]
) -> None:
    case = raised(facts, *categories, by=LADO)
    assert case.routing.route == "position_of_trust"
    case.given(case.decide("decide_required", "required"), by=MANAGER)
    # The LADO has completed the form in raising it.
    assert [(each.step, each.by) for each in case.of(TaskDecidedV1)] == [
        ("decide_required", MANAGER),
        ("complete_form", LADO),
    ]
    assert (case.waiting, case.task("forward").people) == (["forward"], (MANAGER,))


def test_lut_raise_3_raised_by_somebody_else_it_waits_for_the_lado_and_not_for_the_team_manager() -> None:
    case = raised(TRUST, "LUT-TRUST-1", "LUT-TRUST-3")
    case.given(case.decide("decide_required", "required"), by=MANAGER)
    assert case.task("complete_form").people == (LADO,)
    case.when(case.decide("complete_form", "completed"), by=TEAM_MANAGER).refused("not_permitted")


def test_lut_raise_3_any_other_matter_is_completed_by_the_team_manager() -> None:
    case = raised({"subject_kind": "staff_member", "happened": ["accident"]}, "LUT-STAFF-2", by=LADO)
    case.given(case.decide("decide_required", "required"), by=MANAGER)
    assert case.routing.route == "need_to_know"
    assert case.task("complete_form").people == (TEAM_MANAGER,)


# --- circulation -----------------------------------------------------------------------------------------------------


def test_lut_circ_1_the_service_manager_forwards_it_to_director_and_inbox_and_tells_the_on_call_manager() -> None:
    case = raised({})
    case.given(case.decide("decide_required", "required"), by=MANAGER)
    case.given(case.decide("complete_form", "completed"), by=TEAM_MANAGER)
    case.when(case.decide("forward", "forward", ANSWERS), by=MANAGER).then(
        event(TaskDecidedV1, step="forward", records=ANSWERS),
        event(NoticeGivenV1, role="need_to_know_inbox"),
        event(NoticeGivenV1, role="on_call_service_manager", people=(MANAGER,)),
        event(TaskOpenedV1, step="inform_director", role="service_director", people=DIRECTORS, tray="group"),
    )


def test_lut_circ_1_at_a_weekend_the_one_on_the_rota_is_told() -> None:
    saturday = datetime(2026, 11, 21, 9, tzinfo=UTC)
    case = raised({}, now=saturday)
    case.given(case.decide("decide_required", "required"), by=MANAGER)
    case.given(case.decide("complete_form", "completed"), by=TEAM_MANAGER)
    case.given(case.decide("forward", "forward", ANSWERS), by=MANAGER)
    assert case.notice("on_call_service_manager").people == ("luton-service-manager-2",)


def test_lut_ofsted_1_the_service_manager_answers_three_questions_when_forwarding() -> None:
    case = raised({})
    case.given(case.decide("decide_required", "required"), by=MANAGER)
    case.given(case.decide("complete_form", "completed"), by=TEAM_MANAGER)
    case.when(case.decide("forward", "forward", {"ofsted_basis": True}), by=MANAGER)
    refusal = case.refused("record_required", rules=["LUT-CIRC-1", "LUT-OFSTED-1", "LUT-OFSTED-1A"])
    assert set(refusal["details"]["records"]) == {"member_briefing", "strategic_response"}


def test_lut_circ_2_one_of_the_service_directors_determines_whether_the_dcs_is_informed() -> None:
    case = forwarded({})
    case.given(case.claim("inform_director"), by=DIRECTORS[1])
    case.when(case.decide("inform_director", "inform_dcs"), by=DIRECTORS[0]).refused("task_claimed")
    case.when(case.decide("inform_director", "inform_dcs"), by=DIRECTORS[1]).then(
        event(TaskDecidedV1, outcome="inform_dcs"),
        event(NoticeGivenV1, role="director_of_childrens_services", people=("luton-director",)),
        event(RoutingEndedV1, how="finished"),
    )


def test_lut_circ_2_or_not() -> None:
    case = forwarded({})
    case.given(case.claim("inform_director"), by=DIRECTORS[0])
    case.when(case.decide("inform_director", "do_not_inform_dcs"), by=DIRECTORS[0])
    case.then(event(TaskDecidedV1, outcome="do_not_inform_dcs"), event(RoutingEndedV1, how="finished"))


def test_lut_circ_8_no_time_is_invented_for_deciding_completing_or_forwarding() -> None:
    case = raised({})
    assert case.passes(days=365).events == []


def test_lut_circ_9_and_mgt_5_a_childs_death_is_copied_to_the_head_of_service_who_informs_the_board() -> None:
    death = {"subject_kind": "child", "legal_status": "care_order", "happened": ["death"]}
    case = raised(death, "LUT-CLA-1")
    [duty] = case.of(DutyOpenedV1)
    assert (duty.to, duty.people, duty.decisions[0].rules[0]) == (
        "Safeguarding board",
        ("luton-head-of-safeguarding",),
        "LUT-MGT-5",
    )
    case = forwarded(death, "LUT-CLA-1")
    copied = [
        each.decisions[0].rules for each in case.of(NoticeGivenV1) if each.role == "head_of_strategic_safeguarding"
    ]
    assert copied == [("LUT-CIRC-9", "LUT-MGT-5")]


def test_lut_mgt_5_not_for_an_adults_death() -> None:
    facts = {"subject_kind": "foster_carer", "happened": ["death"], "unusual_circumstances": True}
    case = forwarded(facts, "LUT-STAFF-6")
    assert case.duties == []
    assert "head_of_strategic_safeguarding" not in [each.role for each in case.ever(NoticeGivenV1)]


# --- updates and closing -----------------------------------------------------------------------------------------------


def test_lut_upd_1_an_update_goes_to_director_inbox_and_support() -> None:
    case = forwarded({})
    case.given(case.update({"affects_council": True}), by=TEAM_MANAGER)
    assert [(each.role, each.decisions[0].rules) for each in case.of(NoticeGivenV1)] == [
        ("service_director", ("LUT-UPD-1A",)),
        ("need_to_know_inbox", ("LUT-UPD-1A",)),
        ("service_director_support", ("LUT-UPD-1A", "LUT-MGT-1")),
    ]


def test_lut_upd_3_a_missing_child_is_updated_weekly_from_the_last_update_by_the_team_manager() -> None:
    case = raised(MISSING, "LUT-CLA-3")
    clock = case.running("weekly_update")
    assert (clock.owner, clock.due) == ("team_manager", NOON + WEEK)
    case.passes(days=5).given(case.update({"whereabouts": "unknown"}), by=TEAM_MANAGER)
    assert [each.late for each in case.of(ClockMetV1)] == [False]
    assert case.running("weekly_update").due == NOON + timedelta(days=12)


def test_lut_upd_3_a_missed_update_is_chased_with_team_manager_and_support_every_week() -> None:
    case = raised(MISSING, "LUT-CLA-3")
    for week in (1, 2, 3):
        case.until(NOON + week * WEEK).then(
            event(ClockBreachedV1),
            event(NoticeGivenV1, role="team_manager", people=(TEAM_MANAGER,)),
            event(NoticeGivenV1, role="service_director_support"),
            event(ClockStartedV1, count=week + 1, due=NOON + (week + 1) * WEEK),
        )


def test_lut_upd_3_an_update_which_says_found_ends_it() -> None:
    case = raised(MISSING, "LUT-CLA-3")
    case.passes(days=9).given(case.update({"found_at": at(NOON + timedelta(days=8))}), by=TEAM_MANAGER)
    assert [each.late for each in case.of(ClockMetV1)] == [True, False]
    assert case.passes(days=365).events == []


@pytest.mark.parametrize(
    "facts",
    [
        {**MISSING, "found_at": at(NOON - timedelta(hours=1))},
        {"subject_kind": "child", "legal_status": "care_order", "happened": ["self_harm"]},
    ],
)
def test_lut_upd_3_no_weekly_update_for_a_child_who_is_not_or_no_longer_missing(facts: dict[str, Any]) -> None:
    category = "LUT-CLA-3" if "found_at" in facts else "LUT-CLA-12"
    assert raised(facts, category).of(ClockStartedV1) == []


def test_lut_upd_3_a_year_of_silence_is_52_missed_updates() -> None:
    case = raised(MISSING, "LUT-CLA-3")
    case.passes(days=364)
    assert len(case.of(ClockBreachedV1)) == 52
    case.given(case.update({"whereabouts": "unknown"}), by=TEAM_MANAGER)
    assert len(case.of(ClockMetV1)) == 53


def test_lut_mgt_3_the_final_update_goes_to_inbox_and_service_director_and_ends_the_waiting() -> None:
    case = forwarded(MISSING, "LUT-CLA-3")
    case.given(close(), by=MANAGER)
    assert [(each.role, each.decisions[0].rules) for each in case.of(NoticeGivenV1)] == [
        ("need_to_know_inbox", ("LUT-MGT-3",)),
        ("service_director", ("LUT-MGT-3",)),
    ]
    assert (case.waiting, case.routing.ended) == ([], "closed")
    assert case.passes(days=365).events == []
