"""Loops that run a piece of work again and again in threads of their own, and never die silently."""

from __future__ import annotations

import logging
import signal
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event, Thread

from shared_kernel.errors import code_of
from shared_kernel.hanging import EVERY_SECONDS, Hangs, Watch

FIRST_PAUSE = 0.1
STARTING_PAUSE, STARTING_TRIES = 0.5, 60
"""Until a loop has run well once, what it needs is likely to be starting, too: it looks again soon, so many times."""
ENDING = (signal.SIGTERM, signal.SIGINT)

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class LoopState:
    """What health reports: seconds since the last run that went well, and the errors in a row since."""

    name: str
    alive: bool
    seconds_since_success: float
    failures: int
    last_error: str | None


class Loop:
    """Runs `run_once` when `wake` is set or every `interval` seconds; at once again while it returns above 0.

    While it finds nothing to do, the time until the next run doubles, up to `longest_interval`.

    An error is logged by class name and code, never by its text, and the next run comes after a growing pause
    of at most `longest_pause` seconds. `at_end` is called once after the last run: give a lease back there.
    """

    def __init__(
        self,
        name: str,
        run_once: Callable[[], int],
        *,
        interval: float = 1.0,
        longest_interval: float = 0.0,
        wake: Event | None = None,
        longest_pause: float = 5.0,
        at_end: Callable[[], object] | None = None,
    ) -> None:
        self.name, self.wake = name, wake or Event()
        self.run: int | None = None
        self.has_run = False
        self._runs = 0
        self._run_once, self._interval, self._longest_pause = run_once, interval, longest_pause
        self._next, self._longest_interval = interval, max(interval, longest_interval)
        self._at_end = at_end
        self._stopping = Event()
        self._thread = Thread(target=self._run, name=name, daemon=True)
        self._succeeded_at = time.monotonic()
        self._failures = 0
        self._last_error: str | None = None

    def start(self) -> None:
        self._thread.start()

    def ask_to_stop(self) -> None:
        """Lets the present run be the last; returns at once."""
        self._stopping.set()
        self.wake.set()

    def stop(self, timeout: float = 10.0) -> bool:
        """Lets the present run end; False when it has not within `timeout` seconds."""
        self.ask_to_stop()
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def state(self) -> LoopState:
        since = time.monotonic() - self._succeeded_at
        return LoopState(self.name, self._thread.is_alive(), since, self._failures, self._last_error)

    def _run(self) -> None:
        while not self._stopping.is_set():
            # Cleared before the work, not after: a wake-up that comes during it must not be lost.
            self.wake.clear()
            if not self._work():
                self._stopping.wait(self._pause())
        self._end()

    def _end(self) -> None:
        try:
            if self._at_end:
                self._at_end()
        except Exception as error:
            self._failed(error)

    def _work(self) -> bool:
        self._runs += 1
        self.run = self._runs
        try:
            done = self._run_once()
        except BaseException as error:  # SystemExit too: nothing ends this thread but stop()
            self._failed(error)
            return False
        finally:
            self.run = None
        self._succeeded_at, self._failures, self.has_run = time.monotonic(), 0, True
        if done:
            self._next = self._interval
        elif not self._stopping.is_set():
            self._rest()
        return True

    def _rest(self) -> None:
        woken = self.wake.wait(self._next)
        self._next = self._interval if woken else min(2 * self._next, self._longest_interval)

    def _pause(self) -> float:
        doubled = FIRST_PAUSE * 2 ** min(self._failures - 1, 20)  # bounded: a loop may fail for weeks
        is_starting = not self.has_run and self._failures <= STARTING_TRIES
        longest = min(STARTING_PAUSE, self._longest_pause) if is_starting else self._longest_pause
        return float(min(doubled, longest))

    def _failed(self, error: BaseException) -> None:
        self._failures += 1
        self._last_error = code_of(error)
        kind, code, failures = type(error).__name__, self._last_error, self._failures
        _log.error("loop %s failed: %s (%s), %d in a row", self.name, kind, code, failures)


def serve(loops: Sequence[Loop], looks: int = 0, every: float = EVERY_SECONDS) -> None:
    """Runs the loops until SIGTERM or SIGINT, then lets each end its run. Main thread only.

    With `looks` they end, too, when one was in the same run at so many looks in a row, one `every` so many seconds. Raises Hangs then.
    """
    with _ending_signals() as arrived:
        for loop in loops:
            loop.start()
        hangs = _until_told(arrived, Watch(loops, looks), every)
    for loop in loops:
        loop.ask_to_stop()
    for loop in loops:
        if loop.name != hangs:
            loop.stop()
    if hangs:
        _log.error("loop %s hangs: the process ends, to be started again", hangs)
        raise Hangs


def _until_told(arrived: socket.socket, watch: Watch, every: float) -> str:
    """The name of a loop that hangs, if that is why."""
    arrived.settimeout(every)
    while True:
        try:
            if arrived.recv(1)[0] in ENDING:
                return ""
        except TimeoutError:
            if hangs := watch.look():
                return hangs


@contextmanager
def _ending_signals() -> Iterator[socket.socket]:
    """A socket on which the number of each handled signal arrives; SIGTERM and SIGINT are handled.

    A lock or an event would not do: a signal that comes just before the thread waits on it does not end the wait.
    """
    reader, writer = socket.socketpair()
    writer.setblocking(False)
    before = {number: signal.signal(number, lambda *_: None) for number in ENDING}
    wakeup_before = signal.set_wakeup_fd(writer.fileno())
    with reader, writer:
        try:
            yield reader
        finally:
            signal.set_wakeup_fd(wakeup_before)
            for number, handler in before.items():
                signal.signal(number, handler)
