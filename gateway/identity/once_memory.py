"""OnceStore in memory."""

from __future__ import annotations

from collections.abc import Mapping
from threading import Lock

from gateway.identity.once import OnceStore


class MemoryOnceStore(OnceStore):
    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: dict[str, tuple[Mapping[str, str], float]] = {}

    def add(self, key: str, texts: Mapping[str, str], until: float) -> bool:
        with self._lock:
            return self._kept.setdefault(key, (kept := dict(texts), until))[0] is kept

    def take(self, key: str, now: float) -> Mapping[str, str] | None:
        with self._lock:
            texts, until = self._kept.pop(key, ({}, 0.0))
        return texts if now < until else None
