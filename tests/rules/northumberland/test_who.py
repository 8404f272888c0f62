"""Who may do what with a case, who is told, and which ways on there are: nobody else, no other, and not twice."""

from __future__ import annotations

import pytest

from contracts.escalation import DutyOpenedV1, RoutingEndedV1, TaskDecidedV1
from contracts.intake import NotificationSharedV1, RecordConsultationV1
from tests.rules.northumberland.playing import (
    AGREED,
    COMPLETE,
    EVERYBODY,
    GROUP,
    KEYWORKER,
    LEAD,
    LINE,
    MEETING,
    ON_FILE,
    PRACTITIONER,
    TEAM,
    YOUNG,
    discussed,
    due,
    in_step_down,
    level,
    may,
    on_register,
    raised,
    referred,
    started,
    to_be_referred,
    told,
)
from tests.unit.casework.authorities import real
from tests.unit.casework.case import NOON, THIS, Case, close, raise_it

FILED = {"plan_on_case_file": True}


@pytest.mark.rule("NBL-P01", "NBL-SCOPE-1")
def test_workers_and_lead_professionals_raise_it() -> None:
    command = raise_it(YOUNG, "NBL-P01", area="blyth")
    assert [each for each in EVERYBODY if may(Case(real("northumberland")), command, each)] == [PRACTITIONER, LEAD]


@pytest.mark.rule("NBL-T07")
def test_workers_managers_and_the_group_update_it() -> None:
    able = []
    for each in EVERYBODY:
        case = raised(level("medium"))
        able += [each] if may(case, case.update({"age_years": 16}), each) else []
    assert able == [PRACTITIONER, LEAD, TEAM, GROUP]


@pytest.mark.rule("NBL-PLAT-3")
def test_line_and_team_managers_close_it() -> None:
    assert [each for each in EVERYBODY if may(raised(level("low")), close(), each)] == [LINE, TEAM]


@pytest.mark.rule("NBL-P04", "NBL-P05")
@pytest.mark.parametrize(("role", "person"), [("line_manager", LINE), ("team_manager", TEAM), ("keyworker", KEYWORKER)])
def test_a_discussion_with_managers_and_keyworker_is_recorded(role: str, person: str) -> None:
    case = raised(level("high"))
    case.given(RecordConsultationV1(THIS, role, person, "unsure", "advice"), by=PRACTITIONER)
    director = RecordConsultationV1(THIS, "director", "northumberland-director", "unsure", "advice")
    case.when(director, by=PRACTITIONER)
    assert "refused" in case.answer


@pytest.mark.rule("NBL-P03", "NBL-P04", "NBL-SCOPE-1")
@pytest.mark.parametrize(
    ("value", "rule"),
    [("low", "NBL-P03"), ("medium", "NBL-P04"), ("high", "NBL-SCOPE-1"), ("very_high", "NBL-SCOPE-1")],
)
def test_the_level_that_was_set_is_its_category(value: str, rule: str) -> None:
    case = Case(real("northumberland")).when(raise_it(level(value), "NBL-P01", area="blyth"), by=PRACTITIONER)
    assert case.refused("category_left_out")["rules"] == [rule]
    Case(real("northumberland")).given(raise_it(level(value), rule, area="blyth"), by=PRACTITIONER)


@pytest.mark.rule("NBL-P01")
def test_without_a_level_no_category_is_suggested() -> None:
    Case(real("northumberland")).given(raise_it(YOUNG, "NBL-P01", area="blyth"), by=PRACTITIONER)


@pytest.mark.rule("NBL-P09")
@pytest.mark.parametrize(
    "body", ["childrens_services", "education", "police", "sorted", "youth_offending", "camhs", "sexual_health"]
)
def test_each_agency_can_be_told(body: str) -> None:
    case = raised(level("low"))
    case.given(case.share("tell_agencies", to_body=body), by=LEAD)
    assert [each.to_body for each in case.of(NotificationSharedV1)] == [body]


@pytest.mark.rule("NBL-P12")
def test_the_lead_professional_is_told_of_the_entry() -> None:
    case = referred(level("high"))
    case.given(case.decide("rmg_decision", "concurs", AGREED), by=GROUP)
    assert told(case).count((LEAD,)) == 1


