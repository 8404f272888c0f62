"""One connection with one channel: one thread drains it, any thread may publish and acknowledge on it.

py-amqp writes each frame under a lock of its own and reads without one, so this is the division that it allows.
Any failure closes the link for good; its owner opens another.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress

import amqp
from amqp import spec

from shared_kernel.messaging.connections import HEARTBEAT, connect

TICK = 2.0  # seconds; also the longest that a write may stall before the link counts as lost


class LinkLost(Exception):
    """The connection is gone, or was never there. Whatever was under way on it has no known end."""


class Link:
    """Raises LinkLost when the broker cannot be reached within `timeout` seconds."""

    def __init__(self, amqp_uri: str, *, timeout: float = 5.0, heartbeat: float = HEARTBEAT) -> None:
        try:
            self._connection = connect(amqp_uri, heartbeat=heartbeat, timeout=timeout)
            self.channel = self._connection.channel()
        except Exception as error:
            raise LinkLost(type(error).__name__) from None
        self._beaten = 0.0

    @property
    def is_open(self) -> bool:
        return bool(self.channel.is_open and self._connection.connected)

    def drain(self) -> bool:
        """Dispatch what arrives next; False when a TICK passed in silence. For the one draining thread only.

        Raises whatever a callback or the connection raises.
        """
        if not self._beaten:
            # Once and for all: py-amqp would set and unset it around every read, under the writers' feet.
            self._connection.sock.settimeout(TICK)
        if time.monotonic() - self._beaten > TICK:
            self._beaten = time.monotonic()
            self._connection.heartbeat_tick()
        try:
            self._connection.drain_events(timeout=TICK)
        except TimeoutError:
            return False
        return True

    def publish(self, message: amqp.Message, exchange: str, routing_key: str, mandatory: bool = False) -> None:
        """Hand the message to the socket, unconfirmed. Raises LinkLost."""
        self._write(lambda: self.channel.basic_publish(message, exchange, routing_key, mandatory))

    def acknowledge(self, tag: int) -> None:
        """Once a delivery. Raises LinkLost: the broker has then taken the message back."""
        self._write(lambda: self.channel.basic_ack(tag))

    def reject(self, tag: int) -> None:
        """Give the message to the queue's dead-letter exchange. Raises LinkLost as above."""
        self._write(lambda: self.channel.basic_reject(tag, requeue=False))

    def cancel(self, consumer_tag: str) -> None:
        """No more deliveries, please; those under way still arrive. Raises LinkLost."""
        self._write(lambda: self.channel.basic_cancel(consumer_tag, nowait=True))

    def close(self) -> None:
        """Ask the broker to close; the draining thread sees the end. Safe from any thread."""
        with suppress(LinkLost):
            self._write(lambda: self._connection.send_method(spec.Connection.Close, "BsBB", (0, "", 0, 0)))

    def collect(self) -> None:
        """Drop the connection without a word."""
        with suppress(Exception):
            self._connection.collect()

    def forget(self) -> None:
        """In a forked child: let go of the parent's socket without ending the parent's connection."""
        with suppress(Exception):
            self._connection.sock.close()

    def _write(self, write: Callable[[], object]) -> None:
        try:
            write()
        except Exception as error:
            self.collect()  # part of a frame may be on its way: nothing sensible can follow it
            raise LinkLost(type(error).__name__) from None
