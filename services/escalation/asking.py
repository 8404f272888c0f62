"""Requests: what one person asks of another beside the route."""

from __future__ import annotations

from contracts import escalation as contract
from contracts.refusals import Refusal
from needfire.procedure import Request
from needfire.standing import standing_of
from services.escalation import reactions
from services.escalation.checks import holds_here, may_act
from services.escalation.draft import Draft


def make_request(command: contract.MakeRequestV1, draft: Draft) -> None:
    """Asks it of a role, or of one who holds it; also when the route has ended, and as often as wanted."""
    request = draft.grounds.edition.request(command.request)
    if not isinstance(request, Request):
        known = {each.id: each.title for each in draft.grounds.edition.requests}
        raise Refusal("unknown_request", {"requests": known})
    may_act(draft, *request.by, rules=request.rules)
    role = command.of_role or request.of[0]
    if role not in request.of:
        raise Refusal("unknown_role", {"roles": list(request.of)}, request.rules)
    if command.of_person and not holds_here(draft, command.of_person, role):
        raise Refusal("unknown_person", {"role": draft.grounds.role_title(role)}, request.rules)
    stands = standing_of(request, draft.setting)
    if stands.asks:
        raise Refusal("facts_needed", {"facts": dict(stands.asks)}, stands.rules)
    if stands.sentence:
        raise Refusal("outcome_refused", {"request": request.id}, stands.rules, stands.sentence)
    _make(draft, request, role, command)


def _make(draft: Draft, request: Request, role: str, command: contract.MakeRequestV1) -> None:
    grounds = draft.grounds
    task_id = reactions.open_beside(draft, request, role, draft.judge(request.when), command.of_person)
    by = next(each for each in request.by if holds_here(draft, grounds.actor, each))
    urgency = " It is urgent." if command.urgent else ""
    if command.urgent and request.urgent is None:
        urgency = " It is urgent; the procedure has no shorter time for that."
    decision = grounds.decision(
        f"May this person ask for “{request.title}”?", f"Yes, as {grounds.role_title(by)}.{urgency}", request.rules
    )
    draft.emit(
        contract.RequestMadeV1(task_id, request.id, grounds.actor, command.urgent, (decision,), sealed=command.sealed)
    )
    reactions.began(draft, request, task_id, grounds.now)
