"""The rounds: every setup in turn, on one platform that is started for it and ended."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, replace
from pathlib import Path

import psutil

from benchmarks import load
from benchmarks.numbers import Round
from benchmarks.processes import Family, spent
from benchmarks.raising import ACTOR, requests_over_http
from benchmarks.scaling.reckoning import Measured, Turn, wrong
from benchmarks.scaling.setups import INTAKE, MOST, SETUPS, Setup, kinds, more_ports, replicas
from benchmarks.sides import round_of
from benchmarks.stage import HOST
from benchmarks.stored import Stored
from operations import local_identity
from operations.platform import Platform
from operations.process_list import BROKER, GATEWAY, STORE
from operations.progress import Report
from operations.run_settings import RunSettings

CLIENTS = (16, 64)
FAMILY = {GATEWAY: replicas(GATEWAY), INTAKE: replicas(INTAKE), BROKER: (BROKER,), STORE: (STORE,)}


@dataclass(frozen=True)
class Plan:
    """Counts are commands a setup and round."""

    rounds: int
    commands: int
    warm_up: int


FULL, QUICK = Plan(5, 500, 100), Plan(2, 160, 40)


def measured(folder: Path, plan: Plan, report: Report) -> Measured:
    """All setups, a round of each before the next round of any. What follows a command is down, as in the entry `commands`.

    Raises operations.problems.Problem where something does not start, or every command of a round is refused.
    """
    ports_of = more_ports()
    with Platform(RunSettings(folder, listen=f"{HOST}:0", private=True), kinds(ports_of), report) as platform:
        first = platform.start([*replicas(GATEWAY), INTAKE]).listen_port
        addresses = [(HOST, port) for port in (first, *ports_of.values())]
        return Measuring(plan, platform, addresses, report).measured()


class Measuring:
    """The run while it goes on. `addresses`: of the gateways."""

    def __init__(self, plan: Plan, platform: Platform, addresses: list[tuple[str, int]], report: Report) -> None:
        self._plan, self._platform, self._addresses, self._report = plan, platform, addresses, report
        self._turns: dict[tuple[Setup, int], list[Turn]] = {}
        self._answered: list[str] = []
        self._refused = 0

    def measured(self) -> Measured:
        for number in range(1, self._plan.rounds + 1):
            self._report(f"round {number} of {self._plan.rounds}")
            for setup in SETUPS if number % 2 else reversed(SETUPS):
                self._round(setup)
        commits = Stored(self._platform.environment).commits(INTAKE)
        return Measured(
            os.cpu_count() or 1,
            self._plan.commands,
            self._turns,
            len(self._answered),
            commits.total(),
            self._refused,
            wrong(self._answered, commits, self._refused),
        )

    def _round(self, setup: Setup) -> None:
        self._stand(setup.intakes)
        self._took(self._sent(setup, CLIENTS[0], self._requests(self._plan.warm_up)))
        family = Family(self._platform.settings.run_folder, [name for names in FAMILY.values() for name in names])
        for clients in CLIENTS:
            turn = self._turn(family, setup, clients)
            self._took(turn.round)
            self._turns.setdefault((setup, clients), []).append(turn)

    def _stand(self, intakes: int) -> None:
        """So many replicas of intake, and no more."""
        self._platform.start(replicas(INTAKE, intakes))
        for name in replicas(INTAKE, MOST)[intakes:]:
            self._platform.kill(name)

    def _turn(self, family: Family, setup: Setup, clients: int) -> Turn:
        requests = self._requests(self._plan.commands)  # made before: what it takes is no part of a command
        before, machine, began = family.cpu(), _machine(), time.perf_counter()
        sent = self._sent(setup, clients, requests)
        worked, all_time = (after - earlier for after, earlier in zip(_machine(), machine, strict=True))
        cpu, elapsed = spent(before, family.cpu(), before), time.perf_counter() - began
        by_part = {part: sum(cpu[name] for name in names) for part, names in FAMILY.items()}
        return Turn(replace(sent, cpu={**sent.cpu, **by_part}), worked / all_time, elapsed)

    def _requests(self, count: int) -> list[bytes]:
        """With a token that is made for each round, since it lasts ten minutes."""
        return requests_over_http(count, local_identity.token_for(self._platform.settings.secrets_folder, ACTOR))

    def _sent(self, setup: Setup, clients: int, requests: list[bytes]) -> Round:
        """Clients are spread over the gateways."""
        return round_of(load.closed_loop(self._addresses[: setup.gateways], requests, clients))

    def _took(self, sent: Round) -> None:
        self._answered += sent.answered
        self._refused += sent.refused


def _machine() -> tuple[float, float]:
    """Seconds of all cores since the machine started: at work, and altogether."""
    times = psutil.cpu_times()
    all_time = (
        sum(times) - getattr(times, "guest", 0.0) - getattr(times, "guest_nice", 0.0)
    )  # counted as user's already
    return all_time - times.idle - getattr(times, "iowait", 0.0), all_time
