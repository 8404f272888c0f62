"""Views built again from a long log, in memory and in a store, beside `eventsourcing`; the limit is a fold that keeps nothing."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.entry import Bars, Found
from benchmarks.growing.copied import Document, one_case
from benchmarks.numbers import spread
from benchmarks.processes import Family
from benchmarks.rebuilding.log import VIEWS, Log, content, in_turn, log_of
from benchmarks.rebuilding.ours import InMemory, InStore
from benchmarks.rebuilding.peer import Peer, PopoViews, SqliteViews
from benchmarks.standing import standing
from needfire.loading.deployment import load_deployment
from operations.process_list import STORE
from shared_kernel.commits import Commit, from_document
from shared_kernel.settings import Settings
from shared_kernel.stores import connect, database

OURS, POPO, IN_STORE, SQLITE, LIMIT = (
    "needfire, in memory", "eventsourcing, in memory (POPO)", "needfire, in the embedded store",
    "eventsourcing, in SQLite", "a fold in memory, commits parsed beforehand",
)  # fmt: skip
DIRECTORIES = Path(__file__).parents[2] / "examples" / "directories"
IN_MEMORY = {"PERSISTENCE_MODULE": "eventsourcing.popo"}


@dataclass(frozen=True)
class Built:
    """One side's round: commits a second by the clock, CPU seconds for a thousand (the store's too), and what the views hold."""

    per_second: float
    cpu: float
    content: bytes


Round = Callable[[Log, int], Built]


def timed(build: Callable[[], object], views: Callable[[], Mapping[str, Sequence[Document]]], count: int, cpu: Callable[[], float]) -> Built:  # fmt: skip
    """The building alone; what was built is read afterwards."""
    began, spent = time.perf_counter(), cpu()
    build()
    seconds, cpu_spent = time.perf_counter() - began, cpu() - spent
    return Built(count / seconds, cpu_spent * 1000 / count, content(views()))


def in_memory(log: Log, count: int) -> Built:
    side = InMemory()
    return timed(lambda: side.build(log), side.views, count, time.process_time)


def by_peer(views: type[Any], environment: Mapping[str, str], log: Log, count: int) -> Built:
    """The peer's application is filled first."""
    side = Peer(views, environment)
    application = side.filled(log)
    return timed(lambda: side.build(application, count), side.views, count, time.process_time)


def bare(log: Log, count: int) -> Built:
    """The limit: of each source all commits of a document at once."""
    commits = [(source, from_document(json.loads(line))) for source, line in in_turn(log)]
    kept: dict[str, dict[str, Document]] = {name: {} for name in VIEWS}

    def fold() -> None:
        theirs: dict[tuple[str, str, str], list[Commit]] = {}
        for source, commit in commits:
            for name, view in VIEWS.items():
                if (key := view.key(source, commit)) is not None:
                    theirs.setdefault((name, source, key), []).append(commit)
        for (name, source, key), some in theirs.items():
            kept[name][key] = VIEWS[name].fold(kept[name].get(key), source, *some)

    return timed(fold, lambda: {name: list(each.values()) for name, each in kept.items()}, count, time.process_time)


def measured(folder: Path, rounds: int, commits: int) -> dict[str, list[Built]]:
    """Rounds of every side in turn, every second time in reverse order, on a store that is started here."""
    log = log_of(one_case(load_deployment({"kent"}, DIRECTORIES)), commits)
    count, found = sum(map(len, log.values())), dict[str, list[Built]]()
    with standing(folder, STORE) as platform:
        settings = Settings.from_environment({**os.environ, **platform.environment})
        own, family = database(connect(settings), settings, "gateway"), Family(platform.settings.run_folder, [STORE])

        def in_store(log: Log, count: int) -> Built:
            side = InStore(own)
            cpu: Callable[[], float] = lambda: time.process_time() + family.cpu()[STORE]  # noqa: E731
            return timed(lambda: side.build(log), side.views, count, cpu)

        sides: Mapping[str, Round] = {
            OURS: in_memory,
            POPO: lambda log, count: by_peer(PopoViews, IN_MEMORY, log, count),
            IN_STORE: in_store,
            SQLITE: lambda log, count: by_peer(SqliteViews, _in_sqlite(folder, len(found.get(SQLITE, ()))), log, count),
            LIMIT: bare,
        }
        for number in range(rounds):
            for name in list(sides) if number % 2 == 0 else reversed(list(sides)):
                found.setdefault(name, []).append(sides[name](log, count))
    return {name: found[name] for name in sides}


def _in_sqlite(folder: Path, number: int) -> dict[str, str]:
    return {
        "KEPT_PERSISTENCE_MODULE": "eventsourcing.popo",
        "VIEWS_PERSISTENCE_MODULE": "eventsourcing.sqlite",
        "VIEWS_SQLITE_DBNAME": str(folder / f"views-{number}.db"),
    }


def lines(commits: int, found: Mapping[str, Sequence[Built]]) -> Iterator[str]:
    """The table: medians over the rounds, with the extremes."""
    yield f"Two views of about {commits:,} commits built again; commits a second, and CPU seconds for a thousand"
    for name, rounds in found.items():
        speed = spread(each.per_second for each in rounds)
        told = f"{speed.median:,.0f} ({speed.lowest:,.0f}-{speed.highest:,.0f})"
        yield f"  {name:<46}{told:>28}{median(each.cpu for each in rounds):>10.2f}"


def differing(found: Mapping[str, Sequence[Built]]) -> tuple[str, ...]:
    """Whoever built other views than ours, and in which round."""
    right = found[OURS][0].content
    return tuple(
        f"{name} built other views in round {number}"
        for name, rounds in found.items()
        for number, each in enumerate(rounds, 1)
        if each.content != right
    )


def ratios_of(found: Mapping[str, Sequence[Built]], commits: int) -> dict[str, float]:
    """Ours to the peer's, of the same round, in memory and in a store: by the clock, and by CPU time."""
    pairs = ((OURS, POPO), (IN_STORE, SQLITE))
    by_clock = {
        f"{commits:,}: {a} to {b}": median(x.per_second / y.per_second for x, y in zip(found[a], found[b], strict=True))
        for a, b in pairs
    }
    by_cpu = {
        f"{commits:,}: the same, by CPU time: {a}": median(
            y.cpu / x.cpu for x, y in zip(found[a], found[b], strict=True)
        )
        for a, b in pairs
    }
    return {**by_clock, **by_cpu}


def found(folder: Path, quick: bool) -> Found:
    """The entry: one length for a first look, else two. Broken where a side built other views."""
    lengths = ((2_000, 1),) if quick else ((100_000, 3), (300_000, 1))
    told: list[str] = []
    ratios: dict[str, float] = {}
    broken: tuple[str, ...] = ()
    plots: list[Bars] = []
    for commits, rounds in lengths:
        built = measured(folder / str(commits), rounds, commits)
        told += ["", *lines(commits, built)]
        ratios |= ratios_of(built, commits)
        broken += differing(built)
        speeds = {name: spread(each.per_second for each in rounds_) for name, rounds_ in built.items() if name != LIMIT}
        plots.append(Bars(f"{commits:,} commits", "commits a second; more is better", speeds))
    return Found(tuple(told), ratios, broken, tuple(plots))
