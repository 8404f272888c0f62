"""How escalation follows the high risk register: what is done there decides or opens what the edition says.

Where the edition has no step or clock for it (one that has adopted the register alone), whoever should know is told.
"""

from __future__ import annotations

from contracts import escalation_register as contract
from contracts.refusals import Refusal
from needfire.procedure import Request, Review, Step, Trigger
from services.escalation import reactions
from services.escalation.checks import outcome_of
from services.escalation.domain import decide
from services.escalation.draft import Draft
from services.escalation.on_register import NOTE, asked_of
from services.escalation.routing import Task
from services.escalation.telling import notify

MISSED = "missed:"


def follow_register(command: contract.FollowRegisterV1, draft: Draft) -> None:
    """Decides or opens what the edition says; else tells whoever should know. What is missed is told where no clock tells it."""
    register = draft.grounds.edition.register
    if register is None:
        raise Refusal("edition_changed")
    if command.act.startswith(MISSED):
        if command.act.removeprefix(MISSED) not in {each.id for each in draft.grounds.edition.clocks}:
            _tell(command, draft)
        return
    triggers = register.steps.get(command.act, ())
    waits = bool(triggers) and _waits(draft, triggers[-1])
    draft.emit(contract.RegisterFollowedV1(command.act, command.by, command.records, waits))
    for trigger in triggers:
        _carry_out(draft, trigger, command)
    if not triggers:
        _tell(command, draft)


def _tell(command: contract.FollowRegisterV1, draft: Draft) -> None:
    for role in dict.fromkeys(command.told):
        notify(draft, role, command.about, command.rules)


def _waits(draft: Draft, trigger: Trigger) -> bool:
    """Whether this decides a step of the route that is not open yet."""
    is_step = trigger.kind == "decided" and draft.route.step(trigger.of) is not None
    return is_step and _open_task(draft, trigger) is None


def _open_task(draft: Draft, trigger: Trigger) -> Task | None:
    return next((task for task in draft.state.open_tasks if task.step == trigger.of), None)


def _part(draft: Draft, trigger: Trigger) -> Step | Request | Review:
    part = draft.route.step(trigger.of) or draft.grounds.edition.request(trigger.of)
    if part is None:
        raise Refusal("edition_changed")
    return part


def _carry_out(draft: Draft, trigger: Trigger, command: contract.FollowRegisterV1) -> None:
    part, task = _part(draft, trigger), _open_task(draft, trigger)
    if trigger.kind == "opened" and isinstance(part, Request):
        task_id = reactions.open_beside(draft, part, part.of[0])
        reactions.began(draft, part, task_id, draft.grounds.now)
    elif task:
        outcome = outcome_of(part, trigger.outcome)
        if outcome is None:
            raise Refusal("edition_changed")
        decide(draft, task, part, outcome, command.by, NOTE, asked_of(part, command.records), None)
