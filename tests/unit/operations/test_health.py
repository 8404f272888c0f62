from __future__ import annotations

from operations.health import Finishes, StaysAlive
from tests.unit.operations.fake_children import ADDRESSES


def test_a_process_that_nobody_can_ask_is_ready_when_it_has_stayed_alive() -> None:
    assert not StaysAlive(seconds=1.5).ready(ADDRESSES, age=1.4, finished=False)
    assert StaysAlive(seconds=1.5).ready(ADDRESSES, age=1.5, finished=False)


def test_a_task_is_ready_when_it_is_done() -> None:
    assert not Finishes().ready(ADDRESSES, age=9.0, finished=False)
    assert Finishes().ready(ADDRESSES, age=0.1, finished=True)
