"""An export: the records of an authority from one signed head to another, as JSON lines that anybody can verify offline.

    {"authority": …, "format": …, "from": head or null, "kind": "export", "peaks": [hash, …], "to": head}
    {"first": 0, "hashes": [hash, …], "kind": "block", "names": [name, …], "proof": [hash, …]}
    {"record": {…}, "source": "access"}            256 of these, or as many as there are
    {"head": {…}, "kind": "head"}                  after the record with which it was signed
    {"first": 256, …                               the next block

A record's line, as it stands, is what is hashed as a leaf. A block gives the hashes of its records, and the proof that the last
head covers them, so that whoever reads knows of each record at once whether it is right, and needs to remember next to nothing.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from audit.heads import SignedHead, to_document
from audit.merkle import Nodes, Peaks, inclusion_proof, leaf_hash, peaks_of, root_between
from shared_kernel.commits import canonical_json

FORMAT = "needfire audit export 1"
BLOCK_LEVEL = 8
BLOCK = 1 << BLOCK_LEVEL
ACCESS = "access"
"""The source of what the access log holds; commits have their service's name as source."""


@dataclass(frozen=True)
class Leaf:
    """A record in the tree: `source`, its id there, and its hash."""

    source: str
    record_id: str
    hash: bytes

    @property
    def name(self) -> str:
        return f"{self.source} {self.record_id}"


def leaf_bytes(source: str, record: Mapping[str, Any] | None) -> bytes:
    """What is hashed as a leaf, and stands in an export as a line."""
    return canonical_json({"record": record, "source": source})


def leaf_of(source: str, record_id: str, record: Mapping[str, Any]) -> Leaf:
    """The record as a leaf. Raises NotJson."""
    return Leaf(source, record_id, leaf_hash(leaf_bytes(source, record)))


def opening(authority: str, nodes: Nodes, first: SignedHead | None, last: SignedHead) -> bytes:
    """An export's first line."""
    size = first.head.size if first else 0
    return _line(
        {
            "authority": authority,
            "format": FORMAT,
            "from": head_told(first) if first else None,
            "kind": "export",
            "peaks": [each.hex() for each in peaks_of(nodes, size).hashes],
            "to": head_told(last),
        }
    )


def head_told(head: SignedHead) -> dict[str, Any]:
    """A head in an export: without its proof of consistency, since the export's records are one."""
    return {key: value for key, value in to_document(head).items() if key != "proof"}


def head_line(head: SignedHead) -> bytes:
    """A head's line."""
    return _line({"head": head_told(head), "kind": "head"})


def blocks(begin: int, end: int) -> range:
    """The numbers of the blocks in which records from `begin` up to `end` lie."""
    return range(begin // BLOCK, block_count(end))


def block_count(size: int) -> int:
    """How many blocks a tree of this size has, the last one perhaps not full."""
    return -(-size // BLOCK)


def root_of_block(hashes: Iterable[bytes]) -> bytes:
    """The hash of the subtree over a block."""
    peaks = Peaks()
    for each in hashes:
        peaks.add(each)
    return peaks.root()


def block_line(nodes: Nodes, number: int, leaves: Sequence[Leaf], begin: int, size: int) -> bytes:
    """A block's line: all its leaves that the tree of this size has; the names of those from record `begin` on."""
    first = number * BLOCK
    hashes = [each.hash for each in leaves]
    return _line(
        {
            "first": first,
            "hashes": [each.hex() for each in hashes],
            "kind": "block",
            "names": [each.name for each in leaves[max(0, begin - first) :]],
            "proof": [each.hex() for each in inclusion_proof(BlockNodes(nodes, size), number, block_count(size))],
        }
    )


class BlockNodes(Nodes):
    """The upper part of a tree of this size, whose leaves are the blocks' roots, the last one's of a block perhaps not full."""

    def __init__(self, nodes: Nodes, size: int) -> None:
        self._nodes, self._size = nodes, size

    def node(self, level: int, index: int) -> bytes:
        level += BLOCK_LEVEL
        if (index + 1) << level > self._size:
            return root_between(self._nodes, index << level, self._size)
        return self._nodes.node(level, index)


def record_line(source: str, record: Mapping[str, Any] | None) -> bytes:
    """A record's line; None where the store does not have it any more."""
    return leaf_bytes(source, record) + b"\n"


def _line(told: Mapping[str, Any]) -> bytes:
    return canonical_json(told) + b"\n"


@dataclass(frozen=True)
class Block:
    """A block's leaves, its records from the export's beginning on, as far as the stores have them, and the heads of sizes within
    it, the last one of the export left out.
    """

    number: int
    leaves: tuple[Leaf, ...]
    records: tuple[Mapping[str, Any] | None, ...]
    heads: tuple[SignedHead, ...]


async def export_lines(
    nodes: Nodes, first: SignedHead | None, last: SignedHead, read: AsyncIterator[Block]
) -> AsyncIterator[bytes]:
    """The export's lines, from the head `first` (None: from the tree's beginning) to `last`."""
    begin = first.head.size if first else 0
    yield opening(last.head.authority, nodes, first, last)
    async for block in read:
        yield block_line(nodes, block.number, block.leaves, begin, last.head.size)
        between = {each.head.size: each for each in block.heads}
        here = max(begin, block.number * BLOCK)
        of_export = block.leaves[here - block.number * BLOCK :]
        for size, (leaf, record) in enumerate(zip(of_export, block.records, strict=True), here + 1):
            yield record_line(leaf.source, record)
            if size in between:
                yield head_line(between[size])
