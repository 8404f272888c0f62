"""Raising, deciding and reading a case, by somebody who has a keyboard and nothing else."""

from __future__ import annotations

import time

from playwright.sync_api import Page

from tests.browser.browsing import sign_in
from tests.browser.keyboard import follow, press, write


def arrives(page: Page, said: str) -> None:
    """Looks at the page again until it says so, as whoever waits for a colleague does."""
    ends = time.monotonic() + 30
    while not page.get_by_text(said).count():
        assert time.monotonic() < ends, f"{page.url} does not come to say “{said}”"
        page.reload()


def test_a_notification_is_raised_decided_and_read(page: Page, base: str) -> None:
    sign_in(page, base, "Kent", "kent-social-worker")
    page.goto(f"{base}/raise")
    press(page, "Skip to the content")
    follow(page, "Raise it on one page")
    write(page, "Area", "Ash")
    press(page, "Other, by professional judgement", "Space")
    follow(page, "Raise it")
    assert "It has been raised" in page.locator("main").inner_text()
    follow(page, "See the notification")
    case = page.url

    page.context.clear_cookies()
    sign_in(page, base, "Kent", "kent-team-manager")
    page.goto(case)
    arrives(page, "Complete the form")
    follow(page, "Complete the form")
    press(page, "Completed", "Space")
    write(page, "Your reasons", "An invented reason.")
    follow(page, "Decide")
    assert "What became of it" in page.locator("main").inner_text()

    page.goto(case)
    press(page, "Where it came up in the story")
    assert page.evaluate("location.hash").startswith("#story-")
    before = page.locator("details[open]").count()
    press(page, "Why?")
    assert page.locator("details[open]").count() == before + 1
    assert "An invented reason." in page.locator("main").inner_text()


def test_what_is_wrong_is_found_from_the_summary(page: Page, base: str) -> None:
    sign_in(page, base, "Kent", "kent-social-worker")
    page.goto(f"{base}/raise/brief")
    follow(page, "Raise it")
    assert page.title().startswith("Error: ")
    said = page.locator("[role=alert] a").first.inner_text()
    press(page, said)
    assert page.evaluate("!!document.querySelector(':target')"), said
