"""Reviews: a look at every open case again and again, each time an item that is decided by itself."""

from __future__ import annotations

from datetime import timedelta

from contracts.escalation import (
    ClockBreachedV1,
    ClockCameRoundV1,
    ClockStartedV1,
    ClockStoppedV1,
    NoticeGivenV1,
    TaskOpenedV1,
    TaskWithdrawnV1,
)
from tests.unit.casework.case import NOON, Case, close
from tests.unit.casework.events import event
from tests.unit.escalation.fen import ONE_STEP, raised

WEEK = timedelta(days=7)
REVIEW = """
reviews:
- id: weekly
  title: Weekly review
  rules: [FEN-2]
  by: auditor
  every: 1w
  outcomes: [{id: seen, title: Seen}, {id: act, title: Act on it, comment: required}]
"""


def reviewed(more: str = "") -> Case:
    return raised(ONE_STEP + REVIEW + more)


def test_each_week_an_item_lies_in_the_tray_and_no_deadline_is_missed() -> None:
    case = reviewed()
    assert case.passes(days=6, hours=23).of(TaskOpenedV1) == []
    case.passes(hours=1).then(
        event(ClockCameRoundV1, clock_id="clock-1-1"),
        event(TaskOpenedV1, step="weekly", role="auditor", people=("auditor",), beside=True),
        event(ClockStartedV1, clock="weekly", count=2, due=NOON + 2 * WEEK),
    )
    assert case.routing.clocks["clock-1-1"].state == "met"


def test_it_cites_its_rules() -> None:
    case = reviewed().passes(days=7)
    decisions = [decision for each in case.of(TaskOpenedV1, ClockStartedV1) for decision in each.decisions]
    assert [decision.rules for decision in decisions] == [("FEN-2",), ("FEN-2",)]


def test_decided_it_comes_again_a_week_after_the_last_time_it_was_due() -> None:
    case = reviewed().passes(days=9)
    case.when(case.decide("weekly", "act"), by="auditor").refused("comment_required")
    case.given(case.decide("weekly", "seen"), by="auditor")
    assert case.waiting == ["check"]
    case.until(NOON + 2 * WEEK)
    assert [each.step for each in case.of(TaskOpenedV1)] == ["weekly"]


def test_an_item_that_still_waits_is_not_doubled_and_its_holder_is_reminded() -> None:
    case = reviewed().passes(days=21)
    assert len(case.of(TaskOpenedV1)) == 1
    assert [(each.role, each.about) for each in case.of(NoticeGivenV1)] == [
        ("auditor", "Still waits: Weekly review")
    ] * 2
    assert case.of(ClockBreachedV1) == []
    assert case.clocks.count() == 1


def test_it_goes_on_when_the_route_has_come_to_its_end() -> None:
    case = reviewed()
    case.given(case.decide("check", "pass"), by="manager")
    assert case.routing.ended == "finished"
    assert len(case.passes(days=7).of(TaskOpenedV1)) == 1
    assert case.routing.ended == "finished"


def test_it_ends_with_the_case_and_so_does_its_item() -> None:
    case = reviewed().passes(days=7)
    item = case.task("weekly").task_id
    case.given(close(), by="manager")
    assert item in [each.task_id for each in case.of(TaskWithdrawnV1)]
    assert (case.clocks.count(), case.passes(days=60).events) == (0, [])
    case.when(case.decide("weekly", "seen"), by="auditor").refused("task_already_decided")


def test_it_ends_where_no_notification_was_required() -> None:
    case = reviewed()
    dropping = raised(REVIEW)
    dropping.given(dropping.decide("check", "drop", sealed="reason"), by="manager")
    assert (dropping.clocks.count(), case.clocks.count()) == (0, 1)


def test_it_ends_once_the_case_says_so_and_begins_again_when_it_does_not_any_more() -> None:
    case = reviewed("  when: {happened: missing}\n  ends_when: {found_at: known}\n")
    assert case.clocks.count() == 0
    case.given(case.update({"happened": ["missing"]}), by="worker")
    assert [each.due for each in case.of(ClockStartedV1)] == [NOON + WEEK]
    case.passes(days=8).given(case.update({"found_at": case.clock.now().isoformat()}), by="worker")
    assert (len(case.of(ClockStoppedV1)), len(case.of(TaskWithdrawnV1)), case.clocks.count()) == (1, 1, 0)
    case.given(case.update({"age_years": 4}, withdrawn=("found_at",)), by="worker")
    assert [each.due for each in case.of(ClockStartedV1)] == [NOON + timedelta(days=15)]


def test_an_update_does_not_double_it() -> None:
    case = reviewed()
    case.given(case.update({"age_years": 4}), by="worker")
    assert (case.of(ClockStartedV1), case.clocks.count()) == ([], 1)


def test_it_may_begin_with_a_step() -> None:
    case = reviewed('  starts: "decided:check.pass"\n').passes(days=3)
    assert case.clocks.count() == 0
    case.given(case.decide("check", "pass"), by="manager")
    assert [each.due for each in case.of(ClockStartedV1)] == [NOON + timedelta(days=10)]


def test_it_cannot_be_asked_for_by_hand() -> None:
    case = reviewed()
    case.when(case.ask("weekly"), by="auditor").refused("unknown_request")


def test_a_machine_that_slept_for_weeks_opens_one_item() -> None:
    case = reviewed()
    case.clock.set(NOON + timedelta(days=23))
    case.until(case.clock.now())
    assert len(case.of(TaskOpenedV1)) == 1
    assert [each.count for each in case.of(ClockStartedV1)] == [2, 3, 4]


def test_a_fact_that_began_it_and_is_withdrawn_ends_it() -> None:
    case = reviewed('  starts: "known:legal_status"\n')
    case.given(case.update({"legal_status": "care_order"}), by="worker")
    assert [each.due for each in case.of(ClockStartedV1)] == [NOON + WEEK]
    case.given(case.update(withdrawn=("legal_status",)), by="worker")
    assert [each.because for each in case.of(ClockStoppedV1)] == ["What was recorded as “legal status” was withdrawn."]
    assert case.clocks.count() == 0
