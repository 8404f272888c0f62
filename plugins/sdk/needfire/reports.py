"""Reports: what an authority looks back on at fixed times, over many cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from needfire.conditions import Condition
from needfire.periods import Period


@dataclass(frozen=True)
class Report:
    """A report over cases: whose it is, for whom, how often, on which cases, and what it counts or draws.

    counts: how many by category and month. lists: the cases one by one. samples: `sample` of them at random, drawn so that
    the same seed gives the same. Without `every` it is made when somebody asks.
    """

    id: str
    title: str
    rules: tuple[str, ...]
    by: str
    to: tuple[str, ...]
    shows: Literal["counts", "lists", "samples"] = "counts"
    every: Period | None = None
    when: Condition | None = None
    sample: int | None = None
    bodies: Mapping[str, str] = field(default_factory=dict)