@pytest.mark.rule("NBL-P13", "NBL-P13A")
@pytest.mark.parametrize(
    "agency", ["childrens_services", "education", "police", "sorted", "youth_offending", "camhs", "sexual_health"]
)
def test_a_copy_is_owed_with_the_groups_decision_and_not_before(agency: str) -> None:
    case = referred(level("high", supporting_agencies=[agency]))
    case.given(case.update({"age_years": 16}), by=PRACTITIONER)
    assert case.duties == []
    case.given(case.decide("rmg_decision", "concurs", AGREED), by=GROUP)
    [duty] = case.of(DutyOpenedV1)
    assert (duty.duty, duty.must, duty.lead) == (f"plan_to_{agency}", True, "risk_management_group")
    assert f"plan_to_{agency}" not in started(case)


@pytest.mark.rule("NBL-P05", "NBL-P06", "NBL-CLOCK-1")
def test_the_times_run_from_the_level_even_before_the_lead_professional_has_looked() -> None:
    case = Case(real("northumberland")).given(raise_it(level("high"), "NBL-SCOPE-1", area="blyth"), by=PRACTITIONER)
    assert case.waiting == ["assess"]
    assert set(started(case)) == {"discussion_high", "planning_meeting_in_time"}
    unset = raised(YOUNG)
    unset.passes(days=3)
    assert started(unset) == []
    unset.given(unset.update({"vulnerability_level": "medium"}), by=PRACTITIONER)
    assert due(unset, "discussion_medium") > NOON


@pytest.mark.rule("NBL-P04", "NBL-PLAT-4")
def test_medium_that_was_discussed_is_not_asked_again_at_every_update() -> None:
    case = raised(level("medium"))
    case.given(case.decide("line_manager", "managed_by_agency", ON_FILE), by=LINE)
    case.given(case.update({"age_years": 16}), by=PRACTITIONER)
    assert case.waiting == ["medium_plan"]


@pytest.mark.rule("NBL-P05", "NBL-PLAT-4")
def test_high_that_was_discussed_is_not_asked_again_at_every_update() -> None:
    case = discussed(level("high"))
    case.given(case.update({"age_years": 16}), by=PRACTITIONER)
    assert case.waiting == ["planning_meeting"]


@pytest.mark.rule("NBL-PLAT-4")
def test_low_that_was_countersigned_is_not_asked_again_at_every_update() -> None:
    case = raised(level("low"))
    case.given(case.decide("line_manager", "countersigned", ON_FILE), by=LINE)
    case.given(case.update({"age_years": 16}), by=PRACTITIONER)
    assert case.waiting == []


@pytest.mark.rule("NBL-P17", "NBL-P18")
def test_once_the_care_team_has_it_a_new_rise_is_a_new_case() -> None:
    case = in_step_down()
    case.passes(days=190)
    concern = {"further_concern": False}
    case.given(case.decide("child_in_need_review", "care_team_sets_frequency", concern, sealed="monthly"), by=TEAM)
    case.given(case.update({"vulnerability_level": "high"}), by=PRACTITIONER)
    assert "refer" not in case.waiting


@pytest.mark.rule("NBL-P17", "NBL-P18")
def test_the_child_in_need_review_can_refer_again() -> None:
    case = in_step_down()
    case.passes(days=190)
    case.given(case.decide("child_in_need_review", "refer_again", {"further_concern": True}), by=TEAM)
    assert case.waiting[-1] == "refer"


@pytest.mark.rule("NBL-P10", "NBL-P12A", "NBL-P19", "NBL-P16")
def test_what_ends_or_turns_back_says_why() -> None:
    case = to_be_referred(level("high", **COMPLETE))
    case.given(case.update({"vulnerability_level": "low"}), by=PRACTITIONER)
    case.when(case.decide("refer", "not_referred", FILED), by=TEAM).refused("comment_required")
    case.given(case.decide("refer", "not_referred", FILED, sealed="why"), by=TEAM)


