"""The checklist through the service: what is refused, what is warned, who sets the level and what starts by it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts import risk_assessments as contract
from contracts.escalation import ClockStartedV1, TaskDecidedV1
from contracts.risk_assessments import Filled
from needfire.instruments.assessments import Answers, Given
from tests.rules.northumberland.assessing import (
    FITS,
    checklist,
    judged,
    scored,
    sound,
    with_asked,
    with_evidence,
    without,
)
from tests.rules.northumberland.filling import (
    FIRST,
    assessed,
    begin,
    complete,
    completed,
    concerned,
    filled,
    places_of,
    refused_rules,
    save,
    set_level,
)
from tests.rules.northumberland.playing import GROUP, LEAD, LINE, PRACTITIONER, SENIOR, TEAM, rules_of
from tests.unit.casework.case import Case, at, close

SECOND = "assessment-1-2"
NEW = {"history": False, "current": True, "imminent": False}


def said_by(case: Case) -> list[dict[str, Any]]:
    """What the refusal says, one after the other."""
    details = case.answer["refused"]["details"]["said"]
    return list(details)


# --- what must be: refused, and the draft kept ------------------------------------------------------------------------
REFUSED = [
    pytest.param(
        sound(EH4=scored("EH4", "3", current=False)), "NBL-V01", id="past-3", marks=pytest.mark.rule("NBL-V01")
    ),
    pytest.param(
        sound(EH4=scored("EH4", "0", history=True)), "NBL-V01", id="past-0", marks=pytest.mark.rule("NBL-V01")
    ),
    pytest.param(
        with_evidence(sound(EH4=scored("EH4", "1")), "emotional_health", text=None),
        "NBL-V03",
        id="no-evidence",
        marks=pytest.mark.rule("NBL-V03"),
    ),
    pytest.param(
        sound(EH4=scored("EH4", "3", harm_feared=None)), "NBL-V03", id="3-no-harm", marks=pytest.mark.rule("NBL-V03")
    ),
    pytest.param(
        sound(EH4=scored("EH4", "4", harm_feared=None)), "NBL-V03A", id="4-no-harm", marks=pytest.mark.rule("NBL-V03A")
    ),
    pytest.param(
        sound(EH8=scored("EH8", "2", diagnosed=False)), "NBL-V04", id="no-diagnosis", marks=pytest.mark.rule("NBL-V04")
    ),
    pytest.param(without(sound(), "PH"), "NBL-V05", id="no-PH", marks=pytest.mark.rule("NBL-V05", "NBL-VCL-PH")),
    pytest.param(
        sound(SE1=scored("SE1", "2", why_vulnerable=None)), "NBL-V06", id="why-not", marks=pytest.mark.rule("NBL-V06")
    ),
    pytest.param(
        sound(SE3=scored("SE3", "1", school_age=False)), "NBL-V07", id="past-school", marks=pytest.mark.rule("NBL-V07")
    ),
    pytest.param(
        sound(SE4=scored("SE4", "2", no_fixed_abode=False)), "NBL-V08", id="abode", marks=pytest.mark.rule("NBL-V08")
    ),
    pytest.param(
        sound(SE4=scored("SE4", "2"), SE5=scored("SE5", "2")),
        "NBL-V08",
        id="both-homes",
        marks=pytest.mark.rule("NBL-V08"),
    ),
    pytest.param(
        sound(SM3=scored("SM3", "2", history=None)), "NBL-V09", id="use-before", marks=pytest.mark.rule("NBL-V09")
    ),
    pytest.param(
        sound(SM9=scored("SM9", "2", which=None)), "NBL-VCL-SM", id="which", marks=pytest.mark.rule("NBL-VCL-SM")
    ),
    pytest.param(
        with_evidence(sound(OF1=scored("OF1", "2")), "offending", youth_offending=None),
        "NBL-V10",
        id="yos",
        marks=pytest.mark.rule("NBL-V10"),
    ),
    pytest.param(
        sound(AB3=scored("AB3", "2", harm_feared=None)),
        "NBL-V11",
        id="harm",
        marks=pytest.mark.rule("NBL-V11", "NBL-VCL-AB"),
    ),
    pytest.param(
        with_evidence(sound(AB1=scored("AB1", "4")), "absconding", not_reported=True),
        "NBL-V12",
        id="not-reported",
        marks=pytest.mark.rule("NBL-V12"),
    ),
    pytest.param(
        with_asked(sound(), involved=("professionals",)),
        "NBL-V15",
        id="young-person",
        marks=pytest.mark.rule("NBL-V15"),
    ),
    pytest.param(
        sound(EH4=Given(("2",), asked=NEW, rests_on=("x",))), "NBL-V16", id="no-fit", marks=pytest.mark.rule("NBL-V16")
    ),
]


@pytest.mark.parametrize(("answers", "rule"), REFUSED)
def test_what_must_be_is_refused_by_its_rule_and_the_draft_is_kept(answers: Answers, rule: str) -> None:
    case = filled(answers)
    before = case.risk.stream(FIRST)
    assert rule in refused_rules(case.when(complete(), by=LEAD), "assessment_refused")
    assert case.risk.stream(FIRST) == before, "the draft is as it was"


# --- what should be: warned, read, and left ----------------------------------------------------------------------------
WARNED = [
    pytest.param(sound(EH4=scored("EH4", "2", current=False, intervention=None)), "NBL-V01", marks=pytest.mark.rule("NBL-V01")),
    pytest.param(sound(EH4=scored("EH4", "3", imminent=True)), "NBL-V02", marks=pytest.mark.rule("NBL-V02")),
    pytest.param(
        sound(AB2=Given(("2",), asked={**FITS["2"], "harm_feared": True}, rests_on=("one",)),
              AB3=Given(("2",), asked={**FITS["2"], "harm_feared": True}, rests_on=("one",))),
        "NBL-V11", marks=pytest.mark.rule("NBL-V11"),
    ),
    pytest.param(sound(EH4=Given(("1",), asked=FITS["1"])), "NBL-V14", marks=pytest.mark.rule("NBL-V14")),
    pytest.param(
        with_asked(sound(), involved=("young_person", "professionals")), "NBL-V15", marks=pytest.mark.rule("NBL-V15")
    ),
    pytest.param(with_asked(sound(), keyworker_named=None), "NBL-KEY-1", marks=pytest.mark.rule("NBL-KEY-1")),
    pytest.param(
        with_asked(sound(OF1=scored("OF1", "1")), took_part=("police",)), "NBL-KEY-2", marks=pytest.mark.rule("NBL-KEY-2")
    ),
    pytest.param(with_asked(sound(), young_person_next=None), "NBL-FORM-1", marks=pytest.mark.rule("NBL-FORM-1")),
    pytest.param(
        with_asked(sound(), scored_as_of="now", pre_discharge_meeting=True), "NBL-T06", marks=pytest.mark.rule("NBL-T06")
    ),
]  # fmt: skip


@pytest.mark.parametrize(("answers", "rule"), WARNED)
def test_what_should_be_is_warned_and_may_be_left_by_who_has_read_it(answers: Answers, rule: str) -> None:
    case = filled(answers).when(complete(), by=LEAD)
    assert rule in refused_rules(case, "warnings_unread")
    keys = [each["key"] for each in said_by(case)]
    case.when(complete(FIRST, *keys[1:]), by=LEAD).refused("warnings_unread")
    case.given(complete(FIRST, *keys), by=LEAD)
    [event] = case.of(contract.AssessmentCompletedV1)
    assert rule in {each for warning in event.warnings for each in warning.rules}


@pytest.mark.rule("NBL-V13", "NBL-CSE")
def test_whatever_is_scored_in_sexual_health_asks_for_exploitation_and_hinders_nothing() -> None:
    case = completed(sound(SH4=scored("SH4", "1")))
    [event] = case.of(contract.AssessmentCompletedV1)
    assert "NBL-V13" in {rule for each in event.prompts for rule in each.rules}


# --- what the scores set off -------------------------------------------------------------------------------------------
@pytest.mark.rule("NBL-T01", "NBL-T03", "NBL-T04", "NBL-DEF-SCORED")
@pytest.mark.parametrize(
    ("answers", "fact", "duty", "rule"),
    [
        (sound(SH4=scored("SH4", "3")), "sexual_health_scored_high", "sexual_health_summary", "NBL-T01"),
        (sound(SM10=scored("SM10", "1")), "poly_drug_use_scored", "harm_reduction", "NBL-T03"),
        (
            sound(AB1=scored("AB1", "1")),
            "absconding_or_exploitation_concern",
            "missing_children_social_worker",
            "NBL-T04",
        ),
    ],
)
def test_scores_become_facts_of_the_case_and_open_what_somebody_owes(
    answers: Answers, fact: str, duty: str, rule: str
) -> None:
    case = filled(answers)
    assert duty not in case.duties
    event = _complete(case)
    assert case.notification.facts[fact] is True
    assert duty in case.duties
    assert rule in rules_of(event)
    case.given(case.complete(duty), by=LEAD if duty != "missing_children_social_worker" else "northumberland-keyworker")
    assert case.duty(duty).done_by


def _complete(case: Case) -> contract.AssessmentCompletedV1:
    """Completes it, with every warning read."""
    case.when(complete(), by=LEAD)
    if "refused" in case.answer:
        case.given(complete(FIRST, *(each["key"] for each in said_by(case))), by=LEAD)
    [event] = case.of(contract.AssessmentCompletedV1)
    done: contract.AssessmentCompletedV1 = event
    return done


@pytest.mark.rule("NBL-T02")
def test_a_referral_to_sorted_is_discussed_then_made() -> None:
    answers = with_evidence(sound(), "substance_misuse", disclosed=True, sorted_involved=False)
    case = completed(answers)
    case.given(case.decide("discuss_sorted", "discussed"), by=LEAD)
    assert "sorted_referral" in case.duties


@pytest.mark.rule("NBL-T01")
def test_a_flag_that_a_review_does_not_set_any_more_is_taken_down() -> None:
    case = assessed("high", sound(SH4=scored("SH4", "3")))
    case.given(begin("review"), by=LEAD).given(save(sound(), SECOND), by=LEAD).given(complete(SECOND), by=LEAD)
    assert case.notification.facts["sexual_health_scored_high"] is False


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
    case.given(case.decide("line_manager", "countersigned", {"assessment_on_case_file": True}), by=LINE)
    [event] = case.of(contract.LevelCountersignedV1)
    assert (event.by, rules_of(event)) == (LINE, {"NBL-P03"})


@pytest.mark.rule("NBL-P03")
def test_who_set_the_level_does_not_countersign_it() -> None:
    case = completed().given(set_level("low"), by=PRACTITIONER)
    task = case.decide("line_manager", "countersigned", {"assessment_on_case_file": True})
    case.when(task, by=PRACTITIONER)
    assert "refused" in case.answer
    assert not case.ever(contract.LevelCountersignedV1)


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
    case.given(case.decide("line_manager", "planning_meeting", {"assessment_on_case_file": True}), by=LINE)
    minutes = {"minuted": True, "actions_have_owner_and_time": True, "moderated_level": "high"}
    case.given(case.decide("planning_meeting", "held", minutes), by=TEAM)
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


# --- who, and what is not sent by a gateway ----------------------------------------------------------------------------
@pytest.mark.rule("NBL-P01", "NBL-KEY-1")
@pytest.mark.parametrize("by", [GROUP, SENIOR, "northumberland-police-representative"])
def test_who_has_no_such_role_neither_assesses_nor_sets_the_level(by: str) -> None:
    case = completed()
    for command in (begin("review"), save(sound()), complete(), set_level("high")):
        case.when(command, by=by).refused("not_permitted")


@pytest.mark.parametrize(
    "filled_in",
    [
        Filled("EH1", "answered", ("Invented Child",)),
        Filled("EH1", "answered", ("1",), {"effect": "Invented Child"}),
        Filled("EH1", "answered", ("1",), {"name": True}),
        Filled("EH1", "answered", ("1",), {}, (100,)),
        Filled("EH1", texts={"name": "s2.1.x:eA"}),
        Filled("EH1", texts={"reason": 7}),
        Filled("Invented Child", "answered", ("1",)),
    ],
)
def test_words_in_clear_are_never_stored(filled_in: Filled) -> None:
    case = concerned().given(begin(), by=LEAD)
    case.when(contract.SaveDraftV1(FIRST, checklist().name, 0, (filled_in,)), by=LEAD).refused("malformed")
    other = contract.SaveDraftV1(FIRST, "vulnerability_checklist 9", 0, (Filled("EH1"),))
    assert "NBL-FORM-1" in refused_rules(case.when(other, by=LEAD), "answers_refused")


def test_two_saves_at_once_merge_or_lie_beside_each_other() -> None:
    case = concerned().given(begin(), by=LEAD)
    case.given(save(Answers("", {"EH1": Given(("1",))})), by=LEAD)
    case.given(save(Answers("", {"EH2": Given(("2",))})), by=PRACTITIONER)
    case.given(save(Answers("", {"EH1": Given(("3",))})), by=PRACTITIONER)
    assert case.answer["accepted"]["beside"] == ["EH1"]
    case.when(complete(), by=LEAD).refused("answers_conflict")
    case.given(save(Answers("", {"EH1": Given(("3",))}), based_on=3), by=LEAD)
    case.when(complete(), by=LEAD).refused("assessment_refused")


def test_a_closed_case_is_not_assessed() -> None:
    case = concerned()
    case.given(close(), by=LINE)
    case.when(begin(), by=LEAD).refused("notification_ended")


SCORES = st.dictionaries(
    st.sampled_from(
        [item.id for item in checklist().items if item.not_applicable is False and item.answers == ("risk",)]
    ),
    st.sampled_from(["0", "1", "2", "3", "4", "unknown"]),
)


@pytest.mark.rule("NBL-DEF-SCORED", "NBL-V07")
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(SCORES, st.sampled_from(["SE3", "SE5"]))
def test_an_item_that_is_not_applicable_never_changes_a_total(scores: dict[str, str], item: str) -> None:
    given_ones = {
        name: Given(state="unknown") if value == "unknown" else Given((value,)) for name, value in scores.items()
    }
    answers = Answers(checklist().name, {**given_ones, item: Given(state="not_applicable")})
    found = judged(answers)
    others = Answers(checklist().name, {**given_ones, item: Given(("0",))})
    assert found.total == judged(others).total if item == "SE3" else found.total.lowest == judged(others).total.lowest
    assert places_of(answers)
