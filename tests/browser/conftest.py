"""A browser, and the demonstration that runs here."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.browsing import address, chromium


@pytest.fixture(scope="session")
def base() -> str:
    """Where the demonstration is reached."""
    return address()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page of a visitor whom nobody knows yet."""
    context = browser.new_context()
    yield context.new_page()
    context.close()
