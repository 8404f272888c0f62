"""The growth of a store: what each piece of work costs in CPU time, ours and the store's, where the store holds ever more.

All sizes lie in one store at the same time, each in databases of its own, and take turns, so that all of them saw the same machine.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median

from benchmarks.entry import Bars, Found
from benchmarks.growing.copied import one_case
from benchmarks.growing.filling import fill
from benchmarks.growing.works import TIMES, WORKS, Grown
from benchmarks.numbers import Spread, spread
from benchmarks.standing import standing
from needfire.loading.deployment import load_deployment
from operations.process_list import STORE
from operations.process_record import marked
from shared_kernel.settings import Settings
from shared_kernel.stores import connect, database

SIZES, QUICK_SIZES = (1_000, 10_000, 100_000, 300_000), (1_000, 10_000)
FLAT = 1.10
DIRECTORIES = Path(__file__).parents[2] / "examples" / "directories"
Costs = Mapping[tuple[str, int], Sequence[float]]
"""CPU seconds of a round, by the work and the size."""


class Meter:
    """CPU seconds of this process and of the store, to the nanosecond: a round is over in a few ticks of what is told otherwise."""

    def __init__(self, folder: Path) -> None:
        self._tasks = [Path(f"/proc/{each.pid}/task") for each in marked(folder, STORE)]

    def store(self) -> float:
        """The store's alone, of the threads that it has."""
        found = (each for tasks in self._tasks for each in tasks.glob("*/schedstat"))
        return sum(int(each.read_text().split()[0]) for each in found) / 1e9

    def both(self) -> float:
        return self.store() + time.process_time()

    def until_still(self, within: float = 90.0) -> None:
        """Until the store has written behind what it was filled with."""
        ends, before = time.monotonic() + within, self.store()
        while time.monotonic() < ends:
            time.sleep(1.0)
            before, spent = self.store(), self.store() - before
            if spent < 0.02:
                return


def measured(folder: Path, rounds: int, sizes: Sequence[int]) -> Costs:
    """On a store that is started, filled and ended here. The first round is not counted: it is there to warm up."""
    deployment = load_deployment({"kent"}, DIRECTORIES)
    case = one_case(deployment)
    with standing(folder, STORE) as platform:
        environment = {**os.environ, **platform.environment}
        meter, grown = Meter(platform.settings.run_folder), []
        for size in sizes:
            settings = Settings.from_environment({**environment, "NEEDFIRE_DATABASE_PREFIX": f"grown_{size}"})
            client = connect(settings)
            own, gateway = database(client, settings, "intake"), database(client, settings, "gateway")
            one = Grown(own, gateway, deployment, case, size)
            began = time.monotonic()
            fill(own, gateway, case, size)
            print(f"filled with {size:,} in {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
            grown.append(one)
        meter.until_still()
        found: dict[tuple[str, int], list[float]] = {}
        for number in range(rounds + 1):
            for each in grown if number % 2 else reversed(grown):
                _round(each, meter, found)
    return {key: costs[1:] for key, costs in found.items()}


def _round(grown: Grown, meter: Meter, found: dict[tuple[str, int], list[float]]) -> None:
    for name, work in grown.works().items():
        before = meter.both()
        work()
        found.setdefault((name, grown.commits), []).append(meter.both() - before)


def flatness(costs: Costs, name: str, smallest: int, largest: int) -> float:
    """How many times what it costs in the smallest store it costs in the largest: the middle one of the rounds."""
    return median(b / a for a, b in zip(costs[name, smallest], costs[name, largest], strict=True))


def lines(costs: Costs) -> Iterator[str]:
    """The table: milliseconds of each, medians over the rounds."""
    sizes = sorted({size for _, size in costs})
    rounds = len(next(iter(costs.values())))
    yield f"Milliseconds of CPU time, ours and the store's, by the commits in the store; median of {rounds} rounds of {TIMES}"
    yield f"  {'':<40}" + "".join(f"{size:>12,}" for size in sizes) + f"{'largest to smallest':>22}"
    for name in WORKS:
        cells = "".join(f"{median(costs[name, size]) / each_of(name) * 1e3:>12.2f}" for size in sizes)
        yield f"  {name:<40}{cells}{flatness(costs, name, sizes[0], sizes[-1]):>22.2f}"


def each_of(name: str) -> int:
    """How often a round does it."""
    return 1 if name in WORKS[3::2] and "batch" in name else TIMES


def found(folder: Path, quick: bool) -> Found:
    """The entry. Raises LookupError where a command is refused or a page, a batch or a numbering is not whole."""
    costs = measured(folder, 2 if quick else 6, QUICK_SIZES if quick else SIZES)
    sizes = sorted({size for _, size in costs})
    ratios = {f"{name}: flat is 1": 1 / flatness(costs, name, sizes[0], sizes[-1]) for name in WORKS}
    sides: dict[str, Spread] = {
        f"{size:,} commits": spread([each / TIMES * 1e3 for each in costs[WORKS[1], size]]) for size in sizes
    }
    return Found(tuple(lines(costs)), ratios, (), (Bars("A command", "ms of CPU time; as much is better", sides),))
