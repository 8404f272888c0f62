"""Being told that there is something to read."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import Any

from shared_kernel import failpoints, tracing
from shared_kernel.messaging.deliveries import Delivery, Reason, Unreadable
from shared_kernel.messaging.parking import Parking, ParkingLot, put_aside
from shared_kernel.messaging.subscription import Subscription
from shared_kernel.messaging.topology import HOUSE, Topology
from shared_kernel.relay import WakeUp

PREFETCH = 200
STOP_TIMEOUT = 5.0  # seconds


class WakeUpConsumer:
    """Calls `wake` with the service of each wake-up in `wakeup-<reader>`.

    At each connection it is called with None, for every service: some may have been missed.

    Parks what is no wake-up. Runs in a thread of its own between `start()` and `stop()`.
    """

    def __init__(
        self,
        amqp_uri: str,
        reader: str,
        wake: Callable[[str | None], None],
        *,
        topology: Topology = HOUSE,
        parking: Parking | None = None,
    ) -> None:
        queue = topology.wake_up_queue(reader)
        self._wake, self._reader = wake, reader
        self._parking = parking or ParkingLot(amqp_uri, queue.owner)
        self.subscription = Subscription(amqp_uri, queue, self.handle, prefetch=PREFETCH, on_ready=lambda: wake(None))
        self._thread = Thread(target=self.subscription.run, name=queue.name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wait_until_ready(self, timeout: float) -> bool:
        """Whether it was connected within `timeout` seconds."""
        return self.subscription.ready.wait(timeout)

    def stop(self) -> None:
        self.subscription.stop(STOP_TIMEOUT)
        self._parking.close()

    def handle(self, delivery: Delivery) -> None:
        """Wake and ack; the ids inside are for people who look at the queue, the feed says what there is."""
        try:
            told = read_wake_up(delivery.json())
        except Unreadable as unreadable:
            put_aside(self._parking, delivery, unreadable.reason)
        else:
            failpoints.reach("wake_up.taken")
            with tracing.taken("wake up", delivery.sender, reader=self._reader, source=told.service):
                self._wake(told.service)
            delivery.ack()


def read_wake_up(body: Any) -> WakeUp:
    """Unknown fields are a later version's and ignored. Raises Unreadable for anything else that does not fit."""
    match body:
        case {
            "service": str(service),
            "position": int(position),
            "stream": str(stream),
            "version": int(version),
            "authority": str(authority),
            "events": [*events],
        } if all(isinstance(name, str) for name in events):
            return WakeUp(service, position, stream, version, authority, tuple(events))
    raise Unreadable(Reason.NOT_A_WAKE_UP)
