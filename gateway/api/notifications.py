"""Notifications: raise, list, read; consult, update, close."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from contracts import gateway as requests
from contracts import intake
from contracts.gateway_answers import Accepted, Notification, NotificationList, Raised
from contracts.refusals import Refusal
from gateway.access import Place, permit
from gateway.api.asking import AT_LEAST, at_least
from gateway.api.cursors import PAGING, cursor_at, limit_of, place_of
from gateway.api.operation import Asked, Operation, of_tag
from gateway.checking import check_closing, check_consultation, check_raising, check_withdrawn, facts_to_send
from gateway.commanding import sealed, sealed_anew, send
from gateway.parts import Parts
from gateway.raising_form import require_particulars
from gateway.read_models.cases import is_order
from gateway.reading import Found, find_case, find_visible, opener_for
from gateway.words.cases import notification, summary
from gateway.words.sharing import case_setting

SERVICE = "intake"


async def raise_notification(parts: Parts, asked: Asked) -> Raised:
    """Raise a notification under the edition in force."""
    body: requests.RaiseRequest = asked.body
    place = _place(parts, asked)
    permit(asked.reader, asked.deed, place)
    facts = facts_to_send(body.facts, asked.reader)
    check_raising(body, place.edition, asked.reader)
    require_particulars(body, place.edition, asked.reader, parts.deployment.calendar)
    notification_id, sealed_text = await sealed_anew(parts, asked.reader, body.particulars)
    command = intake.RaiseNotificationV1(
        notification_id=notification_id,
        area=body.area,
        facts=facts,
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
    page = await find_visible(parts, asked.reader, place_of(asked, is_order), limit_of(asked))
    return NotificationList(tuple(summary(each.document, each.names) for each in page.found), cursor_at(page.next))


async def one(parts: Parts, asked: Asked) -> Notification:
    """The whole notification, its particulars opened for who may see it."""
    found = await _case(parts, asked)
    within = case_setting(found.document, found.names, asked.reader.at, parts.deployment.calendar)
    return notification(found.document, found.names, await opener_for(parts, asked.reader, found), within)


async def _case(parts: Parts, asked: Asked) -> Found:
    return await find_case(parts, asked.reader, asked.deed, asked.path["notification_id"], at_least(asked))


async def consult(parts: Parts, asked: Asked) -> Accepted:
    """Record that somebody was consulted."""
    body: requests.ConsultationRequest = asked.body
    found = await _case(parts, asked)
    check_consultation(body, found, asked.reader)

    def command(of: str, text: str | None) -> intake.RecordConsultationV1:
        return intake.RecordConsultationV1(of, body.with_role, body.with_person, body.advice, text)

    return await _on_case(parts, asked, found, command)


async def update(parts: Parts, asked: Asked) -> Accepted:
    """Update: only what is new."""
    body: requests.UpdateRequest = asked.body
    found = await _case(parts, asked)
    check_withdrawn(body.withdrawn)
    facts = facts_to_send(body.facts, asked.reader)

    def command(of: str, text: str | None) -> intake.UpdateNotificationV1:
        return intake.UpdateNotificationV1(of, body.based_on, facts, body.withdrawn, text)

    return await _on_case(parts, asked, found, command)


async def close(parts: Parts, asked: Asked) -> Accepted:
    """Close, with why it is resolved."""
    found = await _case(parts, asked)
    check_closing(asked.body, found)
    return await _on_case(parts, asked, found, intake.CloseNotificationV1)


async def _on_case(parts: Parts, asked: Asked, found: Found, command: Callable[[str, str | None], Any]) -> Accepted:
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
            "facts_required",
            "particulars_required",
            "left_out_not_met",
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
        query=PAGING,
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
        (*_CHANGE, "unknown_role", "unknown_person", "consulted_oneself"),
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
