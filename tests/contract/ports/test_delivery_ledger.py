"""The ledger of deliveries in memory."""

from __future__ import annotations

import pytest

from shared_kernel.delivery.ledger_memory import MemoryDeliveryLedger
from tests.contract.ports.delivery_ledger_suite import DeliveryLedgerSuite


class TestMemoryDeliveryLedger(DeliveryLedgerSuite):
    @pytest.fixture
    def ledger(self) -> MemoryDeliveryLedger:
        return MemoryDeliveryLedger()
