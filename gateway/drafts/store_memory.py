"""DraftStore in memory."""

from __future__ import annotations

from datetime import datetime
from threading import Lock

from gateway.drafts.store import DraftRow, DraftStore


class MemoryDrafts(DraftStore):
    def __init__(self) -> None:
        self._lock = Lock()
        self._rows: dict[str, DraftRow] = {}

    def add(self, row: DraftRow) -> bool:
        with self._lock:
            return self._rows.setdefault(row.draft_id, row) is row

    def find(self, authority: str, author: str, draft_id: str) -> DraftRow | None:
        row = self._rows.get(draft_id)
        return row if row and (row.authority, row.author) == (authority, author) else None

    def of_author(self, authority: str, author: str, limit: int) -> tuple[DraftRow, ...]:
        with self._lock:
            own = [each for each in self._rows.values() if (each.authority, each.author) == (authority, author)]
        return tuple(sorted(own, key=lambda each: (each.saved_at, each.draft_id), reverse=True)[:limit])

    def replace(self, row: DraftRow) -> bool:
        with self._lock:
            before = self._rows.get(row.draft_id)
            if before is None or before.version != row.version - 1:
                return False
            self._rows[row.draft_id] = row
            return True

    def remove(self, authority: str, draft_id: str) -> None:
        with self._lock:
            if draft_id in self._rows and self._rows[draft_id].authority == authority:
                del self._rows[draft_id]

    def run_out(self, now: datetime, limit: int) -> tuple[DraftRow, ...]:
        with self._lock:
            return tuple(each for each in self._rows.values() if each.until <= now)[:limit]
