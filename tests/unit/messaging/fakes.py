"""Stand-ins for the broker's end of a delivery."""

from __future__ import annotations

from typing import Any

from shared_kernel.messaging.deliveries import Delivery, Reason
from shared_kernel.messaging.link import Link, LinkLost
from shared_kernel.messaging.parking import NotParked, Parking

JSON: dict[str, Any] = {"content_type": "application/json", "content_encoding": "utf-8"}


class FakeLink(Link):
    """Remembers what became of a delivery."""

    def __init__(self, lost: bool = False) -> None:
        self.ends: list[str] = []
        self._lost = lost

    def acknowledge(self, tag: int) -> None:
        self._end("acked")

    def reject(self, tag: int) -> None:
        self._end("rejected")

    def _end(self, how: str) -> None:
        if self._lost:
            raise LinkLost
        self.ends.append(how)


class FakeParking(Parking):
    def __init__(self, fails: bool = False) -> None:
        self.parked: list[Reason] = []
        self._fails = fails

    def park(self, delivery: Delivery, reason: Reason) -> None:
        if self._fails:
            raise NotParked("TimeoutError")
        self.parked.append(reason)

    def close(self) -> None:
        pass


def delivered(
    body: bytes = b"{}",
    *,
    queue: str = "rpc-intake",
    exchange: str = "nameko-rpc",
    routing_key: str = "intake.execute",
    link: Link | None = None,
    **properties: Any,
) -> Delivery:
    """A delivery of JSON, unless the properties say otherwise; None takes one away."""
    all_properties = {name: value for name, value in (JSON | properties).items() if value is not None}
    return Delivery(queue, exchange, routing_key, body, all_properties, 1, link or FakeLink())
