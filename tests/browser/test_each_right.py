"""What people and browsers do that nobody planned: two on one case, a double click, the way back, an old address, long names."""

from __future__ import annotations

import re
import time
import uuid

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.browsing import sign_in

WORKER = ("Kent", "kent-social-worker")
LONG = "Wolfeschlegelsteinhausenbergerdorff" * 5
ARABIC = "طفل مختلق باسم طويل جدا"
PATIENCE = 60_000
LETTERS = str.maketrans("0123456789", "ghijklmnop")


def brief(page: Page, base: str, name: str = "Invented Child") -> None:
    """The brief version, filled in and not sent yet."""
    page.goto(f"{base}/raise/brief")
    page.locator("select[name=area]").select_option("ashford")
    page.locator("[name='particulars.name']").fill(name)
    page.get_by_label("Other, by professional judgement").check()


def raised(page: Page, base: str, name: str = "Invented Child") -> str:
    """The address of a case that was raised just now."""
    brief(page, base, name)
    page.get_by_role("button", name="Raise it").click()
    page.wait_for_url("**/receipt")
    return str(page.url).removesuffix("/receipt")


def reference(page: Page) -> str:
    return str(page.locator(".reference").first.inner_text())


def test_two_people_on_one_case_see_each_others_changes(browser: Browser, page: Page, base: str) -> None:
    sign_in(page, base, *WORKER)
    case = raised(page, base)
    other = browser.new_context().new_page()
    sign_in(other, base, *WORKER)
    other.goto(case)
    other.get_by_role("heading", name="What happened").wait_for()
    page.goto(f"{case}/updates")
    page.locator("[name='particulars.account']").fill("Seen at the invented station.")
    page.get_by_role("button", name="Update it").click()
    changed = other.get_by_role("status").get_by_role("link", name="Show it")
    changed.wait_for(timeout=PATIENCE)
    changed.click()
    other.get_by_text("Seen at the invented station.").first.wait_for()
    other.context.close()


def test_a_double_click_raises_once(page: Page, base: str) -> None:
    sign_in(page, base, *WORKER)
    name = f"Clicked {uuid.uuid4().hex[:8].translate(LETTERS)}"
    brief(page, base, name)
    page.get_by_role("button", name="Raise it").dblclick()
    page.wait_for_url(re.compile("/receipt"))
    page.goto(f"{base}/people")
    deadline = time.monotonic() + PATIENCE / 1000
    while not (found := _cases_of(page, name)):
        assert time.monotonic() < deadline, "nobody of that name is found"
    assert found == 1


def _cases_of(page: Page, name: str) -> int:
    page.locator("[name=name]").fill(name)
    page.get_by_role("button", name="Find").click()
    return int(page.locator("main a[href^='/cases/']").count())


def test_who_goes_back_from_the_receipt_is_led_to_it_again(page: Page, base: str) -> None:
    sign_in(page, base, *WORKER)
    page.goto(f"{base}/raise")
    page.get_by_role("button", name="Start now").click()
    draft = page.url.rpartition("/")[0]
    for step, said in (("area", "Ashford"), ("category", "Other, by professional judgement")):
        page.goto(f"{draft}/{step}")
        page.get_by_label(said).check()
        page.get_by_role("button", name="Continue").click()
    page.goto(f"{draft}/check")
    page.get_by_role("button", name="Raise it now").click()
    page.wait_for_url("**/receipt")
    told = reference(page)
    page.go_back()
    assert page.url.endswith("/receipt") and reference(page) == told


def test_who_goes_back_to_the_brief_version_and_sends_it_again_raises_once(page: Page, base: str) -> None:
    sign_in(page, base, *WORKER)
    case = raised(page, base)
    page.go_back()
    page.wait_for_load_state()
    if "/raise/brief" in page.url:  # the browser kept the page: it is sent again, changed
        page.locator("[name='particulars.name']").fill("Another Invented Child")
        page.get_by_role("button", name="Raise it").click()
    page.wait_for_url(f"{case}/receipt?again=yes")
    assert "was not raised a second time" in page.locator("main").inner_text()
    page.goto(f"{base}/raise/brief")
    assert page.locator("[name='particulars.name']").input_value() == "", "the next one is another"


@pytest.mark.parametrize(
    "path", ["/cases/notification-none", "/drafts/draft-none/check", "/tasks/task-none", "/proofs"]
)
def test_an_address_that_leads_nowhere_any_more_says_so_and_leads_on(page: Page, base: str, path: str) -> None:
    sign_in(page, base, *WORKER)
    answer = page.goto(f"{base}{path}")
    assert answer and answer.status == 404
    assert page.locator("h1").inner_text() and page.locator("main a, header a").count()


def test_a_link_from_a_mail_waits_for_who_signs_in_first(page: Page, base: str) -> None:
    sign_in(page, base, *WORKER)
    case = raised(page, base)
    page.context.clear_cookies()
    page.goto(case)
    assert "/sign-in" in page.url
    page.get_by_text("Kent").first.click()
    page.locator("input[name=sub]").first.fill(WORKER[1])
    page.locator("button, input[type=submit]").first.click()
    page.wait_for_url(case)


@pytest.mark.parametrize("width", [1280, 640, 320])
@pytest.mark.parametrize("name", [LONG, ARABIC], ids=["long", "right-to-left"])
def test_a_long_name_and_one_from_right_to_left_are_whole(page: Page, base: str, name: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    sign_in(page, base, *WORKER)
    case = raised(page, base, name)
    for path in (f"{case}/receipt", case):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    said = page.locator("dd", has_text=re.compile(re.escape(name))).first
    assert said.inner_text() == name
    direction = said.evaluate("at => getComputedStyle(at).direction")
    assert direction == ("rtl" if name == ARABIC else "ltr")
    box = said.bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= width


def test_a_reference_read_out_on_the_telephone_leads_to_its_case(page: Page, base: str) -> None:
    sign_in(page, base, *WORKER)
    case = raised(page, base)
    page.goto(case)
    told = reference(page)
    page.goto(base)
    page.get_by_label("Reference").fill(told.lower().replace("-", " "))
    page.get_by_role("button", name="Find it").click()
    page.wait_for_url(case)
