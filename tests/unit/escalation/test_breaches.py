"""What a missed target or deadline does: remind, tell, escalate, send on; and firing twice, late, or after it was met."""

from __future__ import annotations

from datetime import timedelta

import pytest

from contracts.escalation import (
    ClockBreachedV1,
    ClockMetV1,
    ClockTargetMissedV1,
    FireClockV1,
    NoticeGivenV1,
    PostVacantV1,
    RoutingEndedV1,
    TaskDecidedV1,
    TaskOpenedV1,
    TaskReassignedV1,
)
from tests.unit.casework.case import NOON, THIS, close
from tests.unit.casework.events import event
from tests.unit.escalation.fen import ONE_STEP, raised

DAY = timedelta(days=1)
FIRE = FireClockV1(THIS, "clock-1-1", "due")


def late(*actions: str, route: str = "", **stated: str) -> str:
    """Fenshire with a clock on checking within a day, and with these actions when it is missed."""
    parts = {
        "id": "in_time",
        "title": "Check in time",
        "rules": "[FEN-2]",
        "within": "24h",
        "starts": '"opened:check"',
        "met_by": '["decided:check.pass"]',
        "owner": "manager",
        "on_breach": f"[{', '.join(actions)}]",
        **stated,
    }
    return "clocks: [{" + ", ".join(f"{name}: {value}" for name, value in parts.items()) + "}]\n" + route


REMIND = "{does: remind, rules: [FEN-4]}"
TELL = "{does: tell, role: auditor, rules: [FEN-4]}"
ESCALATE = "{does: escalate, role: head, rules: [FEN-4]}"
SEND_ON = "{does: send_on, outcome: pass, rules: [FEN-4]}"


def test_the_owner_is_reminded_and_another_told_with_the_rules_that_say_so() -> None:
    case = raised(late(REMIND, TELL))
    case.until(NOON + DAY).then(
        event(ClockBreachedV1, clock_id="clock-1-1"),
        event(NoticeGivenV1, role="manager", people=("manager",), about="Overdue: Check in time"),
        event(NoticeGivenV1, role="auditor", people=("auditor",), about="Overdue: Check in time"),
    )
    breached, reminded, _ = case.events
    [decision] = breached.decisions
    assert (decision.question, decision.answer) == ("Was it done in time: Check in time?", "No: it was missed.")
    assert (decision.rules, decision.decided_at) == (("FEN-2",), NOON + DAY)
    assert reminded.decisions[0].rules == ("FEN-4",)
    assert case.running("in_time").state == "breached"


def test_it_is_then_met_late() -> None:
    case = raised(late(REMIND))
    case.passes(days=3).given(case.decide("check", "pass"), by="manager")
    assert [each.late for each in case.of(ClockMetV1)] == [True]
    assert case.running("in_time").state == "met"


def test_a_clock_fired_twice_has_one_effect() -> None:
    case = raised(late(REMIND))
    [waiting] = case.clocks.claim_due(NOON + DAY, "worker-2", 0, 10)
    case.passes(days=1)
    case.clocks.put(waiting)  # the worker went down between the effect and its mark
    assert case.passes(days=30).events == []
    assert case.clocks.count() == 0
    case.when_own(FIRE).then()


def test_a_clock_that_was_met_meanwhile_fires_without_effect() -> None:
    case = raised(late(REMIND))
    case.given(case.decide("check", "pass"), by="manager")
    case.clock.advance(2 * DAY)
    case.when_own(FIRE).then()


def test_a_clock_fires_late_rather_than_never() -> None:
    case = raised(late(REMIND))
    case.clock.set(NOON + 40 * DAY)
    case.until(NOON + 40 * DAY)
    [breached] = case.of(ClockBreachedV1)
    assert breached.decisions[0].decided_at == NOON + 40 * DAY


