"""Takes what is due from the ledger and has it sent, of each recipient one at a time, of different ones side by side.

A recipient that is slow keeps one thread busy; one that is not there is left to rest, with all that waits for it, until its
next attempt comes. Sending is at least once: a sender that dies after it was heard is followed by another, which repeats.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from threading import Event, Lock

from shared_kernel import failpoints
from shared_kernel.delivery.backing_off import next_attempt
from shared_kernel.delivery.ledger import Delivery, DeliveryLedger
from shared_kernel.stores import StoreUnavailable
from shared_kernel.time import Clock

LEASE_SECONDS = 60.0
"""Far longer than an attempt may take."""
SIDE_BY_SIDE = 64


@dataclass(frozen=True)
class Attempt:
    """How an attempt went. `arrived`, or why not; `for_good`: nobody wants it, and it is not tried again.

    `away`: the recipient did not answer at all, so that nothing else would reach it either.
    """

    arrived: bool
    reason: str | None = None
    for_good: bool = False
    away: bool = False
    wait_seconds: float | None = None


Send = Callable[[Delivery], Attempt]


class Sender:
    """`run_once` starts what can be started; `stop` waits for what is under way."""

    def __init__(
        self,
        ledger: DeliveryLedger,
        send: Send,
        clock: Clock,
        owner: str,
        *,
        wall: Callable[[], float] = time.time,
        side_by_side: int = SIDE_BY_SIDE,
        wake: Event | None = None,
    ) -> None:
        self._ledger, self._send, self._clock, self._owner, self._wall = ledger, send, clock, owner, wall
        self._threads = ThreadPoolExecutor(side_by_side, thread_name_prefix="delivery")
        self._side_by_side, self._wake = side_by_side, wake
        self._lock = Lock()
        self._under_way: dict[str, Future[None]] = {}

    def run_once(self) -> int:
        """How many were started."""
        busy = self._busy()
        room = self._side_by_side - len(busy)
        claimed = self._ledger.claim(self._owner, self._wall(), LEASE_SECONDS, busy, room) if room else ()
        if claimed:
            failpoints.reach("delivery.claimed")
        with self._lock:
            for delivery in claimed:
                self._under_way[delivery.recipient] = self._threads.submit(self._attempt, delivery)
        return len(claimed)

    def _busy(self) -> list[str]:
        with self._lock:
            self._under_way = {name: each for name, each in self._under_way.items() if not each.done()}
            return list(self._under_way)

    def _attempt(self, delivery: Delivery) -> None:
        try:
            attempt = self._send(delivery)
        except StoreUnavailable:
            attempt = Attempt(False, "store_unavailable")
        except Exception as error:  # whatever one recipient's attempt runs into, the others' go on
            attempt = Attempt(False, type(error).__name__)
        failpoints.reach("delivery.sent")
        self._settle(delivery, attempt)
        if self._wake:
            self._wake.set()

    def _settle(self, delivery: Delivery, attempt: Attempt) -> None:
        now = self._wall()
        again = None if attempt.for_good else next_attempt(delivery.attempts, now, attempt.wait_seconds)
        if attempt.arrived:
            settled = replace(delivery, state="delivered", reason=None, ended_at=self._clock.now())
        elif again is None:
            settled = replace(delivery, state="failed", reason=attempt.reason, ended_at=self._clock.now())
        else:
            settled = replace(delivery, state="pending", reason=attempt.reason, next_attempt=again)
        if self._ledger.settle(self._owner, settled) and again and attempt.away and not attempt.arrived:
            self._ledger.rest(delivery.recipient, again)

    def settle_all(self) -> None:
        """Waits for what is under way."""
        with self._lock:
            under_way = list(self._under_way.values())
        for each in under_way:
            each.result()

    def stop(self) -> None:
        """Lets what is under way end, and starts nothing more."""
        self._threads.shutdown(wait=True)
