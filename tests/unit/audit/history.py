"""An invented history: access logs and commits of several streams, under signed heads, and exports of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audit import entries
from audit.entries import Entry, Recorded, recorded
from audit.exporting import ACCESS, BLOCK, Block, Leaf, blocks, export_lines, leaf_of
from audit.heads import Head, SignedHead, hash_of, public_text, signed
from audit.merkle import Tree, consistency_proof, root_of
from shared_kernel import commits
from shared_kernel.commits import Commit, EventRecord, chained

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
PUBLIC = public_text(KEY.public_key())
START = datetime(2026, 11, 16, 9, tzinfo=UTC)
Record = Mapping[str, Any]


@dataclass
class History:
    """What an authority's tree holds, in order. `key` signs."""

    authority: str = "fenshire"
    key: Ed25519PrivateKey = field(default_factory=lambda: KEY)
    records: list[tuple[str, Record]] = field(default_factory=list)
    leaves: list[Leaf] = field(default_factory=list)
    tree: Tree = field(default_factory=Tree)
    heads: list[SignedHead] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._chains: dict[str, Recorded] = {}
        self._streams: dict[str, Commit] = {}

    def now(self) -> datetime:
        return START + timedelta(seconds=len(self.records))

    def reads(self, chain: str = "gateway-1-fenshire", things: tuple[str, ...] = ("notification-1",)) -> None:
        """Somebody read something."""
        entry = Entry(self.now(), "worker", self.authority, "read_case", "read_notification", things)
        record = recorded(self._chains.get(chain), chain, entry)
        self._chains[chain] = record
        self.add(ACCESS, record.record_id, entries.to_document(record))

    def does(self, stream: str = "notification-1", sealed: str = "s1.account.xyz") -> None:
        """Somebody did something to a stream of intake's."""
        commit = chained(
            self._streams.get(stream),
            stream=stream,
            authority=self.authority,
            actor="worker",
            command_id=f"command-{len(self.records)}",
            command_digest="d",
            events=[EventRecord("NotificationUpdated", 1, {"sealed": sealed, "hash": "h", "position": 3})],
            answer={},
            recorded_at=self.now(),
        )
        self._streams[stream] = commit
        document = {**commits.to_document(commit), "position": len(self.records) + 1}
        self.add("intake", commit.commit_id, document)

    def add(self, source: str, record_id: str, record: Record) -> None:
        leaf = leaf_of(source, record_id, record)
        self.records.append((source, record))
        self.leaves.append(leaf)
        self.tree.add(leaf.hash)

    def signs(self) -> SignedHead:
        """A head over all that there is."""
        before, size = self.heads[-1].head if self.heads else None, len(self.records)
        previous_size, previous_hash = (before.size, hash_of(before)) if before else (0, "")
        head = Head(
            self.authority,
            len(self.heads) + 1,
            size,
            root_of(self.tree, size).hex(),
            self.now(),
            previous_size,
            previous_hash,
        )
        self.heads.append(signed(head, self.key, consistency_proof(self.tree, previous_size, size)))
        return self.heads[-1]

    def export(self, first: int = 0, last: int | None = None, gone: Sequence[int] = ()) -> list[bytes]:
        """The export's lines from head number `first` (0: the beginning) to `last`; `gone` are records that no store has."""
        heads = self.heads[first : last or len(self.heads)]
        begin = self.heads[first - 1] if first else None
        size, end = begin.head.size if begin else 0, heads[-1].head.size

        async def read() -> AsyncIterator[Block]:
            for number in blocks(size, end):
                here = slice(number * BLOCK, min((number + 1) * BLOCK, end))
                kept = range(max(size, here.start), here.stop)
                told = tuple(None if each in gone else self.records[each][1] for each in kept)
                between = tuple(each for each in heads[:-1] if here.start < each.head.size <= here.stop)
                yield Block(number, tuple(self.leaves[here]), told, between)

        async def lines() -> list[bytes]:
            return [each async for each in export_lines(self.tree, begin, heads[-1], read())]

        return asyncio.run(lines())


def history(records: int, every: int, key: Ed25519PrivateKey = KEY, authority: str = "fenshire") -> History:
    """So many records, signed every so many and at the end."""
    made = History(authority, key)
    for number in range(records):
        if number % 3:
            made.reads(chain=f"gateway-{number % 2}-fenshire", things=(f"notification-{number % 7}",))
        else:
            made.does(stream=f"notification-{number % 5}", sealed=f"s1.account.{number}")
        if (number + 1) % every == 0:
            made.signs()
    if not made.heads or made.heads[-1].head.size < records:
        made.signs()
    return made
