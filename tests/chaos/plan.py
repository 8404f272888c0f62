"""What goes wrong in a run, and when: the same for the same seed."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["kill", "stop", "cut", "slow", "half_open", "jump"]
PROCESSES = (
    "intake", "escalation", "national-alerts", "risk-management",
    "intake-worker", "escalation-worker", "national-alerts-worker", "risk-management-worker",
    "gateway", "gateway-worker", "deliveries-worker", "auditor", "broker", "store",
)  # fmt: skip
WAYS = ("broker", "store")
LONGEST, LONGEST_GAP = 8.0, 4.0  # seconds
JUMPS = (0.5, 3.0, 26.0)  # hours


@dataclass(frozen=True)
class Fault:
    """After so many seconds this happens to that process or way, for so long; a jump moves the casework's clock by `hours`."""

    kind: Kind
    target: str
    after: float
    seconds: float
    hours: float = 0.0

    def __str__(self) -> str:
        what = f"{self.hours} h" if self.kind == "jump" else f"{self.target} for {self.seconds:.1f} s"
        return f"{self.kind} {what}"


def plan(seed: int, faults: int, processes: Sequence[str] = PROCESSES, ways: Sequence[str] = WAYS) -> list[Fault]:
    """So many faults, one after another."""
    chance = random.Random(seed)
    kinds: Sequence[Kind] = ("kill", "kill", "stop", "stop", "jump", *(("cut", "slow", "half_open") if ways else ()))
    return [_fault(chance, chance.choice(kinds), processes, ways) for _ in range(faults)]


def _fault(chance: random.Random, kind: Kind, processes: Sequence[str], ways: Sequence[str]) -> Fault:
    after, seconds = chance.uniform(0.0, LONGEST_GAP), chance.uniform(0.5, LONGEST)
    if kind == "jump":
        return Fault(kind, "clock", after, 0.0, chance.choice(JUMPS))
    return Fault(kind, chance.choice(processes if kind in ("kill", "stop") else ways), after, seconds)


OUTAGES = [
    Fault("kill", "broker", 2.0, 60.0),
    Fault("stop", "broker", 5.0, 30.0),
    Fault("kill", "store", 5.0, 30.0),
]
"""The broker away for a minute and hung for half of one, the store away for half of one."""
