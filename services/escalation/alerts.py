"""A national alert's way through the case's requests: what was written is checked, signed off and released by others.

National alerts tell what was written and what custodians answer; what is decided here is followed there. Neither waits for
the other.
"""

from __future__ import annotations

from contracts import escalation_alerts as contract
from contracts.refusals import Refusal
from needfire.procedure import Request
from services.escalation import reactions
from services.escalation.checks import outcome_of
from services.escalation.domain import decide
from services.escalation.draft import Draft
from services.escalation.routing import Task
from services.escalation.telling import notify


def follow_message(command: contract.FollowMessageV1, draft: Draft) -> None:
    """What was written decides the form's task, or opens the task of whoever checks it; what is no message here does nothing."""
    alerting = draft.grounds.edition.alerting
    message = alerting.message(command.message) if alerting else None
    if message is None or message.written is None:
        return
    draft.emit(contract.AlertMessageFollowedV1(command.message, command.number, command.written_by))
    request = draft.grounds.edition.request(message.written.of)
    if not isinstance(request, Request):
        raise Refusal("edition_changed")
    task = _task_of(draft, request) or _opened(draft, request)
    outcome = outcome_of(request, message.written.outcome)
    if message.written.kind == "decided" and outcome:
        decide(draft, task, request, outcome, command.written_by, "Written as a message of the alert.", {}, None)


def follow_doubt(command: contract.FollowDoubtV1, draft: Draft) -> None:
    """Whoever decides on the threshold is told."""
    edition = draft.grounds.edition
    for threshold in edition.thresholds:
        if edition.alerting and threshold.id == edition.alerting.threshold:
            notify(draft, threshold.by, command.about, command.rules)


def follow_response(_command: contract.FollowResponseV1, draft: Draft) -> None:
    """A custodian's answer is a task at once, also when another still waits."""
    alerting = draft.grounds.edition.alerting
    request = draft.grounds.edition.request(alerting.responses) if alerting else None
    if isinstance(request, Request):
        _opened(draft, request)


def follow_unreached(command: contract.FollowUnreachedV1, draft: Draft) -> None:
    """Whoever releases the alert is told."""
    alerting = draft.grounds.edition.alerting
    initial = alerting.message("initial") if alerting else None
    releasing = draft.grounds.edition.request(initial.released.of) if initial else None
    if isinstance(releasing, Request):
        notify(draft, releasing.of[0], command.about, command.rules)


def _task_of(draft: Draft, request: Request) -> Task | None:
    return next((task for task in draft.state.open_tasks if task.step == request.id), None)


def _opened(draft: Draft, request: Request) -> Task:
    task_id = reactions.open_beside(draft, request, request.of[0])
    reactions.began(draft, request, task_id, draft.grounds.now)
    return draft.state.tasks[task_id]
