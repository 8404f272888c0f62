"""Loops: woken, retried, never silently dead."""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from queue import Queue
from threading import Event, Thread

import pytest

from shared_kernel.errors import StoreUnavailable
from shared_kernel.hanging import Hangs, Watch
from shared_kernel.loops import STARTING_PAUSE, STARTING_TRIES, Loop, serve

DEADLINE = 10.0
PERSONAL = "Jane Doe"


class Work:
    """Tells each run to the test, and does then what the test says."""

    def __init__(self, *results: int | BaseException) -> None:
        self.runs: Queue[int] = Queue()
        self._results = iter(results)
        self._count = 0

    def __call__(self) -> int:
        self._count += 1
        self.runs.put(self._count)
        result = next(self._results, 0)
        if isinstance(result, BaseException):
            raise result
        return result

    def wait_for_run(self, number: int) -> None:
        while self.runs.get(timeout=DEADLINE) < number:
            pass


class Waits(Event):
    """Notes how long each wait would have been, and ends it at once: the one of that number as woken."""

    def __init__(self, wakes_at: int = 0) -> None:
        super().__init__()
        self.waited: list[float] = []
        self._wakes_at = wakes_at

    def wait(self, timeout: float | None = None) -> bool:
        self.waited.append(timeout or 0.0)
        return len(self.waited) == self._wakes_at


@pytest.fixture
def started() -> Iterator[Callable[[Loop], Loop]]:
    loops: list[Loop] = []

    def start(loop: Loop) -> Loop:
        loops.append(loop)
        loop.start()
        return loop

    yield start
    for loop in loops:
        assert loop.stop(DEADLINE)


Start = Callable[[Loop], Loop]


def test_it_runs_at_once_and_again_while_there_is_work(started: Start) -> None:
    work = Work(5, 5, 0)
    started(Loop("relay", work, interval=600))
    work.wait_for_run(3)
    assert work.runs.empty()


def test_a_wake_up_runs_it_before_the_interval_is_over(started: Start) -> None:
    work, wake = Work(), Event()
    started(Loop("relay", work, interval=600, wake=wake))
    work.wait_for_run(1)
    wake.set()
    work.wait_for_run(2)


def test_one_wake_up_is_one_run(started: Start) -> None:
    work, wake = Work(), Event()
    loop = started(Loop("relay", work, interval=600, wake=wake))
    for number in (1, 2, 3):
        work.wait_for_run(number)
        wake.set()
    assert loop.stop(DEADLINE)
    assert work.runs.qsize() <= 1


def test_a_wake_up_during_the_work_is_not_lost(started: Start) -> None:
    wake = Event()
    runs: Queue[int] = Queue()

    def work() -> int:
        if runs.empty():
            wake.set()
        runs.put(1)
        return 0

    started(Loop("relay", work, interval=600, wake=wake))
    assert runs.get(timeout=DEADLINE)
    assert runs.get(timeout=DEADLINE)


def test_the_interval_runs_it_without_any_wake_up(started: Start) -> None:
    work = Work()
    started(Loop("relay", work, interval=0.01))
    work.wait_for_run(3)


def test_while_it_finds_nothing_it_runs_less_often_until_it_is_woken(started: Start) -> None:
    work, wake = Work(), Waits(wakes_at=4)
    loop = started(Loop("relay", work, interval=1.0, longest_interval=3.0, wake=wake))
    work.wait_for_run(7)
    assert wake.waited[:6] == [1.0, 2.0, 3.0, 3.0, 1.0, 2.0]
    assert loop.stop(DEADLINE)


def test_what_it_finds_ends_the_quiet(started: Start) -> None:
    work, wake = Work(0, 0, 1, 0), Waits()
    started(Loop("relay", work, interval=1.0, longest_interval=9.0, wake=wake))
    work.wait_for_run(5)
    assert wake.waited[:3] == [1.0, 2.0, 1.0]


