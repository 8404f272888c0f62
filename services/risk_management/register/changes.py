"""Changes of the plan: asked for by any agency, debated, decided, recorded. Pure."""

from __future__ import annotations

from typing import Any

from contracts import risk_register as contract
from contracts.refusals import Refusal
from services.risk_management.register.entry import Change, Entry, refuse_unless
from services.risk_management.register.grounds import Grounds


def propose_change(command: contract.ProposeChangeV1, state: Entry, grounds: Grounds) -> tuple[Any, ...]:
    """Asks for a change; what is asked stands in `sealed`."""
    stated = grounds.register.plan
    refuse_unless(state, "on_register", rules=stated.change_rules)
    _check_reason(command.sealed, stated.change_rules)
    if command.body is not None and command.body not in grounds.register.bodies:
        raise Refusal("unknown_body", {"bodies": dict(grounds.register.bodies)}, stated.change_rules)
    decision = grounds.decision(
        "Who decides on the change?", f"The {grounds.role_title(stated.decided_by)}.", stated.change_rules
    )
    number = len(state.changes) + 1
    return (
        contract.ChangeProposedV1(
            state.risk_id,
            state.notification_id,
            number,
            command.body,
            grounds.actor,
            grounds.now,
            (stated.decided_by,),
            (decision,),
            command.sealed,
        ),
    )


def decide_change(command: contract.DecideChangeV1, state: Entry, grounds: Grounds) -> tuple[Any, ...]:
    """Agrees or not: nobody to what they asked for themselves, and never without a reason against it."""
    rules = grounds.register.plan.change_rules
    change = _open_change(command.change, state)
    if change.by == grounds.actor:
        raise Refusal("own_work", {}, rules)
    if not command.agreed:
        _check_reason(command.sealed, rules)
    answer = "Yes." if command.agreed else "No."
    debated = "It was debated." if command.debated else "It was not debated."
    decision = grounds.decision("Is the change of the plan agreed?", f"{answer} {debated}", rules)
    return (
        contract.ChangeDecidedV1(
            state.risk_id,
            state.notification_id,
            change.number,
            command.agreed,
            command.debated,
            grounds.actor,
            grounds.now,
            (decision,),
            command.sealed,
        ),
    )


def _open_change(number: int, state: Entry) -> Change:
    change = state.changes.get(number)
    if change is None:
        raise Refusal("not_found")
    if change.agreed is not None:
        raise Refusal("change_decided", {"agreed": change.agreed})
    return change


def _check_reason(sealed: str | None, rules: tuple[str, ...]) -> None:
    if sealed is None:
        raise Refusal("comment_required", {}, rules)
