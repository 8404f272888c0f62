"""The arithmetic that the benchmarks stand on."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.entry import Bars, Entry, Found
from benchmarks.numbers import Round, Spread, intended_starts, lost, percentile, spread
from benchmarks.page import section, sections_of, text
from benchmarks.plan import FULL, QUICK, quick
from benchmarks.plot import drawn
from benchmarks.processes import spent
from benchmarks.report import told
from benchmarks.results import SideResult, times_as_many


def a_round(accepted: int = 2, seconds: float = 1.0, refused: int = 0, **cpu: float) -> Round:
    latencies = tuple(0.001 * number for number in range(1, accepted + 1))
    return Round(seconds, latencies, tuple(f"n-{number}" for number in range(accepted)), refused, cpu)


@pytest.mark.parametrize(
    ("percent", "expected"),
    [(50, 5), (90, 9), (91, 10), (99, 10), (100, 10), (0.1, 1)],
)
def test_a_percentile_is_a_value_that_was_measured(percent: float, expected: int) -> None:
    assert percentile([10, 1, 9, 2, 8, 3, 7, 4, 6, 5], percent) == expected


def test_the_99th_percentile_of_a_thousand_leaves_ten_above_it() -> None:
    assert percentile(list(range(1, 1001)), 99) == 990


@pytest.mark.parametrize(("values", "percent"), [([], 50), ([1.0], 0), ([1.0], 101)])
def test_there_is_no_percentile_of_nothing_and_none_beyond_all(values: list[float], percent: float) -> None:
    with pytest.raises(ValueError, match="percentile"):
        percentile(values, percent)


def test_a_spread_is_the_median_between_the_extremes() -> None:
    assert spread([3.0, 1.0, 2.0]) == Spread(2.0, 1.0, 3.0)
    assert spread([1.0, 2.0]) == Spread(1.5, 1.0, 2.0)
    with pytest.raises(ValueError, match="nothing"):
        spread([])


def test_only_what_was_accepted_counts_as_done() -> None:
    measured = a_round(accepted=50, seconds=2.0, refused=50)

    assert measured.per_second == 25.0
    assert measured.milliseconds(100) == pytest.approx(50.0)


def test_cpu_is_told_for_a_thousand_accepted_commands() -> None:
    measured = a_round(accepted=500, gateway=0.4)

    assert measured.cpu_per_thousand("gateway") == pytest.approx(0.8)
    assert measured.cpu_per_thousand("what did not run") == 0.0


def test_cpu_is_what_was_spent_meanwhile_by_those_asked_of() -> None:
    assert spent({"a": 1.0, "b": 5.0}, {"a": 1.5, "b": 9.0}, ["a"]) == {"a": 0.5}


def test_an_open_loop_keeps_its_rate_whatever_happens() -> None:
    assert intended_starts(4, 100.0) == (0.0, 0.01, 0.02, 0.03)


def test_lost_is_what_was_answered_and_is_not_there() -> None:
    assert lost(["a", "b"], ["b", "c"]) == {"a"}


def test_a_side_has_lost_what_any_of_its_rounds_was_answered() -> None:
    side = SideResult("ours", ())
    side.took([], a_round(accepted=1))  # a warm-up: not told, but counted
    side.took(side.one, a_round(accepted=3, refused=2))
    side.stored = frozenset({"n-0", "n-2"})

    assert (side.lost, side.refused, len(side.answered)) == (1, 2, 3)


def test_sides_are_compared_round_by_round() -> None:
    ours = [a_round(accepted=20), a_round(accepted=30), a_round(accepted=40)]
    theirs = [a_round(accepted=10), a_round(accepted=10), a_round(accepted=10)]

    assert times_as_many(ours, theirs) == Spread(3.0, 2.0, 4.0)


@pytest.mark.parametrize(
    ("median", "expected"),
    [(1234.56, "1,235 (1–2,000)"), (12.345, "12.3 (1.0–2,000.0)"), (1.234, "1.23 (1.00–2,000.00)")],
)
def test_numbers_have_as_many_digits_as_say_something(median: float, expected: str) -> None:
    assert told(Spread(median, 1.0, 2000.0)) == expected


def test_a_quick_run_measures_the_same_with_less() -> None:
    assert quick({"BENCH_QUICK": "1"})
    assert not quick({}) and not quick({"BENCH_QUICK": "0"})
    assert QUICK.rounds * QUICK.by_many < FULL.rounds * FULL.by_many


def test_an_entry_that_is_measured_again_replaces_what_the_page_said_of_it_and_nothing_else() -> None:
    first, second = Entry("one", "The first", measure), Entry("two", "The second", measure)
    order = ["one", "two"]
    page = text(
        "# Benchmarks\n\nHow.\n",
        {"two": section(second, ["old"], []), "one": section(first, ["1", "", "  2"], [])},
        order,
    )

    again = text(
        "# Benchmarks\n\nHow.\n", {**sections_of(page), "two": section(second, ["new"], [("two.svg", PLOT)])}, order
    )

    assert page.startswith("# Benchmarks\n\nHow.\n")
    assert "## one: The first\n\n```text\n1\n\n  2\n```\n\n## two: The second" in page
    assert again == page.replace("```text\nold", "![Speed: a second](pictures/two.svg)\n\n```text\nnew")


def test_a_plot_shows_each_side_and_loads_nothing_from_elsewhere() -> None:
    picture = drawn(PLOT)

    assert "ours" in picture and "peer" in picture
    assert 'href="http' not in picture and "<script" not in picture
    assert picture == drawn(PLOT)


PLOT = Bars("Speed", "a second", {"ours": Spread(2.0, 1.0, 3.0), "peer": Spread(1.0, 1.0, 1.0)})


def measure(_: Path, __: bool) -> Found:
    return Found(())
