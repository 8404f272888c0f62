"""One round of a side: its process is started and ready, then the release; the sinks say when whom it reached."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import time
import urllib.request
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psutil

from benchmarks.cascading import people
from operations import ports

LONGEST = 120.0
OURS, PEER, OTHER = "needfire", "celery group", "dramatiq group"
SIDES = (OURS, PEER, OTHER)


@dataclass(frozen=True)
class Reached:
    """Seconds from the release until 95 of 100 healthy ones, and all, had it; CPU seconds and MB (RSS) of the side's process.

    `missed` are healthy ones that never had it, `twice` those that had it under more than one message id.
    """

    most: float
    every: float
    cpu: float
    memory: float
    missed: int
    twice: int


@contextmanager
def sinks(trouble: people.Trouble) -> Iterator[tuple[int, int]]:
    """The ports of mail and of webhooks."""
    smtp, http = ports.any_free(), ports.any_free()
    command = [sys.executable, "-m", "benchmarks.cascading.sinks", str(smtp), str(http), trouble]
    process = subprocess.Popen(command, cwd=people.PROJECT)
    try:
        wait_until(lambda: stats(http) is not None, 30)
        yield smtp, http
    finally:
        process.kill()
        process.wait()


def side(name: str, smtp: int, http: int, environment: Mapping[str, str], later: float = 0.0, prefix: str = "") -> Any:
    """The side's process, ready."""
    found = {**os.environ, **environment, "BENCH_SMTP": str(smtp), "BENCH_HTTP": str(http)}
    found["BENCH_QUEUE"] = f"bench-{uuid.uuid4().hex[:8]}"
    arguments = {
        OURS: ["benchmarks.cascading.ours", prefix or f"b{uuid.uuid4().hex[:8]}", str(smtp), str(http), str(later)],
        PEER: ["benchmarks.cascading.peer"],
        OTHER: ["benchmarks.cascading.dramatiq_peer"],
    }[name]
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", *arguments],
        cwd=people.PROJECT, env=found, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout and process.stdout.readline().strip() == "ready"
    return process


def round_of(name: str, environment: Mapping[str, str], trouble: people.Trouble) -> Reached:
    """Ends when all the healthy ones have it, or after LONGEST. Raises RuntimeError where a side reached nobody: it was not measured."""
    wanted = people.healthy(people.COUNT, trouble)
    with sinks(trouble) as (smtp, http):
        process = side(name, smtp, http, environment)
        try:
            time.sleep(3.0)  # what starts threads and connections of its own does so before it is measured
            watched = psutil.Process(process.pid)
            cpu = _cpu(watched)
            began = time.time()
            release(process)
            wait_until(lambda: wanted <= arrived(http).keys(), LONGEST)
            spent, memory = _cpu(watched) - cpu, watched.memory_info().rss / 1e6
            found = stats(http) or {}
        finally:
            end(process)
    if not found.get("arrived"):
        raise RuntimeError(f"{name} reached nobody")
    return _reached(found, wanted, began, spent, memory)


def end(process: Any) -> None:
    """As a power cut: SIGKILL."""
    process.kill()
    process.wait()
    process.stdin.close()
    process.stdout.close()


def release(process: Any) -> None:
    """The line on which it begins."""
    process.stdin.write("go\n")
    process.stdin.flush()


def _reached(found: Mapping[str, Any], wanted: set[str], began: float, cpu: float, memory: float) -> Reached:
    times = sorted(at - began for name, at in found["arrived"].items() if name in wanted)
    most = times[math.ceil(0.95 * len(wanted)) - 1] if len(times) >= 0.95 * len(wanted) else math.inf
    every = times[-1] if len(times) == len(wanted) else math.inf
    twice = sum(len(set(ids)) > 1 for ids in found["ids"].values())
    return Reached(most, every, cpu, memory, len(wanted) - len(times), twice)


def _cpu(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def arrived(http: int) -> Mapping[str, float]:
    """When each had it first."""
    found: Mapping[str, float] = (stats(http) or {"arrived": {}})["arrived"]
    return found


def stats(http: int) -> dict[str, Any] | None:
    """What the sinks say; None where they do not answer."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{http}/stats", timeout=5) as answer:
            found: dict[str, Any] = json.load(answer)
            return found
    except OSError:
        return None


def wait_until(holds: Callable[[], bool], seconds: float) -> bool:
    """Whether it came to hold within so long."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if holds():
            return True
        time.sleep(0.05)
    return False
