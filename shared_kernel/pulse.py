"""The sign of life of one process, and of no other: a small file that it writes again and again out of its own work.

Asked over a queue, any replica would answer for one that stands still. `NEEDFIRE_PULSE_FILE` names the file; without it none is written.
"""

from __future__ import annotations

import json
import logging
import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Event, Thread
from typing import Protocol

from shared_kernel.errors import code_of

VARIABLE = "NEEDFIRE_PULSE_FILE"
EVERY_SECONDS, AT_FIRST_SECONDS = 2.0, 0.1
"""Between two signs; the second until all was there once, so that a start waits for nothing."""
FRESH_SECONDS = 15.0
"""How old a sign may be: more than a store that stands still can hold up the next."""
STILL_SECONDS = 60.0
"""How long a part may not have come round: more than it waits between two tries to connect."""
_log = logging.getLogger(__name__)


class Part(Protocol):
    """What consumes a queue: when it came round last, by the monotonic clock, and whether the broker has it."""

    @property
    def name(self) -> str: ...
    @property
    def turned(self) -> float: ...
    @property
    def is_connected(self) -> bool: ...


@dataclass(frozen=True)
class Sign:
    """`at`: seconds of the machine's monotonic clock. `still`: parts that do not come round; `away`: what is not reached."""

    at: float
    still: tuple[str, ...] = ()
    away: tuple[str, ...] = ()

    def lives(self, now: float, fresh: float = FRESH_SECONDS) -> bool:
        """Whether the process goes on: what it does not reach is no reason to start it again."""
        return 0 <= now - self.at < fresh and not self.still

    def works(self, now: float, fresh: float = FRESH_SECONDS) -> bool:
        """Whether it lives, and reaches its broker and its store."""
        return self.lives(now, fresh) and not self.away


def read(file: Path) -> Sign:
    """The latest. Raises OSError, ValueError, KeyError where there is none."""
    said = json.loads(file.read_text("utf-8"))
    return Sign(float(said["at"]), tuple(said["still"]), tuple(said["away"]))


class Pulse:
    """Writes the sign from `start()` on, in a thread: where eventlet has patched threads, one that stands still with all others."""

    def __init__(self, file: Path, parts: Sequence[Part], ask_store: Callable[[], object]) -> None:
        self._file, self._parts, self._ask_store = file, parts, ask_store
        self._complete = False
        self._stopping = Event()

    def start(self) -> None:
        Thread(target=self._run, name="pulse", daemon=True).start()

    def stop(self) -> None:
        self._stopping.set()

    def beat(self) -> Sign:
        """One sign. Raises OSError where it cannot be written."""
        away = [each.name for each in self._parts if not each.is_connected]
        if not self._store_answers():
            away.append("store")
        now = time.monotonic()
        still = tuple(each.name for each in self._parts if now - each.turned > STILL_SECONDS)
        sign = Sign(now, still, tuple(away))
        draft = self._file.with_suffix(".draft")
        draft.write_text(json.dumps(asdict(sign)), "utf-8")
        os.replace(draft, self._file)
        return sign

    def _store_answers(self) -> bool:
        try:
            self._ask_store()
        except Exception:  # the driver's, in a dozen kinds: whichever it is, there is no store
            return False
        return True

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._complete = not self.beat().away or self._complete
            except OSError as error:
                _log.error("no sign of life could be written (%s)", code_of(error))
            self._stopping.wait(EVERY_SECONDS if self._complete else AT_FIRST_SECONDS)


def begin(environment: Mapping[str, str], parts: Sequence[Part], ask_store: Callable[[], object]) -> None:
    """Writes signs of these parts for as long as the process lives, where the environment names a file for them."""
    if environment.get(VARIABLE):
        Pulse(Path(environment[VARIABLE]), parts, ask_store).start()
