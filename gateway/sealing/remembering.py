"""Unwrapped keys, remembered for minutes, so that not each page asks the key service for each person again.

Whether there still is a key is asked of the store each time: what was shredded is not found here either, since nobody asks for it.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from threading import Lock

SECONDS = 300.0
MOST = 4096


class Remembered:
    """Thread-safe; forgets the oldest first, and each after `seconds` of the machine's own time."""

    def __init__(self, seconds: float = SECONDS, most: int = MOST, wall: Callable[[], float] = time.monotonic) -> None:
        self._seconds, self._most, self._wall = seconds, most, wall
        self._lock = Lock()
        self._secrets: OrderedDict[tuple[str, str, str], tuple[float, bytes]] = OrderedDict()

    def known(self, authority: str, wrapped: Mapping[str, str]) -> dict[str, bytes]:
        """Those of these that are remembered, by name."""
        now = self._wall()
        with self._lock:
            held = {name: self._secrets.get((authority, name, text)) for name, text in wrapped.items()}
        return {name: each[1] for name, each in held.items() if each and each[0] > now}

    def keep(self, authority: str, wrapped: Mapping[str, str], secrets: Mapping[str, bytes]) -> None:
        """Remembers these, each as it was wrapped."""
        until = self._wall() + self._seconds
        with self._lock:
            for name, secret in secrets.items():
                self._secrets[authority, name, wrapped[name]] = (until, secret)
            while len(self._secrets) > self._most:
                self._secrets.popitem(last=False)

    def forget(self, authority: str) -> None:
        """None of this authority is remembered."""
        with self._lock:
            for key in [each for each in self._secrets if each[0] == authority]:
                del self._secrets[key]
