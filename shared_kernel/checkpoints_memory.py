"""CheckpointStore in memory."""

from __future__ import annotations

from threading import Lock

from shared_kernel.checkpoints import CheckpointStore


class MemoryCheckpointStore(CheckpointStore):
    def __init__(self) -> None:
        self._lock = Lock()
        self._positions: dict[tuple[str, str], int] = {}

    def load(self, reader: str, source: str) -> int:
        return self._positions.get((reader, source), 0)

    def save(self, reader: str, source: str, position: int) -> None:
        with self._lock:
            self._positions[reader, source] = max(position, self.load(reader, source))

    def forget(self, reader: str, source: str) -> None:
        with self._lock:
            self._positions.pop((reader, source), None)
