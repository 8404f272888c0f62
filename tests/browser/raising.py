"""Somebody who raises a notification in Kent a page at a time, with a keyboard and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from playwright.sync_api import Page

from tests.browser.keyboard import follow, press, write

LONGEST_WAY = 40
Answer = Callable[[Page], None]


def _ticked(name: str) -> Answer:
    return lambda page: press(page, name, "Space")


def _written(name: str, text: str) -> Answer:
    return lambda page: write(page, name, text)


ANSWERS: Mapping[str, Answer] = {
    "area": _ticked("Ashford"),
    "facts.subject_kind": _ticked("A child or young person"),
    "facts.happened": _ticked("Missing"),
    "particulars.name": _written("What is the child's or person's name?", "Invented Child طفل مختلق"),
    "particulars.account": _written("What happened, in short?", "Not seen since breakfast; invented."),
    "category": _ticked("Other, by professional judgement"),
}


def walked(page: Page, base: str, looks: Callable[[Page], None] = lambda _page: None) -> list[str]:
    """Answers page after page up to the check; what was asked. `looks` is shown each page."""
    page.goto(f"{base}/raise")
    looks(page)
    follow(page, "Start now")
    asked: list[str] = []
    while (name := page.url.rpartition("/")[2]) != "check":
        assert len(asked) < LONGEST_WAY, asked
        asked.append(name)
        looks(page)
        ANSWERS.get(name, lambda _page: None)(page)
        follow(page, "Continue")
    looks(page)
    return asked
