"""Sends a document: composed at the moment of sending, sealed to the key that holds then, and put on record before it goes out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from audit.entries import Entry
from contracts.alert_documents import AlertDocument
from contracts.custodians import Contacts
from contracts.refusals import Refusal
from contracts.schema import write
from custody.document_keys import public_key
from custody.sealed_documents import Meant, seal
from custody.webhooks import OF_DOCUMENT, DocumentSent, document_content
from documents.message import sender_at
from gateway.alerting.documents.composing import NothingToSend, Sources, actor_of
from gateway.auditing.log import AccessLog
from shared_kernel.delivery.ledger import Delivery
from shared_kernel.delivery.posting import NotDelivered, post_signed
from shared_kernel.delivery.sender import Attempt
from shared_kernel.outbound.calls import Outbound
from shared_kernel.time import Clock

OPERATION = "send_alert_document"


@dataclass(frozen=True)
class DocumentSend:
    """What the sender calls for each delivery. `secrets` are by custodian, `address` is the deployment's own."""

    sources: Sources
    secrets: Mapping[str, Sequence[str]]
    outbound: Outbound
    log: AccessLog
    clock: Clock
    address: str

    def __call__(self, delivery: Delivery) -> Attempt:
        """Raises StoreUnavailable."""
        try:
            self._send(delivery)
        except NothingToSend as nothing:
            return Attempt(False, nothing.reason, for_good=nothing.for_good)
        except Refusal as refusal:
            return Attempt(False, refusal.code, for_good=refusal.code == "too_large")
        except NotDelivered as problem:
            return Attempt(False, problem.reason, for_good=problem.for_good, away=problem.away)
        return Attempt(True)

    def _send(self, delivery: Delivery) -> None:
        now, authority, code = self.clock.now(), delivery.authority, delivery.recipient
        if not self.sources.seals(authority):
            raise NothingToSend("policy_ended")
        contacts = self.sources.contacts(authority, now, [code]).get(code)
        if contacts is None:
            raise NothingToSend("no_key")
        message_id = delivery.payload["message_id"]
        document = self.sources.document(authority, code, message_id, now)
        content = self._content(delivery, contacts, document)
        things, purpose = (message_id,), "partner"
        self.log.keep(Entry(now, actor_of(code), authority, "receive_alerts", OPERATION, things, purpose))
        webhook_id = f"{message_id}.{code}{OF_DOCUMENT}"
        post_signed(self.outbound, str(contacts.webhook), webhook_id, content, self.secrets.get(code, ()))

    def _content(self, delivery: Delivery, contacts: Contacts, document: AlertDocument) -> bytes:
        message_id = delivery.payload["message_id"]
        sender = sender_at(delivery.authority, "", self.address).address
        meant = Meant(message_id, sender, delivery.recipient)
        sealed = seal(json.dumps(write(document)).encode(), public_key(contacts.key or ""), meant)
        return document_content(DocumentSent(message_id, delivery.subject, sealed))
