"""A gateway of each test's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.gateway.callers import Callers
from tests.unit.gateway.house import House


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


@pytest.fixture
def callers(house: House) -> Iterator[Callers]:
    with house.open() as callers:
        yield callers
