"""Thresholds: every way in which four kinds of grounds can hold, fail or be unknown, against the words of the contract."""

from __future__ import annotations

from itertools import product

import pytest

from needfire.conditions import Condition, Finding, Known
from needfire.thresholds import Ground, GroundKind, Judged, Threshold, judge_threshold

Answer = bool | None
ANSWERS: tuple[Answer, ...] = (True, False, None)
KINDS: tuple[tuple[str, GroundKind, bool], ...] = (
    ("opens", "opens", False),
    ("exceptional", "exceptional", False),
    ("requires", "requires", False),
    ("excludes", "excludes", False),
    ("yields", "excludes", True),
)
THRESHOLD = Threshold(
    "alert",
    "Alert",
    ("FEN-1",),
    "head",
    tuple(Ground(name, kind, Known(name), f"{name} stands against it.", yields) for name, kind, yields in KINDS),
)


def judged(answers: dict[str, Answer]) -> Judged:
    """The threshold where each ground answers so; what is unknown needs the fact of its name."""

    def judge(condition: Condition) -> Finding:
        assert isinstance(condition, Known)
        answer = answers[condition.fact]
        return Finding(answer, needs=frozenset({condition.fact}) if answer is None else frozenset())

    return judge_threshold(THRESHOLD, judge)


def against(answers: dict[str, Answer]) -> set[str]:
    """By the words: what must hold and does not; what excludes and holds, unless it yields to an exception that holds."""
    found = {"requires"} if answers["requires"] is False else set()
    found |= {"excludes"} if answers["excludes"] else set()
    return found | ({"yields"} if answers["yields"] and not answers["exceptional"] else set())


EVERY_WAY = [dict(zip((name for name, _, _ in KINDS), each, strict=True)) for each in product(ANSWERS, repeat=5)]


def test_all_ways_are_tried() -> None:
    assert len(EVERY_WAY) == 3**5


@pytest.mark.parametrize("answers", EVERY_WAY, ids=lambda answers: " ".join(f"{k}={v}" for k, v in answers.items()))
def test_the_verdict_is_what_the_words_say(answers: dict[str, Answer]) -> None:
    found = judged(answers)
    if against(answers):
        assert (found.verdict, {ground.rule for ground, _ in found.against}) == ("not_met", against(answers))
    elif answers["opens"] is False and answers["exceptional"] is False:
        assert (found.verdict, found.carried_by) == ("not_met", ())
    else:
        known = {"requires": answers["requires"], "excludes": answers["excludes"]}
        known |= {} if answers["exceptional"] else {"yields": answers["yields"]}
        carried = answers["opens"] or answers["exceptional"]
        is_open = not carried or None in known.values()
        assert found.verdict == ("open" if is_open else "met")
    assert {ground.rule for ground, _ in found.carried_by} == {k for k in ("opens", "exceptional") if answers[k]}


@pytest.mark.parametrize("answers", [each for each in EVERY_WAY if judged(each).verdict == "open"])
def test_what_is_open_says_what_would_settle_it(answers: dict[str, Answer]) -> None:
    needs = judged(answers).needs
    assert needs
    assert needs <= {name for name, answer in answers.items() if answer is None}


@pytest.mark.parametrize("answers", [each for each in EVERY_WAY if judged(each).verdict != "open"])
def test_what_is_settled_asks_for_nothing(answers: dict[str, Answer]) -> None:
    assert judged(answers).needs == frozenset()
