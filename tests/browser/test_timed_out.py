"""Somebody is warned before they are signed out, stays by a key, and can do both without a script."""

from __future__ import annotations

from playwright.sync_api import Browser, Page

from tests.browser.browsing import sign_in
from tests.browser.test_accessible import violations

BEFORE_THE_WARNING = "54:30"
LOOKS = 6_000


def test_one_is_warned_in_time_and_stays_signed_in_by_a_key(page: Page, base: str) -> None:
    page.clock.install()
    sign_in(page, base, "Kent", "kent-social-worker")
    page.goto(f"{base}/people")
    page.clock.fast_forward(BEFORE_THE_WARNING)
    page.clock.run_for(LOOKS)
    warning = page.get_by_role("dialog", name="You will soon be signed out")
    warning.wait_for()
    assert page.evaluate("document.activeElement.innerText") == "Stay signed in"
    assert violations(page) == []
    page.keyboard.press("Enter")
    warning.wait_for(state="hidden")
    page.clock.fast_forward("30:00")
    page.clock.run_for(LOOKS)
    assert warning.count() == 0
    page.clock.fast_forward("30:00")
    page.clock.run_for(LOOKS)
    page.get_by_role("dialog", name="You are signed out").wait_for()


def test_without_scripts_one_reads_until_when_and_stays_in_another_tab(browser: Browser, base: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, base, "Kent", "kent-social-worker")
    page.goto(f"{base}/people")
    assert "you stay signed in until" in page.locator("footer").inner_text()
    with context.expect_page() as opened:
        page.get_by_role("link", name="Stay signed in").click()
    assert opened.value.locator("h1").inner_text() == "You stay signed in"
    context.close()
