"""Duties: the bodies outside that the reader is to have told."""

from __future__ import annotations

from contracts import escalation
from contracts import gateway as requests
from contracts.gateway_answers import Accepted, Duties
from gateway.access import permit
from gateway.api.items import act_on_item
from gateway.api.operation import Asked, Operation, of_tag
from gateway.parts import Parts
from gateway.trays import tray_of


async def mine(parts: Parts, asked: Asked) -> Duties:
    """The duties that the reader leads and that are not done, the soonest due first."""
    permit(asked.reader, asked.deed)
    waiting = await tray_of(parts, asked.reader, "duty")
    return Duties(tuple(each.items.duty(each.item_id) for each in waiting))


async def complete(parts: Parts, asked: Asked) -> Accepted:
    """Record that the body outside was told."""
    body: requests.CompletionRequest = asked.body
    return await act_on_item(
        parts,
        asked,
        "duty",
        lambda of, duty, text: escalation.CompleteDutyV1(of, duty, body.reference, text),
        body.particulars,
    )


OPERATIONS = of_tag(
    "Duties",
    Operation("GET", "/v1/duties", "list_duties", "List the bodies outside that you are to tell", "list", mine, Duties),
    Operation(
        "POST",
        "/v1/duties/{duty_id}/completion",
        "complete_duty",
        "Record that the body outside was told",
        "complete_duty",
        complete,
        Accepted,
        requests.CompletionRequest,
        201,
        refusals=(
            "not_permitted",
            "not_found",
            "duty_already_done",
            "reference_required",
            "busy",
            "edition_changed",
        ),
    ),
)
