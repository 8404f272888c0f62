"""Every language gives the same answers as ours: the benchmark compares the same work."""

from __future__ import annotations

from benchmarks.ruling.beside import EDITION, invented, lines, measured
from benchmarks.ruling.sides import OURS, as_asked, sides_of
from benchmarks.ruling.translating import subset_of
from workbench.sources import source


def test_every_side_answers_the_same() -> None:
    found = measured(rounds=1, decisions=60)
    assert not any(found.differing.values())
    assert len(list(lines(found))) == 2 + len(found.per_second)


def test_what_is_asked_meets_each_answer() -> None:
    subset = subset_of(source(EDITION).edition)
    decide = sides_of(subset)[OURS]
    answers = [decide(as_asked(OURS, each)) for each in invented(subset, 400)]
    assert len({rule for met, _, _ in answers for rule in met}) > len(subset.categories) / 2
    assert {taken for _, taken, _ in answers} == {True, False}
