"""Needs that are not met, and what was decided on funding or resources for them. Pure."""

from __future__ import annotations

from typing import Any

from contracts import risk_register as contract
from contracts.refusals import Refusal
from services.risk_management.register.entry import Entry, refuse_unless
from services.risk_management.register.grounds import Grounds


def check_needs(unmet: tuple[str, ...], grounds: Grounds) -> None:
    """Refuses what is none of the edition's needs."""
    if set(unmet) - grounds.register.needs.keys():
        raise Refusal("unknown_need", {"needs": dict(grounds.register.needs)}, grounds.register.needs_rules)


def decide_resource(command: contract.DecideResourceV1, state: Entry, grounds: Grounds) -> tuple[Any, ...]:
    """Records a decision on funding or resources, with its reason."""
    rules = grounds.register.needs_rules
    refuse_unless(state, "on_register", rules=rules)
    check_needs((command.need,), grounds)
    if command.sealed is None:
        raise Refusal("comment_required", {}, rules)
    decision = grounds.decision(
        f"Is there funding or a resource: {grounds.register.needs[command.need]}?",
        "Granted." if command.granted else "Not granted.",
        rules,
    )
    return (
        contract.ResourceDecidedV1(
            state.risk_id,
            state.notification_id,
            command.need,
            command.granted,
            grounds.actor,
            grounds.now,
            (decision,),
            command.sealed,
        ),
    )
