"""When a process that ended by itself is started again."""

from __future__ import annotations

import time
from collections.abc import Callable

from operations.child import Child

FIRST = 1.0
LONGEST = 30.0
STEADY = 60.0
"""Seconds. Whoever ran this long before it ended is thought well, and starts again after the first pause."""


def pause_before(restarts: int, lasted: float) -> float:
    """`restarts` so far, and seconds that it lasted this time; 1, 2, 4 … 30 seconds."""
    return FIRST if lasted >= STEADY else min(LONGEST, FIRST * 2.0 ** min(restarts, 10))


class Restarts:
    """Remembers when each end was noticed."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._noticed: dict[tuple[str, float], float] = {}

    def due(self, child: Child) -> bool:
        """Whether this child has ended, was not meant to, and its pause is over."""
        if child.ended is None or child.finished:
            return False
        noticed = self._noticed.setdefault((child.kind.name, child.began), self._now())
        return self._now() - noticed >= pause_before(child.restarts, noticed - child.began)
