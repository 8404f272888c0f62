"""Every entry of `make bench`, in the order in which they are measured and told."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks import deciding, pages, register, replaying, report, sealing, starting, verifying
from benchmarks.cascading import beside
from benchmarks.deadlines import beside as deadlines
from benchmarks.entry import Bars, Entry, Found
from benchmarks.growing import beside as growing
from benchmarks.numbers import Spread
from benchmarks.plan import FULL, QUICK
from benchmarks.rebuilding import beside as rebuilding
from benchmarks.relaying import beside as relaying
from benchmarks.results import Results, over, times_as_many
from benchmarks.ruling import beside as ruling
from benchmarks.running import run
from benchmarks.scaling import beside as scaling
from benchmarks.seeing import beside as seeing


def _commands(folder: Path, quick: bool) -> Found:
    results = run(QUICK if quick else FULL, folder, lambda line: print(line, file=sys.stderr, flush=True))
    ours, *peers = results.sides
    ratios = {f"16 clients, to {each.name}": times_as_many(ours.many, each.many).median for each in peers}
    broken = tuple(f"{each.name} lost {each.lost} commands" for each in results.sides if each.lost)
    return Found(tuple(report.lines(results)), ratios, broken, (_speeds(results),))


def _speeds(results: Results) -> Bars:
    sides: dict[str, Spread] = {each.name: over(each.many, lambda round_: round_.per_second) for each in results.sides}
    return Bars("16 clients", "commands a second; more is better", sides)


def _deciding(folder: Path, quick: bool) -> Found:
    rounds, times = (2, 1_000) if quick else (5, 5_000)
    cases, pages = (2_000, 20) if quick else (deciding.CASES, 100)
    found = deciding.with_a_store(deciding.measured(rounds, times), folder, rounds, pages, cases)
    return Found(tuple(deciding.lines(found)))


def _register(folder: Path, quick: bool) -> Found:
    rounds, times, entries = (2, 5, 500) if quick else (5, 20, register.ENTRIES)
    return Found(tuple(register.lines(register.with_a_store(folder, rounds, times, entries))))


def _replaying(_: Path, quick: bool) -> Found:
    rounds, cases = (2, 500) if quick else (5, 2_000)
    return Found(tuple(replaying.lines(replaying.measured(rounds, cases, in_full=100))))


def _sealing(_: Path, quick: bool) -> Found:
    rounds, times = (2, 500) if quick else (5, 2_000)
    return Found(tuple(sealing.lines(sealing.measured(rounds, times))))


def _verifying(_: Path, quick: bool) -> Found:
    rounds, records = (2, 5_000) if quick else (5, 20_000)
    return Found(tuple(verifying.lines(verifying.measured(rounds, records))))


def _pages(folder: Path, quick: bool) -> Found:
    found = pages.measured(folder, times=3, cases=2_000, entries=200, plays=5) if quick else pages.measured(folder)
    return Found(tuple(pages.lines(found)), broken=found.wrong)


def _starting(folder: Path, quick: bool) -> Found:
    return Found(tuple(starting.lines(starting.measured(folder / "run", again=1 if quick else 3))))


ENTRIES: Sequence[Entry] = (
    Entry("commands", "A command, from HTTP to its durable answer", _commands),
    Entry("scale", "Two and four replicas of a service and of the gateway", scaling.found),
    Entry("seen", "Raised, to seen in the tray", seeing.found),
    Entry("cascade", "A national alert to 400 custodians", beside.found),
    Entry("clocks", "Clocks that come due while many more wait", deadlines.found),
    Entry("relay", "From a commit to its confirmed wake-up", relaying.found),
    Entry("rebuild", "Read models built again", rebuilding.found),
    Entry("rules", "Deciding by rules", ruling.found),
    Entry("growth", "The same work in a store that grows", growing.found),
    Entry("replaying", "Cases replayed under another edition", _replaying),
    Entry("sealing", "Sealing", _sealing),
    Entry("verifying", "Verifying the record", _verifying),
    Entry("access", "A decision about access", _deciding),
    Entry("register", "The register", _register),
    Entry("pages", "Every page among many cases", _pages),
    Entry("starting", "Starting the whole system, and its memory at rest", _starting),
)
