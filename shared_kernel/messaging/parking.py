"""Putting aside what cannot be processed, with its reason, where its owner's recorder finds it."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Mapping
from contextlib import suppress
from threading import Lock
from typing import Protocol

import amqp

from shared_kernel.messaging.connections import Connection, connect
from shared_kernel.messaging.deliveries import Delivery, Reason
from shared_kernel.messaging.topology import PARKED_EXCHANGE

ID, REASON, QUEUE, EXCHANGE, ROUTING_KEY = (
    "needfire-id",
    "needfire-reason",
    "needfire-queue",
    "needfire-exchange",
    "needfire-routing-key",
)
CONFIRM_TIMEOUT = 5.0  # seconds
KEPT_PROPERTIES = ("content_type", "content_encoding", "correlation_id")

log = logging.getLogger(__name__)


class NotParked(Exception):
    """The broker did not confirm that it has the message; the original is still in its queue."""


class Parking(Protocol):
    """Port: where messages are put aside."""

    def park(self, delivery: Delivery, reason: Reason) -> None:
        """Returns when the message is safe in the owner's parked queue, else raises NotParked. Does not ack."""

    def close(self) -> None:
        """Let go of the broker; a later `park` connects again."""


class ParkingLot(Parking):
    """Parks on a connection with confirms of its own, opened at first need. Thread-safe; one message at a time,
    since py-amqp takes the next confirm that it sees for that of the last message."""

    def __init__(self, amqp_uri: str, owner: str) -> None:
        self._amqp_uri, self._owner = amqp_uri, owner
        self._lock = Lock()
        self._connection: Connection | None = None
        self._channel: amqp.Channel | None = None

    def park(self, delivery: Delivery, reason: Reason) -> None:
        """As the port says. A connection that idled too long is replaced once."""
        message = parked_message(delivery, reason)
        with self._lock:
            fresh = self._channel is None
            try:
                self._publish(message)
            except Exception as error:
                self._drop()
                if fresh:
                    raise NotParked(type(error).__name__) from None
                self._publish_on_a_fresh_connection(message)

    def close(self) -> None:
        with self._lock:
            if self._connection is not None:
                with suppress(Exception):
                    self._connection.close()
            self._drop()

    def _publish_on_a_fresh_connection(self, message: amqp.Message) -> None:
        try:
            self._publish(message)
        except Exception as error:
            self._drop()
            raise NotParked(type(error).__name__) from None

    def _publish(self, message: amqp.Message) -> None:
        if self._channel is None:
            # No heartbeat: nobody drains this connection between two messages.
            self._connection = connect(self._amqp_uri, confirms=True, heartbeat=0, timeout=CONFIRM_TIMEOUT)
            self._channel = self._connection.channel()
        self._channel.basic_publish(
            message, PARKED_EXCHANGE, self._owner, mandatory=True, confirm_timeout=CONFIRM_TIMEOUT
        )

    def _drop(self) -> None:
        """After any error: a late confirm must not be taken for that of the next message."""
        connection, self._connection, self._channel = self._connection, None, None
        if connection is not None:
            with suppress(Exception):
                connection.collect()


def parked_message(delivery: Delivery, reason: Reason) -> amqp.Message:
    """The same body under headers that say why and where from. Its other headers stay behind: they may be what
    could not be read."""
    kept = {name: text for name in KEPT_PROPERTIES if (text := delivery.text(name)) is not None}
    headers: Mapping[str, str] = {
        ID: uuid.uuid4().hex,
        REASON: reason.value,
        QUEUE: delivery.queue,
        EXCHANGE: delivery.exchange,
        ROUTING_KEY: delivery.routing_key,
    }
    return amqp.Message(delivery.body, application_headers=headers, delivery_mode=2, **kept)


def put_aside(parking: Parking, delivery: Delivery, reason: Reason) -> None:
    """Park, then ack. Where parking fails the broker is asked to dead-letter it (reason `rejected`)."""
    log.warning("queue %s: parked a message of %d bytes (%s)", delivery.queue, len(delivery.body), reason.value)
    try:
        parking.park(delivery, reason)
    except NotParked as error:
        log.warning("queue %s: left to the broker to park (%s)", delivery.queue, error)
        delivery.reject()
    else:
        delivery.ack()
