"""Unseen is unknown: a world with what a reader may not see, and one without it, give them the same bytes.

Both are one house, asked before and after: what is added in between is everything that nobody of the readers has a part in.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gateway.api.operation import Operation
from gateway.api.operations import OPERATIONS
from gateway.front.rates import Rates
from gateway.web.page import Page
from gateway.web.pages import PAGES
from tests.unit.access.asked import body_of
from tests.unit.access.matrix import ENDLESS, name_of
from tests.unit.access.world import COMMENT, CONCERN, filled, house_of
from tests.unit.gateway.callers import Callers, cookie_of
from tests.unit.gateway.house import House

READERS = ["guest", "archivist", "auditor", "nopost", "kent-director", "fenshire/clinic", "kent/kent-police"]
SHOWS: list[Operation | Page] = [
    *(each for each in OPERATIONS if each.method == "GET"),
    *(each for each in PAGES if each.method == "GET"),
]
ADDRESSED: list[Operation] = [each for each in OPERATIONS if "{" in each.path and not each.is_public]


@pytest.fixture
def house(tmp_path: Path) -> House:
    found = house_of(tmp_path)
    found.with_parts(rates=Rates(ENDLESS, ENDLESS))
    return found


@pytest.fixture
def callers(house: House) -> Iterator[Callers]:
    with house.open() as callers:
        yield callers


def answers(callers: Callers, ids: dict[str, str], reader: str, cookie: dict[str, str]) -> dict[str, tuple[Any, ...]]:
    """Every list, case, report and page, and a search by the name that the hidden child has too: status, headers, bytes."""
    found = {}
    for each in SHOWS:
        path = each.path.format(**ids)
        answer = callers.call("GET", path, headers=cookie) if isinstance(each, Page) else callers.get(path, reader)
        found[name_of(each)] = answer
    found["search_people"] = callers.post("/v1/people/search", {"name": "Invented Child"}, reader)
    return {name: (each.status_code, dict(each.headers), each.content) for name, each in found.items()}


def hide(callers: Callers) -> None:
    """Cases in the other area, about a child of the same name, with all that follows; another one of theirs; a concern."""
    for _ in range(3):
        told = callers.done("/v1/notifications", {**body_of("raise_notification", "", {}), "area": "hill"}, "elsewhere")
        case = f"/v1/notifications/{told['notification_id']}"
        number = told["notification_id"].removeprefix("notification-")
        callers.done(f"{case}/emergency-access", {"hours": 3, **COMMENT}, "locum")
        callers.done(f"/v1/tasks/task-{number}-1/decision", {"outcome": "pass"}, "elsewhere")
        callers.done(f"/v1/duties/duty-{number}-1/not-required", COMMENT, "lead")
    callers.done("/v1/agency/concerns", {**CONCERN, "area": "hill"}, "fenshire/police")


@pytest.mark.parametrize("reader", READERS)
def test_what_they_may_not_see_changes_not_a_byte(house: House, callers: Callers, reader: str) -> None:
    ids = filled(house, callers, placed=True, ended=False)
    cookie = {} if "/" in reader else {"Cookie": cookie_of(callers.signed_in(reader))}
    without = answers(callers, ids, reader, cookie)
    hide(callers)
    house.follow()
    among = answers(callers, ids, reader, cookie)
    assert [name for name, each in among.items() if each[0] != without[name][0]] == []
    assert {name: (without[name], each) for name, each in among.items() if each != without[name]} == {}


class Counted:
    """A store that writes down what it was asked, and nothing of what it answered."""

    def __init__(self, store: Any, log: list[str]) -> None:
        self._store, self._log = store, log

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._store, name)

        def asked(*given: Any) -> Any:
            self._log.append(f"{type(self._store).__name__}.{name}")
            return found(*given)

        return asked if callable(found) else found


@pytest.mark.parametrize("reader", ["auditor", "nopost", "kent-director", "fenshire/clinic"])
def test_the_stores_are_asked_the_same_for_what_is_unseen_and_for_what_is_not_there(
    house: House, callers: Callers, reader: str
) -> None:
    ids = filled(house, callers, placed=True, ended=False)
    log: list[str] = []
    stores = {
        name: Counted(getattr(house.parts, name), log) for name in ("cases", "trays", "concerns", "names", "persons")
    }
    house.with_parts(**stores)
    differing = {}
    with house.open() as counting:
        for each in ADDRESSED:
            if each.name in EXISTS_FOR_THEM.get(reader, ()):
                continue
            asked = []
            for known in (ids, {name: f"{value}0" for name, value in ids.items() if name not in ("code", "edition")}):
                log.clear()
                body = body_of(each.name, reader, ids)
                path = each.path.format(**{"code": "fenshire", "edition": "trial", **known})
                answer = counting.get(path, reader) if each.method == "GET" else counting.post(path, body, reader)
                asked.append((answer.status_code, answer.content, tuple(log)))
            if asked[0] != asked[1]:
                differing[each.name] = asked
    assert differing == {}


EXISTS_FOR_THEM = {
    "auditor": (
        "draw_report",
        "open_emergency_access",
        "read_records",
        "place_hold",
        "lift_hold",
        "propose_deletion",
        "confirm_deletion",
        "export_person",
        "read_certificate",
        "read_text",
        "redact_text",
        "receive_retention",
    )
}
