"""Judges the level that a person set for an assessment, and shows how scores went from the first assessment to the latest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from needfire.instruments import Instrument, LevelRules
from needfire.instruments.answers import values_as_facts
from needfire.instruments.assessments import Assessed, Bounds, Said, Values


@dataclass(frozen=True)
class LevelSet:
    """The level that a person set, and what they recorded with it (a text is True where it is written)."""

    level: str
    asked: Values = field(default_factory=dict)


@dataclass(frozen=True)
class LevelJudged:
    """What stands against the level as it was set, its words, and the levels that bands indicate: none without bands.

    More than one is indicated where the total is not settled. `differs`: what was set is none of those.
    """

    refusals: tuple[Said, ...]
    says: str
    indicated: tuple[str, ...]
    differs: bool
    rules: tuple[str, ...]


def judge_level(instrument: Instrument, level: LevelSet, assessed: Assessed) -> LevelJudged:
    """Whether the level may stand as set. Raises ValueError for an instrument without levels."""
    stated = instrument.level
    if stated is None:
        raise ValueError(f"{instrument.name} has no levels")
    found = next((each for each in stated.levels if each.id == level.level), None)
    indicated = tuple(dict.fromkeys(_indicated(stated, assessed.total)))
    return LevelJudged(
        refusals=tuple(_against(stated, level, known=found is not None)),
        says=found.says if found else "",
        indicated=indicated,
        differs=bool(indicated) and level.level not in indicated,
        rules=stated.rules,
    )


def _against(stated: LevelRules, level: LevelSet, known: bool) -> Iterator[Said]:
    if not known:
        offered = ", ".join(each.id for each in stated.levels)
        yield Said(stated.rules, f"A person chooses the level: one of {offered}.", "level")
    given = values_as_facts(stated.asks, level.asked, "")
    for question in stated.asks:
        if question.required and given.get(question.id, False) is False:
            yield Said(question.rules or stated.rules, question.asks, question.id)


def _indicated(stated: LevelRules, total: Bounds) -> Iterator[str]:
    bands = sorted(stated.bands, key=lambda band: band.at_least)
    for band, above in zip_longest(bands, bands[1:]):
        following = above.at_least if above else None
        if band.at_least <= total.highest and (following is None or total.lowest < following):
            yield band.level


@dataclass(frozen=True)
class Standing:
    """Where the scores stand: the original total, the current one, and all in order; `change` where both are settled."""

    original: Bounds
    current: Bounds
    totals: tuple[Bounds, ...]
    change: int | None


def standing(assessments: Sequence[Assessed]) -> Standing:
    """How the totals went, from the first assessment to the latest. Raises ValueError where versions differ or none is given."""
    if len({each.instrument for each in assessments}) != 1:
        raise ValueError("scores can be compared within one version of an instrument")
    every = tuple(each.total for each in assessments)
    settled = every[0].settled and every[-1].settled
    return Standing(every[0], every[-1], every, every[-1].lowest - every[0].lowest if settled else None)
