"""The country's arithmetic, and the verdict on a played year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from benchmarks.country import figures
from benchmarks.country.__main__ import PAGE, page
from benchmarks.country.load import busiest_hour
from benchmarks.country.reckoning import Load, Measured, held_after, year_of
from contracts import escalation
from contracts.schema import name_and_version, write
from shared_kernel.commits import Commit, EventRecord
from tests.chaos.country_verdict import Year, judged
from tests.contract.ports.samples import stream_of

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
CASE = Measured(commands=2.0, commits=4.0, commit_bytes=8000.0, view_bytes=2000.0, deadlines=1.0)


def test_every_figure_says_where_it_is_from() -> None:
    assert all(each.source and each.number > 0 for each in figures.EVERY)


def test_the_authorities_parts_are_the_country() -> None:
    shares = figures.shares(len(figures.places()))
    parts = [Load(share, CASE) for share in shares]
    assert len(parts) == 153
    assert sum(each.commands for each in parts) == pytest.approx(Load(1.0, CASE).commands)


def test_the_worst_hour_is_worse_than_the_average_and_growth_adds_up() -> None:
    load = Load(1.0, CASE)
    assert load.worst_hour > load.commands / 365 / 24 / 3600
    assert 1 / 24 < busiest_hour() < 1
    assert year_of(10).cases > year_of(1).cases
    assert held_after(10) > 10 * held_after(1)


def test_the_page_is_as_it_is_reckoned() -> None:
    assert "\n".join(page()) + "\n" == PAGE.read_text("utf-8"), "run python -m benchmarks.country --write"


def routed(at: datetime, *events: Any, version: int = 1, authority: str = "council-001") -> Commit:
    """A commit of escalation's at that moment."""
    records = tuple(EventRecord(*name_and_version(type(each)), write(each)) for each in events)
    (sample,) = stream_of(1)
    changes: dict[str, Any] = {"stream": "routing-1", "hash": f"{at} {version}", "authority": authority}
    return replace(sample, **changes, version=version, events=records, recorded_at=at, actor="service:escalation")


def started(due: datetime, clock_id: str = "clock-1") -> Any:
    return escalation.ClockStartedV1(clock_id, "K-1", "Told", "council-001-head", due, 1, NOON, ())


def verdict(*log: Commit) -> Year:
    return judged(log, NOON + 10 * HOUR)


def test_a_deadline_that_fires_when_it_is_due_holds() -> None:
    due = NOON + HOUR
    found = verdict(routed(NOON, started(due)), routed(due, escalation.ClockBreachedV1("clock-1", ()), version=2))
    assert found.holds
    assert found.fired == 1


@pytest.mark.parametrize(
    ("fires", "wrong"),
    [([], "missed"), ([0.5], "early"), ([1.5], "late"), ([1.0, 2.0], "twice")],
)
def test_each_way_to_break_a_deadline_is_seen(fires: Iterable[float], wrong: str) -> None:
    breached = escalation.ClockBreachedV1("clock-1", ())
    log = [routed(NOON + each * HOUR, breached, version=2 + index) for index, each in enumerate(fires)]
    found = verdict(routed(NOON, started(NOON + HOUR)), *log)
    assert getattr(found, wrong) == 1
    assert not found.holds


def test_what_is_met_or_due_later_is_not_missed() -> None:
    met = escalation.ClockMetV1("clock-1", "decided:x.y", late=False)
    assert verdict(routed(NOON, started(NOON + HOUR)), routed(NOON, met, version=2)).missed == 0
    assert verdict(routed(NOON, started(NOON + 100 * HOUR))).still_waiting == 1


def test_one_that_overtakes_another_is_seen() -> None:
    both = routed(NOON, started(NOON + HOUR), started(NOON + 2 * HOUR, "clock-2"))
    second = routed(NOON + 2 * HOUR, escalation.ClockBreachedV1("clock-2", ()), version=2)
    first = routed(NOON + 2 * HOUR, escalation.ClockBreachedV1("clock-1", ()), version=3)
    assert verdict(both, second, first).overtaken == 1


def test_a_commit_that_names_another_council_has_crossed() -> None:
    there = routed(NOON, escalation.NoticeReceivedV1("notice-1", "council-002-head"))
    assert verdict(there).crossed == 1
    assert verdict(routed(NOON, started(NOON)), routed(NOON, version=2, authority="council-002")).crossed == 1
