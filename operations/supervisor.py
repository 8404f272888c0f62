"""`python -m operations.supervisor`: starts the platform, stays, and starts again whatever ends by itself.

It stays so that a crashed worker does not stay down unseen, as a service manager would see to on a server.
SIGTERM: end everything, then itself. SIGUSR1: leave at once, somebody else ends the processes.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Sequence
from dataclasses import replace

from operations import ending, run_state
from operations.platform import Platform
from operations.problems import Problem
from operations.process_list import PROCESS_LIST, ProcessKind
from operations.process_record import record_of
from operations.progress import Progress, Report
from operations.readiness import Interrupted
from operations.run_settings import RunSettings
from operations.run_state import RunState
from operations.set_up import room

LOOK_EVERY = 0.5


def run(settings: RunSettings, kinds: Sequence[ProcessKind] = PROCESS_LIST) -> int:
    """The supervisor's process from beginning to end."""
    asked_to_end = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: asked_to_end.set())
    signal.signal(signal.SIGUSR1, lambda *_: os._exit(0))
    with (settings.run_folder / "progress.log").open("a") as out:
        report = Progress(out)
        platform = Platform(settings, kinds, report=report, interrupted=asked_to_end.is_set)
        return supervise(platform, asked_to_end, report)


def supervise(platform: Platform, asked_to_end: threading.Event, report: Report) -> int:
    """Exit status: 0 when it was asked to end, 1 when the platform could not be started."""
    folder = platform.settings.run_folder
    state = RunState("starting", record_of("supervisor", os.getpid()))
    run_state.save(folder, state)
    try:
        ending.end_all(folder, report)  # what a supervisor left that was killed
        addresses = platform.start()
    except Interrupted:
        platform.stop()
        return 0
    except (Problem, OSError) as error:
        platform.stop()
        found = error if isinstance(error, Problem) else room.named(error, folder)
        if found is None:
            raise
        problem = (found.code, found.sentence, found.remedy)
        run_state.save(folder, replace(state, phase="failed", problem=problem))
        return 1
    run_state.save(folder, replace(state, phase="ready", addresses=addresses))
    while not asked_to_end.wait(LOOK_EVERY):
        look_after(platform, report)
    platform.stop()
    run_state.forget(folder)
    return 0


def look_after(platform: Platform, report: Report) -> None:
    """A full disk or too many processes may pass; the next look tries again."""
    try:
        platform.look_after()
    except OSError as error:
        report(f"a process could not be started again: {error.strerror}")


if __name__ == "__main__":
    sys.exit(run(RunSettings.from_environment(os.environ)))
