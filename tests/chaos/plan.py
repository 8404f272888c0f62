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
SHORT, LONG, GAP = 2.0, 8.0, 1.0  # seconds
OFTEN = 0.75
"""Three of four faults are short, so that many meet the same commands; the others outlast an answer and a lease."""
OF_PROCESSES: Sequence[Kind] = ("kill", "kill", "kill", "kill", "kill", "kill", "stop", "stop", "jump")
OF_WAYS: Sequence[Kind] = ("cut", "slow", "half_open")
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
    kinds = (*OF_PROCESSES, *OF_WAYS) if ways else OF_PROCESSES
    return [_fault(chance, chance.choice(kinds), processes, ways) for _ in range(faults)]


def lasting(faults: Sequence[Fault]) -> float:
    """Seconds that they take at least."""
    return sum(each.after + each.seconds for each in faults)


def _fault(chance: random.Random, kind: Kind, processes: Sequence[str], ways: Sequence[str]) -> Fault:
    after = chance.uniform(0.0, GAP)
    seconds = chance.uniform(0.2, SHORT) if chance.random() < OFTEN else chance.uniform(SHORT, LONG)
    if kind == "jump":
        return Fault(kind, "clock", after, 0.0, chance.choice(JUMPS))
    return Fault(kind, chance.choice(processes if kind in ("kill", "stop") else ways), after, seconds)


OUTAGES = [
    Fault("kill", "broker", 2.0, 60.0),
    Fault("stop", "broker", 5.0, 30.0),
    Fault("kill", "store", 5.0, 30.0),
]
"""The broker away for a minute and hung for half of one, the store away for half of one."""
