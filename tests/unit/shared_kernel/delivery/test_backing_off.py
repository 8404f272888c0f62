"""A delivery that failed is tried again over days, ever later, and never by many at the same moment."""

from __future__ import annotations

from itertools import pairwise

from shared_kernel.delivery.backing_off import WAITS, next_attempt


def moments(chance: float) -> list[float]:
    found, now = [0.0], 0.0
    for attempts in range(1, 100):
        following = next_attempt(attempts, now, chance=lambda: chance)
        if following is None:
            return found
        found.append(now := following)
    raise AssertionError("it is never given up")


def test_it_is_tried_for_days_and_then_given_up() -> None:
    tried = moments(0.0)
    assert len(tried) == len(WAITS) + 1
    assert 2.5 < tried[-1] / 86_400 < 3.5
    assert all(later - earlier >= 5 for earlier, later in pairwise(tried))


def test_those_that_failed_together_do_not_come_back_together() -> None:
    assert moments(0.0)[1] < moments(1.0)[1]
    assert len({next_attempt(3, 0.0) for _ in range(20)}) > 1


def test_a_recipient_that_asks_for_more_time_is_given_it_within_reason() -> None:
    assert next_attempt(1, 0.0, asked=90.0, chance=lambda: 0.0) == 90.0
    assert next_attempt(1, 0.0, asked=1e9, chance=lambda: 0.0) == WAITS[-1]
