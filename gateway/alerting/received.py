"""Copies of other deployments' alerts, for the people who receive alerts in the authority: what came, was searched, was destroyed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from access import Custodian, Reader, permit
from contracts import gateway_received as told
from contracts.received_alerts import RecordSearchV1
from contracts.refusals import Refusal
from gateway.alerting.documents.copies import document_told
from gateway.alerting.entries import person
from gateway.alerting.sent import SERVICE
from gateway.api.operation import Asked
from gateway.auditing.trail import shown
from gateway.commanding import send
from gateway.parts import Parts
from gateway.read_models.folding import Document
from gateway.reading import whose_of
from gateway.threads import in_thread


async def find_copy(parts: Parts, reader: Reader, received_id: str) -> Document:
    """The copy, if it exists for this reader. Raises Refusal `not_found`."""
    found = await in_thread(parts.alerting.received.one, whose_of(parts, reader), received_id)
    if found is None:
        raise Refusal("not_found")
    permit(reader, "receive_alerts", Custodian(reader.receives_for or ""))
    shown(received_id)
    return found


async def copies(
    parts: Parts, reader: Reader, before: str | None, limit: int
) -> tuple[tuple[Document, ...], str | None]:
    """The newest copies, and where the next page begins."""
    found = await in_thread(parts.alerting.received.visible, whose_of(parts, reader), before, limit + 1)
    here = found[:limit]
    shown(*(each["_id"] for each in here))
    return here, here[-1]["order"] if len(found) > limit else None


def copy_told(copy: Document, reader: Reader, document: told.DocumentTold | None = None) -> told.ReceivedAlert:
    """The copy as it is answered."""
    destroyed = copy["destroyed"]
    return told.ReceivedAlert(
        received_id=copy["_id"],
        sender=copy["sender"],
        about=copy["about"],
        exercise=copy["exercise"],
        ended=copy["ended"],
        messages=tuple(told.ReceivedMessage(**_dated(each)) for each in copy["messages"]),
        searches=tuple(
            told.SearchTold(**{**_dated(each), "by": person(each["by"], reader)}) for each in copy["searches"]
        ),
        destroyed=_certificate(destroyed) if destroyed else None,
        version=copy["versions"][SERVICE],
        document=document,
    )


async def copy_in_full(parts: Parts, reader: Reader, received_id: str) -> told.ReceivedAlert:
    """The copy of this id, with what is told of the child. Raises Refusal `not_found`."""
    found = await find_copy(parts, reader, received_id)
    return copy_told(found, reader, await document_told(parts, reader, found))


def _certificate(each: Document) -> told.DestructionCertificate:
    first, last, destroyed = (
        datetime.fromisoformat(each[name]) for name in ("first_received_at", "last_followed_up_at", "destroyed_at")
    )
    return told.DestructionCertificate(tuple(each["messages"]), first, last, destroyed)


def _dated(each: Document) -> dict[str, Any]:
    moments = ("sent_at", "received_at", "at")
    return {
        name: datetime.fromisoformat(value) if name in moments else value
        for name, value in each.items()
        if name != "original"
    }


async def record_search(parts: Parts, asked: Asked, received_id: str, body: told.SearchRecord) -> told.SearchAccepted:
    """Records what the own records said. Raises Refusal."""
    await find_copy(parts, asked.reader, received_id)
    command = RecordSearchV1(received_id, body.result, body.candidates, body.likeness, None)
    accepted = await send(parts, SERVICE, command, asked.reader, asked.command_id, asked.digest)
    return told.SearchAccepted(accepted["received_id"], accepted["version"])
