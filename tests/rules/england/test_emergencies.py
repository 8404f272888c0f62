"""Working Together 2013: immediate danger, a child of another authority, police protection, section 47."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from contracts.escalation import DutyOpenedV1, TaskOpenedV1
from tests.rules.england.playing import (
    CHILD,
    HOUR,
    MANAGER,
    MINUTE,
    ago,
    ask,
    cited,
    decided,
    done,
    due,
    judged,
    met,
    missed_at,
    opened,
    raised,
    read,
    record,
    running,
    told,
)
from tests.unit.casework.case import NOON, at

ELSEWHERE = {"responsible_authority": "other_authority"}


@pytest.mark.rule("WT13-22")
def test_danger_to_life_is_acted_on_immediately_and_not_acting_shows_at_once() -> None:
    case = record(raised(), immediate_danger_seen_at=at(NOON))
    assert due(case, "law_act_in_emergency") == NOON
    assert case.running("law_act_in_emergency").state == "breached"
    assert "social_worker" in told(case)
    assert met(record(case.passes(minutes=5), emergency_action_at=at(NOON + 5 * MINUTE))) == [True]


@pytest.mark.rule("WT13-22")
def test_who_acted_alone_discusses_afterwards_and_who_had_discussed_does_not() -> None:
    assert "law_strategy_discussion" in opened(record(raised(), emergency_action_at=at(NOON)))
    before = raised(strategy_discussion_at=ago(hours=1))
    assert "law_strategy_discussion" not in opened(record(before, emergency_action_at=at(NOON)))


@pytest.mark.rule("WT13-24")
def test_the_responsible_authority_is_consulted_and_only_its_acceptance_relieves() -> None:
    case = record(raised(), immediate_danger_seen_at=ago(hours=1), emergency_action_at=ago(hours=1), **ELSEWHERE)
    [duty] = [each for each in case.of(DutyOpenedV1) if each.duty == "law_consult_responsible_authority"]
    assert duty.must
    done(case, "law_consult_responsible_authority", MANAGER)
    refusal = case.when(case.decide("law_be_relieved", "relieved"), by=MANAGER).refused("outcome_refused")
    assert refusal["rules"] == ["WT13-24"]
    assert opened(record(case, responsibility_accepted_at=at(NOON))) == {"law_acceptance_in_writing"}
    decided(case, "law_be_relieved", "relieved", MANAGER)


@pytest.mark.rule("WT13-24")
@pytest.mark.parametrize("responsible", ["none", "own_authority"])
def test_nobody_is_consulted_on_a_child_of_this_authority(responsible: str) -> None:
    case = record(raised(), immediate_danger_seen_at=at(NOON), responsible_authority=responsible)
    assert "law_consult_responsible_authority" not in opened(case)
    assert "law_consult_responsible_authority" not in opened(record(raised(), **ELSEWHERE))


@pytest.mark.rule("WT13-25")
def test_police_protection_ends_after_72_hours() -> None:
    case = record(raised(), police_protection_began_at=ago(hours=2))
    missed_at(case, "law_police_protection", NOON + timedelta(hours=70))


@pytest.mark.rule("WT13-25")
def test_police_protection_that_ended_in_time_is_met() -> None:
    case = record(raised(), police_protection_began_at=ago(hours=2)).passes(hours=69)
    assert met(record(case, police_protection_ended_at=at(NOON + 69 * HOUR))) == [False]
    assert "law_police_protection" not in running(case)


@pytest.mark.rule("WT13-26")
@pytest.mark.parametrize(
    "ground",
    [
        {"significant_harm_suspected": True},
        {"emergency_protection_order_at": at(NOON)},
        {"police_protection_began_at": at(NOON)},
    ],
)
def test_each_ground_alone_makes_enquiries_a_must(ground: dict[str, Any]) -> None:
    case = record(raised(), **ground)
    assert "law_section_47_enquiries" in opened(case)
    assert judged("law_section_47", {**CHILD, **ground}).verdict == "met"
    case.when(case.decide("law_section_47_enquiries", "no_ground", sealed="sealed"), by=MANAGER).refused(
        "outcome_refused"
    )
    decided(case, "law_section_47_enquiries", "begun", MANAGER)


@pytest.mark.rule("WT13-26")
def test_without_a_ground_no_enquiries_are_asked_for() -> None:
    assert "law_section_47_enquiries" not in opened(record(raised(), significant_harm_suspected=False))
    assert judged("law_section_47", {**CHILD, "significant_harm_suspected": False}).verdict == "not_met"
    ended = {"police_protection_began_at": ago(hours=3), "police_protection_ended_at": ago(hours=1)}
    assert judged("law_section_47", {**CHILD, **ended, "significant_harm_suspected": False}).verdict == "not_met"


@pytest.mark.rule("WT13-26")
def test_that_the_grounds_are_joined_in_two_ways_is_said_where_enquiries_are_asked_for() -> None:
    case = record(raised(), significant_harm_suspected=True)
    tasks = [each for each in case.of(TaskOpenedV1) if each.step == "law_section_47_enquiries"]
    assert "WT13-26" in cited(tasks)
    rule = read("WT13-26")
    assert rule.status == "conflict"
    assert rule.other_reading


def test_asking_for_what_only_opens_by_itself_is_refused() -> None:
    case = raised()
    assert "refused" in case.when(ask("law_section_47_enquiries"), by=MANAGER).answer


@pytest.mark.rule("WT13-24")
def test_without_an_emergency_no_acceptance_need_be_confirmed() -> None:
    case = record(raised(), responsible_authority="other_authority", responsibility_accepted_at=at(NOON))
    assert "law_acceptance_in_writing" not in opened(case)
