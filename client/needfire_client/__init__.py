"""A client of Needfire for partner agencies. See README.md."""

from __future__ import annotations

from needfire_client.answers import (
    Acknowledged,
    Concern,
    ConcernLine,
    Delivery,
    OwedDuty,
    Receipt,
    Shared,
    SharedLine,
    Subscription,
)
from needfire_client.client import Needfire
from needfire_client.problems import NeedfireProblem, NeedfireUnavailable
from needfire_client.tokens import FixedToken, PrivateKeyJwt, TokenSource
from needfire_client.webhooks import NotGenuine, WebhookMessage, read_webhook

__all__ = [
    "Acknowledged",
    "Concern",
    "ConcernLine",
    "Delivery",
    "FixedToken",
    "Needfire",
    "NeedfireProblem",
    "NeedfireUnavailable",
    "NotGenuine",
    "OwedDuty",
    "PrivateKeyJwt",
    "Receipt",
    "Shared",
    "SharedLine",
    "Subscription",
    "TokenSource",
    "WebhookMessage",
    "read_webhook",
]
