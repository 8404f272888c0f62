"""Intake by itself, under three authorities."""

from __future__ import annotations

import pytest

from tests.unit.casework.authorities import fenshire, real
from tests.unit.casework.case import Case


@pytest.fixture
def fen() -> Case:
    return Case(fenshire(), alone=True)


@pytest.fixture
def kent() -> Case:
    return Case(real("kent"), alone=True)


@pytest.fixture
def luton() -> Case:
    return Case(real("luton"), alone=True)
