from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

from operations.progress import silent
from operations.set_up.one_at_a_time import alone


def test_the_second_says_that_it_waits_and_goes_on_after_the_first(tmp_path: Path) -> None:
    lock = tmp_path / ".run" / "set-up.lock"
    waits, done = threading.Event(), threading.Event()

    def second() -> None:
        with alone(lock, lambda line: waits.set()):
            done.set()

    thread = threading.Thread(target=second)
    with alone(lock, silent):
        thread.start()
        assert waits.wait(10)
        assert not done.is_set()
    assert done.wait(10)
    thread.join(10)


def test_a_step_that_outlives_a_killed_set_up_still_holds_the_lock(tmp_path: Path) -> None:
    lock = tmp_path / "set-up.lock"
    with alone(lock, silent):
        step = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, close_fds=False)
    waits, done = threading.Event(), threading.Event()

    def next_set_up() -> None:
        with alone(lock, lambda line: waits.set()):
            done.set()

    thread = threading.Thread(target=next_set_up)
    thread.start()
    assert waits.wait(10)
    assert not done.is_set()
    step.communicate(b"\n")
    assert done.wait(10)
    thread.join(10)
