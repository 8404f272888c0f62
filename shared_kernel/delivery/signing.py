"""Signs and verifies messages as Standard Webhooks has it: HMAC-SHA256 over id, time and body, with a secret shared once.

While a secret is being changed, a message bears a signature by each: the recipient takes either.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import secrets
from collections.abc import Mapping, Sequence

PREFIX = "whsec_"
SECRET_BYTES = 32
TOLERANCE_SECONDS = 300
ID, TIME, SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"


class NotSigned(ValueError):
    """The message is not by whoever shares the secret, or it is too old or from the future."""

    code = "webhook_not_signed"

    def __init__(self) -> None:
        super().__init__("The message is not signed with this secret, or its time is not now.")


def new_secret() -> str:
    """A secret as it is shown, once."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def signed_headers(message_id: str, now: int, body: bytes, keys: Sequence[str]) -> dict[str, str]:
    """The headers of a message, signed with each of the secrets. Raises NotSigned when one is none."""
    signatures = " ".join(f"v1,{_signature(key, message_id, str(now), body)}" for key in keys)
    return {ID: message_id, TIME: str(now), SIGNATURE: signatures}


def verify(secret: str, headers: Mapping[str, str], body: bytes, now: int) -> str:
    """The message's id, if it was signed with the secret, and just now. Raises NotSigned."""
    given = {name.lower(): value for name, value in headers.items()}
    message_id, time, signatures = (given.get(name, "") for name in (ID, TIME, SIGNATURE))
    if not message_id or not (time.isascii() and time.isdecimal() and len(time) <= 12):
        raise NotSigned
    expected = f"v1,{_signature(secret, message_id, time, body)}".encode()
    found = any(hmac.compare_digest(expected, each.encode()) for each in signatures.split(" "))
    if not found or abs(now - int(time)) > TOLERANCE_SECONDS:
        raise NotSigned
    return message_id


def _signature(secret: str, message_id: str, time: str, body: bytes) -> str:
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        raise NotSigned from None
    return base64.b64encode(hmac.digest(key, f"{message_id}.{time}.".encode() + body, "sha256")).decode()
