"""Threads for what may hang: few while all goes well, one more for each that is stuck, none left when there is nothing to do."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import wait
from threading import Event, Lock

import pytest

from shared_kernel.delivery import threads
from shared_kernel.delivery.threads import STUCK_AFTER, Threads


class Hand:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def pool(hand: Hand) -> Iterator[Threads]:
    pool = Threads(most=4, usual=2, clock=hand)
    yield pool
    pool.stop()


def test_no_more_run_at_once_than_usual_while_none_is_stuck(pool: Threads) -> None:
    lock, at_once, most = Lock(), 0, 0

    def job() -> None:
        nonlocal at_once, most
        with lock:
            at_once += 1
            most = max(most, at_once)
        with lock:
            at_once -= 1

    done, _ = wait([pool.submit(job) for _ in range(50)], 20)
    assert (len(done), most <= 2) == (50, True)


def test_what_is_stuck_holds_up_no_other_as_long_as_there_is_room(pool: Threads, hand: Hand) -> None:
    let_go, begun = Event(), [Event() for _ in range(5)]

    def hang(number: int) -> None:
        begun[number].set()
        assert let_go.wait(20)

    hung = [pool.submit(lambda number=number: hang(number)) for number in range(5)]  # type: ignore[misc]  # mypy knows no default of a lambda
    for place in (0, 2):
        assert all(each.wait(20) for each in begun[place : place + 2])
        assert not begun[place + 2].is_set()
        hand.now += STUCK_AFTER
        pool.tend()
    assert not begun[4].is_set(), "there is a most"
    let_go.set()
    assert len(wait(hung, 20).done) == 5


def test_whoever_waits_for_a_job_is_told_what_it_ran_into(pool: Threads) -> None:
    with pytest.raises(ZeroDivisionError):
        pool.submit(lambda: print(1 / 0)).result(20)
    pool.submit(lambda: None).result(20)


def test_a_thread_that_has_nothing_to_do_ends_and_another_comes(pool: Threads, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threads, "IDLE_FOR", 0.01)
    for _ in range(20):
        pool.submit(lambda: None).result(20)
