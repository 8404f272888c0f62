"""Duties: bodies outside who are to be told, by whom, by when, with which evidence."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from contracts.escalation import (
    ClockBreachedV1,
    ClockMetV1,
    ClockStartedV1,
    ClockStoppedV1,
    CompleteDutyV1,
    DutyDoneV1,
    DutyOpenedV1,
    NoticeGivenV1,
    PostVacantV1,
)
from tests.unit.casework.case import NOON, THIS, Case, at, close
from tests.unit.casework.events import event
from tests.unit.escalation.fen import raised

COLLEGE = """
duties:
- id: college
  title: Tell the college
  rules: [FEN-3]
  to: College of Reeds
  lead: liaison
  consults: [head]
  when: {category: FEN-B}
  opens: [raised, updated]
  within: 24h
  from_facts: [died_at, learned_at]
  tells: [{role: auditor, rules: [FEN-2]}]
  on_breach:
  - {does: remind, rules: [FEN-4]}
  - {does: tell, role: head, rules: [FEN-4]}
- id: follow_up
  title: Ask the college back
  rules: [FEN-3]
  to: College of Reeds
  lead: liaison
  when: {category: FEN-B}
  opens: ["done:college"]
  must: false
"""
DIED_AT = NOON - timedelta(hours=5)
DEATH = {"happened": ["death"], "died_at": at(DIED_AT)}


@pytest.fixture
def owed() -> Case:
    return raised(COLLEGE, DEATH, "FEN-B")


def test_a_duty_opens_with_its_clock_when_its_condition_holds(owed: Case) -> None:
    [opened] = owed.of(DutyOpenedV1)
    assert event(
        DutyOpenedV1,
        duty_id="duty-1-1",
        duty="college",
        title="Tell the college",
        to="College of Reeds",
        lead="liaison",
        people=("liaison",),
        consults=("head",),
        must=True,
    ).met_by(opened)
    [decision] = opened.decisions
    assert (decision.question, decision.answer) == (
        "Which body outside is to be told?",
        "College of Reeds: it must be told, led by the liaison officer.",
    )
    assert (decision.rules, decision.facts) == (("FEN-3", "FEN-B"), {})
    assert decision.arithmetic[-1] == "liaison for the whole authority is held by liaison."
    [told] = owed.of(NoticeGivenV1)
    assert (told.role, told.about) == ("auditor", "Tell the college")


def test_the_clock_of_a_duty_counts_from_the_first_of_its_facts_that_is_known(owed: Case) -> None:
    [started] = owed.of(ClockStartedV1)
    assert event(
        ClockStartedV1,
        clock_id="clock-1-1",
        clock="college",
        title="Tell the college",
        owner="liaison",
        due=DIED_AT + timedelta(hours=24),
        counted_from=DIED_AT,
        count=1,
        target=None,
        task_id=None,
        duty_id="duty-1-1",
    ).met_by(started)
    [decision] = started.decisions
    assert decision.question == "By when: Tell the college?"
    assert decision.answer == "By Wednesday 18 November 2026 at 07:00."
    assert (decision.rules, decision.facts) == (("FEN-3",), {"died_at": at(DIED_AT)})
    assert "died at" in decision.arithmetic[0]
    assert decision.arithmetic[0].endswith("Tuesday 17 November 2026 at 07:00.")


@pytest.mark.parametrize(
    ("facts", "counted_from"),
    [
        ({"learned_at": at(NOON - timedelta(hours=1))}, NOON - timedelta(hours=1)),
        ({"learned_at": at(NOON - timedelta(hours=1)), "died_at": at(DIED_AT)}, DIED_AT),
        ({}, NOON),
    ],
)
def test_without_the_first_fact_the_next_counts_and_without_any_the_raising(
    facts: dict[str, str], counted_from: datetime
) -> None:
    case = raised(COLLEGE, {"happened": ["death"], **facts}, "FEN-B")
    assert case.running("college").counted_from == counted_from


def test_a_duty_does_not_open_while_its_condition_does_not_hold_or_is_not_known_to() -> None:
    for facts in ({"happened": ["arrest"]}, {}):
        assert raised(COLLEGE, facts).duties == []


def test_a_duty_that_an_update_brings_opens_then_and_only_once() -> None:
    case = raised(COLLEGE)
    case.given(case.update({"happened": ["death"]}), by="worker")
    assert case.duties == ["college"]
    assert case.of(ClockStartedV1)[0].counted_from == NOON
    case.given(case.update({"happened": ["death", "arrest"]}), by="worker")
    assert case.duties == ["college"]


def test_a_moment_that_becomes_known_later_moves_the_deadline_that_counts_from_it() -> None:
    case = raised(COLLEGE, {"happened": ["death"]}, "FEN-B")
    assert case.running("college").due == NOON + timedelta(hours=24)
    case.passes(hours=1).given(case.update({"died_at": at(DIED_AT)}), by="worker")
    [stopped], [started] = case.of(ClockStoppedV1), case.of(ClockStartedV1)
    assert stopped == ClockStoppedV1("clock-1-1", "It is counted anew from the time recorded as “died at”.")
    assert (started.clock_id, started.due, started.duty_id) == ("clock-1-2", DIED_AT + timedelta(hours=24), "duty-1-1")
    assert case.clocks.count() == 1
    case.given(case.update({"happened": ["death", "arrest"]}), by="worker")
    assert case.of(ClockStoppedV1, ClockStartedV1) == []


def test_a_moment_that_was_corrected_moves_a_missed_deadline_too_and_one_withdrawn_leaves_it(owed: Case) -> None:
    owed.passes(days=2)
    corrected = at(NOON + timedelta(hours=40))
    owed.given(owed.update({"died_at": corrected}), by="worker")
    assert owed.running("college").due == NOON + timedelta(hours=64)
    owed.given(owed.update(withdrawn=("died_at",)), by="worker")
    assert owed.running("college").due == NOON + timedelta(hours=64)
    assert len(owed.passes(days=2).of(ClockBreachedV1)) == 1


def test_a_deadline_that_was_met_is_not_counted_again(owed: Case) -> None:
    owed.given(owed.complete("college"), by="liaison")
    owed.given(owed.update({"died_at": at(NOON - timedelta(hours=1))}), by="worker")
    assert owed.of(ClockStoppedV1, ClockStartedV1) == []


def test_a_duty_is_done_with_the_reference_that_the_body_gave(owed: Case) -> None:
    command = CompleteDutyV1(THIS, "duty-1-1", "  COR/26-117 ", "sealed evidence")
    owed.when(command, by="liaison").then(
        event(
            DutyDoneV1,
            duty_id="duty-1-1",
            duty="college",
            by="liaison",
            reference="COR/26-117",
            sealed="sealed evidence",
        ),
        event(ClockMetV1, clock_id="clock-1-1", by_trigger="done:college", late=False),
        event(DutyOpenedV1, duty="follow_up", must=False, people=("liaison",)),
    )
    assert owed.of(DutyOpenedV1)[0].decisions[0].answer.startswith("College of Reeds: it should be told")
    assert owed.duty("college").done_by == "liaison"


def test_a_duty_without_a_time_has_no_clock(owed: Case) -> None:
    owed.given(owed.complete("college"), by="liaison")
    assert [each.clock for each in owed.routing.clocks.values()] == ["college"]
    assert owed.clocks.count() == 0


@pytest.mark.parametrize("reference", ["", "   ", "\n"])
def test_without_a_reference_a_duty_is_not_done(owed: Case, reference: str) -> None:
    owed.when(owed.complete("college", reference), by="liaison").refused("reference_required")


def test_who_does_not_lead_the_duty_does_not_do_it(owed: Case) -> None:
    for by in ("head", "auditor", "worker"):
        owed.when(owed.complete("college"), by=by).refused("not_permitted", details={"roles": ["Liaison officer"]})


def test_a_duty_is_done_once_and_must_be_there(owed: Case) -> None:
    owed.given(owed.complete("college"), by="liaison")
    owed.when(owed.complete("college"), by="liaison").refused("duty_already_done")
    owed.when(CompleteDutyV1(THIS, "duty-1-9", "REF"), by="liaison").refused("not_found")


def test_a_duty_not_done_in_time_is_chased_and_then_done_late(owed: Case) -> None:
    owed.until(DIED_AT + timedelta(hours=24)).then(
        event(ClockBreachedV1, clock_id="clock-1-1"),
        event(NoticeGivenV1, role="liaison", about="Overdue: Tell the college"),
        event(NoticeGivenV1, role="head", about="Overdue: Tell the college"),
    )
    owed.given(owed.complete("college"), by="liaison")
    assert [each.late for each in owed.of(ClockMetV1)] == [True]


def test_a_duty_that_came_to_light_late_is_overdue_from_the_start() -> None:
    died = NOON - timedelta(days=3)
    case = raised(COLLEGE, {"happened": ["death"], "died_at": at(died)}, "FEN-B")
    assert [each.due for each in case.of(ClockStartedV1)] == [died + timedelta(hours=24)]
    assert len(case.of(ClockBreachedV1)) == 1


def test_closing_leaves_duties_and_their_clocks_since_the_body_is_owed_its_notice(owed: Case) -> None:
    owed.given(close(), by="manager")
    assert owed.running("college").state == "running"
    owed.given(owed.complete("college"), by="liaison")
    assert owed.running("college").state == "met"
    assert owed.duties == ["college", "follow_up"]


def test_a_case_that_is_not_required_still_owes_what_it_owed(owed: Case) -> None:
    owed.given(owed.decide("check", "drop", sealed="why"), by="manager")
    owed.passes(days=2)
    assert [each.clock_id for each in owed.of(ClockBreachedV1)] == ["clock-1-1"]


def test_a_duty_whose_lead_nobody_holds_is_opened_and_shown_as_vacant() -> None:
    vacant = """
    posts:
    - {role: worker, area: "*", holders: [worker]}
    - {role: manager, area: "*", holders: [manager]}
    - {role: auditor, area: "*", holders: [auditor]}
    - {role: liaison, area: "*", holders: [liaison], from: 2026-11-18}
    """
    case = raised(COLLEGE, DEATH, "FEN-B", directory=vacant)
    assert case.duty("college").people == ()
    [shown] = case.of(PostVacantV1)
    assert (shown.role, shown.about) == ("liaison", "Tell the college")
    case.until(datetime(2026, 11, 18, 6, tzinfo=UTC)).given(case.complete("college"), by="liaison")
