"""A lease lets one process at a time do a thing; it runs out by itself when its owner dies.

A lease is a courtesy, not a lock: an owner that was stopped for longer than the lease may wake up and go on.
What it does must then be refused by the store (positions) or be idempotent (readers, clocks).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

LEASE_SECONDS = 6.0
"""For how long a worker has a thing to itself without renewing it: what it held when it died is taken over after that."""


@dataclass(frozen=True)
class Lease:
    """`epoch` grows each time the lease is taken; `until` is the machine's time in seconds since 1970."""

    name: str
    owner: str
    epoch: int
    until: float


class LeaseStore(Protocol):
    """Port: leases shared by the replicas of one service."""

    def acquire(self, name: str, owner: str, seconds: float) -> Lease | None:
        """The lease when it is free or has run out, else None: also for an owner that holds it already."""

    def renew(self, lease: Lease, seconds: float) -> Lease | None:
        """The lease, longer; None when it has run out or belongs to a later epoch."""

    def release(self, lease: Lease) -> None:
        """Makes it free at once, when it is still this one."""


class Tenure:
    """One process's side of a lease: takes it, renews it in good time, knows when it was lost."""

    def __init__(
        self,
        leases: LeaseStore,
        name: str,
        owner: str,
        seconds: float,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._leases, self._name, self._owner, self._seconds = leases, name, owner, seconds
        self._monotonic = monotonic
        self._lease: Lease | None = None
        self._renew_at = 0.0

    @property
    def epoch(self) -> int:
        """The epoch held, 0 when none is."""
        return self._lease.epoch if self._lease else 0

    def hold(self) -> bool:
        """True while this process holds the lease. Asks the store once in a third of its length."""
        now = self._monotonic()
        if self._lease and now < self._renew_at:
            return True
        held, self._lease = self._lease, None  # an error of the store below must not read as a lease
        renewed = self._leases.renew(held, self._seconds) if held else None
        self._lease = renewed or self._leases.acquire(self._name, self._owner, self._seconds)
        self._renew_at = now + self._seconds / 3
        return self._lease is not None

    def release(self) -> None:
        """Gives it up, if it is held."""
        held, self._lease = self._lease, None
        if held:
            self._leases.release(held)


def only_with(
    tenure: Tenure, run_once: Callable[[], int], stand_by: Callable[[], object] = lambda: None
) -> Callable[[], int]:
    """The same work, done only by the process that holds the lease; in the others it is 0, and `stand_by` is called."""

    def run() -> int:
        if tenure.hold():
            return run_once()
        stand_by()
        return 0

    return run
