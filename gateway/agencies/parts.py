"""What webhooks are made from."""

from __future__ import annotations

from dataclasses import dataclass

from gateway.agencies.subscriptions import SubscriptionStore
from gateway.sealing.secret_box import SecretBox
from shared_kernel.delivery.ledger import DeliveryLedger
from shared_kernel.outbound.destinations import Destinations


@dataclass(frozen=True)
class Webhooks:
    """Subscriptions, the ledger of deliveries, and which addresses may be called."""

    subscriptions: SubscriptionStore
    ledger: DeliveryLedger
    secrets: SecretBox
    destinations: Destinations
