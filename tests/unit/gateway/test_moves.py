"""Moves that are counted in memory."""

from __future__ import annotations

import pytest

from gateway.read_models.moves import MemoryMoves
from tests.unit.gateway.moves_suite import MovesSuite


class TestMemoryMoves(MovesSuite):
    @pytest.fixture
    def store(self) -> MemoryMoves:
        return MemoryMoves()
