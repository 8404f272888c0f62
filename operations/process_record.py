"""Which process is ours: its number and when it began, so that a number used again is never mistaken."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from operations.run_settings import PROCESS_NAME, STARTED_BY

BOOT = Path("/proc/sys/kernel/random/boot_id")


@dataclass(frozen=True)
class ProcessRecord:
    """`identity` is that of `identity_of`; `last`: others stand on this process, so it ends after them."""

    name: str
    pid: int
    identity: str
    last: bool = False
    restarts: int = 0

    @property
    def lives(self) -> bool:
        return identity_of(self.pid) == self.identity


def identity_of(pid: int) -> str | None:
    """This boot and the tick at which the process began; None when there is none, or only its remains.

    One whose first thread has ended while others still run is shown as remains too, and is none: it cannot be collected.
    """
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    state, threads, began = fields[0], int(fields[17]), fields[19]
    ended = state in "ZX" and threads <= 1
    return None if ended else f"{BOOT.read_text().strip()}/{began}"


def record_of(name: str, pid: int, *, last: bool = False, restarts: int = 0) -> ProcessRecord:
    return ProcessRecord(name, pid, identity_of(pid) or "ended", last, restarts)


def save(folder: Path, record: ProcessRecord) -> None:
    """`folder` is the run's folder; a reader sees the old record or the new one, never half of it."""
    path = _path(folder, record.name)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".new")
    beside.write_text(json.dumps(asdict(record)))
    beside.replace(path)


def load(folder: Path, name: str) -> ProcessRecord | None:
    try:
        return ProcessRecord(**json.loads(_path(folder, name).read_text()))
    except (OSError, ValueError, TypeError):
        return None


def load_all(folder: Path) -> tuple[ProcessRecord, ...]:
    names = sorted(path.stem for path in (folder / "processes").glob("*.json"))
    return tuple(record for name in names if (record := load(folder, name)))


def forget(folder: Path, name: str) -> None:
    _path(folder, name).unlink(missing_ok=True)


def marked(folder: Path, name: str | None = None) -> Iterator[psutil.Process]:
    """Every process that carries the run's mark (or that of one of its processes), this one left out.

    Finds what a record misses: children of children, and a process whose starter was killed before it wrote.
    """
    for process in psutil.process_iter():
        try:
            environment = process.environ()
        except psutil.Error:  # gone, or another user's
            continue
        ours = environment.get(STARTED_BY) == str(folder) and process.pid != os.getpid()
        if ours and name in (None, environment.get(PROCESS_NAME)):
            yield process


def _path(folder: Path, name: str) -> Path:
    return folder / "processes" / f"{name}.json"
