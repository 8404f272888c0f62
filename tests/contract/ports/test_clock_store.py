from __future__ import annotations

import pytest

from shared_kernel.waiting_clocks_memory import MemoryClockStore
from tests.contract.ports.clock_store_suite import ClockStoreSuite
from tests.contract.ports.lease_store_suite import Wall


class TestMemoryClockStore(ClockStoreSuite):
    @pytest.fixture
    def clocks(self, wall: Wall) -> MemoryClockStore:
        return MemoryClockStore(wall)
