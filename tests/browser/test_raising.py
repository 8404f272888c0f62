"""Raising a page at a time, from the beginning to the receipt."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.browsing import sign_in
from tests.browser.keyboard import follow, write
from tests.browser.raising import walked
from tests.browser.test_accessible import violations

WHO = ("Kent", "kent-social-worker")


@pytest.mark.parametrize("width", [1280, 320])
def test_by_keyboard_alone_with_nothing_in_the_way_and_nothing_cut(page: Page, base: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    sign_in(page, base, *WHO)
    found: dict[str, list[str]] = {}

    def looks(at: Page) -> None:
        found[at.url.rpartition("/")[2]] = violations(at)
        assert at.evaluate("document.documentElement.scrollWidth") <= width, f"cut at the side: {at.url}"

    asked = walked(page, base, looks)
    assert asked[0] == "area" and {"facts.missing_since", "category"} <= set(asked)
    assert "facts.offence" not in asked, "nobody was charged"
    assert "What will happen next, and by when" in page.locator("main").inner_text()
    follow(page, "Raise it now")
    looks(page)
    assert page.url.endswith("/receipt") and "It has been raised" in page.locator("main").inner_text()
    assert {path: each for path, each in found.items() if each} == {}


def test_without_scripts_it_is_left_changed_and_raised_once(browser: Browser, base: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, base, *WHO)
    page.goto(f"{base}/raise")
    page.get_by_role("button", name="Start now").click()
    draft = page.url.rpartition("/")[0]
    page.goto(f"{draft}/particulars.name")
    page.get_by_label("What is the child's or person's name?").fill("Left Child")
    page.get_by_role("button", name="Save and come back later").click()
    assert page.get_by_role("heading", name="Your drafts").is_visible()
    assert page.get_by_role("heading", name="Left Child").count()

    page.goto(f"{draft}/area")
    page.get_by_label("Ashford").check()
    page.get_by_role("button", name="Continue").click()
    page.goto(f"{draft}/category")
    page.get_by_label("Other, by professional judgement").check()
    page.get_by_role("button", name="Continue").click()
    page.goto(f"{draft}/check")
    page.get_by_role("button", name="Raise it now").click()
    page.wait_for_url("**/receipt")
    receipt = page.url
    page.go_back()
    page.goto(f"{draft}/check")
    assert page.url == receipt, "what was raised is led to its receipt"
    context.close()


def test_a_change_is_reached_from_the_answers_by_keyboard(page: Page, base: str) -> None:
    sign_in(page, base, *WHO)
    walked(page, base)
    follow(page, "Change: What happened")
    write(page, "What happened, in short?", "More is known. ")
    follow(page, "Continue")
    assert page.url.endswith("/check") and "More is known." in page.locator("main").inner_text()
