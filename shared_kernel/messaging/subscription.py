"""Consuming one queue for as long as the process lives, whatever happens to the broker or arrives from it.

Every connection begins with one message at a time. A message that breaks the connection or ends the process is
thereby alone in being delivered again and again, until its queue's delivery limit parks it; with a full window its
neighbours would be counted, and parked, with it.
"""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from threading import Event

import amqp

from shared_kernel.errors import code_of
from shared_kernel.messaging.deliveries import Delivery
from shared_kernel.messaging.link import Link, LinkLost
from shared_kernel.messaging.topology import QueueSpec, declare_queue, parked_queue

CAREFUL_DELIVERIES = 20
LONGEST_WAIT, LONGEST_FIRST_WAIT = 15.0, 0.5
"""Seconds between two tries to connect; the second until it was connected once, since a process may start before its broker."""

log = logging.getLogger(__name__)


class Subscription:
    """`run()` belongs into a thread; `on_delivery` is called in it and must ack, park or reject each delivery.

    An exception out of `on_delivery` counts as a loss: the link is closed, the message will come again.
    """

    def __init__(
        self,
        amqp_uri: str,
        queue: QueueSpec,
        on_delivery: Callable[[Delivery], None],
        *,
        prefetch: int = 10,
        on_ready: Callable[[], None] = lambda: None,
    ) -> None:
        self._amqp_uri, self._queue, self._on_delivery = amqp_uri, queue, on_delivery
        self._prefetch, self._on_ready = prefetch, on_ready
        self._stopping, self._paused = Event(), Event()
        self._handled = 0
        self.ready, self.ended = Event(), Event()
        self.turned = time.monotonic()
        self.link: Link | None = None

    @property
    def name(self) -> str:
        """The queue's."""
        return self._queue.name

    @property
    def is_connected(self) -> bool:
        """Whether it consumes."""
        return self.link is not None

    def run(self) -> None:
        """Consumes until `stop()`; a fresh connection after each loss, after a wait that grows."""
        losses = 0
        while not self._stopping.is_set():
            handled, self.turned = self._handled, time.monotonic()
            try:
                self._consume()
            except Exception as loss:
                losses = losses + 1 if self._handled == handled else 1
                if losses & (losses - 1) == 0:  # the first, second, fourth …: a broker that is away fills no log
                    log.warning("queue %s: consuming broke off (%s), %d in a row", self.name, _name_of(loss), losses)
                self._stopping.wait(wait_after(losses, LONGEST_WAIT if self.ready.is_set() else LONGEST_FIRST_WAIT))
        self.ended.set()

    def pause(self) -> None:
        """Take no further delivery, but keep the link for the replies and acks of those under way."""
        self._paused.set()
        if self.link is not None:
            with suppress(LinkLost):
                self.link.cancel(self._queue.name)

    def stop(self, timeout: float | None = None) -> None:
        """End `run()`; with a timeout, also wait for its end. What is unacked then comes again elsewhere."""
        self._stopping.set()
        if self.link is not None:
            self.link.close()
        if timeout is not None:
            self.ended.wait(timeout)

    def _consume(self) -> None:
        link = Link(self._amqp_uri)
        try:
            declare_queue(link.channel, parked_queue(self._queue.owner))
            declare_queue(link.channel, self._queue)
            self._drain(link)
        finally:
            self.link = None
            link.collect()

    def _drain(self, link: Link) -> None:
        self._take_from(link, 1)
        self.link = link
        self._on_ready()
        self.ready.set()
        careful, start = True, self._handled
        while not self._stopping.is_set():
            self.turned = time.monotonic()
            if not link.is_open:
                raise LinkLost("ClosedByBroker")
            quiet = not link.drain()
            if careful and (quiet or self._handled - start >= CAREFUL_DELIVERIES):
                careful = False
                link.channel.basic_cancel(self._queue.name)
                self._take_from(link, self._prefetch)

    def _take_from(self, link: Link, prefetch: int) -> None:
        """A prefetch holds for the consumers that come after it."""
        if not self._paused.is_set():
            link.channel.basic_qos(0, prefetch, False)
            link.channel.basic_consume(
                self._queue.name, consumer_tag=self._queue.name, callback=partial(self._dispatch, link)
            )

    def _dispatch(self, link: Link, message: amqp.Message) -> None:
        if self._stopping.is_set() or self._paused.is_set():
            return  # unacked: it goes to another replica
        self._on_delivery(Delivery.of(self._queue.name, message, link))
        self._handled += 1


def wait_after(losses: int, longest: float = LONGEST_WAIT) -> float:
    """Seconds: doubling from 0.1, with some luck, so that replicas do not return as one."""
    return min(longest, 0.1 * 2.0 ** min(losses - 1, 10)) * random.uniform(0.5, 1.0)  # noqa: S311  # spreads load, guards nothing


def _name_of(loss: Exception) -> str:
    return str(loss) if isinstance(loss, LinkLost) else code_of(loss)
