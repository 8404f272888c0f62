"""Working Together 2013: by which fact each thing begins, what ends it, who hears that it was missed, and that nothing else does."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from contracts.escalation import ClockStartedV1
from tests.rules.england.playing import (
    BOARD,
    DAY,
    MINUTE,
    PAEDIATRICIAN,
    WORKER,
    ago,
    decided,
    due,
    laws,
    met,
    opened,
    raised,
    record,
    reminded,
    running,
)
from tests.rules.england.test_whose_and_how import ANSWERS, DUTIES
from tests.unit.casework.case import NOON, Case, at

NOW, YESTERDAY, LAST_WEEK = at(NOON), ago(days=1), ago(days=7)
IN_CARE = {"legal_status": "accommodated"}
BY_CONFERENCE = {"initial_conference_at": YESTERDAY, "initial_conference_outcome": "plan"}
DIED = {"happened": ["death"], "abuse_or_neglect": "no", "died_at": YESTERDAY}
LATER = at(NOON + 30 * DAY)

# Each time: the facts by which it runs, the one of them that sets it going, what meets it, whose it is.
CLOCKS: dict[str, tuple[str, dict[str, Any], str, str, str]] = {
    "law_referral_decision": (
        "WT13-05",
        {"referral_received_at": YESTERDAY},
        "referral_received_at",
        "referral_decided_at",
        "social_worker",
    ),
    "law_referral_acknowledged": (
        "WT13-05",
        {"referral_received_at": YESTERDAY},
        "referral_received_at",
        "referral_acknowledged_at",
        "social_worker",
    ),
    "law_assessment": (
        "WT13-11",
        {"referral_received_at": YESTERDAY, "referral_response": "section_47_enquiries"},
        "referral_response",
        "assessment_concluded_at",
        "social_worker",
    ),
    "law_assessment_before_return": (
        "WT13-18",
        {**IN_CARE, "return_home_planned_at": LATER},
        "return_home_planned_at",
        "return_home_assessed_at",
        "social_worker",
    ),
    "law_act_in_emergency": (
        "WT13-22",
        {"immediate_danger_seen_at": YESTERDAY},
        "immediate_danger_seen_at",
        "emergency_action_at",
        "social_worker",
    ),
    "law_police_protection": (
        "WT13-25",
        {"police_protection_began_at": YESTERDAY},
        "police_protection_began_at",
        "police_protection_ended_at",
        "line_manager",
    ),
    "law_initial_conference": (
        "WT13-34",
        {"strategy_discussion_at": YESTERDAY},
        "strategy_discussion_at",
        "initial_conference_at",
        "line_manager",
    ),
    "law_core_group": ("WT13-39", BY_CONFERENCE, "initial_conference_outcome", "core_group_met_at", "social_worker"),
    "law_review_conference": (
        "WT13-41",
        BY_CONFERENCE,
        "initial_conference_outcome",
        "review_conference_at",
        "social_worker",
    ),
    "law_conference_after_move": (
        "WT13-44",
        {"moved_in_notified_at": YESTERDAY},
        "moved_in_notified_at",
        "receiving_conference_at",
        "line_manager",
    ),
    "law_report_to_panel": (
        "WT13-SCR9",
        {"publication_planned_at": LATER},
        "publication_planned_at",
        "report_sent_to_panel_at",
        "board_chair",
    ),
    "law_registrar": (
        "WT13-CD2",
        {"death_registered_at": YESTERDAY},
        "death_registered_at",
        "registrar_told_board_at",
        "board_chair",
    ),
    "law_coroner": (
        "WT13-CD4",
        {"inquest_or_post_mortem_at": YESTERDAY},
        "inquest_or_post_mortem_at",
        "coroner_told_board_at",
        "board_chair",
    ),
    "law_joint_report": (
        "WT13-CD15",
        {**DIED, "cause_of_death": "not_confirmed"},
        "cause_of_death",
        "joint_report_sent_at",
        "designated_paediatrician",
    ),
}
EVERY_RULE = dict.fromkeys(
    [
        *(each[0] for each in (*CLOCKS.values(), *DUTIES.values(), *ANSWERS)),
        *("WT13-SCR8", "WT13-CD9", "WT13-24", "WT13-SCR4"),
    ]
)
# What is due at once, or for a body outside, and is missed: the facts, whose it is, by when.
MISSED: dict[str, tuple[str, dict[str, Any], str, datetime | None]] = {
    "law_refer": ("WT13-03", {"harm_suffered_or_likely": True}, "lead_professional", NOON),
    "law_tell_senior_manager": ("WT13-50", DUTIES["law_tell_senior_manager"][1], "line_manager", NOON),
    "law_tell_lado": ("WT13-50", DUTIES["law_tell_lado"][1], "head_of_service", None),
    "law_paediatrician": ("WT13-CD5", {"death_unexpected": True}, "designated_paediatrician", NOON),
    "law_discuss_unexpected_death": ("WT13-CD5", {"death_unexpected": True}, "designated_paediatrician", NOON),
    "law_police_on_post_mortem": (
        "WT13-CD17",
        {"post_mortem_suggests_abuse": True},
        "designated_paediatrician",
        NOON,
    ),
    "law_social_care_on_post_mortem": (
        "WT13-CD17",
        {"post_mortem_suggests_abuse": True},
        "designated_paediatrician",
        NOON,
    ),
    "law_decide_on_review": ("WT13-SCR4", {"board_notified_at": NOW}, "board_chair", None),
}


def clocks() -> list[Any]:
    """Each time by its id, marked with its rule."""
    return [pytest.param(each, marks=pytest.mark.rule(CLOCKS[each][0]), id=each) for each in CLOCKS]


def something_else(case: Case, fact: str = "learned_at") -> Case:
    """An update that says nothing of any of this."""
    return record(case, **{fact: NOW})


@pytest.mark.rule(*EVERY_RULE)
def test_nothing_begins_by_itself_nor_by_what_else_is_recorded() -> None:
    case = raised()
    assert (running(case), laws(case.waiting), opened(case)) == (set(), set(), set())
    something_else(case)
    assert (running(case), laws(case.waiting), opened(case)) == (set(), set(), set())


@pytest.mark.parametrize("clock", clocks())
def test_a_time_runs_from_the_raising_where_its_facts_are_known_by_then(clock: str) -> None:
    _, facts, _, _, owner = CLOCKS[clock]
    case = raised(**facts)
    assert clock in running(case)
    [started] = [each for each in case.of(ClockStartedV1) if each.clock == clock]
    assert started.owner == owner


@pytest.mark.parametrize("clock", clocks())
def test_it_is_let_go_when_the_fact_that_set_it_going_is_withdrawn(clock: str) -> None:
    _, facts, begins, _, _ = CLOCKS[clock]
    case = record(raised(), **facts)
    assert clock in running(case)
    case.given(case.update(withdrawn=(begins,)), by=WORKER)
    assert clock not in running(case)


@pytest.mark.parametrize("clock", clocks())
def test_it_is_met_once_by_what_was_asked_for_and_by_nothing_else(clock: str) -> None:
    _, facts, _, meets, _ = CLOCKS[clock]
    case = something_else(record(raised(), **facts))
    assert clock in running(case)
    record(case, **{meets: NOW})
    assert met(case)
    assert (clock in running(case)) == (clock == "law_review_conference")


@pytest.mark.parametrize(
    "clock", [each for each in clocks() if each.id not in ("law_assessment_before_return", "law_report_to_panel")]
)
def test_what_was_done_before_it_began_does_not_meet_it(clock: str) -> None:
    _, facts, _, meets, _ = CLOCKS[clock]
    case = record(raised(), **facts)
    case.when(case.update({meets: LAST_WEEK}), by=WORKER)  # refused where it cannot have been
    assert clock in running(case)


@pytest.mark.parametrize("clock", clocks())
def test_whose_it_is_hears_that_it_was_missed(clock: str) -> None:
    _, facts, _, _, owner = CLOCKS[clock]
    case = record(raised(), **facts)
    case.until(max(due(case, clock), NOON))
    assert reminded(case, clock) == {owner}


@pytest.mark.parametrize(
    "part", [pytest.param(each, marks=pytest.mark.rule(MISSED[each][0]), id=each) for each in MISSED]
)
def test_whoever_has_to_tell_at_once_hears_that_nobody_was_told(part: str) -> None:
    _, facts, owner, by = MISSED[part]
    case = raised(**facts)
    if by:
        assert due(case, part) == by
    case.until(due(case, part) + MINUTE)
    assert reminded(case, part) == {owner}


@pytest.mark.parametrize(
    "duty", [pytest.param(each, marks=pytest.mark.rule(DUTIES[each][0]), id=each) for each in DUTIES]
)
def test_a_duty_is_owed_from_the_raising_where_its_facts_are_known_by_then(duty: str) -> None:
    assert duty in opened(raised(**DUTIES[duty][1]))


@pytest.mark.parametrize(
    ("step", "facts"), [pytest.param(each[1], each[2], marks=pytest.mark.rule(each[0])) for each in ANSWERS]
)
def test_what_opens_by_itself_lies_in_a_tray_from_the_raising(step: str, facts: dict[str, Any]) -> None:
    assert step in raised(**facts).waiting


# Each time that a decision sets going: the facts, the decision, by whom, what meets it, whose it is.
DECIDED: list[tuple[str, str, dict[str, Any], str, str, str, str, str]] = [
    (
        "WT13-CD9",
        "law_visit_to_place_of_death",
        {**DIED, "died_at": ago(hours=4), "death_unexpected": True, "death_place": "home"},
        "law_decide_on_visit",
        "visit",
        PAEDIATRICIAN,
        "place_of_death_visited_at",
        "designated_paediatrician",
    ),
    (
        "WT13-SCR8",
        "law_review_complete",
        {"board_notified_at": YESTERDAY, "abuse_or_neglect": "no"},
        "law_decide_on_review",
        "initiate",
        BOARD,
        "review_completed_at",
        "board_chair",
    ),
]


@pytest.mark.parametrize(
    ("clock", "facts", "step", "outcome", "by", "meets", "owner"),
    [pytest.param(*each[1:], marks=pytest.mark.rule(each[0])) for each in DECIDED],
)
def test_what_a_decision_sets_going_should_be_and_is_met_once_or_missed(
    clock: str, facts: dict[str, Any], step: str, outcome: str, by: str, meets: str, owner: str
) -> None:
    case = record(raised(), **facts)
    assert clock not in running(something_else(case))
    decided(case, step, outcome, by)
    [started] = [each for each in case.of(ClockStartedV1) if each.clock == clock]
    assert ("should be" in started.decisions[0].answer, started.owner) == (True, owner)
    assert clock in running(something_else(case, "arose_at"))
    record(case, **{meets: NOW})
    assert (met(case) != [], clock in running(case)) == (True, False)
    late = decided(record(raised(), **facts), step, outcome, by)
    late.until(due(late, clock))
    assert reminded(late, clock) == {owner}


@pytest.mark.rule("WT13-11")
@pytest.mark.parametrize(
    "response", ["immediate_protection", "child_in_need_assessment", "section_47_enquiries", "specialist_assessment"]
)
def test_an_assessment_has_its_time_whatever_kind_it_is(response: str) -> None:
    assert "law_assessment" in running(record(raised(), referral_response=response))


@pytest.mark.rule("WT13-CD5", "WT13-50")
@pytest.mark.parametrize(
    ("duty", "facts"),
    [
        ("law_paediatrician", {"death_unexpected": True, "death_confirmed_at": ago(hours=3)}),
        ("law_tell_senior_manager", {**DUTIES["law_tell_lado"][1], "allegation_learned_at": ago(hours=3)}),
    ],
)
def test_at_once_counts_from_when_it_was_confirmed_or_learned(duty: str, facts: dict[str, Any]) -> None:
    assert due(record(raised(), **facts), duty) == NOON - timedelta(hours=3)
