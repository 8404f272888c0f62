"""The arithmetic of the benchmarks: percentiles of a round, and what several rounds say together."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Spread:
    """One number over several rounds."""

    median: float
    lowest: float
    highest: float


def spread(values: Iterable[float]) -> Spread:
    """Raises ValueError where there are none."""
    found = sorted(values)
    if not found:
        raise ValueError("there is no spread of nothing")
    return Spread(median(found), found[0], found[-1])


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest value that is at least as large as this percentage of all (nearest rank). Raises ValueError."""
    if not values or not 0 < percent <= 100:
        raise ValueError("a percentile is of some values, and above 0 up to 100")
    return sorted(values)[math.ceil(len(values) * percent / 100) - 1]


@dataclass(frozen=True)
class Round:
    """One round of one side.

    `seconds` is how long all of it took, `latencies` (seconds) are those of the accepted commands alone;
    `answered` are the ids that were answered as accepted; `cpu` is CPU seconds by part of the side.
    """

    seconds: float
    latencies: tuple[float, ...]
    answered: tuple[str, ...]
    refused: int
    cpu: dict[str, float]

    @property
    def per_second(self) -> float:
        return len(self.answered) / self.seconds

    def milliseconds(self, percent: float) -> float:
        return percentile(self.latencies, percent) * 1000

    def cpu_per_thousand(self, part: str) -> float:
        """CPU seconds that the part spent for a thousand accepted commands."""
        return self.cpu.get(part, 0.0) * 1000 / len(self.answered)


def intended_starts(count: int, per_second: float) -> tuple[float, ...]:
    """Seconds after the beginning at which an open-loop round wants each request to start."""
    return tuple(number / per_second for number in range(count))


def lost(answered: Iterable[str], stored: Iterable[str]) -> frozenset[str]:
    """What was answered as accepted and is not in the store."""
    return frozenset(answered) - frozenset(stored)
