"""What is done on the register is done in the case: facts, tasks and clocks follow; and not in a tray beside it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from contracts import risk_assessments as assessing
from contracts import risk_register as contract
from contracts.escalation import ClockBreachedV1, NoticeGivenV1, TaskDecidedV1
from tests.rules.northumberland.playing import COMPLETE, GROUP, LEAD, SENIOR, TEAM, level, met, to_be_referred
from tests.unit.casework.case import NOON, THIS, Case, at
from tests.unit.risk_register.house import ACTIONS, BODIES, OF_PLAN, PLAN, PROFESSIONALS

pytestmark = pytest.mark.rule("NBL-P11")  # one register: what is done on it is done, and is not kept beside it

WEEK = timedelta(weeks=1)
WRITE = contract.WritePlanV1(THIS, ACTIONS, PROFESSIONALS, OF_PLAN, PLAN.next_review, sealed="sealed")
REVIEW = contract.ReviewEntryV1(THIS, "three_weekly_review", keyworker_still_right=True)
MONTHLY = contract.ReviewEntryV1(THIS, "monthly_review", unmet=("accommodation",))


def noted(case: Case, value: str, number: int) -> Case:
    """An assessment came to this level; the fact of it is recorded as the assessment does."""
    bounds = assessing.BoundsTold(20, 20)
    case.when_own(
        assessing.NoteAssessmentV1(
            THIS, f"assessment-{number}", number, "vulnerability_checklist", value, LEAD, case.clock.now(), bounds, ()
        )
    )
    anew = {"vulnerability_level": value, "level_set_at": at(case.clock.now())}
    return case.given(case.update(anew), by=TEAM) if number > 1 else case


def planned() -> Case:
    """The team manager has it to refer; assessed and planned on the platform."""
    return noted(to_be_referred(level("high")), "high", 1).given(WRITE, by=LEAD)


def on_register() -> Case:
    case = planned().given(contract.ReferV1(THIS), by=TEAM)
    for body in BODIES:
        case.given(contract.RecordViewV1(THIS, body, "agrees"), by=GROUP)
    return case.given(contract.DecideReferralV1(THIS, True), by=GROUP)


def decided(case: Case) -> list[str]:
    return [f"{each.step}.{each.outcome}" for each in case.of(TaskDecidedV1)]


@pytest.mark.rule("NBL-P10", "NBL-P10A")
def test_a_referral_on_the_register_decides_the_step_and_records_what_is_with_it() -> None:
    case = planned()
    assert case.routing.facts["risk_plan_attached"] is True
    case.given(contract.ReferV1(THIS), by=TEAM)
    assert decided(case) == ["refer.referred"]
    assert case.of(TaskDecidedV1)[0].by == TEAM and case.of(TaskDecidedV1)[0].records == {"plan_on_case_file": True}
    assert case.routing.facts["risk_assessment_attached"] is True
    assert "rmg_decision" in case.waiting


@pytest.mark.rule("NBL-P12", "NBL-P14", "NBL-P14B", "NBL-LOG-3")
def test_the_groups_decision_puts_the_case_on_the_register_with_every_view_and_both_clocks() -> None:
    case = on_register()
    assert decided(case) == ["rmg_decision.concurs"]
    assert case.of(TaskDecidedV1)[0].records == dict.fromkeys(BODIES, "agrees")
    assert case.routing.facts["register_standing"] == "on_it"
    assert {"on_register", "plan_review", "checklist_review"} <= set(case.waiting)
    assert case.running("monthly_review").due == case.entry.due[0].due
    assert case.running("three_weekly_review").due == case.entry.due[1].due
    assert {"register_log_holder", "director", "lead_professional"} <= {each.role for each in case.of(NoticeGivenV1)}


def test_what_the_register_decides_is_not_decided_in_a_tray_or_asked_for_beside_it() -> None:
    case = planned()
    refuse = case.decide("refer", "referred", {"plan_on_case_file": True})
    assert case.when(refuse, by=TEAM).refused("on_the_register")["rules"] == ["NBL-P11", "NBL-P12", "NBL-GAP-1"]
    case.when(case.ask("plan_change"), by=LEAD).refused("on_the_register")
    paper = to_be_referred(level("high", **COMPLETE))  # no plan was written here: the register does not keep it
    paper.given(paper.decide("refer", "referred", {"plan_on_case_file": True}), by=TEAM)


@pytest.mark.rule("NBL-P14", "NBL-P14B", "NBL-USE-1")
def test_a_review_on_the_register_meets_the_cases_clock() -> None:
    case = on_register()
    case.until(NOON + 2 * WEEK)
    noted(case, "high", 2).given(REVIEW, by=LEAD)
    assert decided(case) == ["checklist_review.reviewed"]
    assert case.of(TaskDecidedV1)[0].records == {"keyworker_still_right": True}
    assert case.running("three_weekly_review").due == NOON + 5 * WEEK
    case.given(MONTHLY, by=GROUP)
    assert case.of(TaskDecidedV1)[0].records == {"unmet_need": "accommodation"}
    assert case.running("monthly_review").due == case.entry.due[0].due


def test_what_is_missed_is_told_by_the_cases_own_clock_and_not_twice() -> None:
    case = on_register()
    case.until(NOON + 3 * WEEK)
    assert len(case.of(contract.ReviewMissedV1)) == 1
    assert len(case.of(ClockBreachedV1)) == 1
    assert not any("was due and not recorded" in each.about for each in case.of(NoticeGivenV1))


@pytest.mark.rule("NBL-P16", "NBL-P17", "NBL-P18")
def test_off_the_register_into_step_down_up_again_and_to_the_end() -> None:
    case = on_register()
    case.until(NOON + 2 * WEEK)
    noted(case, "medium", 2).given(REVIEW, by=LEAD).given(contract.LeaveRegisterV1(THIS, sealed="why"), by=GROUP)
    assert decided(case) == ["on_register.reduced"]
    assert {"step_down", "care_team_meeting"} <= set(case.waiting)
    assert case.routing.facts["register_standing"] == "step_down"
    assert case.running("step_down_review").due == case.entry.due[0].due == NOON + 5 * WEEK
    case.until(NOON + 4 * WEEK)
    noted(case, "high", 3).given(contract.ReviewStepDownV1(THIS, True), by=LEAD)
    assert decided(case) == ["care_team_meeting.held"]
    assert "refer" in case.waiting
    case.given(contract.ReferV1(THIS), by=TEAM)
    assert decided(case) == ["step_down.rose_again", "refer.referred"]


@pytest.mark.rule("NBL-P18")
def test_the_end_of_step_down() -> None:
    case = on_register()
    noted(case, "low", 2).given(REVIEW, by=LEAD).given(contract.LeaveRegisterV1(THIS, sealed="why"), by=GROUP)
    ends = case.entry.step_down_ends
    assert ends is not None and case.running("end_of_step_down").due == ends
    case.until(ends)
    assert "child_in_need_review" in case.waiting
    case.given(contract.EndStepDownV1(THIS, further_concern=False, sealed="monthly"), by=TEAM)
    assert decided(case) == ["child_in_need_review.care_team_sets_frequency"]
    assert case.routing.facts["register_standing"] == "not_on_it"


@pytest.mark.rule("NBL-P19")
@pytest.mark.parametrize("why", ["turned_18", "died"])
def test_otherwise(why: str) -> None:
    case = on_register().given(contract.LeaveRegisterV1(THIS, why, sealed="why"), by=GROUP)
    assert decided(case) == ["on_register.left_otherwise"]
    assert case.of(TaskDecidedV1)[0].records == {"why": why}


@pytest.mark.rule("NBL-P12A")
def test_not_concurring_goes_back_and_is_referred_again() -> None:
    case = planned().given(contract.ReferV1(THIS), by=TEAM)
    for body in BODIES:
        case.given(contract.RecordViewV1(THIS, body, "does_not_agree"), by=GROUP)
    case.given(contract.DecideReferralV1(THIS, False, sealed="why"), by=GROUP)
    assert decided(case) == ["rmg_decision.does_not_concur"] and "back_with_agency" in case.waiting
    case.given(contract.ReferV1(THIS), by=TEAM)
    case.given(case.decide("back_with_agency", "refer_again"), by=LEAD)
    assert decided(case) == ["back_with_agency.refer_again", "refer.referred"]
    assert "rmg_decision" in case.waiting


@pytest.mark.rule("NBL-LOG-2")
@pytest.mark.parametrize(("agreed", "outcome"), [(True, "agreed"), (False, "not_agreed")])
def test_a_change_of_the_plan_is_a_task_of_the_group_which_its_decision_ends(agreed: bool, outcome: str) -> None:
    case = on_register().given(contract.ProposeChangeV1(THIS, sealed="what"), by=LEAD)
    assert case.task("plan_change").people == (GROUP,)
    case.given(contract.DecideChangeV1(THIS, 1, agreed=agreed, debated=True, sealed="why"), by=GROUP)
    assert decided(case) == [f"plan_change.{outcome}"] and "plan_change" not in case.waiting


@pytest.mark.rule("NBL-USE-1")
@pytest.mark.parametrize(("granted", "outcome"), [(True, "granted"), (False, "not_granted")])
def test_a_decision_on_resources_is_asked_for_and_given_in_the_case_at_once(granted: bool, outcome: str) -> None:
    case = on_register().given(contract.DecideResourceV1(THIS, "support", granted, sealed="why"), by=GROUP)
    assert decided(case) == [f"resource_decision.{outcome}"] and "resource_decision" not in case.waiting
    assert case.of(TaskDecidedV1)[0].records == {"unmet_need": "support"}


def test_a_step_that_opens_late_is_decided_by_what_was_done_before() -> None:
    case = noted(met(level("high")), "high", 1).given(WRITE, by=LEAD).given(contract.ReferV1(THIS), by=TEAM)
    assert decided(case) == []
    case.given(case.decide("senior_manager", "discussed", {"in_supervision": True}), by=SENIOR)
    assert decided(case) == ["senior_manager.discussed", "refer.referred"]
    assert "rmg_decision" in case.waiting
