"""Requests: what one person asks of another beside the route."""

from __future__ import annotations

from contracts import escalation as contract
from contracts.refusals import Refusal
from needfire.procedure import Request, Trigger
from needfire.standing import standing_of
from services.escalation import reactions
from services.escalation.checks import holds_here
from services.escalation.draft import Draft
from services.escalation.on_register import refuse_what_it_decides
from services.escalation.routing import Task


def make_request(command: contract.MakeRequestV1, draft: Draft) -> None:
    """Asks it of a role, or of one who holds it; also when the route has ended, and again once it was answered."""
    request = next(each for each in draft.grounds.edition.requests if each.id == command.request)
    refuse_what_it_decides(draft, Trigger("opened", request.id))
    role = command.of_role or request.of[0]
    if role not in request.of:
        raise Refusal("unknown_role", {"roles": list(request.of)}, request.rules)
    if command.of_person and not holds_here(draft, command.of_person, role):
        raise Refusal("unknown_person", {"role": draft.grounds.role_title(role)}, request.rules)
    if any(_is_the_same(task, command, role, draft.grounds.actor) for task in draft.state.open_tasks):
        raise Refusal("already_asked", {"request": request.id}, request.rules)
    stands = standing_of(request, draft.setting)
    if stands.asks:
        raise Refusal("facts_needed", {"facts": dict(stands.asks)}, stands.rules)
    if stands.sentence:
        raise Refusal("outcome_refused", {"request": request.id}, stands.rules, stands.sentence)
    _make(draft, request, role, command)


def _is_the_same(task: Task, command: contract.MakeRequestV1, role: str, actor: str) -> bool:
    """Whether it waits already, asked by the same person of the same people, and with no less haste."""
    asked = (task.step, task.role, task.asked_by) == (command.request, role, actor)
    of_others = command.of_person is not None and task.people != (command.of_person,)
    return asked and not of_others and task.urgent >= command.urgent


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
