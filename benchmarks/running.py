"""One run: everything started in a private folder, measured in interleaved rounds, ended."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from benchmarks import inserts, load, stage
from benchmarks.numbers import Round
from benchmarks.plan import MANY, Plan
from benchmarks.processes import Family, spent
from benchmarks.raising import ACTOR, requests_over_http, requests_with_commands
from benchmarks.results import Followed, Results, SideResult
from benchmarks.sides import AtARate, OfItsOwn, OverHttp, Side
from benchmarks.stored import Stored
from operations import local_identity
from operations.platform import Platform
from operations.process_list import BROKER, GATEWAY, STORE
from operations.progress import Report
from operations.run_settings import RunSettings

OURS, TWIN = "needfire", "fastapi + faststream"
STOCK_HTTP, STOCK = "nameko's client behind fastapi", "nameko's client, no HTTP"
CEILING = "bare inserts"
FOLLOWING = (
    "intake-worker", "escalation", "escalation-worker", "national-alerts", "national-alerts-worker", "risk-management",
    "gateway-worker",
)  # fmt: skip
"""What follows a command after it was answered. The twin has nothing of it, so it is down while the two are compared."""
SHARED = (BROKER, STORE)
READABLE_WITHIN = 120.0


def run(plan: Plan, folder: Path, report: Report) -> Results:
    """Everything. Raises operations.problems.Problem where something does not start."""
    ports = stage.peer_ports()
    settings = RunSettings(folder, listen="127.0.0.1:0", private=True)
    with Platform(settings, stage.kinds(ports), report) as platform:
        platform.start()
        return Running(plan, platform, ports, report).results()


class Running:
    """The run while it goes on."""

    def __init__(self, plan: Plan, platform: Platform, ports: dict[str, int], report: Report) -> None:
        self._plan, self._platform, self._ports, self._report = plan, platform, ports, report
        self._family = Family(platform.settings.run_folder, stage.running(ports))
        self._stored = Stored(platform.environment)
        self._sides = self._made_sides()
        self._results = Results(plan, [_result(side) for side in self._sides])

    def results(self) -> Results:
        self._results.at_rest = self._family.memory()
        self._bare()
        self._warm_up()
        self._whole_platform()
        self._results.afterwards = self._family.memory()
        for name in FOLLOWING:
            self._platform.kill(name)
        self._rounds()
        self._results.afterwards |= self._family.memory()
        for side, result in zip(self._sides, self._results.sides, strict=True):
            result.stored = self._stored.streams(side.database)
        return self._results

    def _made_sides(self) -> list[Side]:
        addresses, as_people = self._platform.addresses, self._as_people
        gateway = (addresses.listen_host, addresses.listen_port)
        twin, stock = (stage.HOST, self._ports[stage.TWIN_GATEWAY]), (stage.HOST, self._ports[stage.STOCK_HTTP])
        environment = {**os.environ, **self._platform.environment, "PYTHONWARNINGS": "ignore"}
        return [
            OverHttp(OURS, (GATEWAY, "intake"), "intake", gateway, as_people),
            OverHttp(TWIN, (stage.TWIN_GATEWAY, stage.TWIN_SERVICE), "twin", twin, as_people),
            OverHttp(STOCK_HTTP, (stage.STOCK_HTTP, "intake"), "intake", stock, requests_with_commands),
            OfItsOwn(STOCK, ("intake",), "intake", "benchmarks.stock.calls", environment),
            OfItsOwn(CEILING, (), inserts.OWNER, "benchmarks.inserts", environment),
        ]

    def _as_people(self, count: int) -> list[bytes]:
        """With a token made for this round: it lasts ten minutes, and a run may last longer."""
        return requests_over_http(count, local_identity.token_for(self._platform.settings.secrets_folder, ACTOR))

    def _bare(self) -> None:
        """What the load generator can do when the server does nothing."""
        address, token = (stage.HOST, self._ports[stage.BARE]), "none"
        for clients in (1, MANY):
            calls = load.closed_loop([address], requests_over_http(self._plan.bare, token), clients)
            self._results.bare[clients] = len(calls.done) / calls.seconds

    def _warm_up(self) -> None:
        for side, result in zip(self._sides, self._results.sides, strict=True):
            result.took([], side.closed(MANY, self._plan.warm_up))

    def _whole_platform(self) -> None:
        """Our side as it is in life, everything behind it at work."""
        ours, result = self._sides[0], self._results.sides[0]
        self._stored.wait_until_readable(result.answered, READABLE_WITHIN)
        began = time.perf_counter()
        accepted = ours.closed(MANY, self._plan.followed)
        result.took([], accepted)
        self._stored.wait_until_readable(accepted.answered, READABLE_WITHIN)
        self._results.followed = Followed(accepted, time.perf_counter() - began)

    def _rounds(self) -> None:
        for number in range(1, self._plan.rounds + 1):
            self._report(f"round {number} of {self._plan.rounds}")
            for measure in (self._by_one, self._by_many, self._at_a_rate):
                # Every second round goes the other way, so that nobody always comes after the same neighbour.
                for index in _order(len(self._sides), number):
                    measure(self._sides[index], self._results.sides[index])

    def _by_one(self, side: Side, result: SideResult) -> None:
        result.took(result.one, self._with_cpu(side, lambda: side.closed(1, self._plan.by_one)))

    def _by_many(self, side: Side, result: SideResult) -> None:
        result.took(result.many, self._with_cpu(side, lambda: side.closed(MANY, self._plan.by_many)))

    def _at_a_rate(self, side: Side, result: SideResult) -> None:
        if isinstance(side, AtARate):
            send = partial(side.open, self._plan.per_second, self._plan.open_loop)
            measured = self._with_cpu(side, send)
            result.took(result.open, measured)

    def _with_cpu(self, side: Side, measure: Callable[[], Round]) -> Round:
        before = self._family.cpu()
        measured = measure()
        cpu = spent(before, self._family.cpu(), (*side.processes, *SHARED))
        return replace(measured, cpu={**measured.cpu, **cpu})


def _result(side: Side) -> SideResult:
    return SideResult(side.name, side.processes)


def _order(count: int, number: int) -> range:
    return range(count) if number % 2 else range(count - 1, -1, -1)
