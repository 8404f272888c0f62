"""Nothing on any page is in the way of somebody who cannot see it, point at it or run its scripts."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.walking import WHO, Person, kind_of, walked

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
UNSEEN = """() => [...document.querySelectorAll("main input:not([type=hidden]), main select, main textarea, main button, main label.choice")]
  .filter(each => each.checkVisibility())
  .filter(each => {
    const box = each.getBoundingClientRect();
    for (let at = each; at; at = at.parentElement) if (getComputedStyle(at).clipPath != "none") return true;
    return box.width < 10 || box.height < 10;
  })
  .map(each => `${each.name || each.innerText} is there and is not seen`)"""
TWICE = """() => [...document.querySelectorAll("main fieldset")].flatMap(each => {
    const said = [...each.querySelectorAll("label.choice:has(input[type=radio])")]
      .map(one => `${one.querySelector("input").name}: ${one.textContent.trim()}`);
    return said.filter((one, at) => said.indexOf(one) != at).map(one => `${one} is offered twice`);
  })"""
people = pytest.mark.parametrize("who", WHO, ids=lambda who: who.person)


def violations(page: Page) -> list[str]:
    """What axe finds: its rule, how bad, and where. And what axe leaves out: what may be filled in or pressed and cannot be seen,
    and answers to one question that read alike."""
    found: list[dict[str, Any]] = Axe().run(page, options=RULES).response["violations"]
    told = [f"{each['id']} ({each['impact']}): {node['target']}" for each in found for node in each["nodes"]]
    for looked_for in (UNSEEN, TWICE):
        told += page.evaluate(looked_for)
    return told


@people
@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_on_any_page(page: Page, base: str, who: Person, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    found = {kind_of(path): violations(page) for path in walked(page, base, who)}
    assert {path: each for path, each in found.items() if each} == {}
    assert len(found) > 2


@pytest.mark.parametrize("path", ["/sign-in", "/signed-out", "/nowhere", "/accessibility"])
def test_nor_on_those_for_whom_nobody_is_known(page: Page, base: str, path: str) -> None:
    page.goto(f"{base}{path}")
    assert violations(page) == []


@people
def test_without_scripts_every_page_is_there_and_nothing_waits_for_one(
    browser: Browser, base: str, who: Person
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for path in walked(page, base, who):
        if path != "/docs":  # the API's documentation is a script's
            assert page.locator("main").inner_text().strip(), path
            assert page.locator("main [hidden]").count() == 0, path
    context.close()
