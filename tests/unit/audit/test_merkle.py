"""The tree against RFC 9162's own definitions, every size and place up to some dozens, and what a wrong proof is worth."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from audit.merkle import (
    EMPTY,
    Peaks,
    Tree,
    consistency_proof,
    inclusion_proof,
    is_consistent,
    is_included,
    leaf_hash,
    peaks_of,
    root_of,
)

LARGEST = 40
DATA = [f"record {number}".encode() for number in range(LARGEST)]
LEAVES = [leaf_hash(each) for each in DATA]
TREE = Tree(LEAVES)


def by_definition(data: Sequence[bytes]) -> bytes:
    """MTH of RFC 9162, 2.1.1, word for word."""
    if not data:
        return hashlib.sha256().digest()
    if len(data) == 1:
        return hashlib.sha256(b"\x00" + data[0]).digest()
    split = 1
    while split * 2 < len(data):
        split *= 2
    return hashlib.sha256(b"\x01" + by_definition(data[:split]) + by_definition(data[split:])).digest()


def test_known_roots_of_the_published_test_vectors() -> None:
    """Those with which implementations of Certificate Transparency are tested."""
    data = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    tree = Tree(leaf_hash(bytes.fromhex(each)) for each in data)
    assert root_of(tree, 0).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert root_of(tree, 1).hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert root_of(tree, 2).hex() == "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"
    assert root_of(tree, 8).hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


@pytest.mark.parametrize("size", range(LARGEST + 1))
def test_every_way_to_the_root_is_the_definition(size: int) -> None:
    grown = Peaks()
    for leaf in LEAVES[:size]:
        grown.add(leaf)
    wanted = by_definition(DATA[:size])
    assert root_of(TREE, size) == grown.root() == peaks_of(TREE, size).root() == wanted
    assert (grown.root() == EMPTY) == (size == 0)


@pytest.mark.parametrize("size", range(1, LARGEST + 1))
def test_every_leaf_is_shown_to_be_in_it_and_nowhere_else(size: int) -> None:
    root = root_of(TREE, size)
    for index in range(size):
        proof = inclusion_proof(TREE, index, size)
        shown = [place for place in range(-1, size + 1) if is_included(LEAVES[index], place, size, proof, root)]
        assert shown == [index]
        assert not is_included(LEAVES[index - 1], index, size, proof, root) or size == 1
        assert not is_included(LEAVES[index], index, size, [*proof, EMPTY], root)
        assert not (proof and is_included(LEAVES[index], index, size, proof[:-1], root))


@pytest.mark.parametrize("second", range(LARGEST + 1))
def test_every_smaller_tree_is_shown_to_be_its_beginning(second: int) -> None:
    root = root_of(TREE, second)
    for first in range(second + 1):
        proof = consistency_proof(TREE, first, second)
        before = root_of(TREE, first)
        assert is_consistent(first, second, proof, before, root)
        assert not is_consistent(first, second, [*proof, EMPTY], before, root)
        assert not is_consistent(first, second, proof, leaf_hash(b"another"), root)
        assert not is_consistent(first, second, proof, before, leaf_hash(b"another")) or first == 0
        assert not (proof and is_consistent(first, second, proof[:-1], before, root))


@settings(max_examples=200)
@given(some.integers(1, LARGEST), some.data())
def test_a_tree_with_another_past_has_no_proof(second: int, data: some.DataObject) -> None:
    first = data.draw(some.integers(1, second))
    changed = data.draw(some.integers(0, first - 1))
    rewritten = Tree([*LEAVES[:changed], leaf_hash(b"rewritten"), *LEAVES[changed + 1 :]])
    proof = consistency_proof(rewritten, first, second)
    assert not is_consistent(first, second, proof, root_of(TREE, first), root_of(rewritten, second))


def test_what_is_asked_beyond_the_tree_is_refused() -> None:
    with pytest.raises(ValueError, match="no such leaf"):
        inclusion_proof(TREE, 3, 3)
    with pytest.raises(ValueError, match="not larger"):
        consistency_proof(TREE, 4, 3)
    with pytest.raises(ValueError, match="another number"):
        Peaks(3, [EMPTY])
    assert not is_consistent(4, 3, [], EMPTY, EMPTY)
