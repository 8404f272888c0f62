from __future__ import annotations

import pytest

from shared_kernel.messaging.parked_messages_memory import MemoryParkedMessages
from tests.unit.messaging.parked_messages_suite import FIRST, ParkedMessagesSuite


class TestMemoryParkedMessages(ParkedMessagesSuite):
    @pytest.fixture
    def messages(self) -> MemoryParkedMessages:
        return MemoryParkedMessages()


def test_listing_shows_no_body() -> None:
    assert "body" not in set(FIRST.__dataclass_fields__)
