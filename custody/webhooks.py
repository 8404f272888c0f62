"""What deployments send each other of national alerts: two kinds of webhook, read strictly once it is known who signed them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from contracts.refusals import Refusal

ALERT, DOCUMENT = "national_alert.message", "national_alert.document"
OF_DOCUMENT = ".document"
"""How the id of a document's webhook ends: so it is known which kind it is before anything in it is read."""
LARGEST = 128 * 1024


def data_in(content: str, kind: str) -> dict[str, Any]:
    """What a webhook of this kind holds. Raises Refusal `too_large`, `not_json`, `unknown_message`."""
    if len(content.encode()) > LARGEST:
        raise Refusal("too_large")
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        raise Refusal("not_json") from None
    if not isinstance(found, dict) or found.get("type") != kind:
        raise Refusal("unknown_message")
    data = found.get("data")
    return data if isinstance(data, dict) else {}


@dataclass(frozen=True)
class DocumentSent:
    """A document on its way: the message that it belongs to, what that is about, and the document, sealed (JWE)."""

    message_id: str
    about: str
    document: str = field(repr=False)


def document_in(content: str) -> DocumentSent:
    """The document that the content holds. Raises Refusal as `data_in`, and `malformed`."""
    data = data_in(content, DOCUMENT)
    wrong = {
        f"data.{name}": "Give it as text."
        for name in ("message_id", "about", "document")
        if not isinstance(data.get(name), str)
    }
    if wrong:
        raise Refusal("malformed", wrong)
    return DocumentSent(data["message_id"], data["about"], data["document"])


def document_content(sent: DocumentSent) -> bytes:
    """The body of a document's webhook."""
    data = {"message_id": sent.message_id, "about": sent.about, "document": sent.document}
    return json.dumps({"type": DOCUMENT, "data": data}, separators=(",", ":")).encode()
