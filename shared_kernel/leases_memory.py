"""LeaseStore in memory."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from threading import Lock

from shared_kernel.leases import Lease, LeaseStore


class MemoryLeaseStore(LeaseStore):
    def __init__(self, wall: Callable[[], float] = time.time) -> None:
        self._wall = wall
        self._lock = Lock()
        self._leases: dict[str, Lease] = {}

    def acquire(self, name: str, owner: str, seconds: float) -> Lease | None:
        with self._lock:
            held = self._leases.get(name)
            if held and held.until > self._wall():
                return None
            lease = Lease(name, owner, held.epoch + 1 if held else 1, self._wall() + seconds)
            self._leases[name] = lease
            return lease

    def renew(self, lease: Lease, seconds: float) -> Lease | None:
        with self._lock:
            if not self._is_current(lease):
                return None
            renewed = replace(lease, until=self._wall() + seconds)
            self._leases[lease.name] = renewed
            return renewed

    def release(self, lease: Lease) -> None:
        with self._lock:
            if self._is_current(lease):
                self._leases[lease.name] = replace(lease, until=0.0)

    def _is_current(self, lease: Lease) -> bool:
        held = self._leases.get(lease.name)
        return held is not None and held.epoch == lease.epoch and held.until > self._wall()
