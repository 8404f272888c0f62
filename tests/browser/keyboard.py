"""Somebody who has a keyboard and nothing else."""

from __future__ import annotations

from playwright.sync_api import Page

FARTHEST = 400
"""So many steps nobody takes: what is not reached by then cannot be reached."""
_HERE = r"""() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const told = [at.getAttribute('aria-label'), ...(at.labels ? [...at.labels].map(each => each.textContent) : []), at.textContent, at.value];
  const ring = getComputedStyle(at);
  return {name: told.filter(Boolean).join(' ').replace(/\s+/g, ' ').trim(), seen: ring.outlineStyle !== 'none' || ring.boxShadow !== 'none'};
}"""


def to(page: Page, name: str) -> None:
    """Goes on with Tab until something of this name has the focus, which must be seen on it. Raises AssertionError."""
    for _ in range(FARTHEST):
        here = page.evaluate(_HERE)
        if here and name in here["name"]:
            assert here["seen"], f"the focus is not seen on “{name}”"
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"“{name}” cannot be reached with the Tab key on {page.url}")


def press(page: Page, name: str, key: str = "Enter") -> None:
    """Goes there and presses it; one stays on the page."""
    to(page, name)
    page.keyboard.press(key)


def follow(page: Page, name: str) -> None:
    """Goes to a link or a button, and over to the page that it leads to."""
    to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def write(page: Page, name: str, text: str) -> None:
    """Goes to a field and types into it, or to a list and types the beginning of what is chosen."""
    to(page, name)
    page.keyboard.type(text)
