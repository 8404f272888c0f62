"""Takes what is due from the ledger and has it sent, of each recipient one at a time, of different ones side by side.

A thread does nothing but send. What came of many attempts is recorded and settled together by whoever runs `run_once`, who
then claims what has become due: so the store is asked a few times for all that ended meanwhile, and not for each.

A recipient that is slow keeps one thread busy; one that is not there is left to rest, with all that waits for it, until its
next attempt comes. Sending is at least once: a sender that dies after it was heard is followed by another, which repeats.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from functools import partial
from threading import Event, Lock
from typing import Any, Protocol

from shared_kernel import failpoints
from shared_kernel.delivery.backing_off import next_attempt
from shared_kernel.delivery.ledger import Delivery, DeliveryLedger
from shared_kernel.delivery.threads import Threads
from shared_kernel.loops import Loop
from shared_kernel.stores import StoreUnavailable
from shared_kernel.time import Clock

LEASE_SECONDS = 60.0
"""Far longer than an attempt may take."""
SIDE_BY_SIDE = 64


@dataclass(frozen=True)
class Attempt:
    """How an attempt went. `arrived`, or why not; `for_good`: nobody wants it, and it is not tried again.

    `away`: the recipient did not answer at all, so that nothing else would reach it either. `told` is what is to be recorded.
    """

    arrived: bool
    reason: str | None = None
    for_good: bool = False
    away: bool = False
    wait_seconds: float | None = None
    told: Any = None


Try = Callable[[], Attempt]
Ended = tuple[Delivery, Attempt]


class Work(Protocol):
    """Port: how deliveries are sent, and what is kept of it."""

    def prepare(self, deliveries: Sequence[Delivery]) -> Sequence[Try]:
        """Of each delivery its attempt, which runs in a thread of its own; what they all need is read here, in one go."""

    def record(self, ended: Sequence[Ended]) -> Sequence[Attempt]:
        """Keeps what came of them before they are settled; each as it is to be settled. Those of a run that fails come again."""


@dataclass(frozen=True)
class OneByOne(Work):
    """Work that reads what it needs itself, and keeps nothing beside the ledger."""

    send: Callable[[Delivery], Attempt]

    def prepare(self, deliveries: Sequence[Delivery]) -> Sequence[Try]:
        return [partial(self.send, each) for each in deliveries]

    def record(self, ended: Sequence[Ended]) -> Sequence[Attempt]:
        return [attempt for _, attempt in ended]


class Sender:
    """Run by its `loop`; `wake` is set when something ended, and by whoever knows that something has become due."""

    def __init__(
        self,
        ledger: DeliveryLedger,
        work: Work,
        clock: Clock,
        owner: str,
        *,
        wall: Callable[[], float] = time.time,
        side_by_side: int = SIDE_BY_SIDE,
        wake: Event | None = None,
    ) -> None:
        self._ledger, self._work, self._clock, self._owner, self._wall = ledger, work, clock, owner, wall
        self._threads = Threads(side_by_side)
        self._side_by_side = side_by_side
        self._wake = wake or Event()
        self._lock = Lock()
        self._ended: list[Ended] = []
        self._under_way: dict[str, Future[None]] = {}

    def loop(self, name: str, interval: float) -> Loop:
        """What runs it in a process."""
        return Loop(name, self.run_once, interval=interval, wake=self._wake, at_end=self.stop)

    def run_once(self) -> int:
        """Starts what is due, and keeps what ended meanwhile; how many were started."""
        self._threads.tend()
        started = self._start()
        self._keep()
        return started

    def _start(self) -> int:
        room = self._side_by_side - len(self._under_way)
        if not room:
            return 0
        claimed = self._ledger.claim(self._owner, self._wall(), LEASE_SECONDS, list(self._under_way), room)
        if claimed:
            failpoints.reach("delivery.claimed")
        for delivery, attempt in zip(claimed, self._prepared(claimed), strict=True):
            self._under_way[delivery.recipient] = self._threads.submit(partial(self._try, delivery, attempt))
        return len(claimed)

    def _prepared(self, claimed: Sequence[Delivery]) -> Sequence[Try]:
        try:
            return self._work.prepare(claimed) if claimed else ()
        except Exception as error:  # they are held already: each is tried again in its time
            return [partial(_raise, error)] * len(claimed)

    def _try(self, delivery: Delivery, attempt: Try) -> None:
        try:
            made = attempt()
        except StoreUnavailable:
            made = Attempt(False, "store_unavailable")
        except Exception as error:  # whatever one recipient's attempt runs into, the others' go on
            made = Attempt(False, type(error).__name__)
        failpoints.reach("delivery.sent")
        with self._lock:
            self._ended.append((delivery, made))
        self._wake.set()

    def _keep(self) -> None:
        with self._lock:
            ended, self._ended = self._ended, []
        if not ended:
            return
        try:
            self._settle(
                [(delivery, made) for (delivery, _), made in zip(ended, self._work.record(ended), strict=True)]
            )
        except BaseException:
            with self._lock:
                self._ended = [*ended, *self._ended]
            raise
        for delivery, _ in ended:
            del self._under_way[delivery.recipient]

    def _settle(self, ended: Sequence[Ended]) -> None:
        now = self._wall()
        settled = [self._settled(delivery, attempt, now) for delivery, attempt in ended]
        kept = self._ledger.settle(self._owner, settled)
        away = {
            each.recipient: each.next_attempt
            for each, (_, attempt) in zip(settled, ended, strict=True)
            if attempt.away and each.state == "pending" and each.delivery_id in kept
        }
        if away:
            self._ledger.rest(away)

    def _settled(self, delivery: Delivery, attempt: Attempt, now: float) -> Delivery:
        again = None if attempt.for_good else next_attempt(delivery.attempts, now, attempt.wait_seconds)
        if attempt.arrived:
            return replace(delivery, state="delivered", reason=None, ended_at=self._clock.now())
        if again is None:
            return replace(delivery, state="failed", reason=attempt.reason, ended_at=self._clock.now())
        return replace(delivery, state="pending", reason=attempt.reason, next_attempt=again)

    def settle_all(self) -> None:
        """Waits for what is under way, and keeps what came of it."""
        for each in list(self._under_way.values()):
            each.result()
        self._keep()

    def stop(self) -> None:
        """Lets what is under way end, keeps what came of it, and starts nothing more."""
        self._threads.stop()
        self._keep()


def _raise(error: Exception) -> Attempt:
    raise error
