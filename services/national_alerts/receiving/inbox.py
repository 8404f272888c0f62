"""What comes in from other deployments is read here, strictly: from whom, when signed, and one clear alert, or a refusal."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from contracts.received_alerts import TakeInAlertV1
from contracts.refusals import Refusal
from documents.cap_reading import CapAlert, read_cap
from documents.cap_refused import CapRefused
from shared_kernel.delivery.signing import ID, SIGNATURE, TIME, TOLERANCE_SECONDS, NotSigned, verify

TYPE = "national_alert.message"
LARGEST = 128 * 1024


@dataclass(frozen=True)
class Peers:
    """Deployments whose alerts are taken: by the address that they send under, the secrets shared with each."""

    secrets: Mapping[str, Sequence[str]] = field(default_factory=dict, repr=False)

    def check(self, command: TakeInAlertV1, now: int) -> None:
        """That the sender signed it, just now. Raises Refusal."""
        headers = {
            ID: command.webhook_id,
            TIME: command.webhook_timestamp,
            SIGNATURE: command.webhook_signature,
        }
        if not _is_recent(command.webhook_timestamp, now):
            raise Refusal("signature_too_old")
        if not any(_is_by(secret, headers, command.content, now) for secret in self.secrets.get(command.sender, ())):
            raise Refusal("signature_refused")


def _is_recent(timestamp: str, now: int) -> bool:
    fits = timestamp.isascii() and timestamp.isdecimal() and len(timestamp) <= 12
    return fits and abs(now - int(timestamp)) <= TOLERANCE_SECONDS


def _is_by(secret: str, headers: Mapping[str, str], content: str, now: int) -> bool:
    try:
        verify(secret, headers, content.encode(), now)
    except NotSigned:
        return False
    return True


def alert_in(content: str, sender: str) -> CapAlert:
    """The one alert that the content holds, of the sender that signed it. Raises Refusal."""
    if len(content.encode()) > LARGEST:
        raise Refusal("too_large")
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        raise Refusal("not_json") from None
    if not isinstance(found, dict) or found.get("type") != TYPE:
        raise Refusal("unknown_message")
    data = found.get("data")
    text = data.get("cap") if isinstance(data, dict) else None
    if not isinstance(text, str):
        raise Refusal("malformed", {"data.cap": "Give the alert as CAP 1.2."})
    return _read(text, sender)


def _read(text: str, sender: str) -> CapAlert:
    try:
        alert = read_cap(text.encode("utf-8", "replace"))
    except CapRefused as refused:
        raise Refusal(
            "cap_refused", {"reason": refused.reason, "field": refused.field}, sentence=refused.sentence
        ) from None
    # Whoever signed it may send its own alerts and no other's, nor follow another's.
    if alert.sender != sender or (alert.follows and alert.follows.sender != sender):
        raise Refusal("signature_refused")
    return alert
