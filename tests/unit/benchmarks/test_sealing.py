"""The benchmark of sealing measures what the gateway does."""

from __future__ import annotations

from benchmarks.sealing import lines, measured


def test_each_piece_of_work_takes_some_time_and_is_told() -> None:
    found = measured(rounds=2, times=20)
    assert len(found) == 8
    assert all(each.took.median > 0 for each in found)
    assert sum("µs" in line or "(" in line for line in lines(found)) >= len(found)
