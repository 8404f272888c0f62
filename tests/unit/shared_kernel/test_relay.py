"""The relay: at least once, in order, no hole, whatever crashes."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from shared_kernel.checkpoints_memory import MemoryCheckpointStore
from shared_kernel.commit_store_memory import MemoryCommitStore
from shared_kernel.commits import Commit
from shared_kernel.errors import StoreUnavailable
from shared_kernel.leases_memory import MemoryLeaseStore
from shared_kernel.relay import PublishFailed, Relay, WakeUp
from tests.contract.ports.lease_store_suite import Wall
from tests.contract.ports.samples import commit_after, stream_of
from tests.unit.shared_kernel.fakes import Crash, RecordingPublisher, crash_at

LEASE = 6.0


class House:
    """One service's store, leases and broker; relays are processes that come and go."""

    def __init__(self) -> None:
        self.wall = Wall()
        self.store = MemoryCommitStore()
        self.leases = MemoryLeaseStore(self.wall)
        self.marks = MemoryCheckpointStore()
        self.publisher = RecordingPublisher()

    def relay(self, owner: str = "one", batch: int = 500) -> Relay:
        return Relay(
            "intake",
            self.store,
            self.leases,
            self.marks,
            self.publisher,
            owner,
            batch=batch,
            lease_seconds=LEASE,
        )

    def write(self, length: int, stream: str = "case-1") -> None:
        for commit in stream_of(length, stream):
            self.store.append(commit)

    def write_one(self, stream: str) -> Commit:
        commit = commit_after(None, stream)
        self.store.append(commit)
        return commit

    def positions(self) -> list[int]:
        return [commit.position for commit in self.store.feed(0, 10_000)]


@pytest.fixture
def house() -> House:
    return House()


def test_each_commit_gets_its_position_and_one_wake_up_of_ids(house: House) -> None:
    house.write(2)
    assert house.relay().run_once() == 2
    assert house.publisher.published == [
        WakeUp("intake", 1, "case-1", 1, "kent", ("raised",)),
        WakeUp("intake", 2, "case-1", 2, "kent", ("raised",)),
    ]
    assert [commit.version for commit in house.store.feed(0, 10)] == [1, 2]


def test_with_nothing_new_nothing_is_published(house: House) -> None:
    relay = house.relay()
    assert relay.run_once() == 0
    house.write(1)
    assert (relay.run_once(), relay.run_once()) == (1, 0)
    assert house.publisher.positions == [1]


def test_a_backlog_goes_out_in_batches_in_the_order_of_each_stream(house: House) -> None:
    house.write(5, "case-a")
    house.write(5, "case-b")
    relay = house.relay(batch=3)
    assert [relay.run_once() for _ in range(5)] == [3, 3, 3, 1, 0]
    assert house.publisher.positions == list(range(1, 11))
    for stream in ("case-a", "case-b"):
        assert [m.version for m in house.publisher.published if m.stream == stream] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("place", ["relay.positioned", "relay.published"])
