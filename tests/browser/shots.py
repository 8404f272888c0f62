"""`make shots`: every page of the running demonstration as an image: wide, at 320 pixels, and at 200 per cent.

Says of each whether anything is cut at the side, and fails where something is.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.browser.browsing import PROJECT, address, chromium
from tests.browser.walking import WHO, Person, kind_of, walked

SIZES = {"wide": (1280, 900), "narrow": (320, 720), "doubled": (640, 450)}
"""Width and height in CSS pixels: a screen of 1280 at 200 per cent shows what 640 would."""


def main(folder: Path) -> int:
    """Takes them all. Returns 1 where something is cut."""
    base, cut = address(), list[str]()
    folder.mkdir(parents=True, exist_ok=True)
    with chromium() as browser:
        cut += _signed_out(browser, base, folder)
        for who in WHO:
            cut += _of(browser, base, folder, who)
    for each in cut:
        print(f"cut at the side: {each}")
    return 1 if cut else 0


def _signed_out(browser: Browser, base: str, folder: Path) -> Iterator[str]:
    page = browser.new_page()
    for path in ("/sign-in", "/signed-out", "/accessibility"):
        yield from _taken(page, base, folder, path, "anyone")
    page.close()


def _of(browser: Browser, base: str, folder: Path, who: Person) -> Iterator[str]:
    context = browser.new_context()
    page = context.new_page()
    for path in walked(page, base, who):
        yield from _taken(page, base, folder, path, who.person)
    context.close()


def _taken(page: Page, base: str, folder: Path, path: str, who: str) -> Iterator[str]:
    name = re.sub(r"[^a-z0-9]+", "-", kind_of(path)).strip("-") or "home"
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        answer = page.goto(f"{base}{path}")
        status = answer.status if answer else 0
        page.screenshot(path=str(folder / f"{who}-{name}-{size}.png"), full_page=True, scale="css")
        wide = page.evaluate("document.documentElement.scrollWidth")
        print(f"{status} {who} {kind_of(path)} {size}")
        if wide > width:
            yield f"{who} {kind_of(path)} at {size}: {wide} of {width} pixels"
        if status >= 500:
            yield f"{who} {kind_of(path)}: answered {status}"


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else PROJECT / ".run" / "shots"))