@pytest.mark.parametrize("error", [ValueError(PERSONAL), StoreUnavailable(), SystemExit(PERSONAL)])
def test_an_error_is_logged_without_its_text_and_the_loop_goes_on(
    started: Start, caplog: pytest.LogCaptureFixture, error: BaseException
) -> None:
    work = Work(error, error)
    with caplog.at_level(logging.DEBUG):
        loop = started(Loop("relay", work, interval=0.01, longest_pause=0.01))
        work.wait_for_run(4)
    assert loop.state().alive
    assert loop.state().failures == 0
    logged = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert len(logged) == 2
    assert type(error).__name__ in caplog.text
    assert PERSONAL not in caplog.text


def test_health_shows_how_it_fails(started: Start) -> None:
    work = Work(*(StoreUnavailable() for _ in range(3)))
    loop = started(Loop("relay", work, longest_pause=0.0))
    work.wait_for_run(3)
    state = loop.state()
    assert state.name == "relay"
    assert 2 <= state.failures <= 3 or state.failures == 0
    assert state.last_error == "store_unavailable"


def test_a_loop_that_fails_for_weeks_still_pauses() -> None:
    loop = Loop("relay", Work(), longest_pause=5.0)
    loop._failures = 10_000_000
    assert loop._pause() == 5.0


def test_stopping_lets_the_present_run_end() -> None:
    begun, go_on, ended = Event(), Event(), Event()

    def work() -> int:
        begun.set()
        go_on.wait(DEADLINE)
        ended.set()
        return 1

    loop = Loop("relay", work)
    loop.start()
    assert begun.wait(DEADLINE)
    assert loop.stop(0.01) is False
    go_on.set()
    assert loop.stop(DEADLINE) is True
    assert ended.is_set()
    assert loop.state().alive is False


def test_at_its_end_it_gives_back_what_it_held() -> None:
    steps: list[str] = []
    begun = Event()

    def work() -> int:
        steps.append("work")
        begun.set()
        return 0

    loop = Loop("relay", work, interval=600, at_end=lambda: steps.append("released"))
    loop.start()
    assert begun.wait(DEADLINE)
    assert loop.stop(DEADLINE)
    assert steps == ["work", "released"]


def test_an_error_at_its_end_is_logged_without_its_text(caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> None:
        raise ValueError(PERSONAL)

    loop = Loop("relay", Work(), at_end=fail)
    loop.start()
    assert loop.stop(DEADLINE)
    assert "ValueError" in caplog.text
    assert PERSONAL not in caplog.text


def test_a_service_of_loops_ends_on_a_signal() -> None:
    work = Work()
    loop = Loop("relay", work)

    def terminate_once_it_runs() -> None:
        work.wait_for_run(1)
        os.kill(os.getpid(), signal.SIGTERM)

    before = signal.getsignal(signal.SIGTERM)
    killer = Thread(target=terminate_once_it_runs)
    killer.start()
    serve([loop])
    killer.join(DEADLINE)
    assert loop.state().alive is False
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_process_ends_in_which_a_loop_hangs_and_lets_the_others_end(caplog: pytest.LogCaptureFixture) -> None:
    goes_on = Event()
    hanging, other = Loop("relay", lambda: int(goes_on.wait(DEADLINE))), Loop("clocks", Work(), interval=0.01)
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(Hangs) as ended:
        serve([other, hanging], looks=3, every=0.01)
    assert ended.value.code == 70
    assert "relay hangs" in caplog.text
    assert signal.getsignal(signal.SIGTERM) is before
    goes_on.set()
    assert hanging.stop(DEADLINE) and other.stop(DEADLINE)


@dataclass
class Watched:
    """A loop as it is looked at: in this run, or between two."""

    name: str
    run: int | None = None


def test_one_that_comes_to_the_end_of_its_runs_does_not_hang_however_long_it_is_looked_at() -> None:
    busy, resting = Watched("relay"), Watched("clocks")
    watch = Watch([busy, resting], looks=3)
    for run in range(100):
        busy.run = run // 3
        assert watch.look() == ""
    busy.run = 100
    assert [watch.look() for _ in range(4)] == ["", "", "", "relay"]


def test_while_others_start_it_looks_again_soon_and_after_a_while_less_often() -> None:
    loop = Loop("reading", lambda: 0)
    loop._failures = STARTING_TRIES
    assert loop._pause() == STARTING_PAUSE
    loop._failures += 1
    assert loop._pause() == 5.0
    loop._failures, loop.has_run = STARTING_TRIES, True
    assert loop._pause() == 5.0
