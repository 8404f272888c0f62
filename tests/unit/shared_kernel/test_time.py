"""Casework time: moved by tests and demonstrations, written in one way."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared_kernel.time import (
    FileClock,
    FixedClock,
    NotAnInstant,
    SystemClock,
    instant_of,
    instant_text,
    move,
)
from tests.contract.ports.samples import NOON

INSTANTS = st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=30))]))


def near(one: datetime, other: datetime) -> bool:
    return abs(one - other) < timedelta(seconds=5)


def test_the_system_clock_is_aware_and_in_utc() -> None:
    assert SystemClock().now().utcoffset() == timedelta()


def test_a_fixed_clock_moves_only_when_told() -> None:
    clock = FixedClock(NOON)
    assert clock.now() == clock.now() == NOON
    clock.advance(timedelta(days=365))
    assert clock.now() == NOON + timedelta(days=365)
    clock.set(NOON.astimezone(timezone(timedelta(hours=1))))
    assert clock.now() == NOON
    assert clock.now().utcoffset() == timedelta()


def test_a_fixed_clock_wants_an_offset() -> None:
    with pytest.raises(NotAnInstant):
        FixedClock(NOON.replace(tzinfo=None))


def test_a_file_clock_without_its_file_is_the_system_clock(tmp_path: Path) -> None:
    assert near(FileClock(tmp_path / "clock.json").now(), datetime.now(UTC))


def test_moving_the_file_moves_every_process_that_looks_at_it(tmp_path: Path) -> None:
    path = tmp_path / "clock.json"
    one, other = FileClock(path), FileClock(path)
    assert near(one.now(), datetime.now(UTC))
    for moves in (1, 2, 3):  # faster than a file system's time may tick
        assert move(path, timedelta(days=10)) == timedelta(days=10 * moves)
        for clock in (one, other):
            assert near(clock.now(), datetime.now(UTC) + timedelta(days=10 * moves))
    assert [each.name for each in tmp_path.iterdir()] == ["clock.json"]


def test_a_removed_clock_file_counts_as_no_offset(tmp_path: Path) -> None:
    path = tmp_path / "clock.json"
    move(path, timedelta(days=10))
    clock = FileClock(path)
    clock.now()
    path.unlink()
    assert near(clock.now(), datetime.now(UTC))


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"offset_seconds": "soon"}', '{"offset_seconds": null}', "1"])
def test_a_clock_file_that_is_not_understood_is_said(tmp_path: Path, text: str) -> None:
    path = tmp_path / "clock.json"
    path.write_text(text)
    with pytest.raises(NotAnInstant):
        FileClock(path).now()


@given(INSTANTS, INSTANTS)
def test_texts_sort_as_the_instants_do(one: datetime, other: datetime) -> None:
    assert (instant_text(one) < instant_text(other)) == (one < other)


@given(INSTANTS)
def test_an_instant_comes_back_from_its_text(instant: datetime) -> None:
    assert instant_of(instant_text(instant)) == instant


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-03-02",
        "2026-03-02T12:00:00",
        "2026-03-02T12:00:00+00:00",
        "2026-03-02T12:00:00.000000Z",
        "2026-03-02 12:00:00.000000+00:00",
        "2026-03-02T13:00:00.000000+01:00",
        None,
        7,
    ],
)
def test_any_other_spelling_of_an_instant_is_refused(text: str) -> None:
    with pytest.raises(NotAnInstant):
        instant_of(text)
