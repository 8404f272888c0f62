"""How long `make up` takes until everything is ready, the first time and again; what each process then costs at rest.

`python -m benchmarks starting` prints both. The packages are there before; the first start makes the broker's and the store's files.
Seconds are of the clock on the wall, so other work on the machine counts: the load before each start stands beside it.
"""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.processes import Family, Memory
from operations import ports, rabbitmq_node
from operations.process_list import PROCESS_LIST
from operations.run_settings import PROJECT

LIMIT_SECONDS, LIMIT_MEGABYTES = 10.0, 150.0
STORED = ("broker", "store")
"""Others' programs, to which the limit of memory does not apply."""
RESTS = 10.0
"""Seconds until what a process does once, at its start, is over."""
_READY = re.compile(r"\[ *([0-9.]+) s\] (\S+) is ready")


@dataclass(frozen=True)
class Start:
    """Seconds from the command to its end, and to when each process was ready; `load`: of the machine, in the minute before."""

    seconds: float
    ready: Mapping[str, float]
    load: float


@dataclass(frozen=True)
class Starting:
    """The first start of a run folder and those after it; CPU seconds until ready and memory at rest by process, of the last."""

    first: Start
    again: tuple[Start, ...]
    cpu: Mapping[str, float]
    rest: Mapping[str, Memory]


def measured(folder: Path, again: int = 2) -> Starting:
    """Starts and stops the platform in this folder, on ports of its own. Raises CalledProcessError."""
    family = [kind.name for kind in PROCESS_LIST if not kind.once]
    environment = {**os.environ, **_places(folder)}
    first = _started(environment)
    starts, cpu, rest = [], {}, {}
    for turn in range(again):
        _make("stop", environment)
        starts.append(_started(environment))
        if turn == again - 1:
            running = Family(folder, family)
            cpu = running.cpu()
            time.sleep(RESTS)
            rest = running.memory()
    _make("stop", environment)
    return Starting(first, tuple(starts), cpu, rest)


def _places(folder: Path) -> dict[str, str]:
    node = str(rabbitmq_node.free_port())
    names = ("STORE_PORT", "PROVIDER_PORT", "MAIL_PORT", "HOOKS_PORT")
    chosen = {f"NEEDFIRE_{name}": str(ports.any_free()) for name in names}
    listen = f"{ports.LOOPBACK}:{ports.any_free()}"
    return {**chosen, "NEEDFIRE_BROKER_PORT": node, "NEEDFIRE_LISTEN": listen, "NEEDFIRE_RUN_FOLDER": str(folder)}


def _started(environment: Mapping[str, str]) -> Start:
    load, began = os.getloadavg()[0], time.monotonic()
    said = _make("up", environment)
    ready = {name: float(seconds) for seconds, name in _READY.findall(said)}
    return Start(time.monotonic() - began, ready, load)


def _make(target: str, environment: Mapping[str, str]) -> str:
    done = subprocess.run(["make", target], cwd=PROJECT, env=environment, capture_output=True, text=True, check=True)
    return done.stdout


def lines(found: Starting) -> list[str]:
    """What was measured, line by line, as the other sections of the report."""
    last = found.again[-1]
    names = sorted(last.ready, key=lambda name: last.ready[name])
    return [
        "",
        f"Starting the whole system with `make up`, seconds until all is ready (limit: {LIMIT_SECONDS:.0f} s from the second on)",
        *(_line(name, each) for name, each in _named(found)),
        f"  {'':<26}{'ready after':>12}{'CPU':>9}{'RSS':>10}{'PSS':>10}   at rest; limit: {LIMIT_MEGABYTES:.0f} MB a process of ours",
        *(_of_process(name, found, last) for name in names),
        f"  {'all':<26}{max(last.ready.values()):>10.1f} s{sum(found.cpu.values()):>7.1f} s",
    ]


def _named(found: Starting) -> Sequence[tuple[str, Start]]:
    return [("first", found.first), *((f"start {index}", each) for index, each in enumerate(found.again, 2))]


def _line(name: str, start: Start) -> str:
    return f"  {name:<26}{start.seconds:>10.1f} s   load before {start.load:.1f} on {os.cpu_count()} cores"


def _of_process(name: str, found: Starting, start: Start) -> str:
    memory = found.rest.get(name)
    took = f"  {name:<26}{start.ready[name]:>10.1f} s"
    if memory is None:
        return took  # a task that has ended
    pss = "" if memory.pss is None else f"{memory.pss:>7.0f} MB"
    over = "   over the limit" if memory.rss > LIMIT_MEGABYTES and name not in STORED else ""
    return f"{took}{found.cpu[name]:>7.1f} s{memory.rss:>7.0f} MB{pss}{over}"
