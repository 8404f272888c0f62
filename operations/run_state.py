"""What the supervisor has to say about its run: one small file, `state.json` in the run's folder."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from operations.process_record import ProcessRecord
from operations.run_settings import Addresses

Phase = Literal["starting", "ready", "failed"]


@dataclass(frozen=True)
class RunState:
    """`problem`: code, sentence and remedy when the phase is failed. The file is readable by its owner only,
    since the addresses may carry a password."""

    phase: Phase
    supervisor: ProcessRecord
    addresses: Addresses | None = None
    problem: tuple[str, str, str] | None = None

    @property
    def lives(self) -> bool:
        return self.supervisor.lives


def save(folder: Path, state: RunState) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    beside = folder / "state.new"
    beside.touch(mode=0o600)
    beside.write_text(json.dumps(asdict(state)))
    beside.replace(folder / "state.json")


def load(folder: Path) -> RunState | None:
    """None when nothing was ever started, or `stop` has cleaned up."""
    try:
        found = json.loads((folder / "state.json").read_text())
        return RunState(
            found["phase"],
            ProcessRecord(**found["supervisor"]),
            Addresses(**found["addresses"]) if found["addresses"] else None,
            (found["problem"][0], found["problem"][1], found["problem"][2]) if found["problem"] else None,
        )
    except (OSError, ValueError, TypeError, KeyError):
        return None


def forget(folder: Path) -> None:
    (folder / "state.json").unlink(missing_ok=True)
