"""How many records of an export a second are verified, on one core.

`python -m benchmarks verifying` prints it beside a plain SHA-256 over the same lines (nothing that reads them all can be faster) and
beside pymerkle, a library for such trees, which makes the root over the same lines and looks at nothing else. CPU time counts.
"""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pymerkle import InmemoryTree

from audit import entries
from audit.entries import Entry, Recorded, recorded
from audit.exporting import ACCESS, BLOCK, Block, Leaf, blocks, export_lines, leaf_of, record_line
from audit.heads import Head, public_text, signed
from audit.merkle import Tree, leaf_hash, root_of
from audit.verifying import verify
from benchmarks.numbers import Spread, spread
from shared_kernel.commits import Commit, EventRecord, chained, to_document

AT = datetime(2026, 11, 16, 9, tzinfo=UTC)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
SEALED = "s2." + "A" * 300
"""As long as a text that somebody typed, sealed."""


@dataclass(frozen=True)
class Verifying:
    """Records a second: verified, only hashed, only made into a tree by the peer; and how long a line is."""

    verified: Spread
    hashed: Spread
    peer: Spread
    bytes_a_record: float


class Invented:
    """Half of it reads, half of it commits of a hundred cases."""

    def __init__(self) -> None:
        self._read: Recorded | None = None
        self._cases: dict[str, Commit] = {}

    def record(self, number: int) -> tuple[Leaf, dict[str, object]]:
        """The next record, with its leaf."""
        if number % 2:
            return self._entry(number)
        return self._commit(number)

    def _entry(self, number: int) -> tuple[Leaf, dict[str, object]]:
        entry = Entry(
            AT, f"person-{number % 40}", "kent", "read_case", "read_notification", (f"notification-{number % 100}",)
        )
        self._read = recorded(self._read, "gateway-1-kent", entry)
        document = entries.to_document(self._read)
        return leaf_of(ACCESS, self._read.record_id, document), document

    def _commit(self, number: int) -> tuple[Leaf, dict[str, object]]:
        stream = f"notification-{number % 100}"
        facts = {
            "subject_kind": "child",
            "legal_status": "care_order",
            "happened": ["missing"],
            "missing_since": AT.isoformat(),
        }
        events = [
            EventRecord("NotificationUpdated", 1, {"facts": facts, "sealed": SEALED, "updated_by": "kent-team-manager"})
        ]
        commit = chained(
            self._cases.get(stream),
            stream=stream,
            authority="kent",
            actor="kent-team-manager",
            command_id=f"command-{number}",
            command_digest="0" * 64,
            events=events,
            answer={"notification_id": stream},
            recorded_at=AT,
        )
        self._cases[stream] = commit
        document = {**to_document(commit), "position": number + 1}
        return leaf_of("intake", commit.commit_id, document), document


def invented_export(count: int) -> tuple[list[bytes], list[bytes]]:
    """The lines of an export of so many records, and those of its records alone."""
    made, tree = Invented(), Tree()
    records = [made.record(number) for number in range(count)]
    for leaf, _ in records:
        tree.add(leaf.hash)
    head = signed(Head("kent", 1, count, root_of(tree, count).hex(), AT, 0, ""), KEY, ())

    async def read() -> AsyncIterator[Block]:
        for number in blocks(0, count):
            here = records[number * BLOCK : (number + 1) * BLOCK]
            yield Block(number, tuple(leaf for leaf, _ in here), tuple(told for _, told in here), ())

    async def written() -> list[bytes]:
        return [each async for each in export_lines(tree, None, head, read())]

    return asyncio.run(written()), [record_line(leaf.source, told) for leaf, told in records]


def measured(rounds: int, records: int) -> Verifying:
    """All three ways in turn. Raises AssertionError where the export is not right, or the peer's root is another."""
    lines, of_records = invented_export(records)
    root = root_of(Tree(leaf_hash(line[:-1]) for line in of_records), records)
    key = public_text(KEY.public_key())

    def verified() -> None:
        verdict = verify(lines, [key])
        assert verdict.is_right and verdict.records.total() == records, verdict.wrong

    def hashed() -> None:
        for line in of_records:
            hashlib.sha256(line).digest()

    def peer() -> None:
        tree = InmemoryTree(algorithm="sha256")
        for line in of_records:
            tree.append_entry(line[:-1])
        assert tree.get_root() == root, "the peer makes another tree"

    took: Sequence[list[float]] = ([], [], [])
    for _ in range(rounds):
        for found, work in zip(took, (verified, hashed, peer), strict=True):
            found.append(_per_second(work, records))
    size = sum(map(len, of_records)) / records
    ours, plain, other = (spread(each) for each in took)
    return Verifying(ours, plain, other, size)


def _per_second(work: Callable[[], None], records: int) -> float:
    began = time.process_time()
    work()
    return records / (time.process_time() - began)


def lines(found: Verifying) -> list[str]:
    """What was measured, line by line, as the other sections of the report."""
    return [
        "",
        f"Verifying an export of the record, records a second of CPU time on one core, {found.bytes_a_record:,.0f} bytes a record",
        f"  {'needfire audit verify: tree, every chain, signatures':<58}{_shown(found.verified):>24}",
        f"  {'pymerkle: the root of the tree alone':<58}{_shown(found.peer):>24}",
        f"  {'SHA-256 of each line and nothing else: the limit':<58}{_shown(found.hashed):>24}",
    ]


def _shown(found: Spread) -> str:
    return f"{found.median:,.0f} ({found.lowest:,.0f}-{found.highest:,.0f})"
