"""What every LeaseStore does."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from shared_kernel.leases import LeaseStore


class Wall:
    """The machine's time, moved by hand."""

    def __init__(self) -> None:
        self.seconds = 1_000_000.0

    def __call__(self) -> float:
        return self.seconds


class LeaseStoreSuite:
    """Whoever derives from it gives the fixture `leases`: the LeaseStore that is tried."""

    @pytest.fixture
    def wall(self) -> Wall:
        return Wall()

    def test_one_holds_it_until_it_runs_out(self, leases: LeaseStore, wall: Wall) -> None:
        first = leases.acquire("relay", "one", 10)
        assert first and (first.name, first.owner, first.until) == ("relay", "one", wall.seconds + 10)
        assert leases.acquire("relay", "two", 10) is None
        assert leases.acquire("relay", "one", 10) is None
        wall.seconds += 10
        second = leases.acquire("relay", "two", 10)
        assert second and second.owner == "two"

    def test_each_name_is_a_lease_of_its_own(self, leases: LeaseStore) -> None:
        assert leases.acquire("relay", "one", 10)
        assert leases.acquire("reader", "two", 10)

    def test_the_epoch_grows_with_each_owner(self, leases: LeaseStore, wall: Wall) -> None:
        epochs = []
        for owner in ("one", "two", "one"):
            lease = leases.acquire("relay", owner, 10)
            assert lease
            epochs.append(lease.epoch)
            wall.seconds += 10
        assert epochs == [1, 2, 3]

    def test_renewing_makes_it_longer(self, leases: LeaseStore, wall: Wall) -> None:
        lease = leases.acquire("relay", "one", 10)
        assert lease
        wall.seconds += 9
        renewed = leases.renew(lease, 10)
        assert renewed and (renewed.epoch, renewed.until) == (lease.epoch, wall.seconds + 10)
        wall.seconds += 9
        assert leases.acquire("relay", "two", 10) is None
        assert leases.renew(lease, 10)

    def test_what_ran_out_cannot_be_renewed(self, leases: LeaseStore, wall: Wall) -> None:
        lease = leases.acquire("relay", "one", 10)
        assert lease
        wall.seconds += 10
        assert leases.renew(lease, 10) is None
        assert leases.acquire("relay", "two", 10)
        assert leases.renew(lease, 10) is None

    def test_releasing_makes_it_free_at_once(self, leases: LeaseStore) -> None:
        lease = leases.acquire("relay", "one", 10)
        assert lease
        leases.release(lease)
        assert leases.renew(lease, 10) is None
        second = leases.acquire("relay", "two", 10)
        assert second and second.epoch == 2

    def test_a_late_release_does_not_take_it_from_the_next_owner(self, leases: LeaseStore, wall: Wall) -> None:
        lease = leases.acquire("relay", "one", 10)
        assert lease
        wall.seconds += 10
        assert leases.acquire("relay", "two", 10)
        leases.release(lease)
        assert leases.acquire("relay", "three", 10) is None

    def test_of_many_who_ask_at_once_one_gets_it(self, leases: LeaseStore, wall: Wall) -> None:
        for _ in range(3):
            with ThreadPoolExecutor(12) as pool:
                got = list(pool.map(lambda number: leases.acquire("relay", f"o-{number}", 10), range(12)))
            assert len([lease for lease in got if lease]) == 1
            wall.seconds += 10
