"""Takes in a document: signed by whom it is from, opened with the body's own key, and sealed anew before it goes any further.

What is opened is held for this long only. The key that it is sealed with is nobody else's, and goes with the copy.
"""

from __future__ import annotations

import json
from typing import Any

from access import AgencyReader
from contracts.alert_documents import AlertDocument
from contracts.received_alerts import TakeInAlertV1, TakeInDocumentV1
from contracts.refusals import Refusal
from contracts.schema import read, write
from custody.sealed_documents import Meant, unseal
from custody.webhooks import document_in
from gateway.alerting.sent import SERVICE
from gateway.commanding import AWAY, fresh_key, send
from gateway.parts import Parts
from gateway.sealing.texts import PersonKey
from gateway.threads import in_thread

NAME = "document"
UNKNOWN_WHETHER_DONE = AWAY | {"internal"}


async def take_in_document(
    parts: Parts, reader: AgencyReader, body: str, webhook: TakeInAlertV1, command_id: str, digest: str
) -> Any:
    """What the service answers. Raises Refusal; then nothing of it is kept, not even its key."""
    document = await in_thread(_opened, parts, body, webhook)
    key = await fresh_key(parts, reader.authority)
    command = TakeInDocumentV1(**vars(webhook), person=key.person, sealed=key.seal({NAME: json.dumps(write(document))}))
    try:
        return await send(parts, SERVICE, command, reader, command_id, digest)
    except Refusal as refusal:
        if refusal.code not in UNKNOWN_WHETHER_DONE:
            await in_thread(_let_go, parts, key)
        raise


def _opened(parts: Parts, body: str, webhook: TakeInAlertV1) -> AlertDocument:
    inbox = parts.alerting.documents
    inbox.peers.check(webhook, int(inbox.wall()))
    sent = document_in(webhook.content)
    keys = inbox.keys.get(body, ())
    return document_of(
        unseal(sent.document, keys, Meant(sent.message_id, webhook.sender, body)).decode("utf-8", "replace")
    )


def document_of(text: str) -> AlertDocument:
    """The document that the text holds. Raises Refusal `document_refused`."""
    try:
        document: AlertDocument = read(AlertDocument, json.loads(text))
    except (ValueError, TypeError, RecursionError, Refusal):
        raise Refusal("document_refused") from None
    return document


def _let_go(parts: Parts, key: PersonKey) -> None:
    parts.keys.delete(key.authority, key.person)
