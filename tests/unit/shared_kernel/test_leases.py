"""A process's side of a lease."""

from __future__ import annotations

import pytest

from shared_kernel.errors import StoreUnavailable
from shared_kernel.leases import Lease, Tenure, only_with
from shared_kernel.leases_memory import MemoryLeaseStore
from tests.contract.ports.lease_store_suite import Wall


class CountingLeases(MemoryLeaseStore):
    """Counts what it is asked, and can be away."""

    def __init__(self, wall: Wall) -> None:
        super().__init__(wall)
        self.asked = 0
        self.away = False

    def acquire(self, name: str, owner: str, seconds: float) -> Lease | None:
        self._ask()
        return super().acquire(name, owner, seconds)

    def renew(self, lease: Lease, seconds: float) -> Lease | None:
        self._ask()
        return super().renew(lease, seconds)

    def _ask(self) -> None:
        self.asked += 1
        if self.away:
            raise StoreUnavailable


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture
def leases(wall: Wall) -> CountingLeases:
    return CountingLeases(wall)


def tenure(leases: CountingLeases, wall: Wall, owner: str) -> Tenure:
    return Tenure(leases, "relay", owner, 9, monotonic=wall)


def test_one_of_two_holds(leases: CountingLeases, wall: Wall) -> None:
    one, two = tenure(leases, wall, "one"), tenure(leases, wall, "two")
    assert (one.hold(), two.hold()) == (True, False)
    assert (one.epoch, two.epoch) == (1, 0)
    one.release()
    assert (two.hold(), one.hold()) == (True, False)
    assert (one.epoch, two.epoch) == (0, 2)


def test_it_asks_the_store_once_in_a_third_and_keeps_its_epoch(leases: CountingLeases, wall: Wall) -> None:
    one = tenure(leases, wall, "one")
    for _ in range(30):
        assert one.hold()
        wall.seconds += 1
    assert leases.asked == 10
    assert one.epoch == 1


def test_after_oversleeping_it_takes_part_anew(leases: CountingLeases, wall: Wall) -> None:
    one, two = tenure(leases, wall, "one"), tenure(leases, wall, "two")
    one.hold()
    wall.seconds += 9
    assert two.hold()
    assert not one.hold()
    wall.seconds += 9
    assert one.hold()
    assert one.epoch == 3


def test_a_store_that_is_away_is_no_lease(leases: CountingLeases, wall: Wall) -> None:
    one = tenure(leases, wall, "one")
    one.hold()
    wall.seconds += 4
    leases.away = True
    with pytest.raises(StoreUnavailable):
        one.hold()
    assert one.epoch == 0
    leases.away = False
    wall.seconds += 9
    assert one.hold()


def test_work_is_done_only_with_the_lease(leases: CountingLeases, wall: Wall) -> None:
    done: list[str] = []

    def work() -> int:
        done.append("work")
        return 7

    with_lease = only_with(tenure(leases, wall, "one"), work)
    without = only_with(tenure(leases, wall, "two"), work)
    assert (with_lease(), without()) == (7, 0)
    assert done == ["work"]
