from __future__ import annotations

import pytest

from shared_kernel.leases_memory import MemoryLeaseStore
from tests.contract.ports.lease_store_suite import LeaseStoreSuite, Wall


class TestMemoryLeaseStore(LeaseStoreSuite):
    @pytest.fixture
    def leases(self, wall: Wall) -> MemoryLeaseStore:
        return MemoryLeaseStore(wall)
