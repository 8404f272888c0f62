"""Sends one delivery to its subscription: signed, by the one way out, and says how it went."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from gateway.agencies.subscriptions import Subscribed, SubscriptionStore
from gateway.sealing.secret_box import SecretBox
from shared_kernel.commits import canonical_json
from shared_kernel.delivery.ledger import Delivery
from shared_kernel.delivery.sender import Attempt
from shared_kernel.delivery.signing import signed_headers
from shared_kernel.outbound.calls import Answer, Call, Outbound, OutboundFailed, OutboundRefused
from shared_kernel.time import Clock

GONE = 410
LONGEST_WAIT_DIGITS = 6


@dataclass(frozen=True)
class WebhookSend:
    """What the sender calls for each delivery. `wall` is the time that messages are signed for."""

    subscriptions: SubscriptionStore
    secrets: SecretBox
    outbound: Outbound
    clock: Clock
    wall: Callable[[], float]

    def __call__(self, delivery: Delivery) -> Attempt:
        """Raises StoreUnavailable."""
        subscription = self.subscriptions.one(delivery.recipient)
        if subscription is None or subscription.ended_at:
            return Attempt(False, "subscription_ended", for_good=True)
        body = canonical_json({"type": delivery.kind, **delivery.payload})
        held = subscription.signing(self.clock.now())
        keys = [key for each in held if (key := self.secrets.open(subscription.subscription_id, each.sealed))]
        if not keys:
            return Attempt(False, "secret_unreadable")
        headers = signed_headers(delivery.delivery_id, int(self.wall()), body, keys)
        call = Call("POST", subscription.url, {**headers, "content-type": "application/json"}, body)
        try:
            return self._judged(self.outbound.send(call), subscription)
        except OutboundRefused as refused:
            return Attempt(False, f"refused_{refused.reason}")
        except OutboundFailed as failed:
            return Attempt(False, failed.reason, away=True)

    def _judged(self, answer: Answer, subscription: Subscribed) -> Attempt:
        if 200 <= answer.status < 300:
            return Attempt(True)
        if answer.status == GONE:  # as Standard Webhooks has it: the recipient wants no more
            self.subscriptions.put(replace(subscription, ended_at=self.clock.now()))
            return Attempt(False, f"status_{GONE}", for_good=True)
        wait = answer.headers.get("retry-after", "")
        plain = wait.isascii() and wait.isdecimal() and len(wait) <= LONGEST_WAIT_DIGITS
        return Attempt(False, f"status_{answer.status}", wait_seconds=float(wait) if plain else None)
