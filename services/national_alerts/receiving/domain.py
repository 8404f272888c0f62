"""A received alert: its messages in their order, what the own search found, and the end of the copy. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from contracts import received_alerts as contract
from contracts.refusals import Refusal
from custody.webhooks import DocumentSent
from documents.cap_reading import CapAlert
from documents.message import ENDING


@dataclass(frozen=True)
class Message:
    """One message that was taken in."""

    message_id: str
    delivered_as: str
    sent_at: datetime


@dataclass(frozen=True)
class Received:
    """The copy of another authority's alert. `exercise` is of the first message and stays; `documents` are, by message, the
    people whose keys sealed what was told."""

    received_id: str
    sender: str
    about: str
    exercise: bool
    first_received_at: datetime
    followed_up_at: datetime
    messages: tuple[Message, ...] = ()
    documents: Mapping[str, str] = field(default_factory=dict)
    number: int = 0
    ended: bool = False
    destroyed: bool = False


def evolve(state: Received | None, event: Any) -> Received | None:
    """The copy after this event."""
    match event:
        case contract.AlertReceivedV1() | contract.ExerciseReceivedV1():
            drill = isinstance(event, contract.ExerciseReceivedV1)
            begun = state or Received(
                event.received_id, event.sender, event.about, drill, event.received_at, event.received_at
            )
            message = Message(event.message_id, event.delivered_as, event.sent_at)
            return replace(
                begun,
                messages=(*begun.messages, message),
                number=event.number,
                ended=event.ends,
                followed_up_at=event.received_at,
            )
        case contract.DocumentReceivedV1():
            begun = _begun(state)
            return replace(begun, documents={**begun.documents, event.message_id: event.person})
        case contract.CopyDestroyedV2():
            return replace(_begun(state), destroyed=True, messages=(), documents={})
    return state


def _begun(state: Received | None) -> Received:
    if state is None:
        raise Refusal("not_found")
    return state


def take_in(
    alert: CapAlert, delivered_as: str, state: Received | None, received_id: str, now: datetime
) -> tuple[Any, ...]:
    """The message becomes part of the copy, if it comes in its order and refers to exactly the one before."""
    _check_order(alert, delivered_as, state)
    kind = contract.ExerciseReceivedV1 if alert.exercise else contract.AlertReceivedV1
    return (
        kind(
            received_id=received_id,
            sender=alert.sender,
            about=alert.about,
            message_id=alert.message_id,
            delivered_as=delivered_as,
            number=alert.number,
            kind=alert.kind,
            sent_at=alert.sent,
            original=alert.original,
            severity=alert.severity,
            link=alert.link,
            received_at=now,
            ends=alert.kind in ENDING,
        ),
    )


def _check_order(alert: CapAlert, delivered_as: str, state: Received | None) -> None:
    if state is None:
        if alert.follows is not None or alert.number != 1:
            raise Refusal("update_before_alert")
        return
    known = {name for each in state.messages for name in (each.message_id, each.delivered_as)}
    if delivered_as in known or alert.message_id in known:
        raise Refusal("already_received")
    if state.exercise != alert.exercise:
        raise Refusal("exercise_and_alert")
    if state.ended or state.destroyed:
        raise Refusal("alert_message_ended")
    if alert.number != state.number + 1:
        raise Refusal("update_before_alert")
    last = state.messages[-1]
    if alert.follows is None or (alert.follows.message_id, alert.follows.sent) != (last.message_id, last.sent_at):
        raise Refusal("reference_ambiguous")


def take_in_document(
    document: DocumentSent, command: contract.TakeInDocumentV1, state: Received | None, now: datetime
) -> tuple[Any, ...]:
    """What is told of the child becomes part of the copy, once, if its message is there and has not ended."""
    if state is None:
        raise Refusal("document_before_message")
    if state.ended or state.destroyed:
        raise Refusal("alert_message_ended")
    if document.message_id not in {each.message_id for each in state.messages}:
        raise Refusal("document_before_message")
    if state.exercise:
        raise Refusal("exercise_and_alert")
    if document.message_id in state.documents:
        raise Refusal("already_received")
    return (contract.DocumentReceivedV1(state.received_id, document.message_id, command.person, now, command.sealed),)


def record_search(
    command: contract.RecordSearchV1, state: Received | None, actor: str, now: datetime
) -> tuple[Any, ...]:
    """What the own records said."""
    received = _begun(state)
    if received.ended or received.destroyed:
        raise Refusal("alert_message_ended")
    if command.candidates < 0 or (command.candidates == 0) != (command.likeness == "none"):
        raise Refusal("malformed", {"candidates": "Give their number, and the likeness of the most alike."})
    return (
        contract.SearchRecordedV1(
            command.received_id, command.result, command.candidates, command.likeness, actor, now, command.sealed
        ),
    )


def destroy(command: contract.DestroyCopyV1, state: Received | None, now: datetime) -> tuple[Any, ...]:
    """The copy goes, with a certificate; nothing to do where it was followed up since the clock was set, or is gone."""
    received = _begun(state)
    if received.destroyed or command.mark != mark_of(received):
        return ()
    return (
        contract.CopyDestroyedV2(
            received.received_id,
            received.sender,
            received.about,
            tuple(each.message_id for each in received.messages),
            received.first_received_at,
            received.followed_up_at,
            now,
            tuple(sorted(received.documents.values())),
        ),
    )


def mark_of(received: Received) -> str:
    """What tells whether the copy was followed up since."""
    return str(received.number)
