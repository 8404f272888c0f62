"""The cascade beside its peers, each with and without custodians who refuse, hang or are flaky.

A custodian who hangs costs a healthy one nothing: the same cascade in which none hangs stands beside it, and how they compare.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import median

from benchmarks.cascading import people
from benchmarks.cascading.measuring import OURS, SIDES, Reached, round_of
from benchmarks.cascading.people import TITLES
from benchmarks.entry import Bars, Found
from benchmarks.numbers import spread
from benchmarks.standing import standing
from operations.process_list import BROKER, STORE

FIRST, WIDTH = 34, 16
Case = tuple[str, people.Trouble]


def measured(rounds: int, environment: Mapping[str, str]) -> dict[Case, list[Reached]]:
    """Rounds of each side and trouble, interleaved."""
    found: dict[Case, list[Reached]] = {}
    for number in range(rounds):
        for name in SIDES if number % 2 == 0 else reversed(SIDES):
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


def found(folder: Path, quick: bool) -> Found:
    """The entry. Broken where a healthy custodian was missed, or had it twice."""
    with standing(folder, BROKER, STORE) as platform:
        reached = measured(1 if quick else 3, platform.environment)
    every = {case: [each.every for each in rounds] for case, rounds in reached.items()}
    ratios = {
        f"{TITLES[kind]}, to {peer}": median(every[peer, kind]) / median(every[OURS, kind])
        for peer in SIDES[1:]
        for kind in TITLES
    }
    wrong = (
        f"{name}, {TITLES[kind]}: missed {sum(x.missed for x in r)}, twice {sum(x.twice for x in r)}"
        for (name, kind), r in reached.items()
        if any(x.missed or x.twice for x in r) and name == OURS
    )
    plot = Bars(
        "To all healthy, where some hang",
        "seconds; less is better",
        {name: spread(every[name, "hanging"]) for name in SIDES},
    )
    return Found(tuple(lines(reached)), ratios, tuple(wrong), (plot,))
