"""Goes through the pages of a running demonstration as the people of it, along their links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from playwright.sync_api import Page

from tests.browser.browsing import sign_in

REPLAY = "/running/replay?under=2016-09&instead_of=2023-12"
NO_PAGES = (".pdf", ".json", ".css", ".csv", ".xml", ".jpg")


@dataclass(frozen=True)
class Person:
    """Who looks, and where they begin."""

    authority: str
    person: str
    begins: tuple[str, ...] = ("/tray", "/", "/tasks", "/notices", "/duties")


WHO = (
    Person(
        "Kent",
        "kent-team-manager",
        ("/tray", "/", "/tasks", "/notices", "/duties", "/raise", "/raise/brief", "/people", "/docs"),
    ),
    Person("Kent", "kent-social-worker", ("/tray", "/concerns", "/raise")),
    Person("Kent", "kent-records-officer", ("/records",)),
    Person("Kent", "kent-director", ("/reports",)),
    Person("Kent", "kent-platform-lead", ("/running", "/running/parked", REPLAY, "/procedures", "/directory")),
    Person("Luton", "luton-service-manager-2"),
    Person("Lincolnshire", "lincolnshire-social-worker", ("/tray", "/")),
    Person("Northumberland", "northumberland-group-chair", ("/register", "/register/watch", "/register/meetings", "/")),
    Person("Northumberland", "northumberland-lead-professional", ("/tray", "/")),
)


def walked(page: Page, base: str, who: Person) -> Iterator[str]:
    """Signs in, and stands on one page of each kind after the other; the path of it. The page must be left as it was found.

    Raises AssertionError where a link leads to what is not there, or not for them.
    """
    sign_in(page, base, who.authority, who.person)
    waiting, seen = list(who.begins), set[str]()
    while waiting:
        path = waiting.pop(0)
        if kind_of(path) in seen:
            continue
        seen.add(kind_of(path))
        answer = page.goto(f"{base}{path}")
        assert answer and answer.ok, f"{path} is offered to {who.person}, and answers {answer and answer.status}"
        yield path
        waiting += _ahead(page)


def kind_of(path: str) -> str:
    """The same of pages that differ only by what they are about."""
    return re.sub(
        r"[a-z]+-[0-9a-f]{8}-[0-9a-f-]+|(?<=procedures/)[^/]+|(?<=compared/)[^/]+|(?<=custodians/)[A-Z]+", "one", path
    )


def _ahead(page: Page) -> list[str]:
    links = page.eval_on_selector_all(
        "main a[href], header a[href]", "all => all.map(each => each.getAttribute('href'))"
    )
    plain = (each.partition("#")[0].partition("?")[0] for each in links)
    return [each for each in dict.fromkeys(plain) if each.startswith("/") and not each.endswith(NO_PAGES)]
