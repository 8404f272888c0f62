"""Loads messages of national alerts for whoever receives them, and the case behind one, which is another authority's."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from access import AgencyReader, AnyReader, Custodian, Purpose, permit
from contracts.cascade import GiveReceiptV1
from contracts.refusals import Refusal
from documents.message import ENDING
from gateway.auditing.trail import not_only_committed, shown
from gateway.commanding import digest_of, send
from gateway.parts import Parts
from gateway.read_models.cascades import line_of
from gateway.read_models.folding import Document
from gateway.reading import whose_of
from gateway.sealing.ring import KeyRing
from gateway.threads import in_thread
from gateway.words.opening import Opener
from needfire.procedure import Edition

SERVICE = "national_alerts"
_OPENED = uuid.UUID("0f6a3a52-9d0a-5c0e-8d2f-6a6d9a1e7b11")
CANNOT_NOW = frozenset({"already_received", "service_unavailable", "busy"})


@dataclass(frozen=True)
class Sent:
    """A message that the reader's body was sent; `all` are those of the same alert or exercise, in order."""

    document: Document
    custodian: str
    all: tuple[Document, ...]

    @property
    def line(self) -> Document:
        """The custodian's line."""
        return line_of(self.document, self.custodian)

    @property
    def ended(self) -> bool:
        """Whether the end of what it is about has been sent."""
        return any(each["kind"] in ENDING for each in self.all)

    @property
    def needed(self) -> bool:
        """Whether the custodian has a use for what is told of the child: until it has acknowledged the end."""
        ends = [line_of(each, self.custodian) for each in self.all if each["kind"] in ENDING]
        return not any("acknowledged" in each["receipts"] for each in ends)


@dataclass(frozen=True)
class Behind:
    """What stands behind a live message in the sender's authority: the released message, its edition, what opens it."""

    message: Document
    edition: Edition
    opener: Opener


def purpose_of(reader: AnyReader) -> Purpose:
    """For the record: a person, or a system."""
    return "partner" if isinstance(reader, AgencyReader) else "casework"


async def find_sent(parts: Parts, reader: AnyReader, message_id: str) -> Sent:
    """The message, if the reader receives for a body that it was sent to. Raises Refusal `not_found`."""
    whose, body = whose_of(parts, reader), reader.receives_for
    document = await in_thread(parts.alerting.cascades.received, whose, message_id)
    if document is None or body is None:
        raise Refusal("not_found")
    permit(reader, "receive_alerts", Custodian(body))
    shown(message_id, purpose=purpose_of(reader))
    return Sent(document, body, await in_thread(parts.alerting.cascades.beside, whose, document))


async def record_opened(parts: Parts, reader: AnyReader, sent: Sent) -> None:
    """Records that it was opened, once; where that cannot be recorded now, it is shown all the same."""
    if "opened" in sent.line["receipts"]:
        return
    route = f"opened {sent.document['_id']} {sent.custodian}"
    command = GiveReceiptV1(sent.document["_id"], sent.custodian, "opened", None)
    digest = digest_of(parts.digest_secret, route, {})
    try:
        await send(parts, SERVICE, command, reader, str(uuid.uuid5(_OPENED, route)), digest)
    except Refusal as refusal:
        if refusal.code not in CANNOT_NOW:
            raise
    not_only_committed()  # what was read is recorded, too


async def behind(parts: Parts, reader: AnyReader, sent: Sent) -> Behind | None:
    """What stands behind a live message; None for an exercise, and where the case does not hold it."""
    if sent.document["exercise"]:
        return None
    case = await in_thread(parts.alerting.alerted.behind, whose_of(parts, reader), sent.document)
    editions = parts.people.authority(sent.document["authority"]).editions
    return await in_thread(behind_of, case, sent, editions, parts.keys)


def behind_of(case: Document | None, sent: Sent, editions: Mapping[str, Edition], keys: KeyRing) -> Behind | None:
    """What of the case stands behind the message. Raises Refusal `edition_changed`, StoreUnavailable."""
    told = case.get("national_alerts", {}).get("messages", {}) if case else {}
    message = told.get(str(sent.document["number"]))
    if case is None or message is None:
        return None
    edition = editions.get(case["edition"])
    if edition is None:
        raise Refusal("edition_changed")
    held = keys.existing(sent.document["authority"], {case["person"]})
    return Behind(message, edition, Opener(held.get(case["person"])))
