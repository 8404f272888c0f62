"""The access log: an entry is on disk before the answer goes out, and entries that meet share one write.

Each process has a chain of its own for each authority, so that replicas never wait for each other, and one that is killed
leaves a chain that ends. After a write that failed, and may have happened, it goes on in a new chain.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Protocol

from audit.entries import Entry, Recorded, recorded
from gateway.threads import in_thread
from shared_kernel import failpoints
from shared_kernel.group_commit import GroupCommit


class Waiting(Protocol):
    """Port: records that were written and are not yet in a tree."""

    def add(self, records: Sequence[Recorded]) -> None:
        """Writes them durably, in order: of those that fail, none comes before one that does not. Raises StoreUnavailable."""

    def first(self, limit: int) -> tuple[Recorded, ...]:
        """Some of them, each chain's in order. One that was written meanwhile may be left out, and a later one be there."""

    def remove(self, records: Sequence[Recorded]) -> None:
        """They are in a tree now."""


class AccessLog:
    """One a process."""

    def __init__(self, waiting: Waiting) -> None:
        self._waiting = waiting
        self._last: dict[str, Recorded] = {}
        self._name = _new_name()
        self._writing: GroupCommit[Entry] = GroupCommit(self._write)

    async def record(self, entry: Entry) -> None:
        """Returns when it is durable. Raises StoreUnavailable: then nothing may be shown."""
        await in_thread(self.keep, entry)

    def keep(self, entry: Entry) -> None:
        """The same, from a thread that may wait. Raises StoreUnavailable."""
        self._writing.append(entry)
        failpoints.reach("access.recorded")

    def _write(self, entries: Sequence[Entry]) -> dict[int, Exception]:
        last = dict(self._last)
        records = []
        for entry in entries:
            chain = f"{self._name}-{entry.authority}"
            last[chain] = recorded(last.get(chain), chain, entry)
            records.append(last[chain])
        try:
            self._waiting.add(records)
        except Exception:
            # Some of them may be there: whoever went on from the last one known would make a second of the same number.
            self._name, self._last = _new_name(), {}
            raise
        self._last = last
        return {}


def _new_name() -> str:
    return f"gateway-{uuid.uuid4().hex[:20]}"
