"""The ports of the record, in memory."""

from __future__ import annotations

import pytest

from gateway.auditing.log_memory import MemoryWaiting
from gateway.auditing.records_memory import MemoryRecords
from tests.unit.gateway.auditing.records_suite import RecordsSuite
from tests.unit.gateway.auditing.waiting_suite import WaitingSuite


class TestMemoryWaiting(WaitingSuite):
    @pytest.fixture
    def waiting(self) -> MemoryWaiting:
        return MemoryWaiting()


class TestMemoryRecords(RecordsSuite):
    @pytest.fixture
    def records(self) -> MemoryRecords:
        return MemoryRecords()
