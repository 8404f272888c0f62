"""Seeded runs in which everything goes wrong: `python -m tests.chaos`, or `make chaos`.

    --seed N       the first run's seed; a run that failed prints it, and is played again with it
    --runs N       so many, each with the next seed
    --commands N   of each run
    --faults N     of each run
    --outages      first the broker away for a minute and hung for half of one, the store away for half of one

A verdict is a line of JSON. The end status is 1 when one of them does not hold.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from operations.ports import any_free
from operations.process_list import BROKER, PROCESS_LIST, STORE, ProcessKind
from operations.rabbitmq_node import free_port
from tests.chaos.plan import OUTAGES, Fault, plan
from tests.chaos.proxy import Proxy
from tests.chaos.running import run
from tests.e2e.house import House, open_house


def behind(ports: dict[str, int]) -> tuple[ProcessKind, ...]:
    """The platform, its broker and store at other ports than everybody believes."""
    return tuple(
        replace(
            kind,
            command=tuple(part.replace("{" + kind.name + "_port}", str(ports[kind.name])) for part in kind.command),
        )
        if kind.name in ports
        else kind
        for kind in PROCESS_LIST
    )


@contextmanager
def proxied(folder: Path) -> Iterator[tuple[House, dict[str, Proxy]]]:
    """A platform of its own, whose broker and store are reached through ways that can be cut."""
    real, ways = {BROKER: free_port(), STORE: any_free()}, dict[str, Proxy]()

    def opened(house: House) -> None:
        addresses = house.platform.addresses
        ways[BROKER] = Proxy(addresses.broker_port, real[BROKER])
        ways[STORE] = Proxy(addresses.store_port, real[STORE])

    with open_house(folder, behind(real), opened) as house:
        yield house, ways
    for way in ways.values():
        way.close()


def one(seed: int, commands: int, faults: Sequence[Fault]) -> bool:
    """Whether every promise was kept, that of an answer within five seconds too."""
    began = time.monotonic()

    def say(what: str) -> None:
        print(f"[{time.monotonic() - began:6.1f} s] {what}", file=sys.stderr, flush=True)

    with tempfile.TemporaryDirectory() as folder, proxied(Path(folder)) as (house, ways):
        found = run(house, seed, commands, faults, ways, say)
    kept = found.holds and not found.late
    print(found.as_json(), flush=True)
    if not kept:
        which = f"--seed {seed} --runs 1 --faults {len(faults)}" if seed else "--outages --runs 0"
        print(f"again: make chaos ARGUMENTS='{which} --commands {commands}'", flush=True)
    return kept


def main(arguments: Sequence[str]) -> int:
    """The end status."""
    asked = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    for name, default in (("seed", 1), ("runs", 20), ("commands", 1_000), ("faults", 12)):
        asked.add_argument(f"--{name}", type=int, default=default)
    asked.add_argument("--outages", action="store_true")
    given = asked.parse_args(arguments)
    plans = [(seed, plan(seed, given.faults)) for seed in range(given.seed, given.seed + given.runs)]
    if given.outages:
        plans.insert(0, (0, OUTAGES))
    held = [one(seed, given.commands, faults) for seed, faults in plans]  # all of them, also after one that failed
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
