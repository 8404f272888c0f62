"""Clocks that wait in the store until they are due. Nothing sleeps: a clock fires late rather than never."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

LATE = timedelta(minutes=2)
"""A clock that is due longer than this, by the casework's time, is late."""


@dataclass(frozen=True)
class WaitingClock:
    """`clock_id` is chosen by the caller so that the same clock has the same id; `due` is casework time.

    `data` is plain JSON types, ids and facts only.
    """

    clock_id: str
    stream: str
    authority: str
    due: datetime
    data: Mapping[str, Any]


class ClockStore(Protocol):
    """Port: waiting clocks. A claim is a courtesy between claimers and runs out by the machine's own time.

    A clock is claimed, its effect is done, then it is completed: a crash between fires it again, so the
    effect must be idempotent (a command whose id is made from the clock's).
    """

    def put(self, clock: WaitingClock) -> None:
        """Idempotent. The same id with another `due` moves the clock and takes it from whoever claimed it."""

    def put_all(self, clocks: Sequence[WaitingClock]) -> None:
        """As `put`, of several with different ids. One by one where the store does no better."""
        for clock in clocks:
            self.put(clock)

    def remove(self, clock_id: str) -> None:
        """It was met or no longer matters; removing what is gone already is no error."""

    def claim_due(self, now: datetime, owner: str, lease_seconds: float, limit: int) -> tuple[WaitingClock, ...]:
        """Clocks with `due` <= `now` that nobody claims, earliest first: the owner's for `lease_seconds`."""

    def due_within(self, after: datetime, until: datetime) -> datetime | None:
        """The earliest `due` after the one and up to the other, claimed or not."""

    def complete(self, clock: WaitingClock) -> None:
        """Its effect is done: removes it, unless it was moved to another `due` in the meantime."""

    def complete_all(self, clocks: Sequence[WaitingClock]) -> None:
        """As `complete`, of several with different ids. One by one where the store does no better."""
        for clock in clocks:
            self.complete(clock)

    def count(self) -> int:
        """How many clocks wait, due or not."""
