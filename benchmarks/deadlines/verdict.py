"""What became of the clocks of a play: pure arithmetic."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from benchmarks.numbers import percentile

ROUNDED = 0.001
"""Seconds: one side keeps milliseconds, and what it rounds is not early."""


@dataclass(frozen=True)
class Verdict:
    """`late`: seconds after each was due, of its first firing. CPU seconds and MB (RSS) are of the side's process or processes."""

    clocks: int
    missed: int
    early: int
    twice: int
    late: tuple[float, ...]
    cpu: float
    memory: float

    def lateness(self, percent: float) -> float:
        """Seconds; infinite where so many were missed that there is none."""
        found = [*self.late, *[math.inf] * self.missed]
        return percentile(found, percent)


def judged(due: Mapping[str, float], fired: Iterable[tuple[str, float]], cpu: float, memory: float) -> Verdict:
    """Of what fired only those that are in `due` count: the first time for lateness, each further one as twice."""
    first: dict[str, float] = {}
    often: Counter[str] = Counter()
    for name, at in fired:
        if name in due:
            often[name] += 1
            first[name] = min(at, first.get(name, at))
    late = {name: at - due[name] for name, at in first.items()}
    return Verdict(
        len(due),
        len(due) - len(first),
        sum(each < -ROUNDED for each in late.values()),
        sum(each - 1 for each in often.values()),
        tuple(sorted(late.values())),
        cpu,
        memory,
    )
