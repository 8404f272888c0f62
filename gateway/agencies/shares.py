"""What was shared with the bodies that an agency is: listed, opened, and acknowledged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from access import AgencyReader, permit
from contracts import intake
from contracts.gateway import NoContent
from contracts.gateway_owed import Receipt, Shared, SharedLine, SharedList
from contracts.refusals import Refusal
from gateway.agencies.cases import case_known_to
from gateway.api.cursors import PAGING, cursor_at, limit_of, place_of
from gateway.api.operation import Asked, Operation, of_tag
from gateway.auditing.trail import shown
from gateway.commanding import send
from gateway.parts import Parts
from gateway.read_models.cases import is_order
from gateway.read_models.folding import Document
from gateway.reading import whose_of
from gateway.threads import in_thread
from gateway.words.opening import Opener
from gateway.words.plain import facts_in_words

SERVICE = "intake"
SHARE = re.compile(r"share-([1-9][0-9]{0,5})-([a-z0-9-]{1,64})")


async def listed(parts: Parts, asked: Asked) -> SharedList:
    """What was shared with you, the newest case first."""
    reader = asked.agency
    permit(reader, asked.deed)
    before, limit = place_of(asked, is_order), limit_of(asked)
    documents = await in_thread(parts.cases.visible, whose_of(parts, reader), before, limit + 1, reader.at)
    here = documents[:limit]
    lines = tuple(SharedLine(**line) for document in here for line, _ in shares_of(document, reader))
    shown(*(each.share_id for each in lines), purpose="partner")
    return SharedList(lines, cursor_at(here[-1]["order"] if len(documents) > limit else None))


def shares_of(document: Document, reader: AgencyReader) -> Iterator[tuple[dict[str, Any], Document]]:
    """Those of the case's shares that are for a body that the agency is: as lines, and as they are kept."""
    for number, share in enumerate(document.get("intake", {}).get("shares", ()), start=1):
        if share["to_body"] in reader.bodies:
            yield _line(document, number, share), share


def _line(document: Document, number: int, share: Document) -> dict[str, Any]:
    return {
        "share_id": f"share-{number}-{document['_id'].removeprefix('notification-')}",
        "title": share["title"],
        "body": share["to_body"],
        "shared_at": datetime.fromisoformat(share["shared_at"]),
        "received_at": datetime.fromisoformat(share["received_at"]) if share["received_at"] else None,
    }


async def one(parts: Parts, asked: Asked) -> Shared:
    """What was shared: what was written for you, and the facts of the case. Say that you have read it by a receipt."""
    document, _, line, share = await _found(parts, asked)
    keys = await in_thread(parts.keys.existing, asked.agency.authority, {document["person"]})
    facts = document["intake"]["facts"]
    opened = Opener(keys.get(document["person"])).opened(share["sealed"])
    return Shared(**line, opened=opened, facts=facts, facts_in_words=facts_in_words(facts))


async def receive(parts: Parts, asked: Asked) -> Receipt:
    """Say that you have read it: only then you count as told."""
    document, number, line, _ = await _found(parts, asked)
    command = intake.ReceiveShareV1(document["_id"], number, asked.agency.agency)
    accepted = await send(parts, SERVICE, command, asked.agency, asked.command_id, asked.digest)
    return Receipt(line["share_id"], accepted["version"])


async def _found(parts: Parts, asked: Asked) -> tuple[Document, int, dict[str, Any], Document]:
    """The case, the share's number in it, and the share. Raises Refusal."""
    named = SHARE.fullmatch(asked.path["share_id"])
    whose = whose_of(parts, asked.agency)
    document = await in_thread(parts.cases.one, whose, f"notification-{named[2]}") if named else None
    if named is None or document is None:
        raise Refusal("not_found")
    permit(asked.agency, asked.deed, case_known_to(parts, asked.agency, document))
    for line, share in shares_of(document, asked.agency):
        if line["share_id"] == named[0]:
            shown(line["share_id"], purpose="partner")
            return document, int(named[1]), line, share
    raise Refusal("not_found")


PATH = "/v1/agency/shares"
OPERATIONS = of_tag(
    "Agencies: shares",
    Operation(
        "GET",
        PATH,
        "list_shared",
        "List what the authority shared with your agency",
        "read_owed",
        listed,
        SharedList,
        query=PAGING,
        scope="shares.read",
    ),
    Operation(
        "GET",
        f"{PATH}/{{share_id}}",
        "read_shared",
        "Read what the authority shared with your agency",
        "read_case",
        one,
        Shared,
        refusals=("not_found", "edition_changed"),
        scope="shares.read",
    ),
    Operation(
        "POST",
        f"{PATH}/{{share_id}}/receipt",
        "receive_shared",
        "Say that your agency has read what was shared",
        "receive_share",
        receive,
        Receipt,
        NoContent,
        201,
        refusals=("not_found", "edition_changed", "already_received", "busy"),
        scope="shares.read",
    ),
)
