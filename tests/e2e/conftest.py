"""Two platforms for all tests of this folder: one that nobody harms, one whose processes tests may kill."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from operations.ports import LOOPBACK, any_free
from tests.e2e.house import House, open_house


@pytest.fixture(scope="session")
def agency_at() -> Iterator[str]:
    """Where an agency's own server may listen (host:port): every platform of these tests may call it."""
    place = f"{LOOPBACK}:{any_free()}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NEEDFIRE_OUTBOUND_ALLOWED", place)
        yield place


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory, agency_at: str) -> Iterator[House]:
    """Everything runs, and goes on running."""
    with open_house(tmp_path_factory.mktemp("house")) as running:
        yield running


@pytest.fixture(scope="session")
def mortal(tmp_path_factory: pytest.TempPathFactory, agency_at: str) -> Iterator[House]:
    """Each test leaves it with everything running that runs at first."""
    with open_house(tmp_path_factory.mktemp("mortal")) as running:
        yield running
