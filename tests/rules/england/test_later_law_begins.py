"""What the law has changed since 2013: by which fact each thing begins, what ends it, whose it is, and that nothing else does."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.escalation import ClockStartedV1, DutyOpenedV1
from needfire.form_parts import parts_asked
from needfire.suggesting import setting
from needfire.vocabulary import VOCABULARY
from needfire.working_time import england_and_wales
from tests.rules.england.playing import HOUR, due, laws, met, opened, reminded, running, told
from tests.rules.england.test_later_law import edition, raised, record
from tests.unit.casework.case import NOON, Case, at

NOW, YESTERDAY, LAST_WEEK = at(NOON), at(NOON - 24 * HOUR), at(NOON - 7 * 24 * HOUR)
INCIDENT = {"notifiable_incident_known_at": YESTERDAY}
RETURNED = {"missing_since": at(NOON - 30 * HOUR), "found_at": YESTERDAY}
LEAVER = {"legal_status": "care_leaver", "age_years": 24}
DIED = {**LEAVER, "care_leaver_death_known_at": YESTERDAY}
REFERENCE = "the reference number that it gave"

# Each time: a rule, the facts by which it runs, the one that sets it going, what meets it, whose it is, whether it must be.
CLOCKS: list[tuple[str, str, dict[str, Any], str, str, str, bool]] = [
    (
        "LAW-REVIEW-1",
        "law_rapid_review",
        INCIDENT,
        "notifiable_incident_known_at",
        "rapid_review_completed_at",
        "auditor",
        True,
    ),
    ("LAW-RETURN-1", "law_return_interview", RETURNED, "found_at", "return_interview_offered_at", "worker", False),
    ("LAW-RETURN-1", "law_return_interview", RETURNED, "found_at", "return_interview_at", "worker", False),
]
# Each duty: a rule, the facts that open it, whose it is, who is told.
DUTIES: list[tuple[str, str, dict[str, Any], str, set[str]]] = [
    ("LAW-INCIDENT-1", "law_review_panel", INCIDENT, "manager", {"auditor"}),
    ("LAW-LEAVER-1", "law_care_leaver", DIED, "manager", set()),
    ("LAW-YJ-1", "law_youth_justice", {"youth_justice_incident_at": YESTERDAY}, "manager", set()),
    (
        "LAW-SUPPORTED-1",
        "law_supported_accommodation",
        {"supported_accommodation_incident_at": YESTERDAY},
        "manager",
        set(),
    ),
]
RULES = (*(each[0] for each in (*CLOCKS, *DUTIES)), "LAW-ABSENT-1")
TIMES = [pytest.param(*each[1:], marks=pytest.mark.rule(each[0])) for each in CLOCKS]
NAMES = ("clock", "facts", "begins", "meets", "owner", "must")


def something_else(case: Case) -> Case:
    """An update that says nothing of any of this."""
    return record(case, learned_at=NOW)


@pytest.mark.rule(*RULES)
def test_nothing_begins_by_itself_nor_by_what_else_is_recorded() -> None:
    case = raised()
    assert (running(case), laws(case.waiting), opened(case)) == (set(), set(), set())
    something_else(case)
    assert (running(case), laws(case.waiting), opened(case)) == (set(), set(), set())
    assert opened(raised(**LEAVER)) == opened(record(raised(), **LEAVER)) == set()


@pytest.mark.parametrize(NAMES, TIMES)
def test_a_time_runs_from_the_raising_where_its_facts_are_known_by_then(
    clock: str, facts: dict[str, Any], begins: str, meets: str, owner: str, must: bool
) -> None:
    case = raised(**facts)
    [started] = [each for each in case.of(ClockStartedV1) if each.clock == clock]
    assert (started.owner, "should be" not in started.decisions[0].answer) == (owner, must)
    assert clock in running(something_else(case))


@pytest.mark.parametrize(NAMES, TIMES)
def test_it_is_let_go_when_the_fact_that_set_it_going_is_withdrawn(
    clock: str, facts: dict[str, Any], begins: str, meets: str, owner: str, must: bool
) -> None:
    case = record(raised(), **facts)
    case.given(case.update(withdrawn=(begins,)), by="worker")
    assert clock not in running(case)


@pytest.mark.parametrize(NAMES, TIMES)
def test_it_is_met_once_by_what_was_asked_for_and_not_by_what_was_before(
    clock: str, facts: dict[str, Any], begins: str, meets: str, owner: str, must: bool
) -> None:
    case = record(raised(), **facts)
    case.when(case.update({meets: LAST_WEEK}), by="worker")  # refused where it cannot have been
    assert clock in running(case)
    record(case, **{meets: NOW})
    assert met(case)
    assert clock not in running(case)


@pytest.mark.parametrize(NAMES, TIMES)
def test_whose_it_is_hears_that_it_was_missed(
    clock: str, facts: dict[str, Any], begins: str, meets: str, owner: str, must: bool
) -> None:
    case = record(raised(), **facts)
    case.until(due(case, clock))
    assert reminded(case, clock) == {owner}


@pytest.mark.rule("LAW-INCIDENT-1")
def test_who_was_to_tell_the_panel_hears_that_it_was_not_told() -> None:
    case = record(raised(), **INCIDENT)
    assert reminded(case.until(due(case, "law_review_panel")), "law_review_panel") == {"manager"}


@pytest.mark.parametrize(
    ("duty", "facts", "lead", "tells"), [pytest.param(*each[1:], marks=pytest.mark.rule(each[0])) for each in DUTIES]
)
def test_a_duty_is_owed_from_the_raising_whose_it_is_that_it_must_be_and_who_is_told(
    duty: str, facts: dict[str, Any], lead: str, tells: set[str]
) -> None:
    case = raised(**facts)
    [found] = [each for each in case.of(DutyOpenedV1) if each.duty == duty]
    assert (found.lead, found.must, found.evidence) == (lead, True, REFERENCE)
    assert "must be told" in found.decisions[0].answer
    assert told(case) & {"auditor", "manager"} == tells


@pytest.mark.rule("LAW-ABSENT-1")
@pytest.mark.parametrize(("outcome", "written"), [("missing", False), ("known", True)])
def test_who_answers_for_a_child_classed_as_absent_and_is_asked_again(outcome: str, written: bool) -> None:
    case = raised(police_classification="absent")
    if case.task("law_absent_is_missing").tray == "group":
        case.given(case.claim("law_absent_is_missing"), by="worker")
    bare = case.decide("law_absent_is_missing", outcome)
    if written:
        case.when(bare, by="worker").refused("comment_required")
        bare = case.decide("law_absent_is_missing", outcome, sealed="sealed")
    case.given(bare, by="worker")
    record(case, police_classification="missing")
    assert laws(case.waiting) == set()
    record(case, police_classification="absent")
    assert laws(case.waiting) == {"law_absent_is_missing"}


@pytest.mark.rule("LAW-RETURN-1")
@pytest.mark.parametrize(("kind", "offered"), [("child", True), ("group", True), ("staff_member", False)])
def test_an_interview_is_offered_to_children(kind: str, offered: bool) -> None:
    assert ("law_return_interview" in running(record(raised(subject_kind=kind), **RETURNED))) is offered


@pytest.mark.rule("LAW-INCIDENT-1", "LAW-RETURN-1")
@pytest.mark.parametrize(("facts", "returned"), [({}, False), ({"found_at": YESTERDAY}, True)])
def test_the_laws_questions_are_asked_of_all_and_that_on_a_return_once_there_is_one(
    facts: dict[str, Any], returned: bool
) -> None:
    within = setting(edition(), VOCABULARY.read(facts, NOON), NOON, england_and_wales())
    titles = {part.title for part in parts_asked(edition().form, within)}
    assert "Notices that the law asks for" in titles
    assert ("Return" in titles) is returned
