"""The ledger of deliveries: what is to reach whom, in which order, and how it stands.

Of one recipient the deliveries about one subject go out in the order in which they were entered: the later waits until the
earlier arrived, or was given up. Nothing leaves the ledger but by age; what was given up is replayed by hand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

State = Literal["pending", "sending", "delivered", "failed"]
OPEN: tuple[State, ...] = ("pending", "sending")


@dataclass(frozen=True)
class Delivery:
    """One thing for one recipient. `delivery_id` sorts by when it was entered, and stays through every attempt.

    `subject` orders it among others of the recipient; `payload` holds ids only. `next_attempt` is on the wall's clock,
    in seconds; `reason` is why the last attempt failed, as a code. `turn` grows with each settlement and replay: who holds
    one holds none that comes after.
    """

    delivery_id: str
    authority: str
    recipient: str
    subject: str
    kind: str
    entered_at: datetime
    payload: Mapping[str, Any] = field(default_factory=dict)
    state: State = "pending"
    attempts: int = 0
    next_attempt: float = 0.0
    reason: str | None = None
    ended_at: datetime | None = None
    turn: int = 0


@dataclass(frozen=True)
class Listing:
    """Which deliveries are asked for: the newest of the authority, at most `limit`; `now` is about when the newest was entered.

    `before`: only from below this id, where ids sort by when the deliveries were entered, as those of webhooks do.
    """

    authority: str
    now: datetime
    limit: int
    recipient: str | None = None
    state: State | None = None
    before: str | None = None


class DeliveryLedger(Protocol):
    """Port. Each may raise StoreUnavailable; whoever claims holds the delivery for so long by the wall's clock."""

    def enter(self, deliveries: Sequence[Delivery]) -> int:
        """How many are new: one whose id is there already is left as it is."""

    def claim(
        self, owner: str, now: float, lease_seconds: float, busy: Sequence[str] = (), limit: int = 1
    ) -> tuple[Delivery, ...]:
        """Those that are due longest, each of another recipient that is not `busy`, the first of its subject; now `sending`.

        One whose lease ran out (its sender died) is claimed again: at least once, never never.
        """

    def settle(self, owner: str, deliveries: Sequence[Delivery]) -> frozenset[str]:
        """Keeps how each ended, or when it is tried again. The ids of those whose lease was not lost meanwhile; the others are
        as they were."""

    def rest(self, until: Mapping[str, float]) -> None:
        """These recipients answer nobody: nothing that is pending for one is tried before then."""

    def replay(self, authority: str, delivery_id: str, now: float) -> bool:
        """By hand: it goes out again, whether it had arrived or was given up. False where it is not there, or under way."""

    def redrive(self, authority: str, recipient: str, now: float) -> int:
        """By hand: everything given up of this recipient goes out again; how many."""

    def one(self, authority: str, delivery_id: str) -> Delivery | None:
        """The delivery of this id."""

    def listed(self, wanted: Listing) -> tuple[Delivery, ...]:
        """Those that are wanted, by id, the greatest first."""
