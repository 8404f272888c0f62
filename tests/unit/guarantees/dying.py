"""Processes that die, and stores that fail: what a dead process still tries to write does not arrive."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from gateway.read_models.projecting import Projection
from shared_kernel.errors import StoreUnavailable
from shared_kernel.failpoints import FAILPOINTS
from shared_kernel.relay import Publisher, PublishFailed, WakeUp
from tests.unit.guarantees.plant import Kept

When = Literal["before", "after"]
Verdict = Literal["confirmed", "half", "none", "silent"]


class Crash(BaseException):
    """The process is gone."""


@dataclass
class Life:
    """One process, from its start to its death. `trouble`: after so many calls the store fails, before or after it has written."""

    crash_at: str | None = None
    dead: bool = False
    trouble: tuple[int, When] | None = None

    def reach(self, place: str) -> None:
        """In place of the kernel's own."""
        assert place in FAILPOINTS
        if self.dead or place == self.crash_at:
            self.dead = True
            raise Crash(place)

    def call(self, made: Callable[[], Any]) -> Any:
        """A call of the store's."""
        if self.dead:
            raise Crash
        when = self._fails()
        if when == "before":
            raise StoreUnavailable
        answer = made()
        if when == "after":
            raise StoreUnavailable
        return answer

    def _fails(self) -> When | None:
        if self.trouble is None:
            return None
        left, when = self.trouble
        self.trouble = (left - 1, when) if left else None
        return None if left else when


class Living:
    """A store as a process of this life reaches it."""

    def __init__(self, store: Any, life: Life) -> None:
        self._store, self._life = store, life

    def __getattr__(self, name: str) -> Any:
        called = getattr(self._store, name)
        return lambda *given, **named: self._life.call(lambda: called(*given, **named))


def reached_by(kept: Kept, life: Life) -> Kept:
    """All of it, as a process of this life reaches it."""

    def living(store: Any) -> Any:
        return Living(store, life)

    return replace(
        kept,
        commits={name: living(each) for name, each in kept.commits.items()},
        checkpoints=living(kept.checkpoints),
        parked=living(kept.parked),
        clocks=living(kept.clocks),
        leases=living(kept.leases),
        views=tuple(Projection(each.view, living(each.documents)) for each in kept.views),
        ledger=living(kept.ledger),
    )


class Unreliable(Publisher):
    """A broker that confirms, takes half and says so, takes nothing, or takes all and is never heard of again.

    `arrived`: wake-ups that wait; they may be dropped, repeated and come in any order.
    """

    def __init__(self) -> None:
        self.verdict: Verdict = "confirmed"
        self.arrived: list[WakeUp] = []
        self.taken: set[tuple[str, int]] = set()

    def publish(self, messages: Sequence[WakeUp]) -> None:
        number = {"confirmed": len(messages), "half": len(messages) // 2, "none": 0, "silent": len(messages)}
        took = messages[: number[self.verdict]]
        self.arrived += took
        self.taken |= {(each.service, each.position) for each in took}
        if self.verdict != "confirmed":
            raise PublishFailed
