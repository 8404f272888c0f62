"""The benchmark verifies what it says, and the library beside ours makes the same tree."""

from __future__ import annotations

from benchmarks.verifying import lines, measured


def test_ours_and_the_peers_tree_have_the_same_root() -> None:
    found = measured(rounds=1, records=600)  # raises where they have not
    assert found.hashed.median > found.peer.median
    assert len(lines(found)) == 5
