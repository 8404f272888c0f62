"""Two set-ups in one folder would undo each other's work: the second waits for the first."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from operations.progress import Report


@contextmanager
def alone(lock: Path, report: Report) -> Iterator[None]:
    """Hold the lock file; the system releases it, however this process ends. Raises OSError.

    The steps of set-up inherit it: an installer that outlives a killed set-up must not meet the next one.
    """
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            report("waiting for another set-up in this folder to end")
            fcntl.flock(held, fcntl.LOCK_EX)
        os.set_inheritable(held.fileno(), True)
        yield