@pytest.mark.rule(
    "NBL-T06", "NBL-T07", "NBL-P07", "NBL-P08", "NBL-USE-1", "NBL-LOG-2", "NBL-P14", "NBL-P14B", "NBL-P16"
)
def test_no_answer_beside_the_route_ends_the_case() -> None:
    case = on_register()
    case.given(case.decide("plan_review", "reviewed", {"unmet_need": "support"}), by=GROUP)
    case.given(case.decide("checklist_review", "reviewed", {"keyworker_still_right": True}), by=LEAD)
    assert case.ever(RoutingEndedV1) == []
    assert not any(each.not_required for each in case.ever(TaskDecidedV1))
    assert case.waiting == ["on_register", "plan_review", "checklist_review"]


@pytest.mark.rule("NBL-P06", "NBL-P07", "NBL-P10B")
def test_the_meetings_actions_and_its_level_are_asked_for_by_name() -> None:
    case = discussed(level("very_high"))
    for wrong in (
        {**MEETING, "moderated_level": "severe"},
        {**MEETING, "minuted": "yes"},
        {**MEETING, "weather": True},
    ):
        case.when(case.decide("planning_meeting", "held", wrong), by=TEAM).refused("record_required")
    for moderated in ("low", "medium", "high", "very_high"):
        other = discussed(level("high"))
        other.given(other.decide("planning_meeting", "held", {**MEETING, "moderated_level": moderated}), by=TEAM)


ALL_THE_WAY = (
    *("NBL-P01", "NBL-P03", "NBL-P04", "NBL-P04B", "NBL-P05", "NBL-P06", "NBL-P07", "NBL-P10", "NBL-P10A", "NBL-P10B"),
    *("NBL-P11", "NBL-P12", "NBL-P12A", "NBL-P13", "NBL-P15", "NBL-P16", "NBL-P17", "NBL-P18", "NBL-P19"),
    *("NBL-VCL-TOTAL", "NBL-VCL-LEVEL"),
)


@pytest.mark.rule(*ALL_THE_WAY)
def test_no_step_of_the_way_makes_the_case_not_required() -> None:
    down = in_step_down()
    down.passes(days=190)
    down.given(down.decide("child_in_need_review", "refer_again", {"further_concern": True}), by=TEAM)
    rising = in_step_down()
    rising.given(rising.update({"vulnerability_level": "high"}), by=PRACTITIONER)
    rising.given(rising.decide("step_down", "rose_again"), by=LEAD)
    back = referred(level("high"))
    back.given(back.decide("rmg_decision", "does_not_concur", AGREED, sealed="why"), by=GROUP)
    back.given(back.decide("back_with_agency", "refer_again"), by=LEAD)
    again = back.decide("refer", "referred", FILED)
    back.given(again, by=TEAM)
    alone = referred(level("high"))
    alone.given(alone.decide("rmg_decision", "does_not_concur", AGREED, sealed="why"), by=GROUP)
    alone.given(alone.decide("back_with_agency", "stays_with_agency"), by=LEAD)
    low = raised(level("low"))
    low.given(low.decide("line_manager", "countersigned", ON_FILE), by=LINE)
    medium = raised(level("medium"))
    medium.given(medium.decide("line_manager", "managed_by_agency", ON_FILE), by=LINE)
    medium.given(medium.decide("medium_plan", "planned", FILED), by=LEAD)
    moved = on_register()
    moved.given(moved.update({"register_standing": "not_on_it"}), by=GROUP)
    moved.given(moved.decide("on_register", "left_otherwise", {"why": "moved"}, sealed="why"), by=GROUP)
    ended = in_step_down()
    ended.passes(days=190)
    concern = {"further_concern": False}
    ended.given(ended.decide("child_in_need_review", "care_team_sets_frequency", concern, sealed="monthly"), by=TEAM)
    lowered = to_be_referred(level("high"))
    lowered.given(lowered.update({"vulnerability_level": "low"}), by=PRACTITIONER)
    lowered.given(lowered.decide("refer", "not_referred", FILED, sealed="why"), by=TEAM)
    for case in (down, rising, back, alone, low, medium, moved, ended, lowered):
        assert not any(each.not_required for each in case.ever(TaskDecidedV1))
