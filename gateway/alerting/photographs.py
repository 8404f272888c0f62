"""The photograph of an alert: written anew, sealed with the child's key, and opened for whoever receives the message.

What is kept is a document of its own, which the message's form names. With the child's key it goes, too.
"""

from __future__ import annotations

import base64
import binascii
import uuid

from access import Reader
from contracts.gateway_photographs import PhotographAttached, PhotographUpload
from contracts.refusals import Refusal
from documents.parts import Photograph
from gateway import uploads
from gateway.alerting.sent import Behind, Sent
from gateway.commanding import key_of
from gateway.parts import Parts
from gateway.reading import Found
from gateway.sealing.texts import CannotOpen
from gateway.threads import in_thread

NAME = "photograph"
_ATTACHED = uuid.UUID("6f1c51ac-6a0f-5b0e-9a51-0f9a1f0e7c42")


async def attach(
    parts: Parts, reader: Reader, found: Found, alert_id: str, upload: PhotographUpload, command_id: str
) -> PhotographAttached:
    """Keeps what of the upload is a picture. Raises Refusal: see `uploads`; `person_deleted`."""
    try:
        content = base64.b64decode(upload.content, validate=True)
    except (ValueError, binascii.Error):
        raise Refusal("malformed", {"content": "Give the file's bytes in base64."}) from None
    picture = await in_thread(uploads.photograph, content)
    key = await key_of(parts, reader, found.document["person"])
    attachment_id = f"attachment-{uuid.uuid5(_ATTACHED, f'{reader.authority} {command_id}').hex}"
    document = {
        "_id": attachment_id,
        "authority": reader.authority,
        "person": found.document["person"],
        "alert_id": alert_id,
        "sealed": key.seal({NAME: base64.b64encode(picture.content).decode()}),
        "width": picture.width,
        "height": picture.height,
        "attached_by": reader.person,
        "attached_at": reader.at.isoformat(),
    }
    await in_thread(parts.alerting.photographs.put, document)
    return PhotographAttached(attachment_id, picture.width, picture.height)


async def is_attached(parts: Parts, reader: Reader, alert_id: str, attachment_id: str) -> bool:
    """Whether the alert has it."""
    found = await in_thread(parts.alerting.photographs.one, reader.authority, attachment_id)
    return found is not None and found["alert_id"] == alert_id


async def of_message(parts: Parts, sent: Sent, found: Behind | None) -> Photograph | None:
    """The photograph of a message, for a custodian that may still read what is told of the child."""
    alerting = found.edition.alerting if found and sent.needed else None
    if found is None or alerting is None or found.opener.key is None:
        return None
    named = (found.message["answers"].get(each.name) for each in alerting.parts if each.kind == NAME)
    attachment_id = next((each for each in named if each), None)
    if attachment_id is None:
        return None
    kept = await in_thread(parts.alerting.photographs.one, sent.document["authority"], attachment_id)
    try:
        opened = found.opener.key.open(kept["sealed"])[NAME] if kept else ""
    except CannotOpen:
        return None
    return Photograph(base64.b64decode(opened)) if opened else None
