"""Reads a webhook: only what was signed with your subscription's secret (Standard Webhooks), and just now, is taken."""

from __future__ import annotations

import base64
import binascii
import hmac
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass

TOLERANCE_SECONDS = 300


class NotGenuine(Exception):
    """It is not from Needfire, was altered, or is too old. Answer 400, and do nothing."""


@dataclass(frozen=True)
class WebhookMessage:
    """`message_id` is the same however often a message is sent: do once what it asks. `data` holds ids; read the rest."""

    message_id: str
    type: str
    timestamp: str
    data: Mapping[str, str]


def read_webhook(secret: str, headers: Mapping[str, str], body: bytes, now: float | None = None) -> WebhookMessage:
    """The message. Raises NotGenuine."""
    given = {name.lower(): value for name, value in headers.items()}
    message_id, at = given.get("webhook-id", ""), given.get("webhook-timestamp", "")
    expected = _signature(secret, message_id, at, body).encode()
    offered = given.get("webhook-signature", "").split(" ")
    if not message_id or not any(hmac.compare_digest(expected, each.encode()) for each in offered):
        raise NotGenuine
    if abs((time.time() if now is None else now) - int(at)) > TOLERANCE_SECONDS:
        raise NotGenuine
    told = json.loads(body)
    return WebhookMessage(message_id, told["type"], told["timestamp"], told["data"])


def _signature(secret: str, message_id: str, at: str, body: bytes) -> str:
    if not (at.isascii() and at.isdecimal() and len(at) <= 12):
        raise NotGenuine
    try:
        key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except (binascii.Error, ValueError):
        raise NotGenuine from None
    return "v1," + base64.b64encode(hmac.digest(key, f"{message_id}.{at}.".encode() + body, "sha256")).decode()
