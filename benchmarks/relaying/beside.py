"""The entry `relay`: as many commits of a service that took them in, until the broker has confirmed a wake-up of each."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pymongo import MongoClient

from benchmarks.entry import Bars, Found
from benchmarks.inserts import documents
from benchmarks.numbers import spread
from benchmarks.processes import Family, spent
from benchmarks.relaying import queue
from benchmarks.relaying.side import SIDES
from benchmarks.standing import standing
from operations.process_list import BROKER, STORE
from shared_kernel.commit_store_mongo import MongoCommitStore
from shared_kernel.settings import Settings
from shared_kernel.stores import database

OURS, PEER, SAME, ALONE, LIMIT = SIDES
SHARED = (BROKER, STORE)
PROJECT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Sent:
    """One round of a side: seconds, CPU seconds of its process, of broker and of store, wake-ups that are missing, or there twice."""

    seconds: float
    cpu: Mapping[str, float]
    missing: int
    twice: int


class Relaying:
    """The rounds, on one broker and store."""

    def __init__(self, folder: Path, environment: Mapping[str, str], count: int) -> None:
        self._environment, self._count = {**os.environ, **environment, "PYTHONWARNINGS": "ignore"}, count
        self._settings = Settings.from_environment(environment)
        self._family = Family(folder, SHARED)
        self._documents = documents(self._settings, count)

    def round(self, name: str) -> Sent:
        """Everything is there and connected before it is measured."""
        prefix = f"b{uuid.uuid4().hex[:8]}"
        queue.emptied(self._settings.amqp_uri)
        if name in (OURS, PEER, SAME):
            self._taken_in(prefix)
        before = self._family.cpu()
        said = self._ran(name, prefix)
        shared = spent(before, self._family.cpu(), SHARED)
        held = queue.held(self._settings.amqp_uri)
        missing = self._count - len(held.keys() & set(range(1, self._count + 1)))
        return Sent(said["seconds"], {"side": said["cpu"], **shared}, missing, sum(held.values()) - len(held))

    def _taken_in(self, prefix: str) -> None:
        """The commits, as intake would have left them for its relay."""
        settings = Settings(mongodb_uri=self._settings.mongodb_uri, database_prefix=prefix)
        client: MongoClient[dict[str, Any]]
        with MongoClient(
            self._settings.mongodb_uri, w="majority", journal=True
        ) as client:  # patient with so many at once
            own = database(client, settings, queue.SERVICE)
            MongoCommitStore(own)
            own["commits"].insert_many(self._documents)

    def _ran(self, name: str, prefix: str) -> dict[str, Any]:
        command = [sys.executable, "-m", "benchmarks.relaying.side", name, prefix, str(self._count)]
        with subprocess.Popen(
            command, cwd=PROJECT, env=self._environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as process:
            try:
                assert process.stdout and process.stdout.readline().strip() == "ready"
                said, _ = process.communicate("go\n", timeout=300)
            finally:
                process.kill()
        found: dict[str, Any] = json.loads(said)
        return found


def found(folder: Path, quick: bool) -> Found:
    """Broken where a wake-up of ours is missing. One that is there twice is no harm, but none is without a crash."""
    rounds, count = (2, 1_000) if quick else (5, 5_000)
    with standing(folder, *SHARED) as platform:
        relaying = Relaying(folder, platform.environment, count)
        sent: dict[str, list[Sent]] = {name: [] for name in SIDES}
        for number in range(rounds):
            for name in SIDES if number % 2 == 0 else reversed(tuple(SIDES)):
                sent[name].append(relaying.round(name))
    ratios = {f"wake-ups a second, to {name}": _times(sent[name], sent[OURS]) for name in (PEER, SAME, ALONE)}
    ours = sent[OURS]
    broken = [f"the relay left out {sum(each.missing for each in ours)}"] if any(each.missing for each in ours) else []
    speeds = {name: spread(count / each.seconds for each in each_round) for name, each_round in sent.items()}
    plot = Bars("From commit to confirmed wake-up", "wake-ups a second; more is better", speeds)
    return Found(tuple(lines(sent, count)), ratios, tuple(broken), (plot,))


def _times(peer: Sequence[Sent], ours: Sequence[Sent]) -> float:
    """Round by round, since neighbours in time saw the same machine."""
    return spread(theirs.seconds / own.seconds for theirs, own in zip(peer, ours, strict=True)).median


def lines(sent: Mapping[str, Sequence[Sent]], count: int) -> Iterator[str]:
    """The table: medians, lowest and highest over the rounds; CPU seconds for a thousand."""
    rounds = len(sent[OURS])
    yield f"{count} commits, from the store to confirmed wake-ups in one quorum queue; median of {rounds} rounds (lowest to highest)"
    yield _row("", "a second", "(lowest to highest)", "CPU/1000", "broker", "store", "missing", "twice")
    for name, each_round in sent.items():
        speed = spread(count / each.seconds for each in each_round)
        parts = ("side", *SHARED)
        cpu = [spread(each.cpu[part] * 1000 / count for each in each_round).median for part in parts]
        yield _row(
            name,
            f"{speed.median:,.0f}",
            f"({speed.lowest:,.0f} to {speed.highest:,.0f})",
            *(f"{each:.2f}" for each in cpu),
            str(sum(each.missing for each in each_round)),
            str(sum(each.twice for each in each_round)),
        )


def _row(name: str, *cells: str) -> str:
    widths = (10, 22, 10, 8, 8, 9, 7)
    return f"  {name:<28}" + "".join(f"{cell:>{width}}" for cell, width in zip(cells, widths, strict=True))
