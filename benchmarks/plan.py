"""How much is measured: fixed counts, so that every side does the same work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

MANY = 16
"""Clients of the rounds with many."""


@dataclass(frozen=True)
class Plan:
    """Counts are commands a side and round; `per_second` is the rate of the open-loop rounds."""

    rounds: int
    by_one: int
    by_many: int
    open_loop: int
    per_second: float
    warm_up: int
    followed: int
    bare: int


FULL = Plan(rounds=5, by_one=300, by_many=1000, open_loop=200, per_second=100.0, warm_up=200, followed=400, bare=20_000)
QUICK = Plan(rounds=2, by_one=80, by_many=240, open_loop=100, per_second=100.0, warm_up=50, followed=100, bare=5_000)


def quick(environment: Mapping[str, str]) -> bool:
    """BENCH_QUICK=1 is for a first look and for checking that everything runs; its numbers spread widely."""
    return environment.get("BENCH_QUICK") == "1"
