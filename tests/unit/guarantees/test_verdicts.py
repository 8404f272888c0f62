"""Whoever judges a run in which things go wrong notices each way in which a promise can be broken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from shared_kernel.commits import Commit, EventRecord
from tests.chaos.holding import Held, grown, kept_of_a_case, opened_more
from tests.chaos.outage import Outage, told
from tests.chaos.plan import OUTAGES, lasting, plan
from tests.chaos.verdict import Verdict, broken, doubled
from tests.contract.ports.samples import NOON, commit_after, stream_of

KEPT = Verdict(
    seed=1,
    faults=(),
    attempted=3,
    acknowledged=2,
    lost=0,
    unexpected=0,
    duplicated=0,
    recovered=1,
    broken=0,
    waiting=0,
    parked=0,
    late=0,
    slowest_answer=1.0,
    caught_up_after=1.0,
    refusals={},
)


@pytest.mark.parametrize("how", ["lost", "unexpected", "duplicated", "broken", "waiting", "parked"])
def test_a_run_holds_only_where_nothing_at_all_went_wrong(how: str) -> None:
    assert KEPT.holds
    assert not replace(KEPT, **{how: 1}).holds  # type: ignore[arg-type]


def test_a_run_in_which_nobody_was_answered_proves_nothing() -> None:
    assert not replace(KEPT, acknowledged=0).holds


def numbered(*commits: Commit) -> list[Commit]:
    return [replace(each, position=position) for position, each in enumerate(commits, 1)]


def test_a_hole_a_repetition_and_a_torn_chain_are_each_noticed() -> None:
    one, two, three = numbered(*stream_of(3))
    assert broken([one, two, three]) == 0
    assert broken([one, three])
    assert broken([one, two, replace(two, position=3)])
    assert broken([one, replace(two, actor="another"), three])


def test_what_happened_twice_to_a_case_is_counted() -> None:
    first = commit_after(None)
    opened = EventRecord("TaskOpened", 1, {"task_id": "task-1"})
    assert doubled([replace(first, events=(opened,))]) == 0
    assert doubled([replace(first, events=(opened,)), replace(first, events=(opened,))]) == 1


DUE = {f"clock-{number}:due": NOON + timedelta(seconds=number) for number in (1, 2)}
NOTHING = Outage(2, 600.0, False, 0, 0, 0, 0, 0, 0, 1.0)


def fired(number: int, at: datetime) -> Commit:
    breached = EventRecord("ClockBreached", 1, {"clock_id": f"clock-{number}"})
    return replace(commit_after(None, f"case-{number}", recorded_at=at), events=(breached,))


@pytest.mark.parametrize(
    ("order", "seconds", "found"),
    [
        ((1, 2), 600, {}),
        ((2, 1), 600, {"out_of_order": 1}),
        ((1,), 600, {"missed": 1}),
        ((1, 2, 2), 600, {"double": 1}),
        ((1, 2), 1, {"early": 1}),
    ],
)
def test_deadlines_that_passed_while_nothing_ran(
    order: tuple[int, ...], seconds: int, found: Mapping[str, int]
) -> None:
    after = told([fired(each, NOON + timedelta(seconds=seconds)) for each in order], DUE, NOTHING)
    assert after == replace(NOTHING, clocks=2, moments=2, **found)  # type: ignore[arg-type]
    assert after.holds == (not found)


def look(**memory: float) -> Held:
    return Held(memory, {"intake": 20}, 10, 30)


def test_memory_is_flat_or_it_is_said_whose_is_not() -> None:
    looks = [look(intake=50.0 + each, gateway=100.0 + each * 5, store=each * 100.0) for each in range(12)]
    assert grown(looks).keys() == {"gateway"}
    assert grown(looks[:1]) == {}


@pytest.mark.parametrize("more", [{"connections": 16}, {"channels": 36}, {"files": {"intake": 26}}])
def test_what_was_opened_and_never_closed_is_said(more: dict[str, Any]) -> None:
    looks = [look(intake=50.0)] * 8
    assert opened_more(looks) == {}
    assert len(opened_more([*looks[:6], *[replace(looks[0], **more)] * 2])) == 1


def test_a_pool_may_open_one_more() -> None:
    looks = [look(intake=50.0)] * 6
    assert opened_more([*looks, *[replace(looks[0], connections=11)] * 2]) == {}


def test_what_the_auditor_keeps_grows_with_cases_and_by_how_much_is_said() -> None:
    looks = [look(auditor=80.0), look(auditor=90.0), look(auditor=100.0)]
    assert grown(looks) == {}
    assert kept_of_a_case(looks, 10_000) == 2.0


def test_commands_are_asked_for_as_long_as_things_go_wrong() -> None:
    assert lasting(OUTAGES) > 60 + 30 + 30
    assert 10 < lasting(plan(1, 12)) < 120
