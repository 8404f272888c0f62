"""The sender: in order, side by side, over the recipients that are there, whatever becomes of the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from threading import Event

import pytest

from shared_kernel.delivery.ledger import Delivery, Listing
from shared_kernel.delivery.ledger_memory import MemoryDeliveryLedger
from shared_kernel.delivery.sender import Attempt, Ended, OneByOne, Sender, Try, Work
from shared_kernel.stores import StoreUnavailable
from shared_kernel.time import FixedClock
from tests.contract.ports.delivery_ledger_suite import NOON, NOW, delivery

Send = Callable[[Delivery], Attempt]


class Wall:
    """The clock on the wall, moved by hand."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> float:
        return self.now


@contextmanager
def sending(ledger: MemoryDeliveryLedger, send: Send, wall: Wall) -> Iterator[Sender]:
    sender = Sender(ledger, OneByOne(send), FixedClock(NOON), "a", wall=wall)
    try:
        yield sender
    finally:
        sender.stop()


def states(ledger: MemoryDeliveryLedger) -> dict[str, str]:
    return {each.delivery_id: each.state for each in ledger.listed(Listing("kent", NOON, 100))}


def all_sent(sender: Sender) -> None:
    while sender.run_once():
        sender.settle_all()


def test_everything_arrives_of_each_subject_in_order() -> None:
    ledger, arrived = MemoryDeliveryLedger(), []

    def send(sent: Delivery) -> Attempt:
        arrived.append(sent.delivery_id)
        return Attempt(True)

    ledger.enter([delivery(number, subject=f"concern-{number % 2}") for number in range(1, 7)])
    with sending(ledger, send, Wall()) as sender:
        all_sent(sender)
    assert set(states(ledger).values()) == {"delivered"}
    assert [each for each in arrived if int(each[-1]) % 2] == ["delivery-001", "delivery-003", "delivery-005"]


def test_a_recipient_that_hangs_holds_up_no_other() -> None:
    ledger, let_go, others = MemoryDeliveryLedger(), Event(), Event()

    def send(sent: Delivery) -> Attempt:
        if sent.recipient == "police":
            assert let_go.wait(20)
        else:
            others.set()
        return Attempt(True)

    ledger.enter([delivery(1), delivery(2, subject="concern-2"), delivery(3, "clinic")])
    with sending(ledger, send, Wall()) as sender:
        assert sender.run_once() == 2, "one of each recipient at a time"
        assert others.wait(20)
        assert sender.run_once() == 0
        let_go.set()
        sender.settle_all()
        all_sent(sender)
    assert set(states(ledger).values()) == {"delivered"}


def test_a_recipient_that_is_not_there_rests_with_all_that_waits_for_it() -> None:
    ledger, tried, wall = MemoryDeliveryLedger(), [], Wall()

    def send(sent: Delivery) -> Attempt:
        tried.append(sent.delivery_id)
        return Attempt(False, "unreachable", away=True)

    ledger.enter([delivery(number, subject=f"concern-{number}") for number in range(1, 21)])
    with sending(ledger, send, wall) as sender:
        all_sent(sender)
        assert tried == ["delivery-001"], "a dead recipient is asked once, not once for each delivery"
        wall.now += 7
        all_sent(sender)
    assert len(tried) == 2
    kept = ledger.one("kent", "delivery-001")
    assert kept is not None
    assert (kept.state, kept.reason) == ("pending", "unreachable")


def test_after_days_it_is_given_up_with_its_reason_and_the_next_goes() -> None:
    ledger, wall = MemoryDeliveryLedger(), Wall()
    ledger.enter([delivery(1), delivery(2)])
    with sending(ledger, lambda sent: Attempt(sent.delivery_id != "delivery-001", "status_500"), wall) as sender:
        for _ in range(20):
            all_sent(sender)
            wall.now += 86_400
    assert states(ledger) == {"delivery-001": "failed", "delivery-002": "delivered"}
    kept = ledger.one("kent", "delivery-001")
    assert kept is not None
    assert (kept.reason, kept.ended_at, kept.attempts) == ("status_500", NOON, 14)


def test_what_nobody_wants_is_given_up_at_once_and_an_error_of_ours_is_tried_again() -> None:
    ledger, wall = MemoryDeliveryLedger(), Wall()

    def send(sent: Delivery) -> Attempt:
        if sent.recipient == "clinic":
            raise ValueError("an error with somebody's name in it")
        return Attempt(False, "status_410", for_good=True)

    ledger.enter([delivery(1), delivery(2, "clinic")])
    with sending(ledger, send, wall) as sender:
        all_sent(sender)
    assert states(ledger) == {"delivery-001": "failed", "delivery-002": "pending"}
    kept = ledger.one("kent", "delivery-002")
    assert kept is not None
    assert kept.reason == "ValueError"


def test_what_a_dead_sender_left_is_sent_by_another() -> None:
    ledger, wall = MemoryDeliveryLedger(), Wall()
    ledger.enter([replace(delivery(1))])
    assert ledger.claim("dead", wall.now, 60)
    with sending(ledger, lambda _: Attempt(True), wall) as sender:
        assert sender.run_once() == 0
        wall.now += 61
        all_sent(sender)
    assert set(states(ledger).values()) == {"delivered"}


class Kept(Work):
    """Keeps what it is told, in lots; `fails` so many times first; nothing can be recorded of the `unrecorded`."""

    def __init__(self, fails: int = 0, unrecorded: str = "") -> None:
        self.lots: list[list[str]] = []
        self.fails, self.unrecorded = fails, unrecorded

    def prepare(self, deliveries: Sequence[Delivery]) -> Sequence[Try]:
        if any(each.recipient == "nowhere" for each in deliveries):
            raise StoreUnavailable
        return [lambda: Attempt(True)] * len(deliveries)

    def record(self, ended: Sequence[Ended]) -> Sequence[Attempt]:
        if self.fails:
            self.fails -= 1
            raise StoreUnavailable
        self.lots.append(sorted(each.delivery_id for each, _ in ended))
        return [Attempt(False, "busy") if each.recipient == self.unrecorded else attempt for each, attempt in ended]


def test_what_came_of_many_is_recorded_together_before_any_is_settled() -> None:
    ledger, work, wall = MemoryDeliveryLedger(), Kept(fails=1, unrecorded="clinic-3"), Wall()
    ledger.enter([delivery(number, f"clinic-{number}") for number in range(1, 5)])
    sender = Sender(ledger, work, FixedClock(NOON), "a", wall=wall)
    with pytest.raises(StoreUnavailable):
        assert sender.run_once() == 4
        sender.settle_all()
    assert set(states(ledger).values()) == {"sending"}, "not recorded, not settled"
    sender.settle_all()
    assert work.lots == [["delivery-001", "delivery-002", "delivery-003", "delivery-004"]]
    assert states(ledger) == {
        "delivery-001": "delivered", "delivery-002": "delivered", "delivery-003": "pending", "delivery-004": "delivered",
    }  # fmt: skip
    sender.stop()


def test_what_could_not_be_prepared_is_tried_again_in_its_time() -> None:
    ledger, wall = MemoryDeliveryLedger(), Wall()
    ledger.enter([delivery(1, "nowhere")])
    sender = Sender(ledger, Kept(), FixedClock(NOON), "a", wall=wall)
    all_sent(sender)
    (kept,) = ledger.listed(Listing("kent", NOON, 1))
    assert (kept.state, kept.reason, kept.next_attempt > wall.now) == ("pending", "store_unavailable", True)
    sender.stop()
