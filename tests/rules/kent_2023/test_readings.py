"""Where Kent's policy of 2023 says two things, or not all: what is done, and that the reader is shown the other reading."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from contracts.escalation import ClockStartedV1, DutyOpenedV1, NoticeGivenV1, TaskDecidedV1
from contracts.intake import NotificationRaisedV1
from needfire.checking import cited_parts
from tests.rules.kent import EDITIONS, cited, read
from tests.unit.casework.case import NOON, Case, at
from tests.unit.escalation.kent import CHILD, DIED_IN_CARE, DIRECTOR, HARMLESS, IN_CARE, alerted, raised, with_director

EDITION = "2023-12"
H = timedelta(hours=1)
ABUSED = {**CHILD, "happened": ["serious_injury"], "abuse_or_neglect": "known", "harm_place": "own_area"}
IMPORTANT = {**CHILD, "happened": ["near_miss"], "importance_to_area": True}
FOSTERED = {**IN_CARE, "placement": "foster", "happened": ["accident"]}
MISSING = {**CHILD, "plan": "child_protection", "happened": ["missing"], "missing_since": at(NOON - 50 * H)}
CARE_LEAVER = {**CHILD, "legal_status": "care_leaver", "happened": ["death"], "age_years": 24}


def everything(case: Case) -> set[str]:
    """All rules that any decision of the case cites."""
    return cited(case.ever(NotificationRaisedV1, NoticeGivenV1, TaskDecidedV1, DutyOpenedV1, ClockStartedV1))


def placed_elsewhere() -> Case:
    case = alerted({**ABUSED, "placed_by": "other_authority"}, "KEN23-NTK-X")
    return case.given(case.complete("invite_placing_authority"), by="kent-principal-social-worker")


READINGS: dict[str, tuple[Callable[[], Case], str, str]] = {
    "KEN23-RAISE-3": (lambda: raised(HARMLESS, "KEN23-NTK-K"), "conflict", "service manager"),
    "KEN23-NTK-H": (lambda: raised(FOSTERED, "KEN23-NTK-H"), "conflict", "reception centre"),
    "KEN23-NTK-I": (lambda: raised(MISSING, "KEN23-NTK-I"), "conflict", "pattern counts"),
    "KEN23-ALERT-0": (lambda: with_director(DIED_IN_CARE, "KEN23-NTK-A"), "conflict", "24 hours are the limit"),
    "KEN23-ALERT-5": (lambda: raised(MISSING, "KEN23-NTK-I"), "conflict", "Only a pattern"),
    "KEN23-ALERT-6": (lambda: raised(FOSTERED, "KEN23-NTK-H"), "conflict", "Only an incident"),
    "KEN23-ALERT-8": (lambda: alerted(HARMLESS, "KEN23-NTK-K"), "conflict", "keep any case"),
    "KEN23-ALERT-10": (lambda: raised(IMPORTANT, "KEN23-NTK-X"), "conflict", "no criterion"),
    "KEN23-ALERT-11": (lambda: alerted(HARMLESS, "KEN23-NTK-K"), "assumption", "must pass this test"),
    "KEN23-DUTY-1": (lambda: alerted(DIED_IN_CARE, "KEN23-NTK-A"), "assumption", "arrival at the unit"),
    "KEN23-DUTY-2": (lambda: alerted(ABUSED, "KEN23-NTK-X"), "assumption", "arrival at the unit"),
    "KEN23-DUTY-3": (placed_elsewhere, "assumption", "arrival at the unit"),
    "KEN23-DUTY-5": (lambda: alerted(MISSING, "KEN23-NTK-I"), "conflict", "assistant director asks"),
    "KEN23-DUTY-6": (lambda: alerted(IMPORTANT, "KEN23-NTK-X"), "assumption", "arrival at the unit"),
    "KEN23-FORM-1": (lambda: raised(HARMLESS, "KEN23-NTK-K"), "conflict", "Only the team manager"),
}


@pytest.mark.parametrize("rule", [pytest.param(rule, marks=pytest.mark.rule(rule)) for rule in READINGS])
def test_what_was_done_cites_the_rule_and_the_reader_finds_how_else_it_may_be_read(rule: str) -> None:
    play, status, other_reading = READINGS[rule]
    assert rule in everything(play())
    text = read(EDITION, rule)
    assert text.status == status
    assert text.other_reading and other_reading in text.other_reading


@pytest.mark.rule("KEN23-FORM-3")
def test_those_who_were_named_get_it_and_the_other_reading_is_shown() -> None:
    case = with_director(HARMLESS, "KEN23-NTK-K", named={"social_worker": "kent-social-worker"})
    case.given(case.decide("assistant_director", "finalise"), by=DIRECTOR)
    assert "KEN23-FORM-3" in cited(case.events)
    text = read(EDITION, "KEN23-FORM-3")
    assert (text.status, text.other_reading) == ("conflict", "The unit chooses who gets it.")


@pytest.mark.rule("KEN23-NTK-L")
@pytest.mark.parametrize("facts", [CARE_LEAVER, {**ABUSED, "open_to_services": False}])
def test_what_has_no_category_is_raised_as_other_and_the_gap_is_said(facts: dict[str, Any]) -> None:
    case = raised(facts, "KEN23-NTK-X")
    [answer] = [each for each in case.ever(NotificationRaisedV1)[0].decisions if "KEN23-NTK-X" in each.rules]
    assert "KEN23-NTK-L" in answer.rules
    assert answer.answer == "The facts meet it, and it was chosen."
    assert read(EDITION, "KEN23-NTK-L").status == "gap"


@pytest.mark.rule("KEN23-NTK-L")
def test_what_has_one_is_not_said_to_have_none() -> None:
    case = raised({**ABUSED, "open_to_services": True}, "KEN23-NTK-C", "KEN23-NTK-X")
    assert "KEN23-NTK-L" not in cited(case.ever(NotificationRaisedV1))


@pytest.mark.rule("KEN23-DUTY-7")
def test_no_days_are_invented_for_a_care_leavers_death_and_the_gap_is_said() -> None:
    case = alerted(CARE_LEAVER, "KEN23-NTK-X")
    [opened] = case.ever(DutyOpenedV1)
    assert opened.duty == "care_leaver_death" and "KEN23-DUTY-7" in cited([opened])
    assert "care_leaver_death" not in {each.clock for each in case.ever(ClockStartedV1)}
    text = read(EDITION, "KEN23-DUTY-7")
    assert text.status == "gap" and "not said" in text.says


@pytest.mark.rule("KEN23-ALERT-11", "KEN23-ALERT-1")
def test_a_listed_circumstance_binds_although_a_death_is_not_prolonged() -> None:
    case = with_director(DIED_IN_CARE, "KEN23-NTK-A")
    case.when(case.decide("assistant_director", "finalise"), by=DIRECTOR)
    assert "KEN23-ALERT-1" in case.refused("outcome_refused")["rules"]


@pytest.mark.rule("KEN23-ALERT-11", "KEN23-ALERT-8")
@pytest.mark.parametrize("outcome", ["finalise", "send_to_unit"])
def test_the_words_guide_the_judgement_of_all_else(outcome: str) -> None:
    case = with_director(HARMLESS, "KEN23-NTK-K")
    case.given(case.decide("assistant_director", outcome), by=DIRECTOR)
    assert {"KEN23-ALERT-8", "KEN23-ALERT-11"} <= cited(case.of(TaskDecidedV1))


@pytest.mark.rule("*")
@pytest.mark.parametrize("name", ["2016-09", "2023-12"])
def test_no_rule_is_without_its_place_but_those_that_say_why(name: str) -> None:
    edition = EDITIONS[name]
    steps = [step for route in edition.routes for step in route.steps]
    outcomes = [outcome for asked in (*steps, *edition.beside) for outcome in asked.outcomes]
    placed = {rule for _, rules in cited_parts(edition) for rule in rules}
    placed |= {rule for each in outcomes for rule in each.rules}
    unplaced = set(edition.rules) - placed
    assert unplaced == {each.id for each in edition.rules.values() if each.uncited}
    assert all("-PLAT-" in rule for rule in unplaced)
