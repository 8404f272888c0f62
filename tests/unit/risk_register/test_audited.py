"""What the auditor wants to wait is what the keeper of reviews has put."""

from __future__ import annotations

from auditor.clocks import Reviews
from shared_kernel.time import instant_text
from tests.unit.risk_register.house import RegisterHouse


def test_the_auditor_wants_every_review_that_waits() -> None:
    house, reviews = RegisterHouse().stepped_down(), Reviews()
    for commit in house.store.unpositioned(1_000):
        reviews.take("risk_management", commit)
    wanted = reviews.wanted(house.clock.now())
    assert {key: each.mark for key, each in wanted.items()} == {
        key: instant_text(each.due) for key, each in house.clocks._clocks.items()
    }
    assert len(wanted) == 4
