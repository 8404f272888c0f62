"""ParkedMessages in memory."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from threading import RLock

from shared_kernel.messaging.parked_messages import ParkedMessage, ParkedMessages


class MemoryParkedMessages(ParkedMessages):
    def __init__(self) -> None:
        self._lock = RLock()
        self._kept: dict[str, tuple[ParkedMessage, bytes]] = {}

    def keep(self, message: ParkedMessage, body: bytes) -> None:
        with self._lock:
            self._kept.setdefault(message.message_id, (message, body))

    def get(self, message_id: str) -> ParkedMessage | None:
        kept = self._kept.get(message_id)
        return kept[0] if kept else None

    def body(self, message_id: str) -> bytes | None:
        kept = self._kept.get(message_id)
        return kept[1] if kept else None

    def listed(self, limit: int) -> tuple[ParkedMessage, ...]:
        return tuple(self._waiting()[: max(limit, 0)])

    def count(self) -> int:
        return len(self._waiting())

    def mark_driven(self, message_id: str, driven_at: datetime) -> None:
        with self._lock:
            if message_id in self._kept:
                message, body = self._kept[message_id]
                self._kept[message_id] = (replace(message, driven_at=driven_at), body)

    def _waiting(self) -> list[ParkedMessage]:
        with self._lock:
            waiting = [message for message, _ in self._kept.values() if message.driven_at is None]
        return sorted(waiting, key=lambda message: (message.parked_at, message.message_id))
