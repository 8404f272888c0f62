"""The level of an assessment: who sets it, what starts by it, who countersigns it, and what a review does to it."""

from __future__ import annotations

import pytest

from contracts import risk_assessments as contract
from contracts.escalation import ClockStartedV1, TaskDecidedV1
from tests.rules.northumberland.assessing import scored, sound, with_asked
from tests.rules.northumberland.filling import (
    FIRST,
    SECOND,
    assessed,
    begin,
    complete,
    completed,
    concerned,
    filled,
    refused_rules,
    save,
    set_level,
)
from tests.rules.northumberland.playing import (
    EVERYBODY,
    KEYWORKER,
    LEAD,
    LINE,
    MEETING,
    ON_FILE,
    PRACTITIONER,
    SENIOR,
    TEAM,
    may,
    rules_of,
)
from tests.unit.casework.case import at
from tests.unit.risk_register.house import holding


# --- the level: a person's decision ------------------------------------------------------------------------------------
@pytest.mark.rule("NBL-VCL-TOTAL", "NBL-VCL-LEVEL", "NBL-P01", "NBL-LEVEL-DEF")
def test_no_score_sets_the_level_and_whoever_sets_it_says_why() -> None:
    case = completed(sound(EH4=scored("EH4", "4")))
    assert "vulnerability_level" not in case.notification.facts
    case.when(set_level("low", because=None), by=LEAD)
    assert "NBL-VCL-TOTAL" in refused_rules(case, "level_refused")
    case.when(set_level("low", age_and_functioning=None), by=LEAD).refused("level_refused")
    case.when(set_level("dreadful"), by=LEAD).refused("level_refused")
    case.given(set_level("low"), by=LEAD)
    [event] = case.of(contract.LevelSetV1)
    assert (event.level, event.by, event.indicated) == ("low", LEAD, ())
    assert {"NBL-VCL-TOTAL", "NBL-VCL-LEVEL", "NBL-LEVEL-DEF", "NBL-P01"} <= rules_of(event)
    assert case.notification.facts["level_set_at"] == at(case.clock.now())


@pytest.mark.rule("NBL-P01")
def test_setting_the_level_is_the_step_that_asks_for_it() -> None:
    case = assessed("medium")
    decided = [each for each in case.of(TaskDecidedV1) if each.step == "assess"]
    assert [(each.outcome, each.by) for each in decided] == [("assessed", LEAD)]
    assert case.waiting == ["line_manager"]


@pytest.mark.rule("NBL-T05", "NBL-T05A")
@pytest.mark.parametrize("level", ["high", "very_high"])
def test_with_a_high_level_goes_whether_a_social_worker_is_involved(level: str) -> None:
    case = completed()
    case.when(set_level(level, facts={}), by=LEAD)
    assert {"NBL-T05", "NBL-T05A"} <= refused_rules(case, "facts_required")
    case.given(set_level(level, facts={"social_worker_involved": False}), by=LEAD)
    assert "area_team_referral" in case.duties


@pytest.mark.rule("NBL-P03")
def test_low_is_countersigned_by_somebody_else() -> None:
    case = assessed("low")
    case.given(case.decide("line_manager", "countersigned", ON_FILE), by=LINE)
    [event] = case.of(contract.LevelCountersignedV1)
    assert (event.by, rules_of(event)) == (LINE, {"NBL-P03"})


@pytest.mark.rule("NBL-P03")
def test_who_set_the_level_does_not_countersign_it_even_as_line_manager() -> None:
    both = holding((LEAD, LINE), "lead_professional", "line_manager")
    case = completed(deployment=both).given(set_level("low"), by=LEAD)
    case.when(case.decide("line_manager", "countersigned", ON_FILE), by=LEAD).refused("own_work")
    case.given(case.claim("line_manager"), case.decide("line_manager", "countersigned", ON_FILE), by=LINE)
    assert [each.by for each in case.of(contract.LevelCountersignedV1)] == [LINE]


@pytest.mark.rule("NBL-P04", "NBL-P05", "NBL-P06", "NBL-CLOCK-1")
@pytest.mark.parametrize(
    ("level", "clocks"),
    [
        ("medium", {"discussion_medium"}),
        ("high", {"discussion_high", "planning_meeting_in_time"}),
        ("very_high", {"discussion_high", "planning_meeting_in_time"}),
        ("low", set()),
    ],
)
def test_the_levels_own_times_run_from_its_being_set(level: str, clocks: set[str]) -> None:
    case = assessed(level)
    started = {each.clock: each for each in case.ever(ClockStartedV1)}
    assert set(started) & {"discussion_medium", "discussion_high", "planning_meeting_in_time"} == clocks


