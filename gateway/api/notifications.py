"""Notifications: raise, list, read; consult, update, close."""

from __future__ import annotations

from access import Consultation, Place, permit
from contracts import gateway as requests
from contracts import intake
from contracts.gateway_answers import Accepted, Notification, NotificationList, Raised
from gateway.agencies.reading import find_concern
from gateway.api.acting import act
from gateway.api.asking import AT_LEAST, case_of
from gateway.api.cursors import PAGING, cursor_at, limit_of, place_of
from gateway.api.operation import Asked, Operation, Query, of_tag
from gateway.checking import (
    check_closing,
    check_consultation,
    check_raising,
    check_withdrawn,
    read_facts,
    require_particulars,
)
from gateway.commanding import sealed_anew, send
from gateway.finding.calling import called
from gateway.parts import Parts
from gateway.read_models.cases import is_order
from gateway.reading import find_visible, opener_for, setting_of
from gateway.subjects import known_person
from gateway.words.cases import notification, summary
from needfire.facts import as_json
from needfire.suggesting import setting
from shared_kernel.spoken_references import reference_of

SERVICE = "intake"


async def raise_notification(parts: Parts, asked: Asked) -> Raised:
    """Raise a notification under the edition in force."""
    body: requests.RaiseRequest = asked.body
    place = _place(parts, asked)
    permit(asked.reader, asked.deed, place)
    facts = read_facts(body.facts, asked.reader)
    check_raising(body, place.edition, asked.reader)
    within = setting(place.edition, facts, asked.reader.at, parts.deployment.calendar, body.categories)
    require_particulars(body.particulars, place.edition.form, within)
    known = await _subject(parts, asked)
    person, sealed_text = await sealed_anew(parts, asked.reader, known, body.particulars)
    command = intake.RaiseNotificationV1(
        notification_id=parts.new_id(),
        person=person,
        area=body.area,
        facts=as_json(facts),
        categories=body.categories,
        left_out=body.left_out,
        named=body.named,
        restrictions=body.restrictions,
        concern_id=body.concern_id,
        sealed=sealed_text,
    )
    accepted = await send(parts, SERVICE, command, asked.reader, asked.command_id, asked.digest)
    notification_id = accepted["notification_id"]
    reference = reference_of(notification_id)
    return Raised(notification_id, accepted["version"], accepted["edition"], accepted["person"], reference)


async def _subject(parts: Parts, asked: Asked) -> str | None:
    """Whom it is about, where that is known: from the concern that it takes up, or from an earlier case. Raises Refusal."""
    body: requests.RaiseRequest = asked.body
    if body.concern_id is None:
        return await known_person(parts, asked.reader, body.person)
    concern = await find_concern(parts, asked.reader, "decide_concern", body.concern_id)
    return str(concern.document["intake"]["person"])


def _place(parts: Parts, asked: Asked) -> Place:
    code = asked.body.authority or asked.reader.authority
    return Place(code, asked.body.area, parts.people.edition_in_force(code, asked.reader.at))


async def listed(parts: Parts, asked: Asked) -> NotificationList:
    """The notifications that the reader may see, newest first; with a reference, those that it names."""
    permit(asked.reader, asked.deed)
    if reference := asked.query.get("reference"):
        found = await called(parts, asked.reader, reference)
        return NotificationList(tuple(summary(each.document, each.names) for each in found), None)
    page = await find_visible(parts, asked.reader, place_of(asked, is_order), limit_of(asked))
    return NotificationList(tuple(summary(each.document, each.names) for each in page.found), cursor_at(page.next))


async def one(parts: Parts, asked: Asked) -> Notification:
    """The whole notification, its particulars opened for who may see it."""
    found = await case_of(parts, asked)
    opener = await opener_for(parts, asked.reader, found)
    return notification(found.document, found.names, opener, setting_of(parts, asked.reader, found))


async def consult(parts: Parts, asked: Asked) -> Accepted:
    """Record that somebody was consulted."""
    body: requests.ConsultationRequest = asked.body
    found = await case_of(parts, asked, "read_case")
    permit(asked.reader, asked.deed, Consultation(found.case, body.with_person), found.purpose)
    check_consultation(body, found, asked.reader)
    of = found.document["_id"]

    def command(text: str | None) -> intake.RecordConsultationV1:
        return intake.RecordConsultationV1(of, body.with_role, body.with_person, body.advice, text)

    return await act(parts, asked, SERVICE, found, body.particulars, command)


async def update(parts: Parts, asked: Asked) -> Accepted:
    """Update: only what is new."""
    body: requests.UpdateRequest = asked.body
    found = await case_of(parts, asked)
    check_withdrawn(body.withdrawn)
    facts, of = as_json(read_facts(body.facts, asked.reader)), found.document["_id"]

    def command(text: str | None) -> intake.UpdateNotificationV1:
        return intake.UpdateNotificationV1(of, body.based_on, facts, body.withdrawn, text)

    return await act(parts, asked, SERVICE, found, body.particulars, command)


async def close(parts: Parts, asked: Asked) -> Accepted:
    """Close, with why it is resolved."""
    body: requests.ClosureRequest = asked.body
    found = await case_of(parts, asked)
    check_closing(body, found)
    of = found.document["_id"]
    return await act(parts, asked, SERVICE, found, body.particulars, lambda text: intake.CloseNotificationV1(of, text))


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
            "unknown_subject",
            "person_deleted",
            "not_found",
            "edition_changed",
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
        query=(*PAGING, Query("reference", "Only what has this reference, as it was read out, say: K7M-42X-9RTW.")),
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
