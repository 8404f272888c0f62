"""What every ledger of deliveries does: nothing lost, in order by subject, nobody's turn taken by somebody dead."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from shared_kernel.delivery.ledger import Delivery, DeliveryLedger, Listing

NOON = datetime(2026, 11, 17, 12, tzinfo=UTC)
NOW = 1_000.0


def delivery(number: int, recipient: str = "police", subject: str = "concern-1", authority: str = "kent") -> Delivery:
    return Delivery(f"delivery-{number:03}", authority, recipient, subject, "concern.decided", NOON, {"id": subject})


def claim(
    ledger: DeliveryLedger, owner: str, now: float, lease_seconds: float, busy: tuple[str, ...] = ()
) -> Delivery | None:
    """One of those that are due."""
    return next(iter(ledger.claim(owner, now, lease_seconds, busy)), None)


def settle(ledger: DeliveryLedger, owner: str, settled: Delivery) -> bool:
    """Whether it counted."""
    return ledger.settle(owner, [settled]) == {settled.delivery_id}


class DeliveryLedgerSuite:
    """Whoever derives from it gives the fixture `ledger`: an empty DeliveryLedger."""

    def test_what_was_entered_is_claimed_once(self, ledger: DeliveryLedger) -> None:
        assert ledger.enter([delivery(1)]) == 1
        assert ledger.enter([delivery(1), delivery(2, "clinic")]) == 1
        claimed = claim(ledger, "a", NOW, 60)
        assert claimed == replace(delivery(1), state="sending", attempts=1, next_attempt=claimed.next_attempt)  # type: ignore[union-attr]
        assert [each.recipient for each in [claim(ledger, "b", NOW, 60)] if each] == ["clinic"]
        assert claim(ledger, "c", NOW, 60) is None

    def test_of_one_subject_the_later_waits_for_the_earlier(self, ledger: DeliveryLedger) -> None:
        ledger.enter([delivery(2), delivery(1)])
        first = claim(ledger, "a", NOW, 60)
        assert first is not None
        assert (first.delivery_id, claim(ledger, "a", NOW, 60)) == ("delivery-001", None)
        assert settle(ledger, "a", replace(first, state="pending", next_attempt=NOW + 100, reason="slow"))
        assert claim(ledger, "a", NOW + 50, 60) is None, "the later one passed the earlier one"
        again = claim(ledger, "a", NOW + 100, 60)
        assert again is not None
        assert (again.delivery_id, again.attempts) == ("delivery-001", 2)
        assert settle(ledger, "a", replace(again, state="delivered", ended_at=NOON))
        assert [each.delivery_id for each in [claim(ledger, "a", NOW + 100, 60)] if each] == ["delivery-002"]

    @pytest.mark.parametrize("other", [delivery(2, subject="concern-2"), delivery(2, recipient="clinic")])
    def test_another_subject_or_recipient_does_not_wait(self, ledger: DeliveryLedger, other: Delivery) -> None:
        ledger.enter([delivery(1), other])
        assert [claim(ledger, "a", NOW, 60) is not None for _ in range(3)] == [True, True, False]

    def test_many_are_claimed_at_once_each_of_another_recipient_and_the_first_of_its_subject(
        self, ledger: DeliveryLedger
    ) -> None:
        police = [delivery(3), delivery(1), delivery(2, subject="concern-2")]
        ledger.enter([*police, *(delivery(number, f"clinic-{number}") for number in range(10, 20))])
        claimed = ledger.claim("a", NOW, 60, ["clinic-10"], 5)
        assert [each.delivery_id for each in claimed] == [
            "delivery-001", "delivery-011", "delivery-012", "delivery-013", "delivery-014",
        ]  # fmt: skip
        busy = [each.recipient for each in claimed]
        rest = ledger.claim("b", NOW, 60, busy, 50)
        assert [each.recipient for each in rest] == ["clinic-10", *(f"clinic-{number}" for number in range(15, 20))]
        assert [each.delivery_id for each in ledger.claim("c", NOW, 60, (), 50)] == ["delivery-002"]
        assert ledger.claim("d", NOW, 60, (), 0) == ()

    def test_what_is_settled_at_once_counts_for_those_that_hold_it(self, ledger: DeliveryLedger) -> None:
        ledger.enter([delivery(number, f"clinic-{number}") for number in range(24)])
        lost = ledger.claim("a", NOW, 60, (), 12)
        again = ledger.claim("b", NOW + 60, 60, (), 6)
        due = [replace(each, state="pending", next_attempt=NOW + place) for place, each in enumerate(lost)]
        kept = ledger.settle("a", [*due[6:], *(replace(each, state="delivered", ended_at=NOON) for each in lost[:6])])
        assert kept == {each.delivery_id for each in lost} - {each.delivery_id for each in again}
        assert ledger.settle("b", [replace(each, state="delivered") for each in again]) == {
            each.delivery_id for each in again
        }
        states = {each.delivery_id: each.state for each in ledger.listed(Listing("kent", NOON, 100))}
        assert [states[each.delivery_id] for each in lost] == ["delivered"] * 6 + ["pending"] * 6
        assert ledger.settle("a", []) == frozenset()

    def test_a_busy_recipient_is_passed_over(self, ledger: DeliveryLedger) -> None:
        ledger.enter([delivery(1), delivery(2, "clinic")])
        claimed = claim(ledger, "a", NOW, 60, ("police",))
        assert claimed is not None
        assert claimed.recipient == "clinic"

    def test_whoever_dies_is_followed_by_another_and_their_word_counts_no_more(self, ledger: DeliveryLedger) -> None:
        ledger.enter([delivery(1)])
        lost = claim(ledger, "a", NOW, 60)
        assert lost is not None
        assert claim(ledger, "b", NOW + 59, 60) is None
        found = claim(ledger, "b", NOW + 60, 60)
        assert found is not None
        assert found.attempts == 2
        assert not settle(ledger, "a", replace(lost, state="failed"))
        assert settle(ledger, "b", replace(found, state="delivered"))

    def test_a_recipient_rests_with_all_that_waits_for_it(self, ledger: DeliveryLedger) -> None:
        ledger.enter([delivery(1), delivery(2, subject="concern-2"), delivery(3, "clinic")])
        ledger.rest({"police": NOW + 100, "clinic-9": NOW + 100})
        claimed = claim(ledger, "a", NOW, 60)
        assert claimed is not None
        assert claimed.recipient == "clinic"
        assert claim(ledger, "a", NOW, 60) is None
        assert claim(ledger, "a", NOW + 100, 60) is not None

    def test_what_was_given_up_lets_the_next_go_and_is_replayed_by_hand(self, ledger: DeliveryLedger) -> None:
        ledger.enter([delivery(1), delivery(2)])
        claimed = claim(ledger, "a", NOW, 60)
        assert claimed is not None
        assert not ledger.replay("kent", "delivery-001", NOW), "it is under way"
        settle(ledger, "a", replace(claimed, state="failed", reason="unreachable", ended_at=NOON))
        kept = ledger.one("kent", "delivery-001")
        assert kept is not None
        assert (kept.state, kept.reason, kept.ended_at, kept.payload) == (
            "failed",
            "unreachable",
            NOON,
            {"id": "concern-1"},
        )
        assert not ledger.replay("luton", "delivery-001", NOW)
        assert ledger.replay("kent", "delivery-001", NOW)
        again = claim(ledger, "a", NOW, 60)
        assert again is not None
        assert (again.delivery_id, again.attempts, again.reason) == ("delivery-001", 1, None)

    def test_all_that_was_given_up_of_one_recipient_is_driven_again(self, ledger: DeliveryLedger) -> None:
        ledger.enter([delivery(1), delivery(2, subject="concern-2"), delivery(3, "clinic")])
        while claimed := claim(ledger, "a", NOW, 60):
            settle(ledger, "a", replace(claimed, state="failed"))
        assert (ledger.redrive("luton", "police", NOW), ledger.redrive("kent", "police", NOW)) == (0, 2)
        states = {each.delivery_id: each.state for each in ledger.listed(Listing("kent", NOON, 10))}
        assert states == {"delivery-001": "pending", "delivery-002": "pending", "delivery-003": "failed"}

    def test_it_is_listed_newest_first_page_by_page(self, ledger: DeliveryLedger) -> None:
        ledger.enter(
            [*(delivery(number) for number in range(1, 5)), delivery(5, "clinic"), delivery(6, authority="luton")]
        )
        page = ledger.listed(Listing("kent", NOON, 3, "police"))
        assert [each.delivery_id[-1] for each in page] == ["4", "3", "2"]
        assert [
            each.delivery_id[-1]
            for each in ledger.listed(Listing("kent", NOON, 3, "police", before=page[-1].delivery_id))
        ] == ["1"]
        assert len(ledger.listed(Listing("kent", NOON, 10, state="pending"))) == 5
        assert ledger.listed(Listing("kent", NOON, 10, state="failed")) == ()
        assert ledger.one("luton", "delivery-001") is None

    def test_however_far_apart_they_were_entered_each_is_listed_once_page_by_page(self, ledger: DeliveryLedger) -> None:
        seconds = (0, 0.2, 0.9, 1, 3_600, 400_000, 400_000.5, 9_000_000, 300_000_000)
        apart = [timedelta(seconds=each) for each in reversed(seconds)]
        ledger.enter([replace(delivery(number), entered_at=NOON - each) for number, each in enumerate(apart, 1)])
        met: list[str] = []
        while page := ledger.listed(Listing("kent", NOON, 2, before=met[-1] if met else None)):
            met += [each.delivery_id for each in page]
        assert met == [f"delivery-{number:03}" for number in range(9, 0, -1)]
        assert len(ledger.listed(Listing("kent", NOON, 10, before="delivery-999"))) == 9
