"""What a process started with costs it nothing later."""

from __future__ import annotations

import gc
import weakref

from shared_kernel.settling import settle


class Ring:
    """Refers to itself."""

    def __init__(self) -> None:
        self.itself = self


def test_what_stays_is_left_out_and_what_is_garbage_is_collected_now_and_later() -> None:
    before, stays, goes = gc.get_freeze_count(), Ring(), Ring()
    gone = weakref.ref(goes)
    del goes
    try:
        settle()
        assert gone() is None
        assert gc.get_freeze_count() > before
        assert all(each is not stays for each in gc.get_objects())

        later = weakref.ref(Ring())
        gc.collect()
        assert later() is None
    finally:
        gc.unfreeze()
