"""Ending exactly what a run started: by record, and by the mark that children of children carry too."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path

import psutil

from operations import process_record
from operations.process_record import ProcessRecord
from operations.progress import Report

SERVICES_WITHIN = 3.0
LAST_WITHIN = 5.0
"""Seconds from being asked to being made to end; all together less than the ten that `make stop` may take."""


def end_all(folder: Path, report: Report) -> tuple[str, ...]:
    """End every process of the run, broker and store last. Returns the names of those that still ran."""
    records = process_record.load_all(folder)
    ended = end([r for r in records if not r.last], folder, SERVICES_WITHIN, report)
    ended += end([r for r in records if r.last], folder, LAST_WITHIN, report)
    for process in process_record.marked(folder):
        _make_end([process])
        report(f"ended a process left over (process {process.pid})")
        ended += (f"process {process.pid}",)
    return ended


def end(records: Sequence[ProcessRecord], folder: Path, within: float, report: Report) -> tuple[str, ...]:
    """Ask all at once, wait together, insist; then forget them."""
    living = [record for record in records if record.lives]
    for record in living:
        send(record, signal.SIGTERM)
    wait_until(lambda: not any(record.lives for record in living), within)
    for record in living:
        how = "made to end" if record.lives else "ended"
        send(record, signal.SIGKILL)
        _make_end(process_record.marked(folder, record.name))
        report(f"{how} {record.name} (process {record.pid})")
    for record in records:
        process_record.forget(folder, record.name)
    return tuple(record.name for record in living)


def kill(folder: Path, name: str) -> None:
    """As a power cut would: the process and what it started, at once. Its record stays."""
    record = process_record.load(folder, name)
    if record:
        send(record, signal.SIGKILL)
    _make_end(process_record.marked(folder, name))
    if record:
        wait_until(lambda: not record.lives, 5.0)


def send(record: ProcessRecord, number: signal.Signals) -> None:
    with suppress(psutil.NoSuchProcess):
        process = psutil.Process(record.pid)
        if record.lives:  # looked at after psutil has taken its own note of when the process began
            process.send_signal(number)


def wait_until(reached: Callable[[], bool], within: float) -> bool:
    deadline = time.monotonic() + within
    while not reached():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def _make_end(processes: Iterable[psutil.Process]) -> None:
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.kill()
