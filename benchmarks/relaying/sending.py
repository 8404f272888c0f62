"""How else wake-ups go to the broker: the same bodies, persistent, mandatory and confirmed."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import aio_pika
import kombu as untyped
from kombu.exceptions import KombuError

from benchmarks.relaying.queue import PERSISTENT, QUEUE
from shared_kernel.messaging.topology import COMMITS_EXCHANGE
from shared_kernel.relay import Publisher, PublishFailed, WakeUp

WINDOW = 500
kombu: Any = untyped


def body(message: WakeUp) -> bytes:
    """As our publisher writes it."""
    return json.dumps(asdict(message), separators=(",", ":")).encode("ascii")


class OneConfirmAtATime(Publisher):
    """kombu's own way: a channel in confirm mode, on which `publish` returns when its message is confirmed."""

    def __init__(self, amqp_uri: str) -> None:
        self._connection = kombu.Connection(amqp_uri, transport_options={"confirm_publish": True})
        self._producer = kombu.Producer(self._connection, exchange=kombu.Exchange(COMMITS_EXCHANGE, no_declare=True))

    def publish(self, messages: Sequence[WakeUp]) -> None:
        try:
            for each in messages:
                self._producer.publish(
                    body(each),
                    routing_key=f"{each.service}.{each.authority}",
                    content_type="application/json",
                    content_encoding="utf-8",
                    delivery_mode=PERSISTENT,
                    mandatory=True,
                )
        except (KombuError, OSError):
            raise PublishFailed from None

    def close(self) -> None:
        self._connection.close()


async def in_windows(amqp_uri: str, bodies: Sequence[bytes]) -> None:
    """Straight to the queue, so many in flight at a time, and nothing else: the limit."""
    connection = await aio_pika.connect(amqp_uri)
    async with connection:
        channel = await connection.channel(publisher_confirms=True, on_return_raises=True)
        exchange = channel.default_exchange
        for begin in range(0, len(bodies), WINDOW):
            async with asyncio.TaskGroup() as group:
                for each in bodies[begin : begin + WINDOW]:
                    message = aio_pika.Message(
                        each, content_type="application/json", delivery_mode=aio_pika.DeliveryMode.PERSISTENT
                    )
                    group.create_task(exchange.publish(message, QUEUE.name, mandatory=True))
