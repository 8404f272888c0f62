"""ParkedStore in memory."""

from __future__ import annotations

from threading import RLock

from shared_kernel.parked import ParkedCommit, ParkedStore


class MemoryParkedStore(ParkedStore):
    def __init__(self) -> None:
        self._lock = RLock()
        self._parked: dict[tuple[str, str, int], ParkedCommit] = {}
        self._asked: set[tuple[str, str, str]] = set()

    def park(self, parked: ParkedCommit) -> None:
        with self._lock:
            self._parked[parked.reader, parked.source, parked.position] = parked

    def blocked(self, reader: str, source: str) -> frozenset[str]:
        return frozenset(parked.stream for parked in self._of(reader, source))

    def of_stream(self, reader: str, source: str, stream: str) -> tuple[ParkedCommit, ...]:
        found = [parked for parked in self._of(reader, source) if parked.stream == stream]
        return tuple(sorted(found, key=lambda parked: parked.position))

    def remove(self, parked: ParkedCommit) -> None:
        with self._lock:
            self._parked.pop((parked.reader, parked.source, parked.position), None)

    def listed(self, limit: int, authority: str | None = None) -> tuple[ParkedCommit, ...]:
        with self._lock:
            found = [each for each in self._parked.values() if authority in (None, each.authority)]
        return tuple(sorted(found, key=lambda parked: parked.parked_at)[: max(limit, 0)])

    def count(self) -> int:
        return len(self._parked)

    def ask_redrive(self, reader: str, source: str, stream: str) -> None:
        with self._lock:
            if self.of_stream(reader, source, stream):
                self._asked.add((reader, source, stream))

    def take_asked(self, reader: str, source: str) -> tuple[str, ...]:
        with self._lock:
            taken = {asked for asked in self._asked if asked[:2] == (reader, source)}
            self._asked -= taken
            return tuple(sorted(stream for _, _, stream in taken))

    def _of(self, reader: str, source: str) -> list[ParkedCommit]:
        with self._lock:
            return [parked for key, parked in self._parked.items() if key[:2] == (reader, source)]
