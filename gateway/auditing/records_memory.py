"""The trees in memory."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from threading import RLock

from audit.heads import SignedHead
from gateway.auditing.records import Node, Records, Row, Sought, TreeChanged
from shared_kernel.time import instant_of


class MemoryRecords(Records):
    def __init__(self) -> None:
        self._lock = RLock()
        self._rows: dict[str, list[Row]] = {}
        self._names: dict[str, str] = {}
        self._peaks: dict[str, tuple[int, tuple[bytes, ...]]] = {}
        self._nodes: dict[str, dict[tuple[int, int], bytes]] = {}
        self._heads: dict[str, list[SignedHead]] = {}
        self._handed: dict[tuple[str, str], int] = {}

    def authorities(self) -> tuple[str, ...]:
        return tuple(sorted(self._nodes))

    def known(self, names: Collection[str]) -> Mapping[str, str]:
        return {each: self._names[each] for each in names if each in self._names}

    def grow(self, rows: Sequence[Row]) -> None:
        with self._lock:
            for row in rows:
                mine = self._rows.setdefault(row.authority, [])
                if row.index != len(mine) or row.leaf.name in self._names:
                    raise TreeChanged
                mine.append(row)
                self._names[row.leaf.name] = row.authority

    def between(self, authority: str, begin: int, end: int) -> tuple[Row, ...]:
        return tuple(self._rows.get(authority, ())[begin:end])

    def peaks(self, authority: str) -> tuple[int, tuple[bytes, ...]]:
        return self._peaks.get(authority, (0, ()))

    def save(self, authority: str, size: int, peaks: Sequence[bytes], nodes: Sequence[Node]) -> None:
        with self._lock:
            self._nodes.setdefault(authority, {}).update({(level, index): hashed for level, index, hashed in nodes})
            if size > self.peaks(authority)[0]:
                self._peaks[authority] = (size, tuple(peaks))

    def nodes(self, authority: str, wanted: Collection[tuple[int, int]]) -> Mapping[tuple[int, int], bytes]:
        kept = self._nodes.get(authority, {})
        return {each: kept[each] for each in wanted if each in kept}

    def upper_nodes(self, authority: str) -> Mapping[tuple[int, int], bytes]:
        return dict(self._nodes.get(authority, {}))

    def found(self, authority: str, asked: Sought, before: int | None, limit: int) -> tuple[Row, ...]:
        newest = reversed(self._rows.get(authority, ())[:before])
        return tuple(each for each in newest if _is_sought(each, asked))[:limit]

    def add_head(self, head: SignedHead) -> None:
        with self._lock:
            mine = self._heads.setdefault(head.head.authority, [])
            if head.head.number != len(mine) + 1:
                raise TreeChanged
            mine.append(head)

    def last_head(self, authority: str, at: datetime | None = None) -> SignedHead | None:
        earlier = [each for each in self._heads.get(authority, ()) if at is None or each.head.at <= at]
        return earlier[-1] if earlier else None

    def heads(self, authority: str, after: int, limit: int) -> tuple[SignedHead, ...]:
        return tuple(self._heads.get(authority, ())[after : after + limit])

    def to_hand_out(self, authority: str, outlet: str) -> int:
        return self._handed.get((authority, outlet), 0)

    def handed_out(self, authority: str, outlet: str, number: int) -> None:
        with self._lock:
            self._handed[authority, outlet] = max(number, self.to_hand_out(authority, outlet))


def _is_sought(row: Row, asked: Sought) -> bool:
    if row.record is None or not asked.since <= instant_of(row.record["at"]) < asked.until:
        return False
    return asked.person in (None, row.record["actor"]) and bool(set(asked.marks) & set(row.marks))
