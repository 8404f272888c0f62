"""What comes in from other deployments is read here, strictly: one clear alert of whoever signed it, or a refusal."""

from __future__ import annotations

from contracts.refusals import Refusal
from custody.webhooks import ALERT, data_in
from documents.cap_reading import CapAlert, read_cap
from documents.cap_refused import CapRefused


def alert_in(content: str, sender: str) -> CapAlert:
    """The one alert that the content holds, of the sender that signed it. Raises Refusal."""
    text = data_in(content, ALERT).get("cap")
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
