"""A child's flags for health partners, as FHIR R4 (4.0.1) resources: Flag, Communication, Task. The least that is necessary.

A Flag says that the authority shared a concern about a child with the agency; the Communication is the same share as a message,
with when it was read; a Task is something that the authority is to tell the agency. What was written is not in any of them: it
is opened at /v1/agency/shares, by a person, and recorded. The child is an identifier that means the same within one agency,
and nothing outside.
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from access import AgencyReader, permit
from contracts.refusals import Refusal
from gateway.agencies.duties import owed_in
from gateway.agencies.shares import shares_of
from gateway.api.operation import Asked
from gateway.auditing.trail import shown
from gateway.parts import Parts
from gateway.read_models.cases import is_order
from gateway.read_models.folding import Document
from gateway.read_models.tray_items import is_place, place
from gateway.reading import whose_of
from gateway.threads import in_thread

BASE = "/fhir/r4"
PERSON = "urn:needfire:person"
PAGE, MOST = 50, 200
ENDED = ("closed", "not_required")
CATEGORY = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/flag-category", "code": "safety"}]}
Resource = dict[str, Any]


def permit_health(parts: Parts, asked: Asked) -> AgencyReader:
    """Who asks: a health agency. Raises Refusal."""
    reader = asked.agency
    permit(reader, asked.deed)
    agency = parts.people.directory(reader.authority).agency_by_id[reader.agency]
    if agency.kind != "health":
        raise Refusal("not_permitted")
    return reader


def flag(line: Mapping[str, Any], document: Document, subject: Resource) -> Resource:
    """A share as a flag on the child: active while the case is open."""
    ended = document["intake"].get("ended")
    period = {"start": _instant(line["shared_at"]), **({"end": ended["at"]} if ended else {})}
    return {
        "resourceType": "Flag",
        "id": line["share_id"],
        "status": "inactive" if document["state"] in ENDED else "active",
        "category": [CATEGORY],
        "code": {"text": line["title"]},
        "subject": subject,
        "period": period,
    }


def communication(line: Mapping[str, Any], document: Document, subject: Resource) -> Resource:
    """A share as a message to the agency: sent, and read."""
    received = {"received": _instant(line["received_at"])} if line["received_at"] else {}
    return {
        "resourceType": "Communication",
        "id": line["share_id"],
        "status": "completed" if line["received_at"] else "in-progress",
        "subject": subject,
        "topic": {"text": line["title"]},
        "sent": _instant(line["shared_at"]),
        **received,
    }


async def _shared(
    parts: Parts, reader: AgencyReader, kind: str, before: str | None, limit: int
) -> tuple[list[Resource], str | None]:
    documents = await in_thread(parts.cases.visible, whose_of(parts, reader), before, limit + 1, reader.at)
    here = documents[:limit]
    make = {"Flag": flag, "Communication": communication}[kind]
    found = [make(line, each, subject_of(parts, reader, each)) for each in here for line, _ in shares_of(each, reader)]
    return found, here[-1]["order"] if len(documents) > limit else None


async def _owed(parts: Parts, reader: AgencyReader, after: str | None, limit: int) -> tuple[list[Resource], str | None]:
    trays = await in_thread(parts.trays.waiting, whose_of(parts, reader), "duty", after, limit + 1)
    here, editions = trays[:limit], parts.people.authority(reader.authority).editions
    found = [
        {
            "resourceType": "Task",
            "id": owed.duty_id,
            "status": "requested",
            "intent": "order",
            "code": {"text": owed.title},
            "authoredOn": _instant(owed.opened_at),
            "owner": {"display": owed.to},
            **({"restriction": {"period": {"end": _instant(owed.due)}}} if owed.due else {}),
        }
        for each in here
        if each["edition"] in editions
        for owed in owed_in(each, reader, editions[each["edition"]])
    ]
    return found, place(here[-1], "duty") if len(trays) > limit else None


def subject_of(parts: Parts, reader: AgencyReader, document: Document) -> Resource:
    """The child, by an identifier of this agency's own."""
    named = "\n".join((reader.authority, reader.agency, document["person"])).encode()
    value = base64.urlsafe_b64encode(hmac.digest(parts.digest_secret, named, "sha256")).decode()[:32]
    return {"type": "Patient", "identifier": {"system": PERSON, "value": value}}


