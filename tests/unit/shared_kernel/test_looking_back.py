from __future__ import annotations

from bisect import bisect_left
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared_kernel.looking_back import newest
from shared_kernel.time import instant_text

NOW = datetime(2026, 11, 20, 12, 0, 0, 500_000, tzinfo=UTC)


class Kept:
    """Places in order, of which it is counted how many a store would read that does not stop when it has enough."""

    def __init__(self, ages: list[int]) -> None:
        self._places = sorted(
            f"{instant_text(NOW - timedelta(seconds=age))}|{number}" for number, age in enumerate(ages)
        )
        self.read = 0

    def between(self, lower: str, upper: str, limit: int) -> list[str]:
        found = self._places[bisect_left(self._places, lower) : bisect_left(self._places, upper)]
        self.read += len(found)
        return found[::-1][:limit]

    @property
    def newest_first(self) -> list[str]:
        return self._places[::-1]


@given(st.lists(st.integers(-100_000, 200_000_000), max_size=60), st.integers(1, 7))
def test_page_by_page_each_is_met_once_the_newest_first_however_far_apart_they_lie(ages: list[int], page: int) -> None:
    kept, met = Kept(ages), list[str]()
    while found := newest(kept.between, met[-1] if met else None, page, NOW):
        met += found
    assert met == kept.newest_first


def test_of_many_in_five_years_only_the_newest_are_read() -> None:
    kept = Kept([number * 1_560 for number in range(100_000)])
    assert list(newest(kept.between, None, 26, NOW)) == kept.newest_first[:26]
    assert kept.read < 40
    newest(kept.between, kept.newest_first[5_000], 26, NOW)
    assert kept.read < 80


@pytest.mark.parametrize("before", ["0001-01-01T00:00:00.000000+00:00|x", "0001-01-02T00:00:00.000000+00:00"])
def test_there_is_nothing_before_the_first_of_all_days(before: str) -> None:
    assert newest(Kept([0]).between, before, 1, NOW) == ()


def test_a_place_after_all_finds_what_there_is() -> None:
    kept = Kept([0, 10])
    assert list(newest(kept.between, "9999-12-31T23:59:59.999999+00:00|x", 5, NOW)) == kept.newest_first