def test_a_missed_target_is_marked_once_and_the_limit_still_runs() -> None:
    case = raised(late(TELL, within="48h", target="24h", on_target=f"[{REMIND}]"))
    assert case.events[-1].target == NOON + DAY
    assert case.events[-1].decisions[0].answer == (
        "By Thursday 19 November 2026 at 12:00; aim for Wednesday 18 November 2026 at 12:00."
    )
    case.passes(days=1).then(event(ClockTargetMissedV1, clock_id="clock-1-1"), event(NoticeGivenV1, role="manager"))
    assert case.events[0].decisions[0].answer == "The target was missed; the limit still runs."
    case.when_own(FireClockV1(THIS, "clock-1-1", "target")).then()
    assert case.running("in_time").state == "running"
    case.passes(days=1).then(event(ClockBreachedV1), event(NoticeGivenV1, role="auditor"))


def test_met_between_target_and_limit_is_in_time() -> None:
    case = raised(late(within="48h", target="24h"))
    case.passes(hours=30).given(case.decide("check", "pass"), by="manager")
    assert [each.late for each in case.of(ClockMetV1)] == [False]
    assert case.clocks.count() == 0


def test_a_task_not_done_in_time_goes_to_the_next_who_then_alone_decides() -> None:
    case = raised(late(ESCALATE))
    case.passes(days=1).then(
        event(ClockBreachedV1),
        event(TaskReassignedV1, task_id="task-1-1", role="head", people=("head",), tray="person", by="needfire"),
    )
    [decision] = case.events[1].decisions
    assert (decision.question, decision.answer, decision.rules) == (
        "Who does “Check it” now?",
        "The head of service, since it was not done in time.",
        ("FEN-4",),
    )
    assert decision.arithmetic[-1] == "head for the whole authority is held by head."
    case.when(case.decide("check", "pass"), by="manager").refused("not_permitted")
    case.given(case.decide("check", "pass"), by="head")
    assert [(each.late, each.by_trigger) for each in case.of(ClockMetV1)] == [(True, "decided:check.pass")]


def test_a_task_that_was_given_back_and_came_again_is_the_one_that_goes_to_the_next() -> None:
    waits = late(ESCALATE, starts='"opened:sort"', met_by='["decided:sort.sorted"]')
    case = raised(waits)
    case.given(case.decide("check", "pass"), by="manager")
    case.given(case.claim("sort"), case.give_back("sort"), by="desk-1")
    case.given(case.decide("check", "pass"), by="manager")
    case.passes(days=1)
    [given] = case.of(TaskReassignedV1)
    assert (given.task_id, case.task("sort").role) == ("task-1-4", "head")


def test_while_the_task_lies_with_an_earlier_step_the_next_is_told_instead() -> None:
    waits = late(ESCALATE, starts='"opened:sort"', met_by='["decided:sort.sorted"]')
    case = raised(waits)
    case.given(case.decide("check", "pass"), by="manager")
    case.given(case.claim("sort"), case.give_back("sort"), by="desk-1")
    case.passes(days=1).then(event(ClockBreachedV1), event(NoticeGivenV1, role="head", about="Overdue: Check in time"))


@pytest.mark.parametrize("starts", ["raised", '"decided:check.pass"'])
def test_a_clock_of_the_whole_route_escalates_whatever_waits(starts: str) -> None:
    case = raised(late(ESCALATE, starts=starts, met_by="[closed]"))
    case.given(case.decide("check", "pass"), by="manager").passes(days=1)
    assert [each.task_id for each in case.of(TaskReassignedV1)] == ["task-1-2"]


def test_when_nothing_waits_any_more_the_next_is_told() -> None:
    case = raised(late(ESCALATE, starts="raised", met_by="[closed]", route=ONE_STEP))
    case.given(case.decide("check", "pass"), by="manager")
    case.passes(days=1).then(event(ClockBreachedV1), event(NoticeGivenV1, role="head"))


