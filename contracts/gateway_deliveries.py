"""Webhooks: what an agency subscribes to, and how what was sent to it stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

EventType = Literal["concern.decided", "concern.answered", "duty.opened", "plan.copied", "share.given", "view.asked"]
DeliveryState = Literal["pending", "sending", "delivered", "failed"]


@dataclass(frozen=True)
class SubscriptionRequest:
    """Have these events sent to this address: https, on the public network."""

    url: str = field(metadata={"metadata": {"longest": 2_000}})
    events: tuple[EventType, ...]


@dataclass(frozen=True)
class Subscription:
    """What is sent where. `ended_at`: nothing is any more."""

    subscription_id: str
    url: str
    events: tuple[EventType, ...]
    begun_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True)
class SubscriptionSecret(Subscription):
    """A subscription with the secret that its messages are signed with (Standard Webhooks). It is shown this once."""

    secret: str


@dataclass(frozen=True)
class Subscriptions:
    """The agency's subscriptions, the oldest first."""

    subscriptions: tuple[Subscription, ...]


@dataclass(frozen=True)
class Delivery:
    """One message to one subscription. `subject` is the id that it is about; `reason` why the last attempt failed, as a code."""

    delivery_id: str
    subscription_id: str
    agency: str
    type: str
    subject: str
    state: DeliveryState
    attempts: int
    entered_at: datetime
    ended_at: datetime | None
    reason: str | None


@dataclass(frozen=True)
class Deliveries:
    """What was sent, or is to be, the newest first; `next` is the cursor of the page that follows."""

    deliveries: tuple[Delivery, ...]
    next: str | None


@dataclass(frozen=True)
class Replayed:
    """How many messages go out again."""

    replayed: int
