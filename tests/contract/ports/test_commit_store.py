from __future__ import annotations

import pytest

from shared_kernel.commit_store_memory import MemoryCommitStore
from tests.contract.ports.commit_store_suite import CommitStoreSuite


class TestMemoryCommitStore(CommitStoreSuite):
    @pytest.fixture
    def store(self) -> MemoryCommitStore:
        return MemoryCommitStore()
