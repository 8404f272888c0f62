"""End what was started here, and nothing else."""

from __future__ import annotations

import signal
from pathlib import Path

from operations import ending, run_state
from operations.progress import Report

SUPERVISOR_WITHIN = 1.0


def down(folder: Path, report: Report) -> tuple[str, ...]:
    """Names of what was ended; safe to call when nothing runs."""
    state = run_state.load(folder)
    if state and state.lives:
        # It leaves first, so that it does not start again what is being ended.
        ending.send(state.supervisor, signal.SIGUSR1)
        ending.wait_until(lambda: not state.lives, SUPERVISOR_WITHIN)
        ending.send(state.supervisor, signal.SIGKILL)
    ended = ending.end_all(folder, report)
    run_state.forget(folder)
    return ended
