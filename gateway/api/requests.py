"""Requests: what one person asks of another in a case, beside its route."""

from __future__ import annotations

from access import Way, permit
from contracts import escalation
from contracts import gateway as bodies
from contracts.gateway_answers import Accepted
from contracts.gateway_requests import Requests
from contracts.refusals import Refusal
from gateway.api.acting import act
from gateway.api.asking import AT_LEAST, case_of
from gateway.api.operation import Asked, Operation, of_tag
from gateway.checking import check_people, given
from gateway.parts import Parts
from gateway.reading import Found, opener_for, setting_of
from gateway.words.items import Items
from gateway.words.requests import open_to, requests_told

SERVICE = "escalation"


async def listed(parts: Parts, asked: Asked) -> Requests:
    """What was asked of somebody in this case, and what the reader may ask."""
    found = await case_of(parts, asked)
    opener = await opener_for(parts, asked.reader, found)
    routing = found.document.get("escalation", {})
    within = setting_of(parts, asked.reader, found)
    ids = frozenset(each.id for each in found.names.edition.requests)
    items = Items(found.document["_id"], routing, found.names, opener)
    return Requests(
        notification_id=found.document["_id"],
        requests=requests_told(routing, items, ids),
        open_to_me=open_to(found.case, asked.reader, found.purpose, found.names, within),
    )


async def ask(parts: Parts, asked: Asked) -> Accepted:
    """Ask something of somebody: what is wanted stands in the comment."""
    body: bodies.AskRequest = asked.body
    found = await case_of(parts, asked, "read_case")
    _check(body, found, asked)
    notification_id = found.document["_id"]

    def command(text: str | None) -> escalation.MakeRequestV1:
        return escalation.MakeRequestV1(notification_id, body.request, body.of_role, body.of_person, body.urgent, text)

    return await act(parts, asked, SERVICE, found, body.particulars, command)


def _check(body: bodies.AskRequest, found: Found, asked: Asked) -> None:
    """What is sent in clear is of its form, so that no name typed into the wrong field leaves the gateway. Raises Refusal."""
    requests = {each.id: each for each in found.case.edition.requests}
    request = requests.get(body.request)
    if request is None:
        raise Refusal("unknown_request", {"requests": {each.id: each.title for each in requests.values()}})
    if body.of_role is not None and body.of_role not in request.of:
        raise Refusal("unknown_role", {"roles": list(request.of)}, request.rules)
    check_people(asked.reader.directory, *given(body.of_person))
    permit(asked.reader, asked.deed, Way(found.case, request.by, request.rules), found.purpose)


PATH = "/v1/notifications/{notification_id}/requests"

OPERATIONS = of_tag(
    "Requests",
    Operation(
        "GET",
        PATH,
        "list_requests",
        "Read what was asked of somebody in a notification, and what you may ask",
        "read_case",
        listed,
        Requests,
        query=AT_LEAST,
        refusals=("not_found", "read_model_behind"),
    ),
    Operation(
        "POST",
        PATH,
        "make_request",
        "Ask something of somebody beside the route",
        "ask",
        ask,
        Accepted,
        bodies.AskRequest,
        201,
        AT_LEAST,
        (
            "not_permitted",
            "not_found",
            "read_model_behind",
            "unknown_request",
            "unknown_role",
            "unknown_person",
            "already_asked",
            "outcome_refused",
            "facts_needed",
            "busy",
            "edition_changed",
        ),
    ),
)
