"""Concerns, for the agencies that raise them: raise one, list them, read what became of it, say that it was read."""

from __future__ import annotations

from access import permit
from contracts import intake_concerns as intake
from contracts.gateway import NoContent
from contracts.gateway_concerns import (
    AgencyConcern,
    AgencyConcernList,
    ConcernAccepted,
    ConcernAcknowledged,
    ConcernRequest,
)
from contracts.refusals import Refusal
from contracts.schema import read_moment
from gateway.agencies.reading import concern_id_of, find_concern, find_concerns, opener_of
from gateway.agencies.words import agency_concern, agency_line
from gateway.api.cursors import PAGING, cursor_at, limit_of, place_of
from gateway.api.operation import Asked, Operation, of_tag
from gateway.checking import read_facts, said
from gateway.commanding import sealed_anew, send
from gateway.parts import Parts
from gateway.read_models.cases import is_order
from gateway.words.names import rule_text
from needfire.concerns import decision_rules
from needfire.facts import as_json
from shared_kernel.spoken_references import new_reference

SERVICE = "intake"
WHO_AND_WHAT = ("name", "account")
NEEDED = {"name": "Say who the child is, as far as you know.", "account": "Say what happened, in short."}


async def raise_concern(parts: Parts, asked: Asked) -> ConcernAcknowledged:
    """Raise a concern about a child. It is acknowledged at once with a reference, and with when it is to be decided."""
    body: ConcernRequest = asked.body
    permit(asked.agency, asked.deed)
    _check(parts, asked)
    facts = as_json(read_facts(body.facts, asked.agency))
    person, text = await sealed_anew(parts, asked.agency, None, body.particulars)
    reference = new_reference()
    command = intake.RaiseConcernV1(
        concern_id=concern_id_of(reference),
        reference=reference,
        person=person,
        agency=asked.agency.agency,
        urgency=body.urgency,
        area=body.area,
        facts=facts,
        sealed=text,
    )
    accepted = await send(parts, SERVICE, command, asked.agency, asked.command_id, asked.digest)
    due = read_moment("decide_by", accepted["decide_by"]) if accepted["decide_by"] else None
    edition = parts.people.authority(asked.agency.authority).edition_at(asked.agency.at)
    rules = tuple(rule_text(edition, each) for each in decision_rules(edition)) if edition else ()
    return ConcernAcknowledged(accepted["concern_id"], accepted["reference"], accepted["version"], due, rules)


def _check(parts: Parts, asked: Asked) -> None:
    """What is sent in clear is of its form, and the least that anybody needs to know is there. Raises Refusal."""
    body: ConcernRequest = asked.body
    areas = parts.people.directory(asked.agency.authority).areas
    if body.area is not None and body.area not in areas:
        raise Refusal("unknown_area", {"areas": list(areas)})
    missing = {name: NEEDED[name] for name in WHO_AND_WHAT if name not in said(body.particulars)}
    if missing:
        raise Refusal("particulars_required", {"particulars": missing})


async def listed(parts: Parts, asked: Asked) -> AgencyConcernList:
    """The concerns that the agency raised, newest first."""
    permit(asked.agency, asked.deed)
    page = await find_concerns(parts, asked.agency, place_of(asked, is_order), limit_of(asked))
    return AgencyConcernList(tuple(agency_line(each, asked.agency.at) for each in page.found), cursor_at(page.next))


async def one(parts: Parts, asked: Asked) -> AgencyConcern:
    """What became of a concern that the agency raised."""
    found = await find_concern(parts, asked.agency, asked.deed, asked.path["concern_id"])
    return agency_concern(found, await opener_of(parts, asked.agency, found), asked.agency.at)


async def receive(parts: Parts, asked: Asked) -> ConcernAccepted:
    """Say that the feedback was read: only then the referrer counts as told."""
    found = await find_concern(parts, asked.agency, asked.deed, asked.path["concern_id"])
    command = intake.ReceiveFeedbackV1(found.document["_id"], asked.agency.agency)
    accepted = await send(parts, SERVICE, command, asked.agency, asked.command_id, asked.digest)
    return ConcernAccepted(accepted["concern_id"], accepted["reference"], accepted["version"])


PATH = "/v1/agency/concerns"
OPERATIONS = of_tag(
    "Agencies: concerns",
    Operation(
        "POST",
        PATH,
        "raise_concern",
        "Raise a concern about a child",
        "raise_concern",
        raise_concern,
        ConcernAcknowledged,
        ConcernRequest,
        201,
        refusals=("not_permitted", "no_procedure", "unknown_area", "facts_refused", "particulars_required", "busy"),
        scope="concerns.write",
    ),
    Operation(
        "GET",
        PATH,
        "list_own_concerns",
        "List the concerns that your agency raised, newest first",
        "list",
        listed,
        AgencyConcernList,
        query=PAGING,
        refusals=("not_permitted",),
        scope="concerns.read",
    ),
    Operation(
        "GET",
        f"{PATH}/{{concern_id}}",
        "read_own_concern",
        "Read what became of a concern that your agency raised",
        "read_concern",
        one,
        AgencyConcern,
        refusals=("not_permitted", "not_found", "edition_changed"),
        scope="concerns.read",
    ),
    Operation(
        "POST",
        f"{PATH}/{{concern_id}}/receipt",
        "receive_concern_feedback",
        "Say that you have read the feedback on your concern",
        "receive_feedback",
        receive,
        ConcernAccepted,
        NoContent,
        201,
        refusals=("not_permitted", "not_found", "edition_changed", "nothing_to_receive", "already_received", "busy"),
        scope="concerns.read",
    ),
)
