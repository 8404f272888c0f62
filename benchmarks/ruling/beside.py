"""Decisions a second by the rules of Kent's edition, each side over the same invented facts, by CPU time."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks.entry import Bars, Found
from benchmarks.numbers import Spread, spread
from benchmarks.ruling.sides import BARE, NOW, OURS, Answer, Side, as_asked, sides_of
from benchmarks.ruling.translating import CEL, Subset, subset_of
from needfire.facts import FactDefinition
from needfire.vocabulary import VOCABULARY
from workbench.sources import source

EDITION = "kent 2023-12"
_FACT = re.compile(r"\bf\.([a-z_]+)")


@dataclass(frozen=True)
class Ruling:
    """Decisions a second of each side; how much of the edition it was; `differing`: those that said another thing than ours."""

    subset: Subset
    per_second: Mapping[str, Spread]
    ratios: Mapping[str, float]
    differing: Mapping[str, int]


def invented(subset: Subset, count: int) -> list[dict[str, Any]]:
    """Facts that the rules ask for, some known and some not, the same each time."""
    categories, route, clocks = subset.said(CEL)
    names = sorted(set(_FACT.findall(" ".join([*categories.values(), route, *clocks.values()]))))
    chance = random.Random(29)  # no secret: it only mixes them
    asked = [VOCABULARY.definitions[name] for name in names]
    return [{each.name: _value(each, chance) for each in asked if chance.random() < 0.5} for _ in range(count)]


def _value(fact: FactDefinition, chance: random.Random) -> Any:
    match fact.kind:
        case "flag":
            return chance.random() < 0.6
        case "choice":
            return chance.choice(fact.values)
        case "choices":
            return sorted(chance.sample(fact.values, 2))
        case "count":
            return chance.randrange(30)
        case "moment":
            return (NOW - timedelta(minutes=chance.randrange(6_000))).isoformat()


def measured(rounds: int, decisions: int) -> Ruling:
    """Rounds of every side, in turn and every second time in reverse order."""
    subset = subset_of(source(EDITION).edition)
    told, sides = invented(subset, decisions), sides_of(subset)
    asked = {name: [as_asked(name, each) for each in told] for name in sides}
    answers = {name: [decide(each) for each in asked[name]] for name, decide in sides.items()}
    took: dict[str, list[float]] = {name: [] for name in sides}
    for number in range(rounds):
        for name in list(sides) if number % 2 else reversed(list(sides)):
            took[name].append(_per_second(sides[name], asked[name]))
    ratios = {
        name: spread(a / b for a, b in zip(took[OURS], each, strict=True)).median
        for name, each in took.items()
        if name not in (OURS, BARE)
    }
    return Ruling(subset, {name: spread(each) for name, each in took.items()}, ratios, _differing(answers))


def _differing(answers: Mapping[str, Sequence[Answer]]) -> dict[str, int]:
    return {
        name: sum(a != b for a, b in zip(answers[OURS], each, strict=True))
        for name, each in answers.items()
        if name != OURS
    }


def _per_second(decide: Side, asked: Sequence[Mapping[str, Any]]) -> float:
    began = time.process_time()
    for each in asked:
        decide(each)
    return len(asked) / (time.process_time() - began)


def lines(found: Ruling) -> Iterator[str]:
    """What was measured, line by line, as the other sections of the report."""
    edition, subset = found.subset.edition, found.subset
    can = sum(each.when is not None for each in edition.categories)
    yield f"Deciding by {EDITION}, decisions a second of CPU time on one core"
    yield (
        f"  {len(subset.categories)} of the {can} categories that facts can meet, the route, {len(subset.clocks)} of "
        f"{len(edition.clocks)} clocks: what all sides can say"
    )
    for name, each in found.per_second.items():
        yield f"  {name:<32}{f'{each.median:,.0f} ({each.lowest:,.0f}-{each.highest:,.0f})':>28}"


def found(_: Path, quick: bool) -> Found:
    """The entry. Broken where a side answers otherwise than ours."""
    ruling = measured(2, 500) if quick else measured(7, 3_000)
    broken = tuple(f"{name} answers {count} cases otherwise" for name, count in ruling.differing.items() if count)
    ratios = {f"to {name}": each for name, each in ruling.ratios.items()}
    return Found(
        tuple(lines(ruling)),
        ratios,
        broken,
        (Bars("Deciding", "decisions a second; more is better", ruling.per_second),),
    )
