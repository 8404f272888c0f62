"""How long each page takes, and how much goes over the wire, with a hundred thousand cases in the store.

`python -m benchmarks pages` prints it, as `make bench` does. The gateway is in this process, on a store of its own; each request
goes through the whole application, from the front to the last byte. Every page is asked for once before any is asked for again. What is
drawn as PDF is no page: somebody asks for it to print it, and waits; it is asked for less often here, and told apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from benchmarks.numbers import percentile
from benchmarks.pages.asking import PAPER, Answered, asked_of_all
from benchmarks.pages.standing import stood_up
from benchmarks.pages.world import house_of, played
from benchmarks.standing import standing as processes
from operations.process_list import STORE

CASES, ENTRIES, PLAYED, TIMES = 100_000, 2_000, 20, 100
LIMIT_SECONDS, LIMIT_BYTES = 0.150, 100_000


@dataclass(frozen=True)
class Shown:
    """One page: seconds by the clock, CPU seconds of the gateway and of the store a request, and bytes with the headers.

    `late` is how often it was not there within the time that a request may take.
    """

    path: str
    p50: float
    p99: float
    longest: float
    cpu: float
    store_cpu: float
    largest: int
    wrong: tuple[int, ...] = ()
    late: int = 0

    @property
    def is_paper(self) -> bool:
        return self.path.endswith(PAPER)

    @property
    def is_over(self) -> bool:
        return not self.is_paper and (self.p99 > LIMIT_SECONDS or self.largest > LIMIT_BYTES)


@dataclass(frozen=True)
class Visited:
    """Every page, over so many cases and entries of a register, each asked so many times."""

    pages: tuple[Shown, ...]
    cases: int
    entries: int
    times: int

    @property
    def wrong(self) -> tuple[str, ...]:
        """The pages that did not answer as they should."""
        return tuple(f"{each.path}: answered {each.wrong}" for each in self.pages if each.wrong)


def measured(
    folder: Path, times: int = TIMES, cases: int = CASES, entries: int = ENTRIES, plays: int = PLAYED
) -> Visited:
    """On a store of its own that is started and ended here, filled with so many cases."""
    with processes(folder / "run", STORE) as platform:
        house = house_of(folder)
        with house.open() as callers:
            world = played(house, callers, plays)
        with stood_up(house, world, platform.addresses.mongodb_uri, cases, entries) as (callers, ids):
            answered = asked_of_all(house, callers, ids, times, folder / "run")
    return Visited(tuple(_shown(path, each) for path, each in answered.items()), cases, entries, times)


def _shown(path: str, answered: list[Answered]) -> Shown:
    took = [each.seconds for each in answered]
    return Shown(
        path,
        percentile(took, 50),
        percentile(took, 99),
        max(took),
        sum(each.cpu for each in answered) / len(answered),
        sum(each.store_cpu for each in answered) / len(answered),
        max(each.size for each in answered),
        tuple(sorted({each.status for each in answered if not each.is_right})),
        sum(each.is_late for each in answered),
    )


def lines(found: Visited) -> list[str]:
    """What was measured, line by line, as the other sections of the report."""
    return [
        "",
        f"Pages among {found.cases:,} cases and {found.entries:,} entries of a register, each asked {found.times} times (a paper every fifth time), milliseconds",
        f"  {'':<46}{'p50':>8}{'p99':>8}{'max':>8}{'CPU':>8}{'store':>8}{'kB':>8}",
        *(_line(each) for each in found.pages if not each.is_paper),
        f"  {'the limit of each':<46}{'':>8}{LIMIT_SECONDS * 1e3:>8.0f}{'':>24}{LIMIT_BYTES / 1e3:>8.0f}",
        f"  over it: {', '.join(each.path for each in found.pages if each.is_over) or 'none'}",
        "  papers to print",
        *(_line(each) for each in found.pages if each.is_paper),
        *found.wrong,
    ]


def _line(each: Shown) -> str:
    times = (each.p50, each.p99, each.longest, each.cpu, each.store_cpu)
    told = "".join(f"{seconds * 1e3:>8.1f}" for seconds in times)
    late = f"  {each.late} not in time" if each.late else ""
    return f"  {each.path:<46}{told}{each.largest / 1e3:>8.1f}{'  over' if each.is_over else ''}{late}"
