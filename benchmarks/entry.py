"""One entry of the suite: something that is measured beside its peer and its limit.

Each is measured by one function, which is told how much (`quick`: for a first look) and given an empty folder of its own. It
returns lines for people, and apart from them what is compared with other runs (`ratios`) and what may never happen (`broken`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.numbers import Spread


@dataclass(frozen=True)
class Bars:
    """A plot: one bar a side, ours first. `unit` says what is counted, and whether more of it is better."""

    title: str
    unit: str
    sides: Mapping[str, Spread]


@dataclass(frozen=True)
class Found:
    """What an entry found. `ratios`: ours to a peer's in the same run, by name, above 1 where ours is ahead.
    `broken`: sentences on what was lost, missed or done twice; one of them ends the run with an error.
    """

    lines: tuple[str, ...]
    ratios: Mapping[str, float] = field(default_factory=dict)
    broken: tuple[str, ...] = ()
    plots: tuple[Bars, ...] = ()


@dataclass(frozen=True)
class Entry:
    """`name`: by which it is asked for; `title`: its heading in the report."""

    name: str
    title: str
    measure: Callable[[Path, bool], Found]
