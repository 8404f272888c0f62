"""Notifications: raise, list, read; consult, update, close."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from contracts import gateway as requests
from contracts import intake
from contracts.gateway_answers import Accepted, Notification, NotificationList, Raised
from contracts.refusals import Refusal
from gateway.access import Place, permit
from gateway.api.asking import AT_LEAST, at_least
from gateway.api.operation import Asked, Operation, Query, of_tag
from gateway.commanding import sealed, sealed_anew, send
from gateway.parts import Parts
from gateway.read_models.cases import is_order
from gateway.reading import Found, find_case, find_visible, opener_for
from gateway.words.cases import notification, summary

SERVICE = "intake"
PAGE, LONGEST_PAGE = 50, 200


async def raise_notification(parts: Parts, asked: Asked) -> Raised:
    """Raise a notification under the edition in force."""
    body: requests.RaiseRequest = asked.body
    permit(asked.reader, asked.deed, _place(parts, asked))
    notification_id, sealed_text = await sealed_anew(parts, asked.reader, body.particulars)
    command = intake.RaiseNotificationV1(
        notification_id=notification_id,
        area=body.area,
        facts=body.facts,
        categories=body.categories,
        left_out=body.left_out,
        named=body.named,
        restrictions=body.restrictions,
        sealed=sealed_text,
    )
    accepted = await send(parts, SERVICE, command, asked.reader, asked.command_id, asked.digest)
    return Raised(accepted["notification_id"], accepted["version"], accepted["edition"])


def _place(parts: Parts, asked: Asked) -> Place:
    code = asked.body.authority or asked.reader.authority
    edition = parts.people.authority(code).edition_at(asked.reader.at)
    if edition is None:
        raise Refusal("no_procedure")
    return Place(code, asked.body.area, edition)


async def listed(parts: Parts, asked: Asked) -> NotificationList:
    """The notifications that the reader may see, newest first."""
    permit(asked.reader, asked.deed)
    limit = max(1, min(asked.query.get("limit", PAGE), LONGEST_PAGE))
    found = await find_visible(parts, asked.reader, _before(asked.query.get("cursor")), limit + 1)
    page = found[:limit]
    cursor = _cursor(page[-1].document["order"]) if len(found) > limit else None
    return NotificationList(tuple(summary(each.document, each.names) for each in page), cursor)


def _cursor(order: str) -> str:
    return base64.urlsafe_b64encode(order.encode()).decode().rstrip("=")


def _before(cursor: str | None) -> str | None:
    if cursor is None:
        return None
    try:
        order = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except (binascii.Error, ValueError):
        order = ""
    if not is_order(order):
        raise Refusal("malformed", {"cursor": "Give the cursor as it was answered."})
    return order


async def one(parts: Parts, asked: Asked) -> Notification:
    """The whole notification, its particulars opened for who may see it."""
    found = await _case(parts, asked)
    return notification(found.document, found.names, await opener_for(parts, asked.reader, found))


async def _case(parts: Parts, asked: Asked) -> Found:
    return await find_case(parts, asked.reader, asked.deed, asked.path["notification_id"], at_least(asked))


async def consult(parts: Parts, asked: Asked) -> Accepted:
    """Record that somebody was consulted."""
    body: requests.ConsultationRequest = asked.body
    return await _on_case(
        parts,
        asked,
        lambda notification_id, text: intake.RecordConsultationV1(
            notification_id, body.with_role, body.with_person, body.advice, text
        ),
    )


async def update(parts: Parts, asked: Asked) -> Accepted:
    """Update: only what is new."""
    body: requests.UpdateRequest = asked.body
    return await _on_case(
        parts,
        asked,
        lambda notification_id, text: intake.UpdateNotificationV1(
            notification_id, body.based_on, body.facts, body.withdrawn, text
        ),
    )


async def close(parts: Parts, asked: Asked) -> Accepted:
    """Close, with why it is resolved."""
    return await _on_case(parts, asked, intake.CloseNotificationV1)


async def _on_case(parts: Parts, asked: Asked, command: Any) -> Accepted:
    found = await _case(parts, asked)
    notification_id = found.document["_id"]
    text = await sealed(parts, asked.reader, notification_id, asked.body.particulars)
    accepted = await send(parts, SERVICE, command(notification_id, text), asked.reader, asked.command_id, asked.digest)
    return Accepted(accepted["notification_id"], accepted["version"])


_FACTS = ("facts_refused",)
_CHANGE = ("not_permitted", "not_found", "read_model_behind", "notification_ended", "busy", "edition_changed")

OPERATIONS = of_tag(
    "Notifications",
    Operation(
        "POST",
        "/v1/notifications",
        "raise_notification",
        "Raise a notification",
        "raise",
        raise_notification,
        Raised,
        requests.RaiseRequest,
        201,
        refusals=(
            *_FACTS,
            "not_permitted",
            "no_procedure",
            "unknown_area",
            "unknown_category",
            "no_category",
            "category_left_out",
            "unknown_role",
            "unknown_person",
            "unknown_restriction",
        ),
    ),
    Operation(
        "GET",
        "/v1/notifications",
        "list_notifications",
        "List the notifications that you may see, newest first",
        "list",
        listed,
        NotificationList,
        query=(
            Query("cursor", "Where the next page begins: `next` of the page before."),
            Query("limit", f"How many, at most {LONGEST_PAGE}.", "number"),
        ),
    ),
    Operation(
        "GET",
        "/v1/notifications/{notification_id}",
        "read_notification",
        "Read a notification",
        "read_case",
        one,
        Notification,
        query=AT_LEAST,
        refusals=("not_found", "read_model_behind"),
    ),
    Operation(
        "POST",
        "/v1/notifications/{notification_id}/consultations",
        "record_consultation",
        "Record that somebody was consulted, and what they advised",
        "consult",
        consult,
        Accepted,
        requests.ConsultationRequest,
        201,
        AT_LEAST,
        (*_CHANGE, "unknown_role", "unknown_person"),
    ),
    Operation(
        "POST",
        "/v1/notifications/{notification_id}/updates",
        "update_notification",
        "Update a notification with what is new",
        "update",
        update,
        Accepted,
        requests.UpdateRequest,
        201,
        AT_LEAST,
        (*_CHANGE, *_FACTS, "update_out_of_date", "nothing_changed"),
    ),
    Operation(
        "POST",
        "/v1/notifications/{notification_id}/closure",
        "close_notification",
        "Close a notification as resolved",
        "close",
        close,
        Accepted,
        requests.ClosureRequest,
        201,
        AT_LEAST,
        (*_CHANGE, "comment_required"),
    ),
)
