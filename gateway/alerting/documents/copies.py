"""What a copy's documents tell of the child, for the people who receive alerts: the newest, until the alert has ended."""

from __future__ import annotations

from access import Reader
from contracts.alert_documents import AlertDocument
from contracts.gateway_custodians import Told
from contracts.gateway_received import DocumentTold, MatchRequest
from contracts.refusals import Refusal
from gateway.alerting.documents.receiving import NAME, document_of
from gateway.parts import Parts
from gateway.read_models.folding import Document
from gateway.sealing.ring import KeyRing
from gateway.sealing.texts import CannotOpen
from gateway.threads import in_thread


async def document_told(parts: Parts, reader: Reader, copy: Document) -> DocumentTold | None:
    """None where no document came, where its key is gone, and once the end was taken in: nobody needs it then. Raises StoreUnavailable."""
    documents = () if copy["ended"] else copy.get("documents", ())
    if not documents:
        return None
    return await in_thread(_opened, parts.keys, reader.authority, documents[-1])


def _opened(keys: KeyRing, authority: str, kept: Document) -> DocumentTold | None:
    key = keys.existing(authority, [kept["person"]]).get(kept["person"])
    try:
        return _told(kept["message_id"], document_of(key.open(kept["sealed"])[NAME])) if key else None
    except (CannotOpen, KeyError, Refusal):
        return None


def _told(message_id: str, document: AlertDocument) -> DocumentTold:
    search = MatchRequest(document.name, document.born, document.nhs_number) if document.name else None
    return DocumentTold(message_id, tuple(Told(each.question, each.answer) for each in document.told), search)