def test_after_a_crash_between_the_steps_nothing_is_lost(
    house: House, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    house.write(3)
    crash_at(monkeypatch, place)
    with pytest.raises(Crash):
        house.relay("crashed").run_once()
    house.write_one("case-2")
    house.wall.seconds += LEASE
    successor = house.relay("successor")
    while successor.run_once():
        pass
    assert house.positions() == [1, 2, 3, 4]
    assert sorted(set(house.publisher.positions)) == [1, 2, 3, 4]
    assert house.publisher.positions[-4:] == [1, 2, 3, 4]


def test_what_was_published_but_not_marked_is_published_again(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.write(2)
    crash_at(monkeypatch, "relay.published")
    with pytest.raises(Crash):
        house.relay("crashed").run_once()
    house.wall.seconds += LEASE
    house.relay("successor").run_once()
    assert house.publisher.positions == [1, 2, 1, 2]


def test_a_broker_that_fails_midway_gets_the_batch_again(house: House) -> None:
    house.write(3)
    relay = house.relay()
    house.publisher.fail_after = 2
    with pytest.raises(PublishFailed):
        relay.run_once()
    house.publisher.fail_after = None
    assert relay.run_once() == 3
    assert house.publisher.positions == [1, 2, 1, 2, 3]


def test_numbering_goes_on_without_the_broker_and_the_wake_ups_follow_in_order(house: House) -> None:
    relay = house.relay()
    house.publisher.fail_after = 0
    for stream in ("case-1", "case-2", "case-3"):
        house.write_one(stream)
        with pytest.raises(PublishFailed):
            relay.run_once()
    assert house.positions() == [1, 2, 3]
    house.publisher.fail_after = None
    while relay.run_once():
        pass
    assert house.publisher.positions == [1, 2, 3]


def test_of_two_relays_only_the_one_with_the_lease_works(house: House) -> None:
    one, two = house.relay("one"), house.relay("two")
    house.write_one("case-1")
    assert (one.run_once(), two.run_once()) == (1, 0)
    house.write_one("case-2")
    assert (two.run_once(), one.run_once()) == (0, 1)


def test_a_relay_that_steps_down_is_followed_at_once(house: House) -> None:
    one, two = house.relay("one"), house.relay("two")
    house.write_one("case-1")
    one.run_once()
    house.write_one("case-2")
    one.step_down()
    assert two.run_once() == 1
    assert house.publisher.positions == [1, 2]


def test_a_relay_that_overslept_its_lease_makes_no_hole_and_steps_down(house: House) -> None:
    overslept, successor = house.relay("overslept"), house.relay("successor")
    house.write_one("case-m")
    assert overslept.run_once() == 1
    house.wall.seconds += LEASE  # the lease has run out; the sleeper's own monotonic time has not moved
    for stream in ("case-n", "case-o"):
        house.write_one(stream)
    assert successor.run_once() == 2
    house.write_one("case-a")
    assert overslept.run_once() == 0  # it met a taken position
    assert successor.run_once() == 1
    assert house.positions() == [1, 2, 3, 4]
    house.write_one("case-b")
    assert (overslept.run_once(), successor.run_once()) == (0, 1)
    assert house.publisher.positions == [1, 2, 3, 4, 5]
    successor.step_down()
    house.write_one("case-c")
    assert overslept.run_once() == 1  # it takes part again at once, from the right position


def test_what_a_relay_read_ahead_before_another_took_over_is_forgotten(house: House) -> None:
    one, two = house.relay("one", batch=1), house.relay("two")
    house.write(3)
    assert one.run_once() == 1
    one.step_down()
    assert two.run_once() == 2
    two.step_down()
    house.write_one("case-2")
    assert (one.run_once(), one.run_once()) == (1, 0)
    assert house.positions() == [1, 2, 3, 4]
    assert house.publisher.positions == [1, 2, 3, 4]


def test_an_answer_lost_while_numbering_does_not_lose_the_wake_up(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.write(2)
    relay = house.relay()
    relay.run_once()
    house.write_one("case-2")
    assign = house.store.assign_positions

    def assign_and_lose_the_answer(first: int, commits: Sequence[Commit]) -> tuple[Commit, ...]:
        assign(first, commits)
        raise StoreUnavailable

    monkeypatch.setattr(house.store, "assign_positions", assign_and_lose_the_answer)
    with pytest.raises(StoreUnavailable):
        relay.run_once()
    monkeypatch.undo()
    assert relay.run_once() == 1
    assert house.publisher.positions == [1, 2, 3]


def test_how_far_it_is_behind_counts_what_nobody_was_told_of(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.write(3)
    assert house.relay("standing by").behind() == 3
    crash_at(monkeypatch, "relay.positioned")
    with pytest.raises(Crash):
        house.relay().run_once()
    house.write_one("case-2")
    assert house.relay("standing by").behind() == 4
    house.wall.seconds += LEASE
    relay = house.relay("successor")
    while relay.run_once():
        pass
    assert relay.behind() == 0
