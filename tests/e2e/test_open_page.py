"""A page that lies open is told of what others do, on the real broker and store."""

from __future__ import annotations

import re

import httpx

from gateway.composition import OWNER
from gateway.read_models.moves_mongo import MongoMoves
from shared_kernel import stores
from tests.e2e.cases import raised
from tests.e2e.house import House
from tests.e2e.looking import signed_in
from tests.e2e.waiting import eventually

MANAGER = "kent-team-manager"
LOOKS_OUT = 30.0
"""Seconds: more than a look out lasts."""


def moves(house: House) -> int:
    """What the worker counted, as each gateway reads it."""
    with stores.connect(house.settings) as client:
        return MongoMoves(stores.database(client, house.settings, OWNER)).number()


def changes(browser: httpx.Client) -> str:
    """Where the open tray asks whether it has changed."""
    found = re.search(r'data-changes="([^"]+)"', browser.get("/tray").text)
    assert found, "the tray does not ask"
    return found[1]


def test_an_open_tray_is_told_of_what_is_raised_and_the_worker_counted_that_its_view_moved(house: House) -> None:
    with signed_in(house, MANAGER) as browser:
        before, asked = moves(house), changes(browser)
        raised(house)
        told = eventually(lambda: "changed" in browser.get(asked, timeout=LOOKS_OUT).text, "a word on the open tray")
        assert told and moves(house) > before
        assert changes(browser) != asked
