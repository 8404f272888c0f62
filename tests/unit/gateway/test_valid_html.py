"""Every page that links lead to is well-formed HTML: nothing for a browser to guess at, and every reference within it leads somewhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tinyhtml5.parser import HTMLParser

from tests.rules.kent_2023.playing import WORKER
from tests.rules.northumberland.playing import LEAD
from tests.unit.casework.authorities import real
from tests.unit.gateway import alerted
from tests.unit.gateway.house import House
from tests.unit.gateway.raising import begun, draft_of
from tests.unit.gateway.test_register import on_register
from tests.unit.gateway.visiting import Visitor, signed_in

PLAIN = re.compile(r"\.(pdf|json|css|csv|xml|jpg)$")
REFERRING = re.compile(r' (?:for|aria-labelledby|aria-describedby)="([^"]+)"')


def wrong_in(page: str) -> list[str]:
    """What a browser has to guess at, ids that are there twice, and references to an id that is not there."""
    parser = HTMLParser()
    parser.parse(page)
    ids = Counter(re.findall(r' id="([^"]*)"', page))
    named = {each for found in REFERRING.findall(page) for each in found.split()}
    return [
        *(f"{code} at {place}" for place, code, _ in parser.errors),
        *(f"id {each} is there {count} times" for each, count in ids.items() if count > 1 or " " in each or not each),
        *(f"no {each}" for each in named - ids.keys()),
    ]


def walked(visitor: Visitor, *begins: str) -> Iterator[tuple[str, str]]:
    """One page of each kind that links lead to, and its address."""
    waiting, seen = list(begins), set[str]()
    while waiting:
        path = waiting.pop(0)
        kind = re.sub(r"[a-z]+-[0-9a-f]{8}-[0-9a-f-]+", "one", path)
        if kind in seen:
            continue
        seen.add(kind)
        answer = visitor.get(path)
        if answer.status_code == 200 and answer.headers["content-type"].startswith("text/html"):
            yield path, answer.text
            links = (each.partition("#")[0].partition("?")[0] for each in re.findall(r' href="(/[^"]*)"', answer.text))
            waiting += [each for each in links if not each.startswith("/static") and not PLAIN.search(each)]


def wrong_for(visitor: Visitor, *begins: str) -> dict[str, list[str]]:
    pages = dict(walked(visitor, *begins))
    assert len(pages) > 5
    return {path: found for path, page in pages.items() if (found := wrong_in(page))}


def test_every_page_of_a_case_and_its_alert(tmp_path: Path) -> None:
    house = House(tmp_path, real("kent"))
    with house.open() as callers:
        alert = alerted.raised(callers)
        callers.done("/v1/alerts", alerted.proposal(alert), WORKER)
        worker = signed_in(callers, WORKER)
        draft = draft_of(begun(worker))
        assert wrong_for(worker, "/tray", "/", "/raise", f"{draft}/check", f"/alerts/{alert}") == {}


def test_every_page_of_the_register(tmp_path: Path) -> None:
    house = House(tmp_path, real("northumberland"))
    with house.open() as callers:
        case = on_register(callers, house)
        assert wrong_for(signed_in(callers, LEAD), "/tray", "/", f"/register/entries/{case}", "/register") == {}


def test_what_is_wrong_is_found() -> None:
    page = '<!doctype html><html lang="en"><title>T</title><p id="a"><div id="a"></p><label for="b">B</label></html>'
    assert len(wrong_in(page)) == 4
