"""What makes the comparison of clocks fair: what is counted, how often, and that late is not missed."""

from __future__ import annotations

import math

import pytest

from benchmarks.deadlines.beside import CALM, KILLED, lines, plotted
from benchmarks.deadlines.playing import FULL, QUICK, Plan
from benchmarks.deadlines.verdict import judged

DUE = {"one": 10.0, "two": 11.0, "three": 12.0}


def test_late_counts_from_the_moment_it_was_due_and_of_the_first_time_alone() -> None:
    found = judged(DUE, [("two", 11.5), ("one", 10.25), ("three", 40.0), ("one", 30.0)], 1.0, 2.0)
    assert (found.missed, found.early, found.twice) == (0, 0, 1)
    assert found.late == (0.25, 0.5, 28.0)
    assert (found.lateness(50), found.lateness(99)) == (0.5, 28.0)


def test_what_never_fired_is_missed_and_later_than_everything() -> None:
    found = judged(DUE, [("one", 10.0), ("two", 11.0)], 0.0, 0.0)
    assert found.missed == 1
    assert found.lateness(50) == 0.0
    assert math.isinf(found.lateness(99)), "nobody is ahead by leaving out"


def test_what_fires_before_its_moment_is_early_beyond_what_a_side_rounds() -> None:
    assert judged(DUE, [("one", 9.9995), ("two", 10.9), ("three", 12.0)], 0.0, 0.0).early == 1


def test_what_was_not_asked_of_this_play_does_not_count() -> None:
    found = judged(DUE, [("of another play", 1.0), *DUE.items()], 0.0, 0.0)
    assert (found.missed, found.twice, found.late) == (0, 0, (0.0, 0.0, 0.0))


@pytest.mark.parametrize("plan", [FULL, QUICK])
def test_every_plan_keeps_the_pace_of_ten_thousand_a_minute(plan: Plan) -> None:
    assert round(plan.clocks / plan.seconds * 60) == 10_000


def test_a_side_of_which_nothing_fired_is_told_and_has_no_bar() -> None:
    fired, silent = judged(DUE, [(name, due + 0.5) for name, due in DUE.items()], 1.0, 1.0), judged(DUE, [], 1.0, 1.0)
    verdicts = {("ours", CALM): fired, ("ours", KILLED): fired, ("peer", CALM): silent}
    assert {name: each.median for name, each in plotted(verdicts).items()} == {"ours": 0.5}
    [told] = [each for each in lines(verdicts, QUICK) if "peer" in each]
    assert told.split()[2:8] == ["3", "0", "0", "inf", "inf", "inf"]
