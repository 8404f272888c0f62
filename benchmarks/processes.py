"""What processes cost: CPU seconds and memory, of each with all that it started."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import psutil

from operations.process_record import marked


@dataclass(frozen=True)
class Memory:
    """In megabytes. `pss` shares what several processes map among them; None where the system does not tell."""

    rss: float
    pss: float | None


class Family:
    """The processes of a run folder, by the name under which they were started."""

    def __init__(self, folder: Path, names: Iterable[str]) -> None:
        self._members = {name: tuple(marked(folder, name)) for name in names}

    def cpu(self) -> dict[str, float]:
        """CPU seconds, user and system, since each began; 0 for what has ended."""
        return {name: sum(_cpu(each) for each in members) for name, members in self._members.items()}

    def memory(self) -> dict[str, Memory]:
        """Of those that run."""
        found = {name: [held for each in members if (held := _memory(each))] for name, members in self._members.items()}
        return {name: _together(each) for name, each in found.items() if each}


def spent(before: Mapping[str, float], after: Mapping[str, float], names: Iterable[str]) -> dict[str, float]:
    """CPU seconds that each of these spent meanwhile."""
    return {name: after[name] - before[name] for name in names}


def _cpu(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.Error:
        return 0.0
    return float(times.user + times.system)


def _memory(process: psutil.Process) -> Memory | None:
    try:
        if process.status() == psutil.STATUS_ZOMBIE:
            return None
        rss = process.memory_info().rss / 1e6
    except psutil.Error:
        return None
    try:
        return Memory(rss, process.memory_full_info().pss / 1e6)
    except (psutil.Error, AttributeError):  # not ours to read, or a system that has no such number
        return Memory(rss, None)


def _together(members: Iterable[Memory]) -> Memory:
    held = list(members)
    shares = [each.pss for each in held if each.pss is not None]
    return Memory(sum(each.rss for each in held), sum(shares) if len(shares) == len(held) else None)
