"""One side's two plays: clocks that come due while many more wait, undisturbed, and with a SIGKILL in the middle."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Timer

import psutil

from benchmarks.deadlines.sides import Due, Side
from benchmarks.deadlines.verdict import Verdict, judged
from shared_kernel.leases import LEASE_SECONDS

PROJECT = Path(__file__).resolve().parents[2]
TAKES_IN = 180.0
"""Seconds for whoever takes everything in beforehand."""
STILL = LEASE_SECONDS + 9.0
"""Seconds without another firing, after which what is missing is missed."""
A_DAY = 86_400.0


@dataclass(frozen=True)
class Plan:
    """`clocks` come due evenly within `seconds`, while `waiting` more are due in a day."""

    clocks: int
    seconds: float
    waiting: int


FULL, QUICK = Plan(2_500, 15.0, 100_000), Plan(1_000, 6.0, 10_000)
"""Both at the pace of 10,000 a minute."""


class Firing:
    """The process that fires, and what it has cost, over its deaths."""

    def __init__(self, side: Side, environment: Mapping[str, str]) -> None:
        self._command = [sys.executable, "-m", *side.arguments]
        self._environment = {**os.environ, **environment, **side.environment}
        self._dead = 0.0
        self._begin()

    def _begin(self) -> None:
        self._process: subprocess.Popen[str] = subprocess.Popen(
            self._command, cwd=PROJECT, env=self._environment,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        self._watched = psutil.Process(self._process.pid)

    def ready(self) -> None:
        """Raises AssertionError where it ended, or did not say so in time."""
        assert self._process.stdout
        patience = Timer(TAKES_IN, self._process.kill)
        patience.start()
        try:
            if all(line.strip() != "ready" for line in self._process.stdout):
                raise AssertionError(f"{' '.join(self._command)} did not become ready")
        finally:
            patience.cancel()

    def entered(self) -> None:
        """Told that there is more: who does not listen is not disturbed."""
        assert self._process.stdin
        self._process.stdin.write("more\n")
        self._process.stdin.flush()

    def dies(self) -> None:
        """By SIGKILL, and is started again at once."""
        self._dead = self.cpu()
        self.end()
        self._begin()

    def cpu(self) -> float:
        times = self._watched.cpu_times()
        return self._dead + float(times.user + times.system)

    def memory(self) -> float:
        return float(self._watched.memory_info().rss / 1e6)

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        for each in (self._process.stdin, self._process.stdout):
            if each:
                each.close()


def plays(side: Side, plan: Plan, environment: Mapping[str, str]) -> tuple[Verdict, Verdict]:
    """Undisturbed, and killed in the middle."""
    far = time.time() + A_DAY
    side.fill({f"waiting-{number}": far + number for number in range(plan.waiting)})
    firing = Firing(side, environment)
    try:
        firing.ready()
        _until(side.taken, TAKES_IN)
        return _play(side, firing, plan, "calm", kill=False), _play(side, firing, plan, "killed", kill=True)
    finally:
        firing.end()


def _play(side: Side, firing: Firing, plan: Plan, name: str, *, kill: bool) -> Verdict:
    lead = 2.0 + 3 * _entered(side, _evenly(plan, f"{name}-later", time.time() + A_DAY))
    first = time.time() + lead
    due = _evenly(plan, name, first)
    before = side.how_many_fired()
    if _entered(side, due) > lead:
        raise AssertionError(f"{side.name}: they were due before all of them were entered")
    firing.entered()
    cpu = firing.cpu()
    if kill:
        time.sleep(max(0.0, first + plan.seconds / 2 - time.time()))
        firing.dies()
        firing.ready()
    time.sleep(max(0.0, first + plan.seconds - time.time()))
    memory = firing.memory()
    _still(side, before + plan.clocks)
    return judged(due, side.fired(), firing.cpu() - cpu, memory)


def _evenly(plan: Plan, name: str, first: float) -> Due:
    return {f"{name}-{number}": first + plan.seconds * number / plan.clocks for number in range(plan.clocks)}


def _entered(side: Side, due: Due) -> float:
    """Seconds that it took."""
    began = time.monotonic()
    side.enter(due)
    return time.monotonic() - began


def _still(side: Side, wanted: int) -> None:
    """Until as many have fired, or none has for a while."""
    found, since = -1, time.monotonic()
    while time.monotonic() - since < STILL:
        now = side.how_many_fired()
        if now >= wanted:
            return
        if now != found:
            found, since = now, time.monotonic()
        time.sleep(0.5)


def _until(holds: Callable[[], bool], seconds: float) -> None:
    ends = time.monotonic() + seconds
    while not holds() and time.monotonic() < ends:
        time.sleep(0.5)
