"""A review that was due and was not recorded. Pure."""

from __future__ import annotations

from typing import Any

from contracts import risk_register as contract
from contracts.risk_register import END_OF_STEP_DOWN, STEP_DOWN
from services.risk_management.register.entry import Entry
from services.risk_management.register.grounds import Grounds
from services.risk_management.register.reviewing import cycle_of


def miss_review(command: contract.MissReviewV1, state: Entry, grounds: Grounds) -> tuple[Any, ...]:
    """The time has come and nothing was recorded: who reviews it and who holds the register are told. Late is said once."""
    due = state.due_of(command.cycle)
    if due is None or due.due != command.due or state.stage not in ("on_register", "step_down"):
        return ()
    told, rules = _told(command.cycle, grounds)
    decision = grounds.decision(f"Was the review recorded in time ({due.title.lower()})?", "No.", rules)
    return (
        contract.ReviewMissedV1(state.risk_id, state.notification_id, due.cycle, due.title, due.due, told, (decision,)),
    )


def _told(cycle: str, grounds: Grounds) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The roles that are told, and the rules that set the time."""
    register, step_down = grounds.register, grounds.register.step_down
    if step_down and cycle == STEP_DOWN:
        return (step_down.by, register.holder), step_down.rules
    if step_down and cycle == END_OF_STEP_DOWN:
        return (step_down.then_by, register.holder), step_down.then_rules
    found = cycle_of(cycle, grounds)
    return (found.by or register.concurrence.by, register.holder), (*found.rules, *register.holder_rules)
