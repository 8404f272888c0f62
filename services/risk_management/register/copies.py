"""A copy of the plan for every agency that supports it, and its word that it has it. Pure."""

from __future__ import annotations

from typing import Any

from contracts import risk_register as contract
from contracts.refusals import Refusal
from services.risk_management.register.entry import Entry, refuse_unless
from services.risk_management.register.grounds import Grounds


def copied(state: Entry, grounds: Grounds, plan: int, bodies: tuple[str, ...]) -> contract.PlanCopiedV1:
    """A copy of the plan for every agency that supports it."""
    names = ", ".join(grounds.register.bodies[each] for each in bodies)
    decision = grounds.decision(
        "Who gets a copy of the plan?", f"{names or 'Nobody'}.", grounds.register.plan.copy_rules
    )
    return contract.PlanCopiedV1(state.risk_id, state.notification_id, plan, bodies, grounds.now, (decision,))


def receive_copy(command: contract.ReceiveCopyV1, state: Entry, grounds: Grounds) -> tuple[Any, ...]:
    """An agency has its copy of the plan as it stands now; by whose word is recorded."""
    rules = grounds.register.plan.copy_rules
    refuse_unless(state, "on_register", "step_down", rules=rules)
    if state.plan is None or command.plan != state.plan.number or command.body not in state.plan.bodies:
        raise Refusal("not_found")
    if (command.plan, command.body) in state.received:
        raise Refusal("already_received", {}, rules)
    if command.agency is None and not (command.reference or "").strip():
        raise Refusal("reference_required", {"evidence": "its acknowledgement"}, rules)
    return (
        contract.CopyReceivedV1(
            state.risk_id,
            state.notification_id,
            command.plan,
            command.body,
            grounds.actor,
            grounds.now,
            command.reference,
        ),
    )
