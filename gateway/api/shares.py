"""Shares: with whom a case is shared, by whom, and why."""

from __future__ import annotations

from access import Way, permit
from contracts import gateway as requests
from contracts import intake
from contracts.gateway_answers import Accepted
from contracts.gateway_sharing import Shares
from contracts.refusals import Refusal
from gateway.api.acting import act
from gateway.api.asking import AT_LEAST, case_of
from gateway.api.operation import Asked, Operation, of_tag
from gateway.checking import check_people, given, refuse_unknown, require
from gateway.parts import Parts
from gateway.reading import Found, opener_for, setting_of
from gateway.words.sharing import expected_shares, shares_told, ways_told

SERVICE = "intake"


async def listed(parts: Parts, asked: Asked) -> Shares:
    """With whom it was shared, with whom it should be, and the reader's ways to share it."""
    found = await case_of(parts, asked)
    within = setting_of(parts, asked.reader, found)
    opener = await opener_for(parts, asked.reader, found)
    return Shares(
        notification_id=found.document["_id"],
        shares=shares_told(found.document, found.names, opener),
        expected=expected_shares(found.document, found.names, within),
        ways=ways_told(found.case, asked.reader, found.purpose, found.names, within),
    )


async def share(parts: Parts, asked: Asked) -> Accepted:
    """Share the case, and say why."""
    body: requests.ShareRequest = asked.body
    found = await case_of(parts, asked, "read_case")
    _check(body, found, asked)
    notification_id = found.document["_id"]

    def command(text: str | None) -> intake.ShareNotificationV1:
        return intake.ShareNotificationV1(
            notification_id, body.circulation, body.to_role, body.to_person, body.to_body, text
        )

    return await act(parts, asked, SERVICE, found, body.particulars, command)


def _check(body: requests.ShareRequest, found: Found, asked: Asked) -> None:
    """What is sent in clear is of its form, and the reason is there. Raises Refusal."""
    ways = {each.id: each for each in found.case.edition.circulation}
    way = ways.get(body.circulation)
    if way is None:
        raise Refusal("unknown_circulation", {"circulation": list(ways)})
    refuse_unknown("unknown_role", given(body.to_role), found.case.edition.roles)
    refuse_unknown("unknown_body", given(body.to_body), way.to_bodies)
    check_people(asked.reader.directory, *given(body.to_person))
    permit(asked.reader, asked.deed, Way(found.case, way.by, way.rules), found.purpose)
    require(body.particulars, "comment", way.rules)


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
