"""What was read of a commit is remembered for a while, and is that commit's under these contracts alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from shared_kernel.commits import Commit
from shared_kernel.read_before import ReadBefore
from tests.contract.ports.samples import stream_of

Contracts = Mapping[tuple[str, int], type]


class Reads:
    """Says which commits it was asked to read."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, commit: Commit, contracts: Contracts) -> tuple[Any, ...]:
        self.asked.append(commit.hash)
        return (commit.hash, len(contracts))


def test_a_commit_is_read_once() -> None:
    reads, before, (one, two) = Reads(), ReadBefore(10), stream_of(2)
    first: Contracts = {}
    found = [before.found(each, first, reads) for each in (one, two, one, two)]
    assert found == [(one.hash, 0), (two.hash, 0)] * 2
    assert reads.asked == [one.hash, two.hash]


def test_it_is_read_again_under_other_contracts() -> None:
    reads, before, (one,) = Reads(), ReadBefore(10), stream_of(1)
    first: Contracts = {}
    second: Contracts = {("Raised", 1): str}
    assert before.found(one, first, reads) != before.found(one, second, reads)


def test_what_was_changed_under_the_same_hash_is_read_as_it_is() -> None:
    reads, before, (one,) = Reads(), ReadBefore(10), stream_of(1)
    first: Contracts = {}
    before.found(one, first, reads)
    before.found(replace(one, events=()), first, reads)
    assert reads.asked == [one.hash, one.hash]


def test_what_was_asked_for_longest_ago_is_forgotten_first() -> None:
    reads, before, (one, two, three) = Reads(), ReadBefore(2), stream_of(3)
    first: Contracts = {}
    for each in (one, two, one, three, one, two):
        before.found(each, first, reads)
    assert reads.asked == [one.hash, two.hash, three.hash, two.hash]


def test_what_could_not_be_read_is_tried_again() -> None:
    before, (one,) = ReadBefore(10), stream_of(1)
    first: Contracts = {}

    def fails(_commit: Commit, _contracts: Contracts) -> tuple[Any, ...]:
        raise ValueError

    with pytest.raises(ValueError):
        before.found(one, first, fails)
    assert before.found(one, first, Reads()) == (one.hash, 0)
