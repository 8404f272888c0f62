"""The entry `clocks`: ours beside its peers, side after side on one broker and store, and a bare scan of the index as the limit."""

from __future__ import annotations

import math
import time
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path

from benchmarks.deadlines.peers import APScheduler, CeleryTasks, Workflows
from benchmarks.deadlines.playing import FULL, QUICK, Plan, plays
from benchmarks.deadlines.sides import Ours, Side
from benchmarks.deadlines.verdict import Verdict
from benchmarks.entry import Bars, Found
from benchmarks.numbers import Spread, percentile
from benchmarks.standing import standing
from operations.process_list import BROKER, STORE
from shared_kernel.settings import Settings

SIDES: tuple[type[Side], ...] = (Ours, APScheduler, CeleryTasks, Workflows)
CALM, KILLED = "undisturbed", "killed in the middle"
Case = tuple[str, str]


def found(folder: Path, quick: bool) -> Found:
    """Broken where one of ours was missed, early or done twice."""
    plan = QUICK if quick else FULL
    verdicts: dict[Case, Verdict] = {}
    with standing(folder, BROKER, STORE) as platform:
        settings = Settings.from_environment(platform.environment)
        for kind in SIDES:
            side = kind(settings, folder, f"b{uuid.uuid4().hex[:8]}")
            calm, killed = plays(side, plan, platform.environment)
            verdicts |= {(side.name, CALM): calm, (side.name, KILLED): killed}
            if isinstance(side, Ours):
                limit = _scan(side, plan)
    ratios = {
        f"p99 lateness, {case}, of {kind.name}": times
        for case in (CALM, KILLED)
        for kind in SIDES[1:]
        # Where a peer left out more than one in a hundred there is no such number.
        if math.isfinite(times := verdicts[kind.name, case].lateness(99) / verdicts[Ours.name, case].lateness(99))
    }
    broken = (
        f"clocks, {case}: missed {each.missed}, early {each.early}, twice {each.twice}"
        for (name, case), each in verdicts.items()
        if name == Ours.name and (each.missed or each.early or each.twice)
    )
    plot = Bars(
        "How late a clock fires, undisturbed", "seconds, p50 with p99 as the end; less is better", plotted(verdicts)
    )
    return Found((*lines(verdicts, plan), limit), ratios, tuple(broken), (plot,))


def plotted(verdicts: Mapping[Case, Verdict]) -> dict[str, Spread]:
    """The undisturbed ones by their names; a side of which nothing fired has no bar, and in the table all of its clocks are missed."""
    return {name: _spread(each) for (name, case), each in verdicts.items() if case == CALM and each.late}


def _spread(verdict: Verdict) -> Spread:
    """Of those that fired."""
    middle = percentile(verdict.late, 50)
    return Spread(middle, middle, percentile(verdict.late, 99))


def _scan(side: Ours, plan: Plan) -> str:
    """The limit, on the store on which ours was played, with as many that wait."""
    first = time.time() + 3_600
    side.enter({f"scanned-{number}": first + number / 1_000 for number in range(plan.clocks)})
    began = time.perf_counter()
    scanned = side.scanned([first, first + plan.clocks / 1_000])
    spent = time.perf_counter() - began
    return f"  limit: the index on due, scanned for {scanned} ids: {spent:.3f} s, {scanned / spent:,.0f} a second"


def lines(verdicts: Mapping[Case, Verdict], plan: Plan) -> Iterator[str]:
    """The table."""
    yield (
        f"{plan.clocks} clocks due within {plan.seconds:.0f} s, the pace of 10,000 a minute, while {plan.waiting} more wait;"
        " lateness in seconds"
    )
    yield _row("", "missed", "early", "twice", "p50", "p99", "max", "CPU s", "RSS MB")
    for (name, case), each in verdicts.items():
        late = (f"{value:.3f}" for value in (each.lateness(50), each.lateness(99), each.lateness(100)))
        counts = (str(value) for value in (each.missed, each.early, each.twice))
        yield _row(f"{name}, {case}", *counts, *late, f"{each.cpu:.1f}", f"{each.memory:.0f}")


def _row(name: str, *cells: str) -> str:
    return f"  {name:<40}" + "".join(f"{cell:>9}" for cell in cells)
