"""Debian's Chromium, and somebody who signs in to a running demonstration with it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

PROJECT = Path(__file__).resolve().parents[2]
CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


def address() -> str:
    """Where the demonstration of this folder is reached. Raises SystemExit where none runs."""
    folder = Path(os.environ.get("NEEDFIRE_RUN_FOLDER") or PROJECT / ".run")
    try:
        state: dict[str, Any] = json.loads((folder / "state.json").read_text("utf-8"))
        return f"http://{state['addresses']['listen_host']}:{state['addresses']['listen_port']}"
    except (OSError, KeyError, TypeError, ValueError):
        raise SystemExit("No demonstration runs here. Start one with `make demo`, then run this again.") from None


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


def sign_in(page: Page, base: str, authority: str, person: str) -> None:
    """Signs in at the demonstration's provider as somebody of the authority's directory."""
    page.goto(f"{base}/sign-in")
    page.get_by_text(authority).first.click()
    page.locator("input[name=sub]").first.fill(person)
    page.locator("button, input[type=submit]").first.click()
    page.wait_for_url(f"{base}/**")
