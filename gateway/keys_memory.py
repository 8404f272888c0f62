"""KeyStore in memory."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from threading import Lock

from gateway.keys import KeyStore


class MemoryKeyStore(KeyStore):
    def __init__(self) -> None:
        self._lock = Lock()
        self._wrapped: dict[str, str] = {}

    def add(self, wrapped: Mapping[str, str]) -> None:
        with self._lock:
            self._wrapped.update(wrapped)

    def get_or_add(self, notification_id: str, wrapped: str) -> str:
        with self._lock:
            return self._wrapped.setdefault(notification_id, wrapped)

    def find(self, notification_ids: Collection[str]) -> Mapping[str, str]:
        with self._lock:
            return {each: self._wrapped[each] for each in notification_ids if each in self._wrapped}

    def remove(self, notification_id: str) -> None:
        with self._lock:
            self._wrapped.pop(notification_id, None)
