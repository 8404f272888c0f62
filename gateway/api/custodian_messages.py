"""What custodians receive: listed, opened, acknowledged, searched, answered. By people, and by the body's own system."""

from __future__ import annotations

import base64
from dataclasses import replace

from access import permit
from contracts import gateway_custodians as bodies
from contracts.gateway_photographs import PhotographTold
from contracts.gateway_receipts import CustodianSays, ReceiptAccepted
from contracts.refusals import Refusal
from gateway.alerting.contents import in_full, line
from gateway.alerting.photographs import of_message
from gateway.alerting.saying import say
from gateway.alerting.sent import behind, find_sent, purpose_of, record_opened
from gateway.api.cursors import PAGING, cursor_at, limit_of, place_of
from gateway.api.operation import Asked, Operation, of_tag
from gateway.auditing.trail import shown
from gateway.parts import Parts
from gateway.read_models.cases import is_order
from gateway.reading import whose_of
from gateway.threads import in_thread


async def listed(parts: Parts, asked: Asked) -> bodies.SentList:
    """The messages of national alerts and exercises that your body was sent, the newest first."""
    reader = asked.by
    if reader is None:
        raise Refusal("unauthenticated")
    permit(reader, asked.deed)
    before, limit = place_of(asked, is_order), limit_of(asked)
    found = await in_thread(parts.alerting.cascades.inbox, whose_of(parts, reader), before, limit + 1)
    here = found[:limit]
    shown(*(each["_id"] for each in here), purpose=purpose_of(reader))
    lines = tuple(line(parts, each, reader.receives_for or "") for each in here)
    return bodies.SentList(lines, cursor_at(here[-1]["order"] if len(found) > limit else None))


async def one(parts: Parts, asked: Asked) -> bodies.SentMessage:
    """A message in full. That it was opened is recorded."""
    if asked.by is None:
        raise Refusal("unauthenticated")
    sent = await find_sent(parts, asked.by, asked.path["message_id"])
    found = await behind(parts, asked.by, sent)
    await record_opened(parts, asked.by, sent)
    return in_full(parts, sent, found)


async def photograph(parts: Parts, asked: Asked) -> PhotographTold:
    """The photograph of the child that goes with a message, as long as you have a use for it."""
    if asked.by is None:
        raise Refusal("unauthenticated")
    sent = await find_sent(parts, asked.by, asked.path["message_id"])
    found = await of_message(parts, sent, await behind(parts, asked.by, sent))
    if found is None:
        raise Refusal("not_found")
    return PhotographTold(sent.document["_id"], found.media_type, base64.b64encode(found.content).decode())


async def receipt(parts: Parts, asked: Asked) -> ReceiptAccepted:
    """Say how far you are: acknowledged, searched, and what the search found. Each is said once; a result goes to the case at once."""
    if asked.by is None:
        raise Refusal("unauthenticated")
    body: CustodianSays = asked.body
    sent = await find_sent(parts, asked.by, asked.path["message_id"])
    return await say(parts, asked.by, sent, body.receipt, body.comment, asked.command_id, asked.digest)


_OF_RECEIPTS = (
    "not_found",
    "edition_changed",
    "already_received",
    "alert_message_ended",
    "person_deleted",
    "unknown_custodian",
    "busy",
)


def _operations(path: str, whose: str, scope: str | None) -> tuple[Operation, ...]:
    """The same for people and for systems."""
    found = (
        Operation(
            "GET",
            path,
            f"list_{whose}_messages",
            "List what your body was sent",
            "list",
            listed,
            bodies.SentList,
            query=PAGING,
        ),
        Operation(
            "GET",
            f"{path}/{{message_id}}",
            f"open_{whose}_message",
            "Open a message of a national alert",
            "receive_alerts",
            one,
            bodies.SentMessage,
            refusals=("not_found", "edition_changed"),
        ),
        Operation(
            "GET",
            f"{path}/{{message_id}}/photograph",
            f"read_{whose}_photograph",
            "Read the photograph of a national alert's message",
            "receive_alerts",
            photograph,
            PhotographTold,
            refusals=("not_found", "edition_changed"),
        ),
        Operation(
            "POST",
            f"{path}/{{message_id}}/receipts",
            f"answer_{whose}_message",
            "Say how far you are with a message of a national alert",
            "receive_alerts",
            receipt,
            ReceiptAccepted,
            CustodianSays,
            201,
            refusals=_OF_RECEIPTS,
        ),
    )
    return tuple(replace(each, scope=scope) for each in found)


OPERATIONS = (
    *of_tag("Custodians", *_operations("/v1/custodian/messages", "custodian", None)),
    *of_tag("Agencies: custodians", *_operations("/v1/agency/messages", "agency_custodian", "alerts.receive")),
)
