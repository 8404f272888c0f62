from __future__ import annotations

import pytest

from operations.restarts import Restarts, pause_before
from tests.unit.operations.fake_children import FakeClock, child


@pytest.mark.parametrize(
    ("restarts", "lasted", "pause"),
    [(0, 0.1, 1.0), (1, 0.1, 2.0), (4, 5.0, 16.0), (5, 5.0, 30.0), (900, 5.0, 30.0)],
)
def test_whoever_keeps_ending_is_given_longer_pauses(restarts: int, lasted: float, pause: float) -> None:
    assert pause_before(restarts, lasted) == pause


def test_whoever_ran_for_a_minute_is_thought_well() -> None:
    assert pause_before(9, 61.0) == 1.0


def test_a_process_that_ended_is_due_after_its_pause() -> None:
    clock = FakeClock(100.0)
    restarts = Restarts(clock)
    ended = child(status=1, began=99.0)

    assert not restarts.due(ended)
    clock.now = 100.9
    assert not restarts.due(ended)
    clock.now = 101.0
    assert restarts.due(ended)


def test_a_process_that_runs_is_not_due() -> None:
    assert not Restarts(FakeClock(100.0)).due(child(status=None))


def test_a_task_that_is_done_is_not_due() -> None:
    clock = FakeClock(100.0)
    restarts = Restarts(clock)
    done = child(status=0, once=True)
    restarts.due(done)
    clock.now = 500.0

    assert not restarts.due(done)
