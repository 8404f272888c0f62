"""Somebody who raises a notification a page at a time."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tests.unit.gateway.visiting import Visitor

HAPPENED = {"facts.happened.missing": "yes"}
GONE = {
    "facts.missing_since-day": "16",
    "facts.missing_since-month": "11",
    "facts.missing_since-year": "2026",
    "facts.missing_since-time": "08:00",
}
NAMED = {"particulars.name": "Invented Child"}
CHOSEN = {"category.FEN-A": "yes"}
ANSWERS: Mapping[str, Mapping[str, str]] = {
    "area": {"area": "fen"},
    "facts.happened": HAPPENED,
    "particulars.name": NAMED,
    "particulars.account": {"particulars.account": "Not seen since breakfast."},
    "category": CHOSEN,
}


def begun(visitor: Visitor) -> Any:
    """The first page of a new draft."""
    return visitor.filled_in("/raise", "/raise", {})


def path_of(page: Any) -> str:
    """The address of the page that is shown."""
    return str(page.request.url.path)


def draft_of(page: Any) -> str:
    """The draft that it is a page of."""
    found = re.search(r"/drafts/draft-[0-9a-f-]{36}", page.text)
    assert found, page.text
    return found[0]


def answered(visitor: Visitor, page: Any, form: Mapping[str, str]) -> Any:
    """The page that follows when this was said on the one that is shown."""
    path = path_of(page)
    return visitor.filled_in(path, path, form)


def walked(visitor: Visitor, answers: Mapping[str, Mapping[str, str]] = ANSWERS, most: int = 20) -> list[Any]:
    """The pages of a new draft up to the check, each answered so or left blank."""
    pages = [begun(visitor)]
    while not path_of(pages[-1]).endswith("/check"):
        name = path_of(pages[-1]).rpartition("/")[2]
        pages.append(answered(visitor, pages[-1], answers.get(name, {})))
        assert len(pages) < most, [path_of(each) for each in pages]
    return pages


def names_of(pages: list[Any]) -> list[str]:
    """What was asked, page by page."""
    return [path_of(each).rpartition("/")[2] for each in pages]


def raised(visitor: Visitor, check: Any) -> Any:
    """The receipt of what was checked."""
    path = path_of(check)
    return visitor.filled_in(path, path, {})
