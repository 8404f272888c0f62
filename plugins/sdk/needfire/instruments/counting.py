"""Counts an assessment: scores by item, totals by section and of all, with bounds where answers are missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from math import prod

from needfire.instruments import Instrument, Item
from needfire.instruments.assessments import Answers, Bounds

NOTHING = Bounds(0, 0)


def scores_of(instrument: Instrument, answers: Answers) -> Mapping[str, int]:
    """The score of each item that was answered with one. What is not applicable, not known or unscored has none."""
    found = ((item.id, _score(instrument, item, answers)) for item in instrument.items)
    return {item: score for item, score in found if score is not None}


def _score(instrument: Instrument, item: Item, answers: Answers) -> int | None:
    given = answers.items.get(item.id)
    sets = instrument.sets_of(item)
    if given is None or given.state != "answered" or len(given.values) != len(sets):
        return None
    allowed = [answer_set.allowed(value) for answer_set, value in zip(sets, given.values, strict=True)]
    scores = [each.score for each in allowed if each and each.score is not None]
    return prod(scores) if len(scores) == len(sets) else None


def bounds_of(instrument: Instrument, item: Item, answers: Answers, scores: Mapping[str, int]) -> Bounds:
    """What the item adds: its score, nothing where it does not apply or carries none, else all that it could be."""
    if item.id in scores:
        return Bounds(scores[item.id], scores[item.id])
    given = answers.items.get(item.id)
    if not instrument.is_scored(item) or (given and given.state == "not_applicable"):
        return NOTHING
    possible = [prod(each) for each in product(*(answer_set.scores for answer_set in instrument.sets_of(item)))]
    return Bounds(min(possible), max(possible))


def totals(instrument: Instrument, answers: Answers, scores: Mapping[str, int]) -> Mapping[str, Bounds]:
    """The total of each section. Of items of which only one may score, the highest counts for what is not yet known."""
    found: dict[str, Bounds] = {}
    for section in instrument.sections:
        by_item = {item.id: bounds_of(instrument, item, answers, scores) for item in section.items}
        whole = sum(by_item.values(), NOTHING)
        found[section.id] = Bounds(whole.lowest, whole.highest - sum(_excluded(instrument, by_item, scores)))
    return found


def _excluded(instrument: Instrument, by_item: Mapping[str, Bounds], scores: Mapping[str, int]) -> Iterator[int]:
    """By how much the highest is too high, since of these items only one can score."""
    for only in instrument.only_one:
        within = [each for each in only.items if each in by_item]
        open_ones = [by_item[each].highest for each in within if each not in scores]
        scored = any(scores.get(each, 0) for each in within)
        yield sum(open_ones) - (0 if scored else max(open_ones, default=0))
