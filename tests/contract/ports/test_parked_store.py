from __future__ import annotations

import pytest

from shared_kernel.parked_memory import MemoryParkedStore
from tests.contract.ports.parked_store_suite import ParkedStoreSuite


class TestMemoryParkedStore(ParkedStoreSuite):
    @pytest.fixture
    def parked(self) -> MemoryParkedStore:
        return MemoryParkedStore()
