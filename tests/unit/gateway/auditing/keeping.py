"""A record in memory: what is read and done, the trees that take it in, the heads, and exports of it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from audit.entries import Entry
from audit.findings import Verdict
from audit.verifying import verify
from gateway.auditing.exporting import exported, span_of
from gateway.auditing.log import AccessLog, Waiting
from gateway.auditing.log_memory import MemoryWaiting
from gateway.auditing.outlets.folder import FolderOutlet
from gateway.auditing.records import Records
from gateway.auditing.records_memory import MemoryRecords
from gateway.auditing.signing import Signing
from gateway.auditing.trees import Trees
from shared_kernel.checkpoints import CheckpointStore
from shared_kernel.checkpoints_memory import MemoryCheckpointStore
from shared_kernel.commit_store_memory import MemoryCommitStore
from shared_kernel.commits import CommitStore, EventRecord, chained, to_document
from shared_kernel.time import FixedClock
from tests.unit.audit.history import KEY, PUBLIC
from tests.unit.gateway.auditing.waiting_suite import NOON


class Keeping:
    """`intake` and `escalation` are the services' stores; `reader` is one of the gateway's processes."""

    def __init__(
        self,
        folder: Path,
        waiting: Waiting | None = None,
        records: Records | None = None,
        checkpoints: CheckpointStore | None = None,
    ) -> None:
        self.clock = FixedClock(NOON)
        self.waiting, self.records = waiting or MemoryWaiting(), records or MemoryRecords()
        self.checkpoints = checkpoints or MemoryCheckpointStore()
        self.services: dict[str, CommitStore] = {"intake": MemoryCommitStore(), "escalation": MemoryCommitStore()}
        self.reader = AccessLog(self.waiting)
        self.heads = folder / "heads"
        self.trees = self.another_worker()
        self.signing = Signing(self.records, KEY, {"folder": FolderOutlet(self.heads)}, self.clock)

    def another_worker(self) -> Trees:
        """One that remembers nothing of the others."""
        return Trees(self.records, self.waiting, self.services, self.checkpoints)

    def reads(self, *things: str, authority: str = "kent", by: AccessLog | None = None) -> None:
        entry = Entry(self.clock.now(), "worker", authority, "read_case", "read_notification", things)
        (by or self.reader)._writing.append(entry)

    def does(self, stream: str, authority: str = "kent", service: str = "intake") -> None:
        store = self.services[service]
        before = store.stream(stream)
        commit = chained(
            before[-1] if before else None,
            stream=stream,
            authority=authority,
            actor="worker",
            command_id=f"{service}-{stream}-{len(before)}",
            command_digest="d",
            events=[EventRecord("NotificationUpdated", 1, {"sealed": "s2.x"})],
            answer={},
            recorded_at=self.clock.now(),
        )
        store.append(commit)
        store.assign_positions(store.last_position() + 1, [commit])

    def take_in(self, trees: Trees | None = None) -> None:
        while (trees or self.trees).run_once():
            pass

    def sign(self) -> None:
        """All is taken in, some time passes, and it is signed."""
        self.take_in()
        self.clock.advance(timedelta(minutes=2))
        self.signing.run_once()

    async def feed(self, service: str, after: int, limit: int) -> Sequence[Mapping[str, Any]]:
        return [to_document(each) for each in self.services[service].feed(after, limit)]

    def export(
        self, authority: str = "kent", since: datetime | None = None, until: datetime | None = None
    ) -> list[bytes]:
        span = span_of(self.records, authority, since, until)
        assert span is not None

        async def lines() -> list[bytes]:
            return [each async for each in exported(self.records, self.feed, span)]

        return asyncio.run(lines())

    def verified(self, authority: str = "kent") -> Verdict:
        """The whole record of an authority, which must be right."""
        verdict = verify(self.export(authority), [PUBLIC])
        assert verdict.is_right, verdict.wrong
        return verdict
