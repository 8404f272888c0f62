"""What an agency does with Needfire, each a method."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, cast

import httpx

from needfire_client.answers import (
    Acknowledged,
    Concern,
    ConcernLine,
    Delivery,
    EventType,
    OwedDuty,
    Receipt,
    Shared,
    SharedLine,
    Subscription,
    Urgency,
)
from needfire_client.calling import Caller
from needfire_client.tokens import TokenSource


class Needfire:
    """One Needfire, as one client of an agency. Every method raises NeedfireProblem and NeedfireUnavailable.

    A change takes an `idempotency_key` of your own; keep it with what you send, and after a crash send both again.
    """

    def __init__(
        self,
        address: str,
        tokens: TokenSource,
        http: httpx.Client | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._call = Caller(address, tokens, http or httpx.Client(timeout=10.0), sleep)

    def raise_concern(
        self,
        urgency: Urgency,
        particulars: Mapping[str, str],
        *,
        facts: Mapping[str, Any] | None = None,
        area: str | None = None,
        idempotency_key: str | None = None,
    ) -> Acknowledged:
        """Raise a concern about a child: `name` and `account` at the least, `case_reference` is your own number."""
        body = {"urgency": urgency, "particulars": dict(particulars), "facts": dict(facts or {}), "area": area}
        sent = {name: value for name, value in body.items() if value is not None}
        return cast(Acknowledged, self._call.post("/v1/agency/concerns", sent, idempotency_key))

    def concerns(self) -> Iterator[ConcernLine]:
        """The concerns that your agency raised, newest first."""
        return self._call.pages("/v1/agency/concerns", "concerns")

    def concern(self, concern_id: str) -> Concern:
        """What became of a concern."""
        return cast(Concern, self._call.get(f"/v1/agency/concerns/{concern_id}"))

    def receive_feedback(self, concern_id: str, idempotency_key: str | None = None) -> None:
        """Say that you have read the feedback on a concern."""
        self._call.post(f"/v1/agency/concerns/{concern_id}/receipt", {}, idempotency_key)

    def duties(self) -> Iterator[OwedDuty]:
        """What the authority is to tell your agency, the soonest due first."""
        return self._call.pages("/v1/agency/duties", "duties")

    def acknowledge_duty(self, duty_id: str, reference: str, idempotency_key: str | None = None) -> Receipt:
        """Say that you were told; `reference` is the number in your own records."""
        return cast(
            Receipt, self._call.post(f"/v1/agency/duties/{duty_id}/receipt", {"reference": reference}, idempotency_key)
        )

    def shares(self) -> Iterator[SharedLine]:
        """What was shared with your agency."""
        return self._call.pages("/v1/agency/shares", "shares")

    def share(self, share_id: str) -> Shared:
        """What was shared."""
        return cast(Shared, self._call.get(f"/v1/agency/shares/{share_id}"))

    def receive_share(self, share_id: str, idempotency_key: str | None = None) -> Receipt:
        """Say that you have read what was shared."""
        return cast(Receipt, self._call.post(f"/v1/agency/shares/{share_id}/receipt", {}, idempotency_key))

    def subscribe(self, url: str, events: Sequence[EventType], idempotency_key: str | None = None) -> Subscription:
        """Have events sent to you. Keep the `secret` of the answer: it is not shown again."""
        body = {"url": url, "events": list(events)}
        return cast(Subscription, self._call.post("/v1/agency/subscriptions", body, idempotency_key))

    def deliveries(self) -> Iterator[Delivery]:
        """What was sent to you, newest first."""
        return self._call.pages("/v1/agency/deliveries", "deliveries")

    def replay(self, delivery_id: str) -> None:
        """Have a message sent again."""
        self._call.post(f"/v1/agency/deliveries/{delivery_id}/replay", {})
