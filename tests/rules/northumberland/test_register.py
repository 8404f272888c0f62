"""On the register, and down again: reviews, what keeps a name on, step-down, re-referral, the last review."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from contracts.escalation import (
    ClockBreachedV1,
    ClockMetV1,
    ClockStoppedV1,
    RoutingEndedV1,
    TaskDecidedV1,
    TaskOpenedV1,
)
from needfire.instruments.register import RegisterRules
from needfire.instruments.register_judging import Plan, judge_leaving, judge_plan, reviews_due, step_down_reviews
from tests.rules.northumberland.assessing import CALENDAR, edition
from tests.rules.northumberland.playing import (
    AGREED,
    GROUP,
    LEAD,
    PRACTITIONER,
    RISK_REDUCED,
    TEAM,
    due,
    in_step_down,
    level,
    minute_before,
    on_register,
    raised,
    reduce,
    refer,
    rules_of,
    started,
    told,
)
from tests.unit.casework.case import NOON, Case, at

WEEK = timedelta(weeks=1)
MONTH = datetime(2026, 12, 17, 12, tzinfo=UTC)
HALF_A_YEAR = datetime(2027, 5, 17, 11, tzinfo=UTC)  # noon in England, in summer time
RIGHT = {"keyworker_still_right": True}
HELD = {"checklist_updated": True, **RIGHT}


def register() -> RegisterRules:
    stated = edition().register
    assert stated
    return stated


def down(case: Case, value: str = "medium") -> dict[str, Any]:
    return {"vulnerability_level": value, "register_standing": "step_down", "left_register_at": at(case.clock.now())}


@pytest.mark.rule("NBL-P14", "NBL-P14B", "NBL-CLOCK-1")
def test_both_reviews_run_from_the_entry_and_the_monthly_one_governs() -> None:
    case = on_register()
    assert (due(case, "monthly_review"), due(case, "three_weekly_review")) == (MONTH, NOON + 3 * WEEK)
    monthly, weekly = case.running("monthly_review"), case.running("three_weekly_review")
    assert (monthly.owner, weekly.owner) == ("risk_management_group", "lead_professional")
    shown = reviews_due(register(), NOON, CALENDAR)
    assert [(each.cycle, each.due, each.governs) for each in shown] == [
        ("monthly_review", MONTH, True),
        ("three_weekly_review", NOON + 3 * WEEK, False),
    ]
    assert {"NBL-P14"} <= set(shown[0].rules) and {"NBL-P14B"} <= set(shown[1].rules)
    assert edition().rules["NBL-P14"].other_reading and edition().rules["NBL-P14B"].other_reading


@pytest.mark.rule("NBL-P14")
def test_a_month_that_passes_without_a_review_is_missed_and_the_next_one_runs() -> None:
    case = on_register()
    case.given(case.decide("checklist_review", "reviewed", RIGHT), by=LEAD)
    case.until(minute_before(MONTH))
    monthly = case.running("monthly_review").clock_id
    assert monthly not in [each.clock_id for each in case.ever(ClockBreachedV1)]
    case.until(MONTH)
    assert monthly in [each.clock_id for each in case.of(ClockBreachedV1)]
    assert (GROUP,) in told(case)
    assert due(case, "monthly_review") == datetime(2027, 1, 17, 12, tzinfo=UTC)


@pytest.mark.rule("NBL-P14", "NBL-CLOCK-1")
def test_the_next_month_runs_from_the_last_review() -> None:
    case = on_register()
    case.passes(days=10)
    case.given(case.decide("plan_review", "reviewed", {"unmet_need": "none"}), by=GROUP)
    assert [each.late for each in case.of(ClockMetV1)] == [False]
    assert due(case, "monthly_review") == datetime(2026, 12, 27, 12, tzinfo=UTC)
    assert "plan_review" in case.waiting  # the next one lies in the tray


@pytest.mark.rule("NBL-P14B", "NBL-CLOCK-1")
def test_three_weeks_run_from_the_last_review_and_are_no_must() -> None:
    case = on_register()
    case.passes(days=7)
    case.given(case.decide("checklist_review", "reviewed", RIGHT), by=LEAD)
    assert due(case, "three_weekly_review") == NOON + 4 * WEEK
    case.until(minute_before(NOON + 4 * WEEK))
    assert case.of(ClockBreachedV1) == []
    case.until(NOON + 4 * WEEK)
    [breached] = case.of(ClockBreachedV1)
    assert "NBL-P14B" in rules_of(breached)
    assert "should" in breached.decisions[0].answer


@pytest.mark.rule("NBL-P14", "NBL-P14B")
@pytest.mark.parametrize(("value", "goes_on"), [("very_high", True), ("medium", False), ("low", False)])
def test_they_run_until_the_level_is_no_longer_high(value: str, goes_on: bool) -> None:
    case = on_register()
    case.given(case.update({"vulnerability_level": value}), by=GROUP)
    states = {case.running(each).state for each in ("monthly_review", "three_weekly_review")}
    assert states == ({"running"} if goes_on else {"stopped"})


@pytest.mark.rule("NBL-P16")
@pytest.mark.parametrize("value", ["high", "very_high"])
def test_a_name_stays_on_while_the_level_is_high(value: str) -> None:
    case = on_register()
    case.given(case.update({**down(case), "vulnerability_level": value}), by=GROUP)
    refusal = case.when(case.decide("on_register", "reduced", RISK_REDUCED, sealed="why"), by=GROUP)
    assert "NBL-P16" in refusal.refused("outcome_refused")["rules"]
    assert [said.about for said in judge_leaving(register(), value, None, True)] == ["level"]


@pytest.mark.rule("NBL-P16")
@pytest.mark.parametrize("value", ["medium", "low"])
def test_down_to_medium_or_low_it_comes_off_into_step_down(value: str) -> None:
    case = reduce(on_register(), value)
    assert "step_down" in case.waiting and "on_register" not in case.waiting
    assert case.task("care_team_meeting").people == (LEAD,)
    assert judge_leaving(register(), value, None, False) == ()
    assert edition().rules["NBL-P16"].other_reading  # the article's, which has no step-down


@pytest.mark.rule("NBL-P16", "NBL-CLOCK-1")
def test_step_down_is_3_weeks_again_and_again_for_6_months_from_leaving() -> None:
    case = in_step_down()
    assert due(case, "step_down_review") == NOON + 3 * WEEK
    case.until(minute_before(NOON + 3 * WEEK))
    assert case.of(ClockBreachedV1) == []
    case.until(NOON + 3 * WEEK)
    assert len(case.of(ClockBreachedV1)) == 1
    assert due(case, "step_down_review") == NOON + 6 * WEEK
    case.until(HALF_A_YEAR + 4 * WEEK)
    dues = sorted({each.due for each in case.routing.clocks.values() if each.clock == "step_down_review"})
    expected = [each.due for each in step_down_reviews(register(), NOON, CALENDAR)]
    assert len(expected) == 8 and dues == expected  # the ninth would lie beyond the 6 months
    assert all(each <= HALF_A_YEAR for each in dues)


@pytest.mark.rule("NBL-P16")
def test_the_checklist_is_updated_at_each_meeting() -> None:
    case = in_step_down()
    case.passes(days=20)
    case.when(case.decide("care_team_meeting", "held", RIGHT), by=LEAD).refused("record_required")
    case.given(case.decide("care_team_meeting", "held", HELD), by=LEAD)
    assert due(case, "step_down_review") == NOON + timedelta(days=41)
    assert "care_team_meeting" in case.waiting


@pytest.mark.rule("NBL-CLOCK-1")
@pytest.mark.parametrize("missing", ["register_standing", "left_register_at"])
def test_step_down_is_counted_from_leaving_which_is_recorded_first(missing: str) -> None:
    case = on_register()
    facts = {name: value for name, value in down(case).items() if name != missing}
    case.given(case.update(facts), by=GROUP)
    refusal = case.when(case.decide("on_register", "reduced", RISK_REDUCED, sealed="why"), by=GROUP)
    assert "NBL-CLOCK-1" in refusal.refused("outcome_refused")["rules"]


@pytest.mark.rule("NBL-CLOCK-1", "NBL-P16", "NBL-P18")
def test_the_times_of_step_down_are_counted_from_the_day_that_is_recorded() -> None:
    case = on_register()
    case.passes(days=5)
    left = NOON + timedelta(days=2)
    case.given(case.update({**down(case), "left_register_at": at(left)}), by=GROUP)
    case.given(case.decide("on_register", "reduced", RISK_REDUCED, sealed="why"), by=GROUP)
    assert due(case, "step_down_review") == left + 3 * WEEK
    assert due(case, "end_of_step_down") == datetime(2027, 5, 19, 11, tzinfo=UTC)


@pytest.mark.rule("NBL-P17", "NBL-P16")
@pytest.mark.parametrize("value", ["high", "very_high"])
def test_up_again_in_step_down_it_is_referred_again(value: str) -> None:
    case = in_step_down()
    case.passes(days=30)
    case.given(case.update({"vulnerability_level": value}), by=PRACTITIONER)
    assert case.task("refer").state == "open"
    [opened] = [each for each in case.of(TaskOpenedV1) if each.step == "refer"]
    assert (opened.people, "NBL-P17" in rules_of(opened)) == ((TEAM,), True)
    assert case.running("step_down_review").state == "stopped"  # the group's own reviews come in its place
    case.given(case.decide("step_down", "rose_again"), by=LEAD)
    refer(case)
    case.given(case.update({"register_standing": "on_it"}), by=GROUP)
    case.given(case.decide("rmg_decision", "concurs", AGREED), by=GROUP)
    assert "on_register" in case.waiting and case.running("monthly_review").state == "running"


@pytest.mark.rule("NBL-P17")
def test_medium_in_step_down_is_not_referred_again() -> None:
    case = in_step_down("low")
    case.given(case.update({"vulnerability_level": "medium"}), by=PRACTITIONER)
    assert "refer" not in case.waiting
    refusal = case.when(case.decide("step_down", "rose_again"), by=LEAD).refused("outcome_refused")
    assert "NBL-P17" in refusal["rules"]


@pytest.mark.rule("NBL-P17")
def test_high_on_the_register_is_no_re_referral() -> None:
    case = on_register()
    case.given(case.update({"vulnerability_level": "very_high"}), by=PRACTITIONER)
    assert "refer" not in case.waiting


@pytest.mark.rule("NBL-P18")
def test_after_6_months_a_team_manager_chairs_the_child_in_need_review() -> None:
    case = in_step_down()
    case.until(minute_before(HALF_A_YEAR))
    assert "child_in_need_review" not in case.waiting
    refusal = case.when(case.decide("step_down", "six_months_over"), by=LEAD).refused("outcome_refused")
    assert "NBL-P18" in refusal["rules"]
    case.until(HALF_A_YEAR)
    assert case.running("end_of_step_down").state == "met"
    assert case.task("child_in_need_review").people == (TEAM,)
    assert "step_down" not in case.waiting


@pytest.mark.rule("NBL-P18")
def test_without_concern_the_care_team_sets_the_frequency_and_no_time_runs() -> None:
    case = in_step_down()
    case.until(HALF_A_YEAR)
    concern = {"further_concern": False}
    decide = case.decide("child_in_need_review", "care_team_sets_frequency", concern)
    case.when(decide, by=TEAM).refused("comment_required")
    case.given(case.decide("child_in_need_review", "care_team_sets_frequency", concern, sealed="monthly"), by=TEAM)
    assert len(case.of(RoutingEndedV1)) == 1
    assert [each for each in case.routing.clocks.values() if each.state == "running"] == []


@pytest.mark.rule("NBL-P18", "NBL-P17")
def test_a_rise_stands_against_it() -> None:
    case = in_step_down()
    case.until(HALF_A_YEAR)
    case.given(case.update({"vulnerability_level": "high"}), by=PRACTITIONER)
    decide = case.decide("child_in_need_review", "care_team_sets_frequency", {"further_concern": True}, sealed="x")
    assert "NBL-P18" in case.when(decide, by=TEAM).refused("outcome_refused")["rules"]
    high = in_step_down()
    high.given(high.update({"vulnerability_level": "high"}), by=PRACTITIONER)
    high.until(HALF_A_YEAR)
    assert "child_in_need_review" not in high.waiting  # it waits for the group, not for the end of step-down


@pytest.mark.rule("NBL-P19")
def test_leaving_the_register_is_a_recorded_decision_with_its_reason() -> None:
    case = on_register()
    case.given(case.update(down(case)), by=GROUP)
    case.when(case.decide("on_register", "reduced", RISK_REDUCED), by=GROUP).refused("comment_required")
    case.when(case.decide("on_register", "reduced", sealed="why"), by=GROUP).refused("record_required")
    case.given(case.decide("on_register", "reduced", RISK_REDUCED, sealed="why"), by=GROUP)
    [decided] = case.of(TaskDecidedV1)
    assert "NBL-P19" in rules_of(decided) and edition().rules["NBL-P19"].status == "gap"


@pytest.mark.rule("NBL-P19", "NBL-P16")
@pytest.mark.parametrize("why", ["turned_18", "moved", "died", "other"])
def test_by_age_move_or_death_it_is_left_by_decision_and_never_by_itself(why: str) -> None:
    case = on_register(age_years=17)
    case.given(case.update({"age_years": 18}), by=GROUP)
    assert "on_register" in case.waiting  # turning 18 alone does nothing
    leave = case.decide("on_register", "left_otherwise", {"why": why}, sealed="why")
    case.when(leave, by=GROUP).refused("outcome_refused")
    case.given(case.update({"register_standing": "not_on_it"}), by=GROUP)
    assert len(case.of(ClockStoppedV1)) == 2
    case.when(case.decide("on_register", "left_otherwise", {"why": why}), by=GROUP).refused("comment_required")
    case.given(leave, by=GROUP)
    assert case.of(TaskDecidedV1)[0].records == {"why": why} and len(case.of(RoutingEndedV1)) == 1
    assert judge_leaving(register(), "high", why, True) == ()
    assert [said.about for said in judge_leaving(register(), "high", why, False)] == ["reason"]
    assert [said.about for said in judge_leaving(register(), "high", "forgotten", True)] == ["otherwise"]


WHOLE = Plan(
    actions=({"what", "why", "who", "agency", "service", "by_when"},) * 2,
    professionals={"keyworker": {"visits"}, "nurse": {"visits"}},
    states={
        "review_frequency",
        "next_review",
        "keyworker",
        "young_person_involved",
        "parents_or_carers_involved",
        "professionals_involved",
    },
)


@pytest.mark.rule("NBL-PLAN-1", "NBL-P13")
@pytest.mark.parametrize("field", ["what", "why", "who", "agency", "service", "by_when"])
def test_each_action_of_a_plan_says_what_why_who_agency_service_and_by_when(field: str) -> None:
    assert judge_plan(register(), WHOLE) == ()
    lacking = Plan((WHOLE.actions[0], set(WHOLE.actions[1]) - {field}), WHOLE.professionals, WHOLE.states)
    [said] = judge_plan(register(), lacking)
    assert (said.about, said.rules[0]) == ("action 2", "NBL-PLAN-1")


@pytest.mark.rule("NBL-PLAN-1")
def test_a_plan_says_how_often_each_professional_visits_and_has_an_action() -> None:
    [said] = judge_plan(register(), Plan(WHOLE.actions, {"keyworker": {"visits"}, "nurse": set()}, WHOLE.states))
    assert said.about == "nurse"
    assert len(judge_plan(register(), Plan((), WHOLE.professionals, WHOLE.states))) == 1
    assert len(judge_plan(register(), Plan(WHOLE.actions, {}, WHOLE.states))) == 1


@pytest.mark.rule("NBL-PLAN-1", "NBL-KEY-1", "NBL-V15")
@pytest.mark.parametrize("field", sorted(WHOLE.states))
def test_a_plan_states_its_reviews_its_keyworker_and_who_was_involved(field: str) -> None:
    [said] = judge_plan(register(), Plan(WHOLE.actions, WHOLE.professionals, set(WHOLE.states) - {field}))
    assert said.about == "plan"
    assert ("NBL-V15" in said.rules) is field.endswith("involved")
    assert ("NBL-KEY-1" in said.rules) is (field == "keyworker")


@pytest.mark.rule("NBL-KEY-1")
def test_the_keyworker_is_kept_under_review() -> None:
    case = on_register()
    case.when(case.decide("checklist_review", "reviewed"), by=LEAD).refused("record_required")
    case.given(case.decide("checklist_review", "reviewed", {"keyworker_still_right": False}), by=LEAD)
    assert "NBL-KEY-1" in rules_of(case.of(TaskDecidedV1)[0])
    stepped = in_step_down()
    stepped.when(stepped.decide("care_team_meeting", "held", {"checklist_updated": True}), by=LEAD).refused(
        "record_required"
    )


@pytest.mark.rule("NBL-P12")
def test_a_name_comes_back_only_once_its_standing_is_put_right() -> None:
    case = in_step_down()
    case.given(case.update({"vulnerability_level": "high"}), by=PRACTITIONER)
    refer(case)
    refusal = case.when(case.decide("rmg_decision", "concurs", AGREED), by=GROUP).refused("outcome_refused")
    assert "NBL-P17" in refusal["rules"]


def test_no_review_of_the_register_runs_before_it() -> None:
    case = raised(level("high"))
    assert not {"monthly_review", "three_weekly_review", "step_down_review"} & set(started(case))
