"""The guard fails what is slower each time that it is measured, and nothing else. It measures outside the tests."""

from __future__ import annotations

import json
from collections.abc import Callable

from benchmarks.guard import RECORDED, TRIES, WORST, is_worse, worse
from benchmarks.guarded import PAIRS


def measuring(*ratios: float) -> tuple[Callable[[str], float], list[str]]:
    """What measures so, one after the other, and what it was asked for."""
    asked: list[str] = []

    def measure(name: str) -> float:
        asked.append(name)
        return ratios[len(asked) - 1]

    return measure, asked


def test_worse_is_less_than_is_allowed_of_what_was_recorded() -> None:
    assert is_worse(WORST * 0.99, 1.0)
    assert not is_worse(WORST, 1.0)
    assert not is_worse(5.0, 1.0)


def test_what_is_as_fast_is_measured_once() -> None:
    measure, asked = measuring(0.9)
    assert worse(measure, {"sealing": 1.0}) == {}
    assert asked == ["sealing"]


def test_what_was_slower_once_or_twice_is_measured_again_and_passes() -> None:
    measure, asked = measuring(0.1, 0.2, 0.9)
    assert worse(measure, {"sealing": 1.0}) == {}
    assert len(asked) == TRIES


def test_what_is_slower_each_time_fails_with_what_was_measured() -> None:
    measure, _ = measuring(0.9, 0.1, 0.2, 0.3)
    assert worse(measure, {"folding": 1.0, "sealing": 1.0}) == {"sealing": [0.1, 0.2, 0.3]}


def test_what_is_recorded_is_what_is_measured() -> None:
    recorded = json.loads(RECORDED.read_text("utf-8"))
    assert list(recorded) == [each.name for each in PAIRS]
    assert all(0 < each < 10 for each in recorded.values())
