"""`python -m benchmarks.cascading`: the cascade beside its peer, each with and without custodians who refuse, hang or are flaky.

A custodian who hangs costs a healthy one nothing: the same cascade in which none hangs stands beside it, and how they compare.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import median

from benchmarks.cascading import people
from benchmarks.cascading.measuring import OURS, PEER, Reached, round_of
from operations.platform import Platform
from operations.process_list import BROKER, PROCESS_LIST, STORE
from operations.run_settings import RunSettings

FIRST, WIDTH = 34, 16
Case = tuple[str, people.Trouble]


def measured(rounds: int, environment: Mapping[str, str]) -> dict[Case, list[Reached]]:
    """Rounds of each side and trouble, interleaved."""
    found: dict[Case, list[Reached]] = {}
    for number in range(rounds):
        for name in (OURS, PEER) if number % 2 == 0 else (PEER, OURS):
            for trouble in people.TITLES:
                found.setdefault((name, trouble), []).append(round_of(name, environment, trouble))
    return found


def lines(found: Mapping[Case, list[Reached]]) -> Iterator[str]:
    """The table: medians over the rounds."""
    rounds = len(next(iter(found.values())))
    yield f"The cascade to {people.COUNT} custodians, half by mail and half by webhook; median of {rounds} rounds"
    yield "  " + _row("", "95% s", "100% s", "CPU s", "RSS MB", "missed", "twice")
    for (name, trouble), reached in found.items():
        title = f"{name}, {people.TITLES[trouble]}"
        numbers = (
            [each.most for each in reached], [each.every for each in reached], [each.cpu for each in reached],
            [each.memory for each in reached],
        )  # fmt: skip
        cells = [f"{median(each):.2f}" for each in numbers]
        yield "  " + _row(title, *cells, str(sum(x.missed for x in reached)), str(sum(x.twice for x in reached)))
    for name in dict.fromkeys(name for name, _ in found):
        hanging, none = found[name, "hanging"], found[name, "no_hanging"]
        most = median(each.most for each in hanging) / median(each.most for each in none)
        every = median(each.every for each in hanging) / median(each.every for each in none)
        yield f"  {name}: where some hang, the healthy wait {most:.2f} (95%) and {every:.2f} (100%) times as long as where none does"


def _row(name: str, *cells: str) -> str:
    return f"{name:<{FIRST + 12}}" + "".join(f"{cell:>{WIDTH - 6}}" for cell in cells)


def main(rounds: int) -> int:
    """Returns 0 unless a healthy custodian was missed, or had it twice."""
    with tempfile.TemporaryDirectory(prefix="needfire-bench-") as folder:
        settings = RunSettings(Path(folder), listen="127.0.0.1:0", private=True)
        kinds = tuple(kind for kind in PROCESS_LIST if kind.name in (BROKER, STORE))
        with Platform(settings, kinds, lambda line: print(line, file=sys.stderr, flush=True)) as platform:
            platform.start()
            found = measured(rounds, platform.environment)
    print("\n".join(lines(found)))
    return int(any(each.missed or each.twice for reached in found.values() for each in reached))


if __name__ == "__main__":
    sys.exit(main(1 if os.environ.get("BENCH_QUICK") == "1" else 3))
