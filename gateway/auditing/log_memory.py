"""Waiting records in memory."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock

from audit.entries import Recorded
from gateway.auditing.log import Waiting


class MemoryWaiting(Waiting):
    def __init__(self) -> None:
        self._lock = Lock()
        self._records: dict[str, Recorded] = {}

    def add(self, records: Sequence[Recorded]) -> None:
        with self._lock:
            self._records.update((each.record_id, each) for each in records)

    def first(self, limit: int) -> tuple[Recorded, ...]:
        with self._lock:
            return tuple(self._records[each] for each in sorted(self._records)[:limit])

    def remove(self, records: Sequence[Recorded]) -> None:
        with self._lock:
            for each in records:
                self._records.pop(each.record_id, None)
