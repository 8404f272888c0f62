"""Asks a plugin for something in a thread of its own, for so long and no longer.

What can be held off so: an exception of any kind, `SystemExit` and `KeyboardInterrupt` raised by the plugin included (a real
interrupt comes to the main thread, never to this one), a plugin that sleeps, waits for a network, or computes without end.
What cannot: a thread cannot be killed, so one that computes without end goes on beside the platform and slows it until the
process ends; a call in C that keeps the interpreter's lock stops everything; `os._exit` or a crash in C ends the process; and
whatever the plugin changes of the process (os.environ, the current folder, a module's attributes) is changed for all.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

T = TypeVar("T")
LOOKS = 0.002
"""Seconds between two looks where waiting must let others go on."""


class Failed(Exception):
    """What was asked raised something: `error`, of whichever kind."""

    def __init__(self, error: BaseException) -> None:
        super().__init__(type(error).__name__)
        self.error = error


class TooLate(Exception):
    """What was asked was not answered in time; `seconds` was the limit. The thread may go on for as long as it likes."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"it took longer than {seconds:g} seconds")
        self.seconds = seconds


@dataclass
class _Asked(Generic[T]):
    """One thing that is asked, and how it ended."""

    ask: Callable[[], T]
    done: Any
    given: T | None = None
    error: BaseException | None = None

    def run(self) -> None:
        try:
            self.given = self.ask()
        except BaseException as error:  # whatever it is, it is the plugin's, and nobody else waits in this thread
            self.error = error
        finally:
            self.done.set()


def in_time(seconds: float, ask: Callable[[], T]) -> T:
    """What `ask` returns. Raises Failed with whatever it raised, TooLate after so many seconds."""
    threads = _threads()
    asked = _Asked(ask, threads.Event())
    threads.Thread(target=asked.run, name="plugin", daemon=True).start()
    if not _waited(asked.done, seconds, threads):
        raise TooLate(seconds)
    if asked.error is not None:
        raise Failed(asked.error)
    return asked.given  # type: ignore[return-value]  # it is T: nothing was raised


def _threads() -> Any:
    """The operating system's threads, also in a process in which eventlet has put its own in their place.

    In one of eventlet's a plugin that computes, or waits in C, would hold the whole process.
    """
    patcher = sys.modules.get("eventlet.patcher")
    return patcher.original("threading") if patcher and patcher.is_monkey_patched("thread") else threading


def _waited(done: Any, seconds: float, threads: Any) -> bool:
    if threads is threading:
        return bool(done.wait(seconds))
    ends = time.monotonic() + seconds
    while not done.is_set() and time.monotonic() < ends:
        time.sleep(LOOKS)  # eventlet's: its other threads go on meanwhile
    return bool(done.is_set())
