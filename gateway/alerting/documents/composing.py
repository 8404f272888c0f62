"""Composes the document of a message for one custodian: what its page tells it, and by what the child is looked for."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from access import AgencyReader
from access.visibility import visibility
from contracts.alert_documents import AlertDocument, DocumentPart
from contracts.custodians import Contacts
from custody.bodies import custodians
from documents.message import ENDING
from gateway.alerting.contents import contents
from gateway.alerting.directory import folded
from gateway.alerting.sent import Behind, Sent, behind_of
from gateway.finding.matching import BIRTH
from gateway.finding.searching import said_in
from gateway.read_models.cascades import Alerted, Cascades
from gateway.read_models.custodians import Entries
from gateway.read_models.folding import Document
from gateway.sealing.ring import KeyRing
from needfire.loading.deployment import Deployment

SEALED = "sealed"


class NothingToSend(Exception):
    """There is no document for this custodian; `for_good`, unless the views have yet to come as far."""

    def __init__(self, reason: str, *, for_good: bool = True) -> None:
        super().__init__(reason)
        self.reason, self.for_good = reason, for_good


@dataclass(frozen=True)
class Sources:
    """What a document is made of, in the sender's deployment."""

    deployment: Deployment
    cascades: Cascades
    alerted: Alerted
    entries: Entries
    keys: KeyRing

    def seals(self, authority: str) -> bool:
        """Whether this authority's policy is to send documents."""
        directory = self.deployment.directories.get(authority)
        return bool(directory and directory.custodian and directory.custodian.documents == SEALED)

    def contacts(self, authority: str, now: datetime, of: Collection[str]) -> Mapping[str, Contacts]:
        """Those that hold now, of each of these custodians that has a webhook and a key."""
        since, every = self.entries.since(visibility(_as("", authority, now), ())), custodians()
        found = {code: folded(every[code], since.get(code)).contacts_at(now) for code in of if code in every}
        return {code: each for code, each in found.items() if each.webhook and each.key}

    def document(self, authority: str, code: str, message_id: str, now: datetime) -> AlertDocument:
        """What this custodian is told of the child now. Raises NothingToSend, StoreUnavailable."""
        editions = self.deployment.authorities[authority].editions
        whose = visibility(_as(code, authority, now), tuple(editions.values()))
        message = self.cascades.received(whose, message_id)
        if message is None or message["authority"] != authority:
            raise NothingToSend("not_there_yet", for_good=False)
        sent = Sent(message, code, self.cascades.beside(whose, message))
        if message["exercise"] or any(each["kind"] in ENDING for each in sent.all):
            raise NothingToSend("alert_ended")
        case = self.alerted.behind(whose, message)
        found = behind_of(case, sent, editions, self.keys)
        if case is None or found is None:
            raise NothingToSend("not_there_yet", for_good=False)
        if found.opener.key is None:
            raise NothingToSend("person_deleted")
        return _document(case, sent, found)


def _as(code: str, authority: str, now: datetime) -> AgencyReader:
    """The custodian as a reader of the sender's: it sees what was sent to it, and nothing else."""
    return AgencyReader(actor_of(code), authority, actor_of(code), frozenset(), frozenset(), now, code or None)


def actor_of(code: str) -> str:
    """Under which name the record has a custodian that was sent a document."""
    return f"custodian:{code}"


def _document(case: Document, sent: Sent, found: Behind) -> AlertDocument:
    rows, closed = contents(sent, found)
    if closed:
        raise NothingToSend("alert_ended")
    last: dict[str, str] = {}
    for said in said_in(case, found.opener):
        last.update({name: text for name, text in said.items() if text})
    told = tuple(DocumentPart(each.question, each.answer) for each in rows)
    return AlertDocument(told, last.get("name"), last.get(BIRTH), last.get("nhs_number"))
