"""The live page beside one that polls, on one running platform: in rounds, every second in reverse."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from benchmarks import stage
from benchmarks.entry import Bars, Found
from benchmarks.numbers import percentile, spread
from benchmarks.processes import Family, spent
from benchmarks.raising import ACTOR
from benchmarks.seeing.measuring import raised_and_seen, raising, round_trips
from benchmarks.seeing.pages import LivePage, OpenPage, PollingPage, signed_in
from operations import local_identity
from operations.platform import Platform
from operations.process_list import GATEWAY, STORE
from operations.run_settings import RunSettings

OURS, TWO_SECONDS, TIGHT = "needfire, live page", "twin, polled every 2 s", "twin, polled every 0.1 s"
MANAGER = "kent-team-manager"
ROUNDS, A_ROUND = 2, 10
"""Together less than the 25 that a tray's first page holds: what comes after those would lie behind it."""


@dataclass
class Side:
    """What was found of one. `unseen`: raised, answered, and never on the page."""

    name: str
    seconds: list[list[float]] = field(default_factory=list)
    unseen: int = 0
    cpu: float = 0.0

    @property
    def every(self) -> list[float]:
        return [each for one in self.seconds for each in one]


def found(folder: Path, quick: bool) -> Found:
    """The entry `seen`."""
    rounds, number = (1, 6) if quick else (ROUNDS, A_ROUND)
    ports = stage.peer_ports()
    with Platform(RunSettings(folder, listen="127.0.0.1:0", private=True), stage.kinds(ports), _say) as platform:
        platform.start()
        sides = asyncio.run(Seeing(platform, ports).play(rounds, number))
        trips = asyncio.run(round_trips(platform.addresses.amqp_uri, 200))
    return told(sides, trips)


class Seeing:
    """The rounds while they go on."""

    def __init__(self, platform: Platform, ports: Mapping[str, int]) -> None:
        self._platform, self._family = platform, Family(platform.settings.run_folder, stage.running(ports))
        self._ours = platform.addresses.base_url
        self._twin = f"http://{stage.HOST}:{ports[stage.TWIN_GATEWAY]}"
        self._sides = [Side(OURS), Side(TWO_SECONDS), Side(TIGHT)]

    async def play(self, rounds: int, number: int) -> Sequence[Side]:
        """So many of each a round."""
        for index in range(rounds):
            for side in self._sides if index % 2 == 0 else reversed(self._sides):
                _say(f"round {index + 1} of {rounds}: {side.name}")
                await self._measure(side, number)
        return self._sides

    async def _measure(self, side: Side, number: int) -> None:
        before = self._family.cpu()
        if side.name == OURS:
            async with signed_in(self._ours, MANAGER) as browser:
                await self._raised(side, self._ours, LivePage(browser), number)
        else:
            async with httpx.AsyncClient(base_url=self._twin, timeout=30.0, trust_env=False) as browser:
                page = PollingPage(browser, 2.0 if side.name == TWO_SECONDS else 0.1)
                await self._raised(side, self._twin, page, number)
        edge = GATEWAY if side.name == OURS else stage.TWIN_GATEWAY
        side.cpu += sum(spent(before, self._family.cpu(), (edge, STORE)).values())

    async def _raised(self, side: Side, base_url: str, page: OpenPage, number: int) -> None:
        token = local_identity.token_for(self._platform.settings.secrets_folder, ACTOR)
        async with httpx.AsyncClient(base_url=base_url, timeout=30.0, trust_env=False) as raiser:
            looked = await raised_and_seen(raising(raiser, token), page, number)
        seconds = looked.seconds()
        side.seconds.append(list(seconds.values()))
        side.unseen += len(looked.raised) - len(seconds)


def told(sides: Sequence[Side], trips: Sequence[float]) -> Found:
    """The table, the ratio, the plot, and what is broken."""
    ours, usual, _ = sides
    ratios = {f"raised to seen, median, to the {usual.name}": _median(usual) / _median(ours)}
    broken = tuple(f"{each.unseen} raised with {each.name} were never seen" for each in sides if each.unseen)
    bars = Bars("raised to seen", "seconds; less is better", {each.name: spread(each.every) for each in sides})
    return Found(tuple(lines(sides, trips)), ratios, broken, (bars,))


def _median(side: Side) -> float:
    return percentile(side.every, 50)


def lines(sides: Sequence[Side], trips: Sequence[float]) -> Iterator[str]:
    """The table. CPU is that of the edge and of the store, whatever else they did meanwhile."""
    yield from (
        "From the moment at which it was meant to be raised to the page that shows it. The twin has no route, no tasks and no right to see:",
        "its tray is what was written last.",
        "",
        "| side | seen | never seen | median | 99 in 100 | longest | CPU seconds of edge and store, for each seen |",
        "|---|---|---|---|---|---|---|",
    )
    for each in sides:
        seconds = each.every
        told = " | ".join(f"{value:.2f} s" for value in (_median(each), percentile(seconds, 99), max(seconds)))
        yield f"| {each.name} | {len(seconds)} | {each.unseen} | {told} | {each.cpu / len(seconds):.2f} |"
    yield from (
        "",
        f"The limit, a message to the broker and back: {percentile(trips, 50) * 1000:.1f} ms, 99 in 100 within {percentile(trips, 99) * 1000:.1f} ms.",
    )


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
