"""Taking a request out of a delivery, and answering it: whatever arrives is answered, parked, or both."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field

import amqp

from shared_kernel.messaging import rpc_wire as wire
from shared_kernel.messaging.deliveries import Delivery, Unreadable
from shared_kernel.messaging.link import LinkLost
from shared_kernel.messaging.parking import Parking, put_aside
from shared_kernel.messaging.topology import RPC_EXCHANGE

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Taken:
    """A request that can be read. `method` is what it asks for."""

    delivery: Delivery
    reply_to: str
    request: wire.Request = field(repr=False)

    @property
    def method(self) -> str:
        return self.delivery.routing_key.partition(".")[2]

    def reply(self, body: bytes) -> None:
        """Reply and ack. Over a link that was lost meanwhile neither is possible: the request comes again."""
        try:
            _send(self.delivery, self.reply_to, body)
        except LinkLost:
            log.info("%s: a reply was lost with its connection", self.delivery.queue)
        else:
            self.delivery.ack()


def taken(delivery: Delivery, parking: Parking) -> Taken | None:
    """None for what cannot be read: its sender is told, where there is one, and it is parked."""
    try:
        reply_to = wire.reply_address(delivery)
    except Unreadable as unreadable:
        put_aside(parking, delivery, unreadable.reason)
        return None
    try:
        return Taken(delivery, reply_to, wire.read_request(delivery))
    except Unreadable as unreadable:
        _send(delivery, reply_to, wire.error_body(wire.MALFORMED_REQUEST))
        put_aside(parking, delivery, unreadable.reason)
        return None


def _send(delivery: Delivery, reply_to: str, body: bytes) -> None:
    properties = wire.JSON | {"correlation_id": delivery.text("correlation_id") or ""}
    delivery.link.publish(amqp.Message(body, delivery_mode=1, **properties), RPC_EXCHANGE, reply_to)
