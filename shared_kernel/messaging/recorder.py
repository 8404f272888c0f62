"""Reading an owner's parked queue into its store, so that the broker is no archive."""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Thread
from typing import Any

from shared_kernel.messaging import parking
from shared_kernel.messaging.deliveries import Delivery, Reason
from shared_kernel.messaging.parked_messages import MAX_KEPT_BODY, ParkedMessage, ParkedMessages
from shared_kernel.messaging.subscription import Subscription
from shared_kernel.messaging.topology import parked_queue
from shared_kernel.time import Clock, SystemClock

STOP_TIMEOUT = 5.0  # seconds
_ID = re.compile(r"[0-9a-f]{32}")

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Origin:
    """Where a parked message comes from and why it was parked, as its headers say."""

    reason: str
    queue: str
    exchange: str
    routing_key: str
    mark: str  # tells two dead letters with equal bodies apart


class Recorder:
    """Keeps what arrives in `parked-<owner>`. Runs in a thread of its own between `start()` and `stop()`.

    While the store does not answer, the messages wait in their queue. A command that expired before anybody took
    it is not kept: its caller was told that there is no answer, so it never was accepted.
    """

    def __init__(self, amqp_uri: str, owner: str, store: ParkedMessages, clock: Clock | None = None) -> None:
        self._store, self._clock = store, clock or SystemClock()
        # One at a time: bodies may be large, and nothing waits for this.
        self.subscription = Subscription(amqp_uri, parked_queue(owner), self.handle, prefetch=1)
        self._thread = Thread(target=self.subscription.run, name=f"recorder {owner}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wait_until_ready(self, timeout: float) -> bool:
        """Whether it was connected within `timeout` seconds."""
        return self.subscription.ready.wait(timeout)

    def stop(self) -> None:
        self.subscription.stop(STOP_TIMEOUT)

    def handle(self, delivery: Delivery) -> None:
        """Keep, then ack. An error of the store's ends this delivery; it comes again."""
        origin = origin_of(delivery)
        if origin.reason == Reason.EXPIRED and origin.queue.startswith("rpc-"):
            log.info("queue %s: a command expired before it was taken", origin.queue)
        else:
            log.warning("queue %s: keeping a parked message (%s)", origin.queue, origin.reason)
            self._store.keep(self._message(delivery, origin), delivery.body[:MAX_KEPT_BODY])
        delivery.ack()

    def _message(self, delivery: Delivery, origin: Origin) -> ParkedMessage:
        digest = hashlib.sha256(delivery.body).hexdigest()
        return ParkedMessage(
            message_id=_message_id(delivery, origin, digest),
            reason=origin.reason,
            queue=origin.queue,
            exchange=origin.exchange,
            routing_key=origin.routing_key,
            content_type=delivery.text("content_type"),
            size=len(delivery.body),
            digest=digest,
            cut=len(delivery.body) > MAX_KEPT_BODY,
            parked_at=self._clock.now(),
        )


def origin_of(delivery: Delivery) -> Origin:
    """From our own headers, else from the broker's (`x-death`), else unknown: anybody may write to a queue."""
    headers = delivery.headers
    if parking.REASON in headers:
        names = (parking.REASON, parking.QUEUE, parking.EXCHANGE, parking.ROUTING_KEY)
        reason, queue, exchange, routing_key = (_text(headers, name) for name in names)
        return Origin(_known(reason), queue, exchange, routing_key, "")
    deaths = headers.get("x-death")
    death = deaths[0] if isinstance(deaths, list) and deaths and isinstance(deaths[0], dict) else {}
    keys = death.get("routing-keys")
    routing_key = _storable(keys[0]) if isinstance(keys, list) and keys and isinstance(keys[0], str) else ""
    reason, queue, exchange = (_text(death, name) for name in ("reason", "queue", "exchange"))
    return Origin(_known(reason), queue, exchange, routing_key, f"{death.get('time')} {death.get('count')}")


def _message_id(delivery: Delivery, origin: Origin, digest: str) -> str:
    """The id given when it was parked; for a dead letter one that comes out the same at each delivery."""
    given = _text(delivery.headers, parking.ID)
    if _ID.fullmatch(given):
        return given
    marks = (origin.queue, origin.mark, delivery.text("message_id"), delivery.text("correlation_id"), digest)
    return hashlib.sha256(repr(marks).encode()).hexdigest()[:32]


def _known(reason: str) -> str:
    return reason if reason in Reason.__members__.values() else Reason.UNKNOWN.value


def _text(headers: Mapping[str, Any], name: str) -> str:
    value = headers.get(name)
    return _storable(value) if isinstance(value, str) else ""


def _storable(text: str) -> str:
    """A lone surrogate is no text for a store: it would refuse the message for ever."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
