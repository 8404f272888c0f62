"""Names in memory."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from gateway.finding.index import Names
from gateway.read_models.folding import Document
from gateway.read_models.memory import MemoryDocuments


class MemoryNames(MemoryDocuments, Names):
    def holding(self, authority: str, groups: Sequence[Collection[str]], limit: int) -> tuple[Document, ...]:
        theirs = [each for each in reversed(self.every()) if each["authority"] == authority]
        found = [each for each in theirs if all(set(group) & set(each["tokens"]) for group in groups)]
        return tuple(found[:limit])

    def forget(self, authority: str, person: str) -> None:
        with self._lock:
            for each in self._documents.values():
                if (each["authority"], each["person"]) == (authority, person):
                    each["tokens"] = []
