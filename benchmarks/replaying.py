"""How many cases a second are replayed under an edition, on one core; beside them the same cases played in full.

`python -m benchmarks replaying` prints both. CPU time counts, not the clock on the wall: other work on the machine hardly matters.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice, product
from typing import Any

from benchmarks.numbers import Spread, spread
from services.escalation.replaying.differing import Paired, replay
from workbench.cases import CaseFile
from workbench.reckoning import reckoner
from workbench.sources import Source, source
from workbench.trying import play

EDITIONS = ("kent 2023-12", "kent 2016-09")
MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Replaying:
    """Cases a second of one core under one edition, or replayed under two, over several rounds; `rehearsed`: played in full."""

    edition: str
    reckoned: Spread
    rehearsed: Spread | None = None


def invented_cases(number: int) -> list[CaseFile]:
    """So many cases that differ in whom they are about, what happened and when; the same each time."""
    whom: list[dict[str, Any]] = [
        {"legal_status": "care_order"},
        {"plan": "child_protection"},
        {"services_open": ["disabled_children"]},
    ]
    what: list[dict[str, Any]] = [
        {"happened": ["charge"], "offence": "section_18", "charged_at": _at(-5)},
        {"happened": ["death"], "abuse_or_neglect": "suspected", "harm_place": "own_area", "learned_at": _at(-3)},
        {"happened": ["missing"], "missing_since": _at(-50), "placed_by": "own_authority"},
        {"happened": ["media_matter"], "media_interest": ["possible_coverage"]},
    ]
    kinds = product(whom, what)
    facts = cycle([{"subject_kind": "child", "open_to_services": True, **one, **other} for one, other in kinds])
    made = enumerate(islice(facts, number))
    return [
        CaseFile("invented", f"case {index}", "kent", MONDAY + timedelta(minutes=17 * index), each)
        for index, each in made
    ]


def _at(hours: int) -> str:
    return (MONDAY + timedelta(hours=hours)).isoformat()


def measured(rounds: int, cases: int, in_full: int) -> list[Replaying]:
    """Both ways under each edition, in turn; `in_full` is how many of the cases are played in full."""
    every = invented_cases(cases)
    found = [source(name) for name in EDITIONS]
    return [*(_under(each, rounds, every, every[:in_full]) for each in found), _compared(found, rounds, every)]


def _compared(found: Sequence[Source], rounds: int, every: Sequence[CaseFile]) -> Replaying:
    """Replayed as `needfire replay` does: each case under both editions, and what differs."""
    before, after = (reckoner(each.authority, each.edition, None) for each in found)
    paired = Paired(before.edition, after.edition)
    for case in every[:10]:  # the two editions are paired with the first
        list(replay([case], before, after, paired))
    took = [_per_second(lambda case: list(replay([case], before, after, paired)), every) for _ in range(rounds)]
    return Replaying("both, and what differs", spread(took))


def _under(found: Source, rounds: int, every: Sequence[CaseFile], some: Sequence[CaseFile]) -> Replaying:
    light = reckoner(found.authority, found.edition, None)
    reckoned, rehearsed = [], []
    for _ in range(rounds):
        reckoned.append(_per_second(light.reckon, every))
        rehearsed.append(_per_second(lambda case: play(case, found.authority, found.edition, None), some))
    return Replaying(found.edition.name, spread(reckoned), spread(rehearsed))


def _per_second(do: Callable[[CaseFile], object], cases: Sequence[CaseFile]) -> float:
    began = time.process_time()
    for case in cases:
        do(case)
    return len(cases) / (time.process_time() - began)


def lines(found: Sequence[Replaying]) -> list[str]:
    """What was measured, line by line, as the other sections of the report."""
    return [
        "",
        "Replaying cases under an edition, cases a second of CPU time on one core",
        f"  {'':<32}{'replayed':>24}{'played in full':>24}",
        *(f"  {each.edition:<32}{_shown(each.reckoned):>24}{_shown(each.rehearsed):>24}".rstrip() for each in found),
    ]


def _shown(found: Spread | None) -> str:
    return "" if found is None else f"{found.median:,.0f} ({found.lowest:,.0f}-{found.highest:,.0f})"