async def _page(
    parts: Parts, reader: AgencyReader, kind: str, at: str | None, limit: int
) -> tuple[list[Resource], str | None]:
    if kind == "Task":
        return await _owed(parts, reader, at, limit)
    return await _shared(parts, reader, kind, at, limit)


async def searchset(parts: Parts, asked: Asked, kind: str) -> Resource:
    """The resources of this kind that the agency may read, as a Bundle."""
    reader = permit_health(parts, asked)
    limit = max(1, min(asked.query.get("_count", PAGE), MOST))
    at = _place(asked, is_place if kind == "Task" else is_order)
    found, following = await _page(parts, reader, kind, at, limit)
    wanted = asked.query.get("subject:identifier")
    chosen = [each for each in found if wanted is None or _identifies(each, wanted)]
    shown(*(each["id"] for each in chosen), purpose="partner")
    return _bundle(kind, chosen, asked, limit, following)


def _identifies(resource: Resource, wanted: str) -> bool:
    value: str = resource.get("subject", {}).get("identifier", {}).get("value", "")
    return wanted in (value, f"{PERSON}|{value}")


def _place(asked: Asked, is_one: Any) -> str | None:
    cursor = asked.query.get("cursor")
    if cursor is None:
        return None
    try:
        at = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except ValueError:
        at = ""
    if not is_one(at):
        raise Refusal("malformed", {"cursor": "Follow the link as it was answered."})
    return at


def _bundle(kind: str, found: Iterable[Resource], asked: Asked, limit: int, following: str | None) -> Resource:
    links = [{"relation": "self", "url": f"{BASE}/{kind}?_count={limit}"}]
    if following:
        cursor = base64.urlsafe_b64encode(following.encode()).decode().rstrip("=")
        links.append({"relation": "next", "url": f"{BASE}/{kind}?_count={limit}&cursor={cursor}"})
    entries = [
        {"fullUrl": f"{BASE}/{kind}/{each['id']}", "resource": each, "search": {"mode": "match"}} for each in found
    ]
    return {"resourceType": "Bundle", "type": "searchset", "link": links, **({"entry": entries} if entries else {})}


async def one(parts: Parts, asked: Asked, kind: str) -> Resource:
    """One resource. Raises Refusal `not_found`."""
    reader, wanted = permit_health(parts, asked), asked.path["resource_id"]
    at: str | None = None
    while True:
        found, at = await _page(parts, reader, kind, at, MOST)
        for each in found:
            if each["id"] == wanted:
                shown(wanted, purpose="partner")
                return each
        if at is None:
            raise Refusal("not_found")


def _instant(moment: datetime) -> str:
    return moment.isoformat()


def outcome_of(refusal: Refusal) -> Resource:
    """A refusal as FHIR tells it."""
    kinds = {401: "login", 403: "forbidden", 404: "not-found", 422: "invalid", 429: "throttled", 503: "transient"}
    issue = {
        "severity": "error",
        "code": kinds.get(refusal.kind.status, "processing"),
        "details": {"coding": [{"system": "urn:needfire:problem", "code": refusal.code}], "text": refusal.sentence},
    }
    return {"resourceType": "OperationOutcome", "issue": [issue]}


def capabilities(now: datetime) -> Resource:
    """What this server can do."""
    interactions = [{"code": "read"}, {"code": "search-type"}]
    search = [{"name": "subject", "type": "reference", "documentation": "Only with the modifier :identifier."}]
    resources = [
        {"type": kind, "interaction": interactions, **({} if kind == "Task" else {"searchParam": search})}
        for kind in ("Flag", "Communication", "Task")
    ]
    return {
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": now.date().isoformat(),
        "kind": "instance",
        "implementation": {"description": "Needfire: a child's flags for health partners"},
        "fhirVersion": "4.0.1",
        "format": ["application/fhir+json"],
        "rest": [
            {"mode": "server", "security": {"description": "A token with the scope flags.read"}, "resource": resources}
        ],
    }