@pytest.mark.rule("NBL-P06", "NBL-P07", "NBL-P08", "NBL-P10B")
def test_very_high_goes_to_action_meeting_and_senior_manager() -> None:
    case = assessed("very_high")
    assert "immediate_action" in case.waiting
    case.given(case.decide("line_manager", "planning_meeting", ON_FILE), by=LINE)
    case.given(case.decide("planning_meeting", "held", MEETING), by=TEAM)
    case.given(case.decide("senior_manager", "discussed", {"in_supervision": True}), by=SENIOR)
    assert "refer" in case.waiting


@pytest.mark.rule("NBL-T06", "NBL-V14")
def test_before_release_the_scores_are_those_of_the_time_before_custody() -> None:
    answers = with_asked(sound(), scored_as_of="before_custody", pre_discharge_meeting=True)
    facts = {"placement": "custody", "release_due_at": "2026-12-01T09:00:00+00:00"}
    case = completed(answers, **facts)
    assert "pre_discharge_assessment" in case.waiting
    assert case.of(contract.AssessmentCompletedV1)


# --- reviews -----------------------------------------------------------------------------------------------------------
@pytest.mark.rule("NBL-FORM-1", "NBL-T07")
def test_a_review_follows_what_it_reviews_and_its_level_stands() -> None:
    case = concerned()
    assert "NBL-FORM-1" in refused_rules(case.when(begin("review"), by=LEAD), "nothing_to_review")
    case = assessed("high", sound(EH4=scored("EH4", "3")))
    case.when(begin("first"), by=LEAD).refused("assessed_already")
    case.given(begin("review"), by=LEAD)
    [begun] = case.of(contract.AssessmentBegunV1)
    assert (begun.number, begun.previous, begun.instrument) == (2, FIRST, "vulnerability_checklist 1")
    case.when(begin("review"), by=LEAD).refused("assessment_open")
    case.given(save(sound(), SECOND), by=LEAD).given(complete(SECOND), by=LEAD)
    case.given(set_level("medium", SECOND), by=LEAD)
    assert [(each.total.lowest, each.level) for each in case.risk_work.noted.values()] == [(3, "high"), (0, "medium")]
    assert case.notification.facts["vulnerability_level"] == "medium"


@pytest.mark.rule("NBL-T07")
def test_the_level_is_set_anew_on_new_information_and_not_of_what_was_reviewed() -> None:
    case = assessed("medium").given(set_level("high"), by=LEAD)
    assert case.risk_work.latest and case.risk_work.latest.level == "high"
    case.given(begin("review"), by=LEAD)
    case.when(set_level("low"), by=LEAD).refused("assessment_completed")


# --- who ---------------------------------------------------------------------------------------------------------------
ASSESSORS = (PRACTITIONER, LEAD, KEYWORKER, TEAM)


@pytest.mark.rule("NBL-P01", "NBL-KEY-1")
@pytest.mark.parametrize("by", EVERYBODY)
def test_workers_leads_keyworkers_and_team_managers_assess_and_nobody_else(by: str) -> None:
    assert may(concerned(), begin(), by) is (by in ASSESSORS)
    case = concerned().given(begin(), by=LEAD)
    assert may(case, save(sound()), by) is (by in ASSESSORS)
    assert may(filled(), complete(), by) is (by in ASSESSORS)


@pytest.mark.rule("NBL-P01")
@pytest.mark.parametrize("by", EVERYBODY)
def test_the_worker_or_the_lead_sets_the_level_and_nobody_else(by: str) -> None:
    assert may(completed(), set_level("high"), by) is (by in (PRACTITIONER, LEAD))


@pytest.mark.rule("NBL-P01", "NBL-P10A")
def test_the_case_knows_that_it_is_assessed_once_the_level_is_set() -> None:
    case = completed()
    assert "risk_assessment_attached" not in case.notification.facts
    case.given(set_level("high"), by=LEAD)
    assert case.notification.facts["risk_assessment_attached"] is True
