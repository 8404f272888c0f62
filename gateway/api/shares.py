"""Shares: with whom a case is shared, by whom, and why."""

from __future__ import annotations

from contracts import gateway as requests
from contracts import intake
from contracts.gateway_answers import Accepted
from contracts.gateway_sharing import Shares
from contracts.refusals import Refusal
from gateway.api.asking import AT_LEAST, at_least
from gateway.api.operation import Asked, Operation, of_tag
from gateway.checking import refuse_unknown, require
from gateway.commanding import sealed, send
from gateway.parts import Parts
from gateway.reading import Found, find_case, opener_for
from gateway.words.sharing import case_setting, expected_shares, shares_told, ways_told

SERVICE = "intake"


async def listed(parts: Parts, asked: Asked) -> Shares:
    """With whom it was shared, with whom it should be, and the reader's ways to share it."""
    found = await _case(parts, asked)
    within = case_setting(found.document, found.names, asked.reader.at, parts.deployment.calendar)
    opener = await opener_for(parts, asked.reader, found)
    return Shares(
        notification_id=found.document["_id"],
        shares=shares_told(found.document, found.names, opener),
        expected=expected_shares(found.document, found.names, within),
        ways=ways_told(found.case, asked.reader, found.names, within),
    )


async def share(parts: Parts, asked: Asked) -> Accepted:
    """Share the case, and say why."""
    body: requests.ShareRequest = asked.body
    found = await _case(parts, asked)
    _check(body, found, asked)
    notification_id = found.document["_id"]
    text = await sealed(parts, asked.reader, notification_id, body.particulars)
    command = intake.ShareNotificationV1(
        notification_id, body.circulation, body.to_role, body.to_person, body.to_body, text
    )
    accepted = await send(parts, SERVICE, command, asked.reader, asked.command_id, asked.digest)
    return Accepted(accepted["notification_id"], accepted["version"])


def _check(body: requests.ShareRequest, found: Found, asked: Asked) -> None:
    """What is sent in clear is of its form, and the reason is there. Raises Refusal."""
    ways = {each.id: each for each in found.case.edition.circulation}
    way = ways.get(body.circulation)
    if way is None:
        raise Refusal("unknown_circulation", {"circulation": list(ways)})
    refuse_unknown("unknown_role", [body.to_role] if body.to_role else [], found.case.edition.roles)
    refuse_unknown("unknown_body", [body.to_body] if body.to_body else [], way.to_bodies)
    people = asked.reader.directory.person_by_id
    refuse_unknown("unknown_person", [body.to_person] if body.to_person else [], people.keys())
    require(body.particulars, "comment", way.rules)


async def _case(parts: Parts, asked: Asked) -> Found:
    return await find_case(parts, asked.reader, asked.deed, asked.path["notification_id"], at_least(asked))


PATH = "/v1/notifications/{notification_id}/shares"

OPERATIONS = of_tag(
    "Shares",
    Operation(
        "GET",
        PATH,
        "list_shares",
        "Read with whom a notification was shared, and how you can share it",
        "read_case",
        listed,
        Shares,
        query=AT_LEAST,
        refusals=("not_found", "read_model_behind"),
    ),
    Operation(
        "POST",
        PATH,
        "share_notification",
        "Share a notification, on a need-to-know basis, and say why",
        "share",
        share,
        Accepted,
        requests.ShareRequest,
        201,
        AT_LEAST,
        (
            "not_permitted",
            "not_found",
            "read_model_behind",
            "notification_ended",
            "busy",
            "edition_changed",
            "unknown_circulation",
            "unknown_role",
            "unknown_person",
            "unknown_body",
            "one_recipient",
            "share_refused",
            "facts_needed",
            "comment_required",
        ),
    ),
)
