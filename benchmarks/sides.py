"""The sides of the comparison: what each is called, which processes are its own, and how it is driven."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from benchmarks import load
from benchmarks.load import Calls
from benchmarks.numbers import Round
from benchmarks.raising import accepted_id
from operations.problems import Problem
from operations.run_settings import PROJECT

CREATED = 201
LOAD = "load generator"
CALLER = "caller"


class Side(Protocol):
    """One way from a request to a document in the store."""

    @property
    def name(self) -> str:
        """How the tables call it."""

    @property
    def processes(self) -> tuple[str, ...]:
        """Its own processes, without the broker and the store, on which all sides stand."""

    @property
    def database(self) -> str:
        """The owner in whose database its documents arrive."""

    def closed(self, clients: int, count: int) -> Round:
        """As many commands by as many clients, each of which waits for its answer."""


@runtime_checkable
class AtARate(Protocol):
    """A side that can be sent requests at a fixed rate, whether it has answered or not."""

    def open(self, per_second: float, count: int) -> Round:
        """As many commands at this rate."""


@dataclass(frozen=True)
class OverHttp:
    """A server on this machine; `requests` makes as many requests as it is asked for."""

    name: str
    processes: tuple[str, ...]
    database: str
    address: tuple[str, int]
    requests: Callable[[int], list[bytes]]

    def closed(self, clients: int, count: int) -> Round:
        return round_of(load.closed_loop([self.address], self.requests(count), clients))

    def open(self, per_second: float, count: int) -> Round:
        return round_of(load.open_loop(self.address, self.requests(count), per_second))


@dataclass(frozen=True)
class OfItsOwn:
    """A program of the benchmarks that makes the calls itself, in a process of its own, and prints what came back."""

    name: str
    processes: tuple[str, ...]
    database: str
    module: str
    environment: Mapping[str, str]

    def closed(self, clients: int, count: int) -> Round:
        command = [sys.executable, "-m", self.module, str(clients), str(count)]
        done = subprocess.run(command, cwd=PROJECT, env=dict(self.environment), stdout=subprocess.PIPE, check=True)
        said: Mapping[str, Any] = json.loads(done.stdout)
        latencies, answered = tuple(said["latencies"]), tuple(said["answered"])
        return Round(said["seconds"], latencies, answered, said["refused"], {CALLER: said["cpu"]})


def round_of(calls: Calls) -> Round:
    """What a round over HTTP says. Anything but 201 counts as refused.

    Raises operations.problems.Problem where all were: there is nothing to measure.
    """
    accepted = [(latency, answer) for latency, answer in calls.done if answer.status == CREATED]
    if not accepted:
        answer = calls.done[0][1]
        raise Problem(
            "step-failed",
            f"none of {len(calls.done)} requests was accepted; the first answer: {answer.status} {answer.body[:300]!r}",
            "put right what the answer names, then run the same command again",
        )
    answered = tuple(found for _, answer in accepted if (found := accepted_id(answer.body)))
    latencies = tuple(latency for latency, _ in accepted)
    return Round(calls.seconds, latencies, answered, len(calls.done) - len(answered), {LOAD: calls.cpu})
