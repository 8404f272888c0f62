"""Merkle trees as RFC 9162 (section 2.1) has them: leaves and nodes hashed apart, inclusion and consistency proofs.

A tree's head commits to every leaf and to their order. That one leaf is in it, and that a larger tree begins with a smaller
one, is shown with a number of hashes that grows with the logarithm of the size.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Protocol

LEAF, NODE = b"\x00", b"\x01"
EMPTY = hashlib.sha256().digest()
"""The root of a tree without leaves."""


def leaf_hash(data: bytes) -> bytes:
    """The hash of a leaf."""
    return hashlib.sha256(LEAF + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a node over two others."""
    return hashlib.sha256(NODE + left + right).digest()


class Nodes(Protocol):
    """Port: the hashes of whole subtrees."""

    def node(self, level: int, index: int) -> bytes:
        """The hash over the `2 ** level` leaves from leaf `index * 2 ** level` on; `level` 0 are the leaves' own."""


class Peaks:
    """A tree of which only the roots of its whole subtrees are kept, the largest first: it grows in constant memory."""

    def __init__(self, size: int = 0, hashes: Iterable[bytes] = ()) -> None:
        self.size, self.hashes = size, list(hashes)
        if len(self.hashes) != size.bit_count():
            raise ValueError("a tree of this size has another number of whole subtrees")

    def add(self, leaf: bytes) -> list[tuple[int, int, bytes]]:
        """Takes in the next leaf's hash; the subtrees that are whole now, as level, index and hash, the leaf first."""
        made = [(0, self.size, leaf)]
        level, index, hashed = made[0]
        while index & 1:
            level, index, hashed = level + 1, index >> 1, node_hash(self.hashes.pop(), hashed)
            made.append((level, index, hashed))
        self.hashes.append(hashed)
        self.size += 1
        return made

    def root(self) -> bytes:
        """The root of the tree as it is now."""
        if not self.hashes:
            return EMPTY
        *before, root = self.hashes
        for hashed in reversed(before):
            root = node_hash(hashed, root)
        return root


class Tree(Nodes):
    """A whole tree in memory: small ones, and tests."""

    def __init__(self, leaves: Iterable[bytes] = ()) -> None:
        self._levels: list[list[bytes]] = [[]]
        for leaf in leaves:
            self.add(leaf)

    def add(self, leaf: bytes) -> None:
        """Takes in the next leaf's hash."""
        hashed, level = leaf, 0
        self._levels[0].append(leaf)
        while len(self._levels[level]) % 2 == 0:
            hashed = node_hash(*self._levels[level][-2:])
            level += 1
            if level == len(self._levels):
                self._levels.append([])
            self._levels[level].append(hashed)

    def node(self, level: int, index: int) -> bytes:
        return self._levels[level][index]


def root_of(nodes: Nodes, size: int) -> bytes:
    """The root of the tree of the first `size` leaves."""
    return root_between(nodes, 0, size) if size else EMPTY


def peaks_of(nodes: Nodes, size: int) -> Peaks:
    """The tree of the first `size` leaves, to grow on."""
    hashes, begin = [], 0
    for level in reversed(range(size.bit_length())):
        if size >> level & 1:
            hashes.append(nodes.node(level, begin >> level))
            begin += 1 << level
    return Peaks(size, hashes)


def inclusion_proof(nodes: Nodes, index: int, size: int) -> list[bytes]:
    """That leaf `index` is in the tree of `size` leaves: the hashes beside its way up, the lowest first."""
    if not 0 <= index < size:
        raise ValueError("there is no such leaf in a tree of this size")
    return _path(nodes, index, 0, size)


def _path(nodes: Nodes, index: int, begin: int, end: int) -> list[bytes]:
    if end - begin == 1:
        return []
    middle = begin + _split(end - begin)
    if index < middle:
        return [*_path(nodes, index, begin, middle), root_between(nodes, middle, end)]
    return [*_path(nodes, index, middle, end), root_between(nodes, begin, middle)]


def consistency_proof(nodes: Nodes, first: int, second: int) -> list[bytes]:
    """That the tree of `second` leaves begins with that of `first`."""
    if not 0 <= first <= second:
        raise ValueError("the first tree is not larger than the second")
    return _subproof(nodes, first, 0, second, True) if 0 < first < second else []


def _subproof(nodes: Nodes, first: int, begin: int, end: int, known: bool) -> list[bytes]:
    if first == end:
        return [] if known else [root_between(nodes, begin, end)]
    middle = begin + _split(end - begin)
    if first <= middle:
        return [*_subproof(nodes, first, begin, middle, known), root_between(nodes, middle, end)]
    return [*_subproof(nodes, first, middle, end, False), root_between(nodes, begin, middle)]


def root_between(nodes: Nodes, begin: int, end: int) -> bytes:
    """The root over leaves `begin` to `end`, where `begin` is where a subtree of the whole may begin."""
    size = end - begin
    if size & (size - 1) == 0:
        return nodes.node(size.bit_length() - 1, begin // size)
    middle = begin + _split(size)
    return node_hash(root_between(nodes, begin, middle), root_between(nodes, middle, end))


def _split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << (size - 1).bit_length() - 1


def is_included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether the proof shows that the leaf with this hash stands at `index` of the tree (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    place, last, hashed = index, size - 1, leaf
    for beside in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            hashed = node_hash(beside, hashed)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            hashed = node_hash(hashed, beside)
        place, last = place >> 1, last >> 1
    return last == 0 and hashed == root


def is_consistent(first: int, second: int, proof: Sequence[bytes], first_root: bytes, second_root: bytes) -> bool:
    """Whether the proof shows that the second tree begins with the first (RFC 9162, 2.1.4.2)."""
    if first == second:
        return not proof and first_root == second_root
    if not 0 <= first < second:
        return False
    if first == 0:
        return not proof and first_root == EMPTY
    ahead = [first_root, *proof] if first & (first - 1) == 0 else list(proof)
    return bool(ahead) and _joined(first, second, ahead) == (first_root, second_root)


def _joined(first: int, second: int, proof: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    """Both roots as the proof makes them; None where it has too many or too few hashes."""
    place, last = first - 1, second - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = proof[0]
    for beside in proof[1:]:
        if last == 0:
            return None
        if place & 1 or place == last:
            old, new = node_hash(beside, old), node_hash(beside, new)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            new = node_hash(new, beside)
        place, last = place >> 1, last >> 1
    return (old, new) if last == 0 else None
