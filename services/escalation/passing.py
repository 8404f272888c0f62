"""What passes a message of the national alert: nobody passes what was not written."""

from __future__ import annotations

from contracts import escalation_alerts as contract
from contracts.refusals import Refusal
from needfire.alerting import AlertMessage
from needfire.procedure import Trigger
from services.escalation.draft import Draft
from services.escalation.routing import Task


def check_message(draft: Draft, task: Task, outcome: str) -> None:
    """Refuses an outcome on a message's way when none waits for it. Raises Refusal."""
    alerting, waiting = draft.grounds.edition.alerting, draft.state.message
    if alerting is None:
        return
    trigger = Trigger("decided", task.step, outcome)
    on_way = [each for each in alerting.of(trigger) if each.written and trigger not in each.sent_back]
    message = next((each for each in on_way if waiting and each.kind == waiting.message), None)
    if on_way and (message is None or trigger == message.written):
        raise Refusal("message_not_written", {"messages": [each.kind for each in on_way]}, on_way[0].rules)


def note_passed(draft: Draft, trigger: Trigger) -> None:
    """A message that was sent back or released waits no more."""
    alerting, waiting = draft.grounds.edition.alerting, draft.state.message
    message: AlertMessage | None = alerting.message(waiting.message) if alerting and waiting else None
    if message and waiting and trigger in (*message.sent_back, message.released):
        draft.emit(contract.AlertMessagePassedV1(waiting.number))
