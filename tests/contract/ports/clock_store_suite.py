"""What every ClockStore does."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from shared_kernel.waiting_clocks import ClockStore, WaitingClock
from tests.contract.ports.lease_store_suite import Wall
from tests.contract.ports.samples import NOON

CLOCK = WaitingClock("clock-1", "case-1", "kent", NOON, {"rule": "KEN23-NA-7", "repeat": [1, {"n": None}]})
MINUTE = timedelta(minutes=1)


class ClockStoreSuite:
    """Whoever derives from it gives the fixture `clocks`: the ClockStore that is tried."""

    @pytest.fixture
    def wall(self) -> Wall:
        return Wall()

    def test_a_clock_waits_until_it_is_due(self, clocks: ClockStore) -> None:
        clocks.put(CLOCK)
        assert clocks.claim_due(NOON - timedelta(microseconds=1), "one", 30, 10) == ()
        assert clocks.claim_due(NOON, "one", 30, 10) == (CLOCK,)

    def test_a_clock_fires_late_rather_than_never(self, clocks: ClockStore) -> None:
        clocks.put(CLOCK)
        assert clocks.claim_due(NOON + timedelta(days=400), "one", 30, 10) == (CLOCK,)

    def test_the_earliest_comes_first_and_no_more_than_asked(self, clocks: ClockStore) -> None:
        put = [replace(CLOCK, clock_id=f"clock-{n}", due=NOON - n * MINUTE) for n in (3, 1, 4, 2, 0)]
        for clock in put:
            clocks.put(clock)
        assert [clock.clock_id for clock in clocks.claim_due(NOON, "one", 30, 3)] == [
            "clock-4",
            "clock-3",
            "clock-2",
        ]
        assert [clock.clock_id for clock in clocks.claim_due(NOON, "two", 30, 3)] == ["clock-1", "clock-0"]
        assert clocks.claim_due(NOON, "one", 30, 0) == ()

    def test_instants_with_and_without_fractions_are_in_order(self, clocks: ClockStore) -> None:
        for number, microseconds in enumerate((999_999, 0, 1, 500_000)):
            due = NOON.replace(microsecond=microseconds)
            clocks.put(replace(CLOCK, clock_id=f"clock-{number}", due=due))
        claimed = clocks.claim_due(NOON + MINUTE, "one", 30, 10)
        assert [clock.due.microsecond for clock in claimed] == [0, 1, 500_000, 999_999]

    def test_a_claimed_clock_is_nobody_elses_until_the_claim_runs_out(self, clocks: ClockStore, wall: Wall) -> None:
        clocks.put(CLOCK)
        assert clocks.claim_due(NOON, "one", 30, 10) == (CLOCK,)
        assert clocks.claim_due(NOON, "two", 30, 10) == ()
        assert clocks.claim_due(NOON + timedelta(days=1), "one", 30, 10) == ()
        wall.seconds += 30
        assert clocks.claim_due(NOON, "two", 30, 10) == (CLOCK,)

    def test_a_completed_clock_does_not_fire_again(self, clocks: ClockStore, wall: Wall) -> None:
        clocks.put(CLOCK)
        (claimed,) = clocks.claim_due(NOON, "one", 30, 10)
        clocks.complete(claimed)
        clocks.complete(claimed)
        wall.seconds += 30
        assert clocks.claim_due(NOON, "two", 30, 10) == ()
        assert clocks.count() == 0

    def test_several_are_completed_at_once_but_none_that_was_moved(self, clocks: ClockStore, wall: Wall) -> None:
        """Not even to the moment at which another of them was due."""
        put = [replace(CLOCK, clock_id=f"clock-{n}", due=NOON - n * MINUTE) for n in range(3)]
        clocks.put_all(put)
        claimed = clocks.claim_due(NOON, "one", 30, 10)
        moved = replace(put[0], due=put[1].due)
        clocks.put(moved)
        clocks.complete_all(claimed)
        clocks.complete_all([])
        wall.seconds += 30
        assert clocks.claim_due(NOON, "two", 30, 10) == (moved,)

    def test_what_is_due_within_bounds_is_told(self, clocks: ClockStore) -> None:
        for number in (3, 1, 2):
            clocks.put(replace(CLOCK, clock_id=f"clock-{number}", due=NOON + number * MINUTE))
        assert clocks.due_within(NOON, NOON + 3 * MINUTE) == NOON + MINUTE
        assert clocks.due_within(NOON + MINUTE, NOON + 3 * MINUTE) == NOON + 2 * MINUTE, "after the moment, not at it"
        assert clocks.due_within(NOON, NOON + MINUTE - timedelta(microseconds=1)) is None

    def test_a_removed_clock_does_not_fire(self, clocks: ClockStore) -> None:
        clocks.put(CLOCK)
        clocks.remove("clock-1")
        clocks.remove("clock-1")
        assert clocks.claim_due(NOON, "one", 30, 10) == ()

    def test_putting_the_same_clock_again_changes_nothing(self, clocks: ClockStore) -> None:
        clocks.put(CLOCK)
        clocks.put(CLOCK)
        assert clocks.count() == 1
        assert clocks.claim_due(NOON, "one", 30, 10) == (CLOCK,)
        clocks.put(CLOCK)
        assert clocks.claim_due(NOON, "two", 30, 10) == ()

    def test_several_put_at_once_are_put_as_one_by_one(self, clocks: ClockStore) -> None:
        clocks.put_all([])
        clocks.put(CLOCK)
        clocks.put(replace(CLOCK, clock_id="moved", due=NOON + MINUTE))
        assert clocks.claim_due(NOON, "one", 30, 10) == (CLOCK,)
        moved, new = (replace(CLOCK, clock_id=name, due=NOON) for name in ("moved", "new"))
        clocks.put_all([CLOCK, moved, new])
        assert clocks.count() == 3
        claimed = clocks.claim_due(NOON, "two", 30, 10)
        assert sorted(each.clock_id for each in claimed) == ["moved", "new"], "one is claimed already, one was moved"

    def test_putting_it_with_other_data_keeps_the_claim(self, clocks: ClockStore, wall: Wall) -> None:
        clocks.put(CLOCK)
        assert clocks.claim_due(NOON, "one", 30, 10) == (CLOCK,)
        changed = replace(CLOCK, data={"rule": "KEN23-NA-8"})
        clocks.put(changed)
        assert clocks.claim_due(NOON, "two", 30, 10) == ()
        wall.seconds += 30
        assert clocks.claim_due(NOON, "two", 30, 10) == (changed,)

    def test_a_moved_clock_fires_at_its_new_time(self, clocks: ClockStore) -> None:
        clocks.put(CLOCK)
        clocks.put(replace(CLOCK, due=NOON + MINUTE))
        assert clocks.count() == 1
        assert clocks.claim_due(NOON, "one", 30, 10) == ()
        assert clocks.claim_due(NOON + MINUTE, "one", 30, 10) == (replace(CLOCK, due=NOON + MINUTE),)

    def test_a_clock_moved_while_it_fires_is_not_lost(self, clocks: ClockStore) -> None:
        clocks.put(CLOCK)
        (claimed,) = clocks.claim_due(NOON, "one", 30, 10)
        moved = replace(CLOCK, due=NOON + MINUTE)
        clocks.put(moved)
        clocks.complete(claimed)
        assert clocks.claim_due(NOON + MINUTE, "two", 30, 10) == (moved,)

    def test_a_repeating_clock_may_be_put_again_after_it_fired(self, clocks: ClockStore) -> None:
        clocks.put(CLOCK)
        (claimed,) = clocks.claim_due(NOON, "one", 30, 10)
        clocks.complete(claimed)
        clocks.put(replace(CLOCK, due=NOON + MINUTE))
        assert len(clocks.claim_due(NOON + MINUTE, "one", 30, 10)) == 1

    def test_two_claimers_never_hold_the_same_clock(self, clocks: ClockStore) -> None:
        for number in range(60):
            clocks.put(replace(CLOCK, clock_id=f"clock-{number:02d}"))

        def claim_all(owner: int) -> list[str]:
            mine: list[str] = []
            while claimed := clocks.claim_due(NOON, f"owner-{owner % 2}", 30, 7):
                mine += [clock.clock_id for clock in claimed]
            return mine

        with ThreadPoolExecutor(4) as pool:
            claimed = [clock_id for mine in pool.map(claim_all, range(4)) for clock_id in mine]
        assert sorted(claimed) == sorted(set(claimed))
        # A claimer may find all of a batch taken and leave; what it left is still there for the next.
        claimed += [clock.clock_id for clock in clocks.claim_due(NOON, "last", 30, 60)]
        assert sorted(claimed) == [f"clock-{number:02d}" for number in range(60)]

    def test_all_waiting_clocks_are_counted(self, clocks: ClockStore) -> None:
        assert clocks.count() == 0
        for number in range(3):
            clocks.put(replace(CLOCK, clock_id=f"clock-{number}", due=NOON + number * MINUTE))
        clocks.claim_due(NOON, "one", 30, 10)
        assert clocks.count() == 3
