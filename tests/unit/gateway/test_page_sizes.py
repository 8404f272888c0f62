"""What goes over the wire for the longest pages stays within 100 kB: the whole form of each authority, however it was filled in, and long lists."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from benchmarks.pages import LIMIT_BYTES
from gateway.read_models.folding import Document
from needfire.directory import Person
from needfire.loading.deployment import Deployment
from tests.rules.northumberland.playing import GROUP
from tests.unit.casework.authorities import real
from tests.unit.gateway import alerted
from tests.unit.gateway.browsing import fields_of
from tests.unit.gateway.callers import Callers
from tests.unit.gateway.house import House
from tests.unit.gateway.test_register import on_register
from tests.unit.gateway.visiting import Visitor, signed_in

BRIEF = "/raise/brief"
RAISERS = {
    "kent": "kent-social-worker",
    "lincolnshire": "lincolnshire-social-worker",
    "luton": "luton-social-worker",
    "northumberland": "northumberland-lead-professional",
}
EMPLOYED = 800
LINES, REVIEWS = 60, 104


def employing(code: str) -> Deployment:
    """The authority with as many people in its directory as a large council has."""
    deployment = real(code)
    own = deployment.directories[code]
    many = tuple(
        Person(f"{code}-other-{each}", f"Invented Colleague {each}", f"other-{each}@{code}.example")
        for each in range(EMPLOYED)
    )
    return replace(deployment, directories={code: replace(own, people=(*own.people, *many))})


def size_of(answer: Any) -> int:
    """Bytes of the head and the body, as nothing of a page for somebody is compressed."""
    return sum(len(name) + len(value) + 4 for name, value in answer.headers.raw) + len(answer.content)


@pytest.mark.parametrize("code", RAISERS)
def test_the_whole_form_of_each_authority(code: str, tmp_path: Path) -> None:
    house = House(tmp_path, employing(code))
    with house.open() as callers:
        worker = signed_in(callers, RAISERS[code])
        own = worker.get(BRIEF).headers["location"]
        empty = worker.get(own)
        wrong = worker.sent(BRIEF, _all_wrong(empty.text))
    assert (empty.status_code, wrong.status_code) == (200, 422)
    assert "There is a problem" in wrong.text and size_of(empty) < LIMIT_BYTES
    assert size_of(wrong) < LIMIT_BYTES


def _all_wrong(page: str) -> dict[str, str]:
    """Every field that is typed into, with what cannot be."""
    typed = {name: "no day" for name, value in fields_of(page).items() if not value}
    return {name: text for name, text in typed.items() if name not in ("form_word", "form_key")}


def test_the_form_that_updates_a_case_and_comes_back_unsent(tmp_path: Path) -> None:
    house = House(tmp_path, employing("kent"))
    with house.open() as callers:
        case = alerted.raised(callers).replace("alert-", "notification-")
        worker = signed_in(callers, RAISERS["kent"])
        empty = worker.get(f"/cases/{case}/updates")
        wrong = worker.sent(f"/cases/{case}/updates", _all_wrong(empty.text))
    assert (empty.status_code, wrong.status_code) == (200, 422)
    assert size_of(empty) < LIMIT_BYTES and size_of(wrong) < LIMIT_BYTES


def test_lists_of_the_register(tmp_path: Path) -> None:
    house = House(tmp_path, real("northumberland"))
    with house.open() as callers:
        on_register(callers, house)
        chair = _with_many_on_the_register(house, callers)
        sizes = {path: size_of(chair.get(path)) for path in ("/register", "/register/watch", "/register/meetings")}
    assert {path: size for path, size in sizes.items() if size > LIMIT_BYTES} == {}


def _with_many_on_the_register(house: House, callers: Callers) -> Visitor:
    [line] = [each for each in house.register.every() if each.get("stage") == "on_register"]
    house.register.save([(None, _reviewed_often(line, each)) for each in range(LINES)])
    return signed_in(callers, GROUP)


def _reviewed_often(line: Document, number: int) -> Document:
    at = "2026-11-16T08:00:00+00:00"
    trend = [f"{each:04}|{at}|high|{40 + each % 20}|{60 + each % 20}" for each in range(1, REVIEWS + 1)]
    own = f"notification-{number:08}-0000-7000-8000-000000000000"
    return {**line, "_id": own, "trend": trend, "order": f"{at}|{own}", "unmet": ["support"]}
