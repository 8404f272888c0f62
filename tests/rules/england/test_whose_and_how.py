"""Working Together 2013: whose each thing is, whether it must or should be, who may ask, and what must be written."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.escalation import ClockStartedV1, DutyOpenedV1
from tests.rules.england.playing import (
    BOARD,
    CHAIR,
    LEAD,
    MANAGER,
    PAEDIATRICIAN,
    SENIOR,
    WORKER,
    ask,
    done,
    raised,
    record,
)
from tests.unit.casework.case import NOON, Case, at

NOW = at(NOON)
EMERGENCY = {"immediate_danger_seen_at": NOW, "responsible_authority": "other_authority"}
ALLEGATION = {"works_with_children": True, "allegation_says": ["harmed"], "allegation_learned_at": NOW}
PRISONER = {"prisoner_poses_risk": True, "prisoner_moves": ["release"], "sentence_months": 12}
REFERRED = {"referral_received_at": NOW, "referral_response": "services"}
BELOW = {**REFERRED, "referral_response": "below_threshold"}
ABUSE_SUGGESTED = {"post_mortem_suggests_abuse": True}
NOTICE = {"death_notice_received_at": NOW, "normally_resident": False}
UNEXPECTED = {"death_unexpected": True, "death_place": "home"}
CONFERENCE = {"initial_conference_at": NOW, "initial_conference_outcome": "plan"}
REFERENCE = "the reference number that it gave"

# Each duty: the facts that open it, whose it is here, whether it must be, and what proves it.
DUTIES: dict[str, tuple[str, dict[str, Any], str, bool, str]] = {
    "law_refer": ("WT13-03", {"child_may_be_in_need": True}, "lead_professional", False, REFERENCE),
    "law_feedback": ("WT13-06", REFERRED, "social_worker", False, REFERENCE),
    "law_feedback_below_threshold": (
        "WT13-06",
        BELOW,
        "social_worker",
        False,
        "how and when they were told the reasons",
    ),
    "law_family_told": ("WT13-07", REFERRED, "social_worker", True, "how and when they were told"),
    "law_assessment_told": ("WT13-14", {"assessment_concluded_at": NOW}, "social_worker", False, "the letters"),
    "law_referrer_told": ("WT13-14", {"assessment_concluded_at": NOW}, "social_worker", False, REFERENCE),
    "law_crime": ("WT13-14", {"crime_committed": True}, "social_worker", False, REFERENCE),
    "law_consult_responsible_authority": ("WT13-24", EMERGENCY, "line_manager", True, REFERENCE),
    "law_acceptance_in_writing": (
        "WT13-24",
        {**EMERGENCY, "responsibility_accepted_at": NOW},
        "line_manager",
        True,
        "the written confirmation",
    ),
    "law_plan_ended": ("WT13-47", {"protection_plan_ended_at": NOW}, "social_worker", False, REFERENCE),
    "law_tell_senior_manager": ("WT13-50", ALLEGATION, "line_manager", False, REFERENCE),
    "law_tell_lado": ("WT13-50", ALLEGATION, "head_of_service", False, REFERENCE),
    "law_barring_service": ("WT13-53", {"removed_for_risk_of_harm": True}, "head_of_service", True, REFERENCE),
    "law_prison_tells": ("WT13-60", PRISONER, "line_manager", False, REFERENCE),
    "law_probation": ("WT13-60", PRISONER, "line_manager", False, REFERENCE),
    "law_release_address": ("WT13-60", PRISONER, "line_manager", False, REFERENCE),
    "law_paediatrician": ("WT13-CD5", UNEXPECTED, "designated_paediatrician", False, REFERENCE),
    "law_care_quality_commission": ("WT13-CD10", UNEXPECTED, "designated_paediatrician", True, REFERENCE),
    "law_police_on_post_mortem": ("WT13-CD17", ABUSE_SUGGESTED, "designated_paediatrician", False, REFERENCE),
    "law_social_care_on_post_mortem": ("WT13-CD17", ABUSE_SUGGESTED, "designated_paediatrician", False, REFERENCE),
    "law_board_on_post_mortem": ("WT13-CD17", ABUSE_SUGGESTED, "designated_paediatrician", False, REFERENCE),
    "law_forward_death_notice": ("WT13-CD23", NOTICE, "board_chair", False, REFERENCE),
}
# Each clock: the facts that start it, who has to act or to watch, whether it must be.
CLOCKS: dict[str, tuple[str, dict[str, Any], str, bool]] = {
    "law_referral_decision": ("WT13-05", REFERRED, "social_worker", False),
    "law_referral_acknowledged": ("WT13-05", REFERRED, "social_worker", False),
    "law_assessment": ("WT13-11", {"referral_response": "specialist_assessment"}, "social_worker", False),
    "law_assessment_before_return": (
        "WT13-18",
        {"legal_status": "accommodated", "return_home_planned_at": NOW},
        "social_worker",
        True,
    ),
    "law_act_in_emergency": ("WT13-22", EMERGENCY, "social_worker", False),
    "law_police_protection": ("WT13-25", {"police_protection_began_at": NOW}, "line_manager", True),
    "law_initial_conference": ("WT13-34", {"strategy_discussion_at": NOW}, "line_manager", False),
    "law_core_group": ("WT13-39", CONFERENCE, "social_worker", False),
    "law_review_conference": ("WT13-41", CONFERENCE, "social_worker", False),
    "law_conference_after_move": ("WT13-44", {"moved_in_notified_at": NOW}, "line_manager", False),
    "law_report_to_panel": ("WT13-SCR9", {"publication_planned_at": at(NOON.replace(month=12))}, "board_chair", False),
    "law_registrar": ("WT13-CD2", {"death_registered_at": NOW}, "board_chair", True),
    "law_coroner": ("WT13-CD4", {"inquest_or_post_mortem_at": NOW}, "board_chair", True),
    "law_joint_report": ("WT13-CD15", {"cause_of_death": "unnatural"}, "designated_paediatrician", False),
}
DISCUSSED = ["social_worker", "manager", "health", "police"]
SUSPECTED = {"significant_harm_suspected": True, "strategy_discussion_with": DISCUSSED}
MINUTES = {"able_to_decide": True, "who_does_what_by_when": True, "section_47": False, "family_may_be_told": "all"}
REFUSED_HELP = {"early_help_agreement": "refused"}
# Each answer to what opens by itself: the facts, who answers, whether it must be written why, what is recorded.
ANSWERS: list[tuple[str, str, dict[str, Any], str, str, bool, dict[str, Any]]] = [
    ("WT13-02", "law_judge_without_early_help", REFUSED_HELP, "refer", LEAD, False, {}),
    ("WT13-02", "law_judge_without_early_help", REFUSED_HELP, "no_referral", LEAD, True, {}),
    ("WT13-30", "law_strategy_discussion", SUSPECTED, "held", MANAGER, True, MINUTES),
    ("WT13-26", "law_section_47_enquiries", SUSPECTED, "begun", MANAGER, False, {}),
    (
        "WT13-SCR4",
        "law_decide_on_review",
        {"board_notified_at": NOW, "abuse_or_neglect": "no"},
        "initiate",
        BOARD,
        False,
        {},
    ),
    (
        "WT13-SCR4",
        "law_decide_on_review",
        {"board_notified_at": NOW, "abuse_or_neglect": "no"},
        "not_initiated",
        BOARD,
        True,
        {},
    ),
    ("WT13-SCR8", "law_points_meanwhile", {"review_delayed": True}, "captured", BOARD, True, {}),
    ("WT13-CD5", "law_discuss_unexpected_death", UNEXPECTED, "held", PAEDIATRICIAN, True, {}),
    ("WT13-CD9", "law_decide_on_visit", UNEXPECTED, "visit", PAEDIATRICIAN, False, {}),
    ("WT13-CD9", "law_decide_on_visit", UNEXPECTED, "no_visit", PAEDIATRICIAN, True, {}),
    (
        "WT13-CD15",
        "law_joint_report_when_complete",
        {"crucial_information_missing": True},
        "given",
        PAEDIATRICIAN,
        False,
        {},
    ),
]
NO_CONFERENCE = {"conference_decision": "not_held"}
AGREED = {"early_help_agreement": "agreed"}
CONCLUDED = {"assessment_concluded_at": NOW}
PUBLISHED = {"report_published_at": "2025-11-17T12:00:00+00:00"}
# Each thing that may be asked for: who may, who may not, who answers, with which outcomes.
ASKED: list[tuple[str, str, dict[str, Any], list[str], str, str, dict[str, bool]]] = [
    ("WT13-02", "law_early_help_assessment", AGREED, [LEAD, WORKER], BOARD, LEAD, {"assessed": True}),
    ("WT13-11", "law_reasons_for_long_assessment", CONCLUDED, [WORKER], BOARD, WORKER, {"recorded": True}),
    ("WT13-30", "law_strategy_discussion", {}, [WORKER, MANAGER], BOARD, MANAGER, {}),
    (
        "WT13-33",
        "law_ask_for_conference",
        NO_CONFERENCE,
        [LEAD, PAEDIATRICIAN, SENIOR],
        BOARD,
        MANAGER,
        {"convened": False, "not_convened": True},
    ),
    ("WT13-33", "law_settle_difference", NO_CONFERENCE, [LEAD, PAEDIATRICIAN, SENIOR], CHAIR, BOARD, {"settled": True}),
    ("WT13-44", "law_end_protection_plan", {}, [WORKER, MANAGER], BOARD, CHAIR, {"ended": False, "goes_on": True}),
    ("WT13-SCR9", "law_withdraw_report", PUBLISHED, [BOARD], LEAD, BOARD, {"taken_down": False}),
]


@pytest.mark.parametrize("duty", [pytest.param(each, marks=pytest.mark.rule(DUTIES[each][0])) for each in DUTIES])
def test_whose_a_duty_is_whether_it_must_be_and_what_proves_it(duty: str) -> None:
    _, facts, lead, must, evidence = DUTIES[duty]
    case = record(raised(), **facts)
    [opened] = [each for each in case.of(DutyOpenedV1) if each.duty == duty]
    assert (opened.lead, opened.must, opened.evidence) == (lead, must, evidence)
    assert f"{opened.to}: it {'must' if must else 'should'} be told" in opened.decisions[0].answer


@pytest.mark.rule("WT13-SCR4")
def test_ofsted_and_the_panel_are_for_the_boards_chair_to_tell() -> None:
    case = record(raised(), board_notified_at=NOW, abuse_or_neglect="no")
    case.given(case.decide("law_decide_on_review", "initiate"), by=BOARD)
    opened = case.of(DutyOpenedV1)
    assert {(each.duty, each.lead, each.must) for each in opened} == {
        ("law_ofsted", "board_chair", True),
        ("law_national_panel", "board_chair", True),
    }
    assert all("must be told" in each.decisions[0].answer for each in opened)
    [clock] = [each for each in case.of(ClockStartedV1) if each.clock == "law_review_complete"]
    assert (clock.owner, "should be" in clock.decisions[0].answer) == ("board_chair", True)


@pytest.mark.parametrize("clock", [pytest.param(each, marks=pytest.mark.rule(CLOCKS[each][0])) for each in CLOCKS])
def test_who_has_to_act_or_to_watch_and_whether_it_must_be(clock: str) -> None:
    _, facts, owner, must = CLOCKS[clock]
    case = record(raised(), **facts)
    [started] = [each for each in case.of(ClockStartedV1) if each.clock == clock]
    assert (started.owner, "should be" not in started.decisions[0].answer) == (owner, must)


def answered(case: Case, step: str, outcome: str, by: str, written: bool, records: dict[str, Any]) -> None:
    """Asserts who answers, and whether it must be written why."""
    if case.task(step).tray == "group":
        case.given(case.claim(step), by=by)
    bare = case.decide(step, outcome, records)
    if written:
        case.when(bare, by=by).refused("comment_required")
        bare = case.decide(step, outcome, records, sealed="sealed")
    case.given(bare, by=by)
    assert step not in case.waiting


@pytest.mark.parametrize(
    ("step", "facts", "outcome", "by", "written", "records"),
    [pytest.param(*each[1:], marks=pytest.mark.rule(each[0]), id=f"{each[1]}-{each[3]}") for each in ANSWERS],
)
def test_who_answers_what_opens_by_itself_and_what_must_be_written(
    step: str, facts: dict[str, Any], outcome: str, by: str, written: bool, records: dict[str, Any]
) -> None:
    answered(record(raised(), **facts), step, outcome, by, written, records)


@pytest.mark.rule("WT13-24")
@pytest.mark.parametrize(("outcome", "written"), [("relieved", False), ("stays_here", True)])
def test_who_says_whether_responsibility_is_passed_on(outcome: str, written: bool) -> None:
    case = record(raised(), **EMERGENCY, responsibility_accepted_at=NOW)
    done(case, "law_consult_responsible_authority", MANAGER)
    answered(case, "law_be_relieved", outcome, MANAGER, written, {})


@pytest.mark.parametrize(
    ("request_id", "facts", "may", "may_not", "answers", "outcomes"),
    [pytest.param(*each[1:], marks=pytest.mark.rule(each[0]), id=each[1]) for each in ASKED],
)
def test_who_may_ask_and_who_answers(
    request_id: str, facts: dict[str, Any], may: list[str], may_not: str, answers: str, outcomes: dict[str, bool]
) -> None:
    for by in may:
        case = raised()
        if facts:
            record(case, **facts)
        case.when(ask(request_id), by=may_not).refused("not_permitted")
        case.given(ask(request_id), by=by)
        assert request_id in case.waiting
        for outcome, written in outcomes.items():
            answered(case, request_id, outcome, answers, written, {})
            case.given(ask(request_id), by=by)


@pytest.mark.rule("WT13-30", "WT13-26")
def test_what_the_facts_do_not_ask_for_any_more_is_ended_with_a_reason() -> None:
    case = record(raised(), **SUSPECTED)
    record(case, significant_harm_suspected=False)
    answered(case, "law_section_47_enquiries", "no_ground", MANAGER, True, {})
    answered(case, "law_strategy_discussion", "not_needed", MANAGER, True, MINUTES)
