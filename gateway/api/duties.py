"""Duties: the bodies outside that the reader is to have told."""

from __future__ import annotations

from access import permit
from contracts import escalation
from contracts import gateway as requests
from contracts.gateway_answers import Accepted
from contracts.gateway_trays import Duties
from gateway.api.cursors import PAGING, cursor_at, limit_of, place_of
from gateway.api.items import act_on_item
from gateway.api.operation import Asked, Operation, of_tag
from gateway.checking import require
from gateway.parts import Parts
from gateway.read_models.tray_items import is_place
from gateway.reading import FoundItem
from gateway.trays import tray_of


async def mine(parts: Parts, asked: Asked) -> Duties:
    """The duties that the reader leads and that are not done, the soonest due first."""
    permit(asked.reader, asked.deed)
    page = await tray_of(parts, asked.reader, "duty", place_of(asked, is_place), limit_of(asked))
    return Duties(tuple(each.items.duty(each.item_id) for each in page.waiting), cursor_at(page.next))


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


async def propose_not_required(parts: Parts, asked: Asked) -> Accepted:
    """Propose that the body outside need not be told, and why."""
    body: requests.NotRequiredRequest = asked.body

    def check(item: FoundItem) -> None:
        require(body.particulars, "comment", _rules(item, asked.path["duty_id"]))

    return await act_on_item(parts, asked, "duty", escalation.ProposeDutyNotRequiredV1, body.particulars, check)


def _rules(item: FoundItem, duty_id: str) -> tuple[str, ...]:
    duty = item.routing["duties"][duty_id]["duty"]
    return next((each.rules for each in item.found.case.edition.duties if each.id == duty), ())


async def confirm_not_required(parts: Parts, asked: Asked) -> Accepted:
    """Say, as a second person, whether the body outside need not be told."""
    body: requests.ConfirmationRequest = asked.body
    return await act_on_item(
        parts,
        asked,
        "duty",
        lambda of, duty, text: escalation.ConfirmDutyNotRequiredV1(of, duty, body.agrees, text),
        body.particulars,
    )


_OVER = ("not_permitted", "not_found", "duty_already_done", "duty_not_required", "busy", "edition_changed")

OPERATIONS = of_tag(
    "Duties",
    Operation(
        "GET",
        "/v1/duties",
        "list_duties",
        "List the bodies outside that you are to tell",
        "list",
        mine,
        Duties,
        query=PAGING,
    ),
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
        refusals=(*_OVER, "reference_required"),
    ),
    Operation(
        "POST",
        "/v1/duties/{duty_id}/not-required",
        "propose_duty_not_required",
        "Propose that a body outside need not be told, and why",
        "propose_not_required",
        propose_not_required,
        Accepted,
        requests.NotRequiredRequest,
        201,
        refusals=(*_OVER, "already_proposed", "comment_required"),
    ),
    Operation(
        "POST",
        "/v1/duties/{duty_id}/not-required/confirmation",
        "confirm_duty_not_required",
        "Say, as a second person, whether a body outside need not be told",
        "confirm_not_required",
        confirm_not_required,
        Accepted,
        requests.ConfirmationRequest,
        201,
        refusals=(*_OVER, "nothing_proposed", "second_person_needed"),
    ),
)
