from __future__ import annotations

import pytest

from shared_kernel.checkpoints_memory import MemoryCheckpointStore
from tests.contract.ports.checkpoint_store_suite import CheckpointStoreSuite


class TestMemoryCheckpointStore(CheckpointStoreSuite):
    @pytest.fixture
    def checkpoints(self) -> MemoryCheckpointStore:
        return MemoryCheckpointStore()
