"""When a delivery that failed is tried again: soon at first, then ever later, over three days; with jitter, so that the
many that failed together do not come back together."""

from __future__ import annotations

import random
from collections.abc import Callable

WAITS = (5.0, 30.0, 120.0, 600.0, 1_800.0, 3_600.0, 7_200.0, 14_400.0, 28_800.0, 43_200.0, 43_200.0, 43_200.0, 43_200.0)
"""Seconds before the second attempt, the third, …: 13 waits, 66 hours in all."""
JITTER = 0.25


def next_attempt(
    attempts: int, now: float, asked: float | None = None, chance: Callable[[], float] = random.random
) -> float | None:
    """When the attempt after so many comes; None when it is given up. `asked` is what the recipient wants waited."""
    if attempts > len(WAITS):
        return None
    wait = WAITS[attempts - 1] * (1 + JITTER * chance())
    return now + max(wait, min(asked or 0.0, WAITS[-1]))
