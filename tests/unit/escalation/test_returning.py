"""Giving a matter back to the step before, and giving a task to somebody else."""

from __future__ import annotations

import pytest

from contracts.escalation import ReassignTaskV1, TaskOpenedV1, TaskReassignedV1, TaskReturnedV1
from tests.unit.casework.case import THIS, close
from tests.unit.casework.events import event
from tests.unit.escalation.fen import at_sign, at_sort, raised


def test_a_task_is_given_back_to_who_decided_the_step_before() -> None:
    case = at_sign()
    case.when(case.give_back("sign", "what is wanted"), by="head").then(
        event(TaskReturnedV1, task_id="task-1-3", by="head", sealed="what is wanted"),
        event(TaskOpenedV1, task_id="task-1-4", step="sort", role="desk", tray="group", came_from="task-1-1"),
    )
    [decision] = case.of(TaskReturnedV1)[0].decisions
    assert (decision.question, decision.answer) == ("Where does it go?", "Back to “Sort it”.")
    assert decision.rules == ("FEN-1",)
    assert (case.waiting, case.task("sign").state) == (["sort"], "returned")


def test_what_came_back_can_be_given_back_further_and_goes_on_as_before() -> None:
    case = at_sign()
    case.given(case.give_back("sign"), by="head").given(case.claim("sort"), case.give_back("sort"), by="desk-1")
    case.when(case.give_back("check"), by="manager").refused("cannot_return")
    case.given(case.decide("check", "pass"), by="manager").given(case.claim("sort"), by="desk-2")
    case.given(case.decide("sort", "sorted"), by="desk-2").given(case.decide("sign", "signed"), by="head")
    assert case.routing.ended == "finished"


def test_from_the_first_step_there_is_nowhere_to_return_to() -> None:
    case = raised()
    case.when(case.give_back("check"), by="manager").refused("cannot_return")


def test_giving_back_needs_a_comment() -> None:
    case = at_sign()
    case.when(case.give_back("sign", None), by="head").refused("comment_required", rules=["FEN-1"])


def test_only_whose_it_is_gives_it_back_and_only_once() -> None:
    case = at_sort()
    case.when(case.give_back("sort"), by="desk-1").refused("task_not_claimed")
    case.when(case.give_back("sort"), by="manager").refused("not_permitted")
    case.given(case.claim("sort"), by="desk-1")
    case.when(case.give_back("sort"), by="desk-2").refused("task_claimed")
    returned = case.give_back("sort")
    case.given(returned, by="desk-1")
    case.when(returned, by="desk-1").refused("task_already_decided", details={"state": "returned"})


def test_nothing_is_given_back_after_the_end() -> None:
    case = at_sign()
    case.given(close(), by="manager")
    case.when(case.give_back("sign"), by="head").refused("notification_ended")


def test_a_task_is_given_to_somebody_else_who_holds_the_post() -> None:
    case = at_sort()
    case.given(case.claim("sort"), by="desk-1")
    case.when(case.reassign("sort", "desk-2"), by="desk-1").then(
        event(TaskReassignedV1, task_id="task-1-2", role="desk", people=("desk-2",), tray="person", by="desk-1")
    )
    [decision] = case.events[0].decisions
    assert (decision.question, decision.answer) == ("Who does “Sort it”?", "Reassigned by hand.")
    assert decision.rules == ("FEN-1",)
    assert (case.task("sort").claimed_by, case.task("sort").people) == (None, ("desk-2",))
    case.when(case.decide("sort", "sorted"), by="desk-1").refused("task_claimed")
    case.given(case.decide("sort", "sorted"), by="desk-2")


def test_a_colleague_takes_over_what_lies_claimed() -> None:
    case = at_sort()
    case.given(case.claim("sort"), by="desk-1").given(case.reassign("sort", "desk-2"), by="desk-2")
    case.given(case.decide("sort", "sorted"), by="desk-2")


@pytest.mark.parametrize("to", ["head", "nobody", "manager"])
def test_a_task_is_not_given_to_who_does_not_hold_the_post(to: str) -> None:
    case = at_sort()
    case.when(case.reassign("sort", to), by="desk-1").refused("unknown_person", details={"role": "duty desk"})


def test_who_does_not_hold_the_post_reassigns_nothing() -> None:
    case = at_sort()
    case.when(case.reassign("sort", "desk-1"), by="head").refused("not_permitted")
    case.when(ReassignTaskV1(THIS, "task-1-1", "manager"), by="manager").refused("task_already_decided")
