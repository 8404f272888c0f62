"""Waiting for an effect, and never for time."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Event
from typing import TypeVar

T = TypeVar("T")
PATIENCE = 120.0  # seconds for anything to happen, on a machine that does much beside
EVERY = 0.05
_never = Event()


def eventually(look: Callable[[], T | None], what: str, within: float = PATIENCE) -> T:
    """What `look` finds, as soon as it is something. Fails after `within` seconds, saying what was waited for."""
    ends = time.monotonic() + within
    while True:
        found = look()
        if found:
            return found
        assert time.monotonic() < ends, f"after {within:.0f} s still waiting for {what}; it is now {found!r}"
        _never.wait(EVERY)


def stopwatch() -> Callable[[], float]:
    """Seconds since now."""
    began = time.monotonic()
    return lambda: time.monotonic() - began
