"""ClockStore in memory."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from threading import Lock

from shared_kernel.waiting_clocks import ClockStore, WaitingClock


class MemoryClockStore(ClockStore):
    def __init__(self, wall: Callable[[], float] = time.time) -> None:
        self._wall = wall
        self._lock = Lock()
        self._clocks: dict[str, WaitingClock] = {}
        self._claimed_until: dict[str, float] = {}

    def put(self, clock: WaitingClock) -> None:
        with self._lock:
            before = self._clocks.get(clock.clock_id)
            if before is None or before.due != clock.due:
                self._claimed_until[clock.clock_id] = 0.0
            self._clocks[clock.clock_id] = clock

    def remove(self, clock_id: str) -> None:
        with self._lock:
            self._clocks.pop(clock_id, None)
            self._claimed_until.pop(clock_id, None)

    def claim_due(self, now: datetime, owner: str, lease_seconds: float, limit: int) -> tuple[WaitingClock, ...]:
        with self._lock:
            due = [clock for clock in self._clocks.values() if clock.due <= now and self._is_free(clock)]
            claimed = sorted(due, key=lambda clock: (clock.due, clock.clock_id))[: max(limit, 0)]
            for clock in claimed:
                self._claimed_until[clock.clock_id] = self._wall() + lease_seconds
            return tuple(claimed)

    def due_within(self, after: datetime, until: datetime) -> datetime | None:
        with self._lock:
            return min((each.due for each in self._clocks.values() if after < each.due <= until), default=None)

    def complete(self, clock: WaitingClock) -> None:
        with self._lock:
            waiting = self._clocks.get(clock.clock_id)
            if waiting and waiting.due == clock.due:
                del self._clocks[clock.clock_id]

    def count(self) -> int:
        return len(self._clocks)

    def _is_free(self, clock: WaitingClock) -> bool:
        return self._claimed_until[clock.clock_id] <= self._wall()
