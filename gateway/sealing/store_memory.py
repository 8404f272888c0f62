"""KeyStore in memory."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from threading import Lock

from gateway.sealing.store import KeyRow, KeyStore


class MemoryKeyStore(KeyStore):
    def __init__(self) -> None:
        self._lock = Lock()
        self._rows: dict[tuple[str, str], KeyRow] = {}

    def add(self, rows: Sequence[KeyRow]) -> None:
        with self._lock:
            self._rows.update(((row.authority, row.person), row) for row in rows)

    def claim(self, row: KeyRow) -> bool:
        with self._lock:
            return self._rows.setdefault((row.authority, row.person), row) is row

    def find(self, authority: str, people: Collection[str]) -> Mapping[str, KeyRow]:
        with self._lock:
            return {each: self._rows[authority, each] for each in people if (authority, each) in self._rows}

    def put(self, authority: str, person: str, version: int, wrapped: str, instead_of: str | None) -> bool:
        with self._lock:
            row = self._rows.get((authority, person))
            if row is None or row.wrapped.get(version) != instead_of:
                return False
            self._rows[authority, person] = KeyRow(authority, person, {**row.wrapped, version: wrapped})
            return True

    def remove(self, authority: str, person: str) -> None:
        with self._lock:
            self._rows.pop((authority, person), None)

    def after(self, authority: str, person: str, limit: int) -> tuple[KeyRow, ...]:
        with self._lock:
            found = sorted(key for key in self._rows if key[0] == authority and key[1] > person)
            return tuple(self._rows[key] for key in found[:limit])
