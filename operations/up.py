"""Bring the platform up under a supervisor of its own session, or find that it is up already."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from operations import run_state
from operations.problems import Problem
from operations.process_record import record_of
from operations.run_settings import Addresses, RunSettings
from operations.run_state import RunState

SUPERVISOR = (sys.executable, "-m", "operations.supervisor")


def up(settings: RunSettings, out: TextIO, supervisor: Sequence[str] = SUPERVISOR) -> Addresses:
    """Returns when every process is ready. Raises Problem. What runs already is used as it is."""
    folder = settings.run_folder
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        state = run_state.load(folder)
        if state and state.lives and state.phase == "ready" and state.addresses:
            out.write("the platform is running already, and is used as it is\n")
            return state.addresses
        if not (state and state.lives and state.phase == "starting"):
            _spawn(settings, supervisor)
    return _follow(folder, out)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Two `make demo` at once become one start that both follow."""
    with (folder / "up.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _spawn(settings: RunSettings, supervisor: Sequence[str]) -> None:
    folder = settings.run_folder
    (folder / "logs").mkdir(exist_ok=True)
    (folder / "progress.log").write_text("")
    with (folder / "logs" / "supervisor.log").open("ab") as log:
        process = subprocess.Popen(
            supervisor,
            cwd=settings.project,
            env={**os.environ, "NEEDFIRE_RUN_FOLDER": str(folder)},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    run_state.save(folder, RunState("starting", record_of("supervisor", process.pid)))
    process.returncode = 0  # it outlives this process, which therefore does not wait for it


def _follow(folder: Path, out: TextIO) -> Addresses:
    """Pass the supervisor's lines on until it is ready or has given up."""
    with (folder / "progress.log").open() as progress:
        while True:
            state = run_state.load(folder)
            for line in progress:
                out.write(line)
            out.flush()
            if state and state.phase == "ready" and state.addresses:
                return state.addresses
            if not (state and state.phase == "starting" and state.lives):
                raise _why(state, folder)
            time.sleep(0.1)


def _why(state: RunState | None, folder: Path) -> Problem:
    if state and state.problem:
        return Problem(*state.problem)
    return Problem(
        "runner-ended",
        "The runner ended before the platform was ready.",
        f"read the end of {folder}/logs/supervisor.log, then run the same command again",
    )
