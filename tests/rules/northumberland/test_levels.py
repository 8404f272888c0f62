"""From a concern to a level, and what each level asks for: who discusses it, by when, what is recorded."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from contracts.escalation import (
    ClockBreachedV1,
    ClockMetV1,
    ClockStartedV1,
    DutyOpenedV1,
    RoutingEndedV1,
    RoutingStartedV1,
    TaskDecidedV1,
    TaskOpenedV1,
)
from tests.rules.northumberland.playing import (
    KEYWORKER,
    LEAD,
    LINE,
    MEETING,
    ON_FILE,
    PRACTITIONER,
    SENIOR,
    TEAM,
    YOUNG,
    discussed,
    due,
    level,
    met,
    raised,
    rules_of,
    started,
    told,
)
from tests.unit.casework.authorities import real
from tests.unit.casework.case import NOON, Case, at, raise_it

LEVELS = ("low", "medium", "high", "very_high")
MIDNIGHT = datetime(2026, 11, 18, tzinfo=UTC)
FIVE_WORKING_DAYS = datetime(2026, 11, 25, tzinfo=UTC)  # by the end of Tuesday the 24th


@pytest.mark.rule("NBL-P01")
def test_a_worker_raises_it_and_the_lead_professional_assesses_before_a_level_is_set() -> None:
    case = raised(YOUNG)
    assert case.waiting == ["assess"]
    assert case.task("assess").people == (LEAD,)
    assert started(case) == []  # the paragraph that cannot be read gives no time, and none is invented
    refusal = case.when(case.decide("assess", "assessed"), by=LEAD).refused("outcome_refused")
    assert "NBL-P01" in refusal["rules"]
    case.given(case.update({"vulnerability_level": "low"}), by=PRACTITIONER)
    case.given(case.decide("assess", "assessed"), by=LEAD)
    assert case.waiting == ["line_manager"]


@pytest.mark.rule("NBL-P01")
def test_the_reader_is_told_of_the_paragraph_that_cannot_be_read() -> None:
    [opened] = raised(YOUNG).ever(TaskOpenedV1)
    assert "NBL-P01" in rules_of(opened)
    rule = real("northumberland").authorities["northumberland"].editions["2013-01"].rules["NBL-P01"]
    assert rule.status == "gap" and "cannot be read" in rule.says


@pytest.mark.rule("NBL-VCL-TOTAL")
def test_no_score_stands_for_a_level_that_nobody_set() -> None:
    case = raised({**YOUNG, "poly_drug_use_scored": True, "sexual_health_scored_high": True})
    refusal = case.when(case.decide("assess", "assessed"), by=LEAD).refused("outcome_refused")
    assert "NBL-VCL-TOTAL" in refusal["rules"]


@pytest.mark.rule("NBL-SCOPE-1")
@pytest.mark.parametrize(("value", "within"), [("low", False), ("medium", False), ("high", True), ("very_high", True)])
def test_the_framework_is_for_high_and_very_high(value: str, within: bool) -> None:
    case = raised(level(value))
    outcome = case.when(case.decide("line_manager", "planning_meeting", ON_FILE), by=LINE)
    if within:
        assert case.waiting[-1] == "planning_meeting"
    else:
        outcome.refused("outcome_refused")


@pytest.mark.rule("NBL-SCOPE-1")
@pytest.mark.parametrize("age", [3, 15, 17, 24])
@pytest.mark.parametrize("by", [PRACTITIONER, LEAD])
def test_no_age_is_a_limit_and_any_worker_raises_it(age: int, by: str) -> None:
    facts = level("high", age_years=age)
    Case(real("northumberland")).given(raise_it(facts, "NBL-SCOPE-1", area="berwick"), by=by)


@pytest.mark.rule("NBL-SCOPE-1")
def test_a_level_of_the_framework_is_not_left_out_unseen() -> None:
    case = Case(real("northumberland")).when(raise_it(level("high"), "NBL-P01", area="blyth"), by=PRACTITIONER)
    assert case.refused("category_left_out")["rules"] == ["NBL-SCOPE-1"]


@pytest.mark.rule("NBL-SCOPE-2")
def test_no_safeguarding_action_waits_for_referral_register_or_plan() -> None:
    case = raised(level("very_high", social_worker_involved=False, poly_drug_use_scored=True))
    assert set(case.duties) == {"area_team_referral", "harm_reduction"}
    assert set(case.waiting) == {"line_manager", "immediate_action"}  # before anybody has decided anything
    case.given(case.complete("area_team_referral"), by=LEAD)
    assert case.waiting.count("line_manager") == 1


@pytest.mark.rule("NBL-SCOPE-2")
def test_what_is_owed_outside_stays_owed_when_the_route_has_ended() -> None:
    case = raised(level("low", poly_drug_use_scored=True))
    case.given(case.decide("line_manager", "countersigned", ON_FILE), by=LINE)
    assert len(case.of(RoutingEndedV1)) == 1
    case.given(case.complete("harm_reduction"), by=LEAD)


@pytest.mark.rule("NBL-LEVEL-DEF")
def test_what_rests_on_a_level_cites_its_definition() -> None:
    case = discussed(level("high"))
    case.given(case.update({"vulnerability_level": "medium"}), by=PRACTITIONER)
    case.given(case.decide("planning_meeting", "held", MEETING), by=TEAM)
    case.given(case.decide("senior_manager", "discussed", {"in_supervision": True}), by=SENIOR)
    case.given(case.update({"vulnerability_level": "high"}), by=PRACTITIONER)
    refused = case.when(case.decide("refer", "not_referred", {"plan_on_case_file": True}, sealed="why"), by=TEAM)
    assert "NBL-LEVEL-DEF" in refused.refused("outcome_refused")["rules"]


@pytest.mark.rule("NBL-P03")
def test_low_is_countersigned_by_the_line_manager_and_filed() -> None:
    case = raised(level("low"))
    assert (case.waiting, case.task("line_manager").people) == (["line_manager"], (LINE,))
    assert started(case) == []
    case.when(case.decide("line_manager", "countersigned"), by=LINE).refused("record_required")
    case.given(case.decide("line_manager", "countersigned", ON_FILE), by=LINE)
    [decided] = case.of(TaskDecidedV1)
    assert decided.records == ON_FILE and "NBL-P03" in rules_of(decided)
    assert [each.how for each in case.of(RoutingEndedV1)] == ["finished"]


@pytest.mark.rule("NBL-P03")
@pytest.mark.parametrize("value", ["medium", "high", "very_high"])
def test_only_low_ends_with_a_countersignature(value: str) -> None:
    case = raised(level(value))
    refused = case.when(case.decide("line_manager", "countersigned", ON_FILE), by=LINE).refused("outcome_refused")
    assert "NBL-P03" in refused["rules"]


@pytest.mark.rule("NBL-P04", "NBL-CLOCK-1")
def test_medium_is_discussed_within_5_working_days_of_the_level_being_set() -> None:
    set_at = NOON - timedelta(days=1)  # Monday the 16th: by the end of Monday the 23rd
    case = raised(level("medium", set_at))
    assert due(case, "discussion_medium") == datetime(2026, 11, 24, tzinfo=UTC)
    assert (case.running("discussion_medium").owner, started(case)) == ("lead_professional", ["discussion_medium"])
    case.until(due(case, "discussion_medium") - timedelta(minutes=1))
    assert case.of(ClockBreachedV1) == []
    case.until(due(case, "discussion_medium"))
    assert len(case.of(ClockBreachedV1)) == 1 and told(case) == [(LEAD,)]


@pytest.mark.rule("NBL-P04")
def test_medium_discussed_in_time_meets_the_clock_and_the_plan_has_no_time_of_its_own() -> None:
    case = raised(level("medium"))
    assert due(case, "discussion_medium") == FIVE_WORKING_DAYS
    case.given(case.decide("line_manager", "managed_by_agency", ON_FILE), by=LINE)
    assert [each.late for each in case.of(ClockMetV1)] == [False]
    assert (case.waiting, case.of(ClockStartedV1)) == (["medium_plan"], [])  # no time is invented for the plan
    [opened] = case.of(TaskOpenedV1)
    assert "NBL-P04" in rules_of(opened)
    rule = real("northumberland").authorities["northumberland"].editions["2013-01"].rules["NBL-P04"]
    assert rule.status == "gap" and "not said" in rule.says


@pytest.mark.rule("NBL-P04")
@pytest.mark.parametrize("value", ["low", "high", "very_high"])
def test_other_levels_do_not_have_those_5_days(value: str) -> None:
    assert "discussion_medium" not in started(raised(level(value)))
    case = raised(level("medium"))
    case.given(case.update({"vulnerability_level": value}), by=PRACTITIONER)
    assert case.running("discussion_medium").state == "stopped"


@pytest.mark.rule("NBL-P04B")
def test_medium_stays_with_the_agency_with_actions_on_the_case_file_and_in_supervision() -> None:
    case = raised(level("medium"))
    case.given(case.decide("line_manager", "managed_by_agency", ON_FILE), by=LINE)
    case.when(case.decide("medium_plan", "planned"), by=LEAD).refused("record_required")
    case.given(case.decide("medium_plan", "planned", {"plan_on_case_file": True}), by=LEAD)
    [decided] = case.of(TaskDecidedV1)
    assert {"NBL-P04B", "NBL-P15"} <= rules_of(decided)
    assert len(case.of(RoutingEndedV1)) == 1
    assert "refer" not in [task.step for task in case.routing.tasks.values()]
    case.given(case.ask("supervision"), by=LINE)
    case.given(case.decide("supervision", "looked_at"), by=LINE)


@pytest.mark.rule("NBL-P05", "NBL-CLOCK-1")
@pytest.mark.parametrize("value", ["high", "very_high"])
def test_high_and_very_high_are_discussed_the_same_day(value: str) -> None:
    case = raised(level(value))
    assert due(case, "discussion_high") == MIDNIGHT
    case.until(MIDNIGHT - timedelta(minutes=1))
    assert case.of(ClockBreachedV1) == []
    case.until(MIDNIGHT)
    assert [each.clock_id for each in case.of(ClockBreachedV1)] == [case.running("discussion_high").clock_id]
    assert (LEAD,) in told(case)


@pytest.mark.rule("NBL-P05", "NBL-CLOCK-1")
def test_the_day_is_that_on_which_the_level_was_set() -> None:
    yesterday = NOON - timedelta(days=1)
    case = raised(level("high", yesterday))
    assert due(case, "discussion_high") == datetime(2026, 11, 17, tzinfo=UTC)
    assert case.running("discussion_high").state == "breached"
    case.given(case.decide("line_manager", "planning_meeting", ON_FILE), by=LINE)
    assert [each.late for each in case.of(ClockMetV1)] == [True]


@pytest.mark.rule("NBL-P05")
@pytest.mark.parametrize("value", ["low", "medium"])
def test_low_and_medium_need_not_be_discussed_the_same_day(value: str) -> None:
    assert "discussion_high" not in started(raised(level(value)))


@pytest.mark.rule("NBL-P06", "NBL-CLOCK-1")
def test_the_planning_meeting_is_within_5_working_days_chaired_by_a_team_manager() -> None:
    case = discussed(level("high"))
    assert due(case, "planning_meeting_in_time") == FIVE_WORKING_DAYS
    assert case.task("planning_meeting").people == (TEAM,)
    assert (LEAD,) in told(case)  # who convenes it
    case.until(FIVE_WORKING_DAYS - timedelta(minutes=1))
    assert case.of(ClockBreachedV1) == []
    case.until(FIVE_WORKING_DAYS)
    assert len(case.of(ClockBreachedV1)) == 1


@pytest.mark.rule("NBL-P06")
@pytest.mark.parametrize("left_out", ["minuted", "actions_have_owner_and_time"])
def test_the_meeting_records_minutes_and_who_does_what_by_when(left_out: str) -> None:
    case = discussed(level("high"))
    records = {name: value for name, value in MEETING.items() if name != left_out}
    case.when(case.decide("planning_meeting", "held", records), by=TEAM).refused("record_required")
    case.given(case.decide("planning_meeting", "held", MEETING), by=TEAM)
    [decided] = case.of(TaskDecidedV1)
    assert decided.records[left_out] is True
    assert [each.late for each in case.of(ClockMetV1)] == [False]


@pytest.mark.rule("NBL-P06")
@pytest.mark.parametrize("value", ["low", "medium"])
def test_low_and_medium_have_no_planning_meeting(value: str) -> None:
    case = raised(level(value))
    assert "planning_meeting_in_time" not in started(case)
    refused = case.when(case.decide("line_manager", "planning_meeting", ON_FILE), by=LINE).refused("outcome_refused")
    assert "NBL-P06" in refused["rules"]


@pytest.mark.rule("NBL-P07")
def test_high_is_discussed_with_the_senior_manager_and_in_supervision() -> None:
    case = met(level("high"))
    assert (case.waiting, case.task("senior_manager").people) == (["senior_manager"], (SENIOR,))
    case.when(case.decide("senior_manager", "discussed"), by=SENIOR).refused("record_required")
    case.given(case.decide("senior_manager", "discussed", {"in_supervision": True}), by=SENIOR)
    [decided] = case.of(TaskDecidedV1)
    assert decided.records == {"in_supervision": True} and "NBL-P07" in rules_of(decided)
    for _ in range(2):
        case.given(case.ask("supervision"), by=TEAM)
        by = case.task("supervision").people[0]
        case.given(case.decide("supervision", "looked_at"), by=by)


@pytest.mark.rule("NBL-P07")
def test_without_having_been_discussed_there_it_is_not_referred() -> None:
    assert "refer" not in met(level("high")).waiting
    assert "senior_manager" not in [each.step for each in raised(level("medium")).routing.tasks.values()]


@pytest.mark.rule("NBL-P08")
def test_very_high_asks_for_action_at_once() -> None:
    case = raised(level("very_high"))
    assert case.task("immediate_action").people == (LEAD,)
    assert due(case, "immediate_action") == NOON
    case.when(case.decide("immediate_action", "taken", sealed="what"), by=LEAD).refused("record_required")
    case.given(case.decide("immediate_action", "taken", {"action": "surveillance"}, sealed="what"), by=LEAD)
    [decided] = case.of(TaskDecidedV1)
    assert "NBL-P08" in rules_of(decided)


@pytest.mark.rule("NBL-P08")
@pytest.mark.parametrize("value", ["low", "medium", "high"])
def test_other_levels_do_not_until_they_rise(value: str) -> None:
    case = raised(level(value))
    assert "immediate_action" not in case.waiting
    case.given(case.update({"vulnerability_level": "very_high"}), by=PRACTITIONER)
    assert "immediate_action" in case.waiting


@pytest.mark.rule("NBL-CLOCK-1", "NBL-PLAT-4", "NBL-P05", "NBL-P06")
def test_a_level_that_rises_later_has_its_times_from_then() -> None:
    case = raised(level("low"))
    case.given(case.decide("line_manager", "countersigned", ON_FILE), by=LINE)
    case.passes(days=10)
    rises = case.clock.now()
    case.given(case.update({"vulnerability_level": "high", "level_set_at": at(rises)}), by=PRACTITIONER)
    assert case.waiting == ["line_manager"]
    assert due(case, "discussion_high") == datetime(2026, 11, 28, tzinfo=UTC)
    assert due(case, "planning_meeting_in_time") == datetime(2026, 12, 5, tzinfo=UTC)


@pytest.mark.rule("NBL-KEY-1")
def test_the_keyworker_who_was_named_is_told_of_the_meeting_to_coordinate() -> None:
    case = raised(level("high"), named={"keyworker": KEYWORKER})
    case.given(case.decide("line_manager", "planning_meeting", ON_FILE), by=LINE)
    assert (KEYWORKER,) in told(case)
    without = discussed(level("high"))
    assert (KEYWORKER,) not in told(without)


@pytest.mark.rule("NBL-VCL-LEVEL")
@pytest.mark.parametrize("value", LEVELS)
def test_the_route_is_by_the_level_that_was_set(value: str) -> None:
    [routed] = raised(level(value)).ever(RoutingStartedV1)
    assert routed.route == "by_level" and "NBL-VCL-LEVEL" in rules_of(routed)
    assert raised(level(value)).ever(DutyOpenedV1) == []