def test_a_task_not_decided_in_time_is_sent_on_by_itself() -> None:
    case = raised(late(SEND_ON))
    case.passes(days=1).then(
        event(ClockBreachedV1),
        event(TaskDecidedV1, task_id="task-1-1", outcome="pass", by=None, records={}, sealed=None),
        event(ClockMetV1, clock_id="clock-1-1", late=True),
        event(TaskOpenedV1, step="sort", came_from="task-1-1"),
    )
    [decision] = case.of(TaskDecidedV1)[0].decisions
    assert decision.answer == "Passed. Sent on by itself, since it was not decided in time."
    case.when(case.decide("check", "pass"), by="manager").refused("task_already_decided")


def test_what_is_sent_on_as_not_required_ends_the_notification() -> None:
    case = raised(late("{does: send_on, outcome: drop, rules: [FEN-4]}"))
    case.passes(days=1)
    assert [each.how for each in case.of(RoutingEndedV1)] == ["not_required"]
    assert case.notification.ended == "not_required"
    assert case.events[-1].decided_by == "service:intake"


def test_an_outcome_that_the_procedure_refuses_is_not_taken_by_itself_either() -> None:
    guarded = """
routes:
- id: guarded
  title: Guarded
  rules: [FEN-1]
  steps:
  - id: check
    title: Check it
    role: manager
    rules: [FEN-1]
    outcomes:
    - id: pass
      title: Passed
      refused: [{when: {category: FEN-B}, rules: [FEN-3], sentence: Not for a death.}]
    - {id: other, title: Otherwise}
"""
    allowed = raised(late(SEND_ON, route=guarded), {"happened": ["arrest"]})
    assert allowed.passes(days=1).waiting == []
    for category in ("FEN-B", "FEN-X"):  # it holds; it may hold
        case = raised(late(SEND_ON, route=guarded), {}, category)
        case.passes(days=1).then(
            event(ClockBreachedV1), event(NoticeGivenV1, role="manager", about="Overdue: Check in time")
        )
        assert case.waiting == ["check"]


def test_what_has_nothing_to_send_on_is_let_be() -> None:
    case = raised(late(SEND_ON, starts="raised", met_by="[closed]"))
    case.given(case.decide("check", "pass"), by="manager")
    case.passes(days=1).then(event(ClockBreachedV1))


def test_a_case_that_was_closed_is_chased_no_more() -> None:
    case = raised(late(REMIND, ESCALATE))
    case.given(close(), by="manager")
    assert case.passes(days=30).events == []
    case.when_own(FIRE).then()


VACANT = """
posts:
- {role: worker, area: "*", holders: [worker]}
- {role: manager, area: "*", holders: [manager], until: 2026-11-17}
- {role: auditor, area: "*", holders: [auditor]}
"""


def test_a_post_that_nobody_holds_is_shown_once_for_each_thing_that_leads_there() -> None:
    case = raised(late(REMIND, TELL, ESCALATE), directory=VACANT)
    case.passes(days=1).then(
        event(ClockBreachedV1),
        event(PostVacantV1, role="manager", about="Overdue: Check in time"),
        event(NoticeGivenV1, role="auditor"),
        event(PostVacantV1, role="head", about="Check in time"),
    )
    [decision] = case.events[1].decisions
    assert (decision.question, decision.answer, decision.rules) == (
        "Who is the manager?",
        "Nobody holds this post.",
        ("FEN-4",),
    )
    assert case.task("check").role == "manager"


def test_every_clock_of_a_case_fires_in_the_order_of_its_time() -> None:
    sooner = "{id: sooner, title: Sooner, rules: [FEN-2], within: 1h, starts: raised, met_by: [closed], owner: manager}"
    case = raised(late(REMIND).replace("clocks: [", f"clocks: [{sooner}, "))
    case.passes(days=2)
    assert [each.clock_id for each in case.of(ClockBreachedV1)] == ["clock-1-2", "clock-1-1"]
