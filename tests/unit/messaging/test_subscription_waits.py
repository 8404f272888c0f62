from __future__ import annotations

from shared_kernel.messaging.subscription import LONGEST_WAIT, wait_after


def test_the_wait_grows_and_stays_bounded() -> None:
    assert 0.05 <= wait_after(1) <= 0.1
    assert wait_after(5) > wait_after(1)
    assert all(wait_after(losses) <= LONGEST_WAIT for losses in (1, 10, 100, 10**6))
