"""Duties towards the bodies that an agency is: listed, and acknowledged with the agency's own reference."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from access import AgencyReader, permit
from contracts import escalation
from contracts.gateway_owed import DutyReceipt, OwedDuties, OwedDuty, Receipt
from contracts.refusals import Refusal
from gateway.agencies.cases import case_known_to
from gateway.api.cursors import PAGING, cursor_at, limit_of, place_of
from gateway.api.operation import Asked, Operation, of_tag
from gateway.auditing.trail import shown
from gateway.commanding import send
from gateway.known import known_item
from gateway.parts import Parts
from gateway.read_models.folding import Document
from gateway.read_models.tray_items import due_of, is_place, place
from gateway.reading import whose_of
from gateway.threads import in_thread
from gateway.words.names import rule_text
from needfire.procedure import Edition

SERVICE = "escalation"


async def listed(parts: Parts, asked: Asked) -> OwedDuties:
    """What the authority is to tell you and you have not acknowledged, the soonest due first."""
    reader = asked.agency
    permit(reader, asked.deed)
    after, limit = place_of(asked, is_place), limit_of(asked)
    trays = await in_thread(parts.trays.waiting, whose_of(parts, reader), "duty", after, limit + 1)
    here = trays[:limit]
    editions = parts.people.authority(reader.authority).editions
    told = [each for each in here if each["edition"] in editions]
    found = tuple(owed for tray in told for owed in owed_in(tray, reader, editions[tray["edition"]]))
    shown(*(each.duty_id for each in found), purpose="partner")
    return OwedDuties(found, cursor_at(place(here[-1], "duty") if len(trays) > limit else None))


def owed_in(tray: Document, reader: AgencyReader, edition: Edition) -> Iterator[OwedDuty]:
    """What the agency is owed of what lies in this tray."""
    for duty_id, duty in tray["routing"]["duties"].items():
        if duty["to"] in reader.bodies and duty["done"] is None and not duty.get("not_required"):
            due = due_of(tray["routing"], duty_id)
            ends = datetime.fromisoformat(due) if due else None
            yield OwedDuty(
                duty_id=duty_id,
                title=duty["title"],
                to=duty["to"],
                must=duty["must"],
                evidence=duty.get("evidence") or "",
                opened_at=datetime.fromisoformat(duty["opened_at"]),
                due=ends,
                overdue=ends is not None and ends <= reader.at,
                rules=tuple(rule_text(edition, rule) for rule in duty.get("rules", ()) if rule in edition.rules),
            )


async def acknowledge(parts: Parts, asked: Asked) -> Receipt:
    """Say that you were told, under which reference. That is the authority's evidence, and ends its duty."""
    body: DutyReceipt = asked.body
    duty_id = asked.path["duty_id"]
    document = await in_thread(parts.cases.holding, whose_of(parts, asked.agency), duty_id)
    if document is None or duty_id not in document["escalation"]["duties"]:
        raise Refusal("not_found")
    case = case_known_to(parts, asked.agency, document)
    permit(asked.agency, asked.deed, known_item(case, document["escalation"], "duty", duty_id))
    command = escalation.AcknowledgeDutyV1(document["_id"], duty_id, asked.agency.agency, body.reference)
    accepted = await send(parts, SERVICE, command, asked.agency, asked.command_id, asked.digest)
    return Receipt(duty_id, accepted["version"])


PATH = "/v1/agency/duties"
OPERATIONS = of_tag(
    "Agencies: duties",
    Operation(
        "GET",
        PATH,
        "list_owed_duties",
        "List what the authority is to tell your agency",
        "read_owed",
        listed,
        OwedDuties,
        query=PAGING,
        scope="duties.read",
    ),
    Operation(
        "POST",
        f"{PATH}/{{duty_id}}/receipt",
        "acknowledge_duty",
        "Say that your agency was told, and under which reference",
        "acknowledge_duty",
        acknowledge,
        Receipt,
        DutyReceipt,
        201,
        refusals=(
            "not_found",
            "edition_changed",
            "duty_already_done",
            "duty_not_required",
            "reference_required",
            "busy",
        ),
        scope="duties.read",
    ),
)
