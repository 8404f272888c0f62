"""Trays go page by page: whatever waits is reached, however much there is and whether anything of it is due or not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gateway.read_models.tray_items import is_place
from tests.unit.casework.authorities import fenshire
from tests.unit.gateway.callers import Callers, refused
from tests.unit.gateway.commits import CLOCKS
from tests.unit.gateway.house import House

MANAGERS = """
posts:
- {role: worker, area: "*", holders: [worker], tray: group}
- {role: manager, area: "*", holders: [manager, deputy], tray: group}
- {role: desk, area: "*", holders: [desk-1, desk-2]}
- {role: head, area: "*", holders: [head]}
- {role: clerk, area: "*", holders: [clerk]}
- {role: liaison, area: "*", holders: [liaison]}
- {role: auditor, area: "*", holders: [auditor]}
"""


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path, fenshire(CLOCKS, MANAGERS))


def pages(callers: Callers, kind: str, by: str, limit: int) -> list[list[Any]]:
    """All pages of a tray; the ids on each."""
    found: list[list[Any]] = []
    cursor: dict[str, str] = {}
    while True:
        page = callers.said(f"/v1/{kind}s" if kind != "duty" else "/v1/duties", by, limit=limit, **cursor)
        [items] = [each for each in page.values() if isinstance(each, list)]
        found.append([each[f"{kind}_id"] for each in items])
        if page["next"] is None:
            return found
        cursor = {"cursor": page["next"]}


@pytest.mark.parametrize(("kind", "by"), [("task", "manager"), ("notice", "worker"), ("duty", "liaison")])
def test_every_item_is_on_one_page(callers: Callers, house: House, kind: str, by: str) -> None:
    raised = {callers.raised() for _ in range(7)}
    house.passes(days=8)
    found = pages(callers, kind, by, 3)
    assert [len(each) for each in found] == [3, 3, 1]
    ids = {each.partition("-")[2].rpartition("-")[0] for page in found for each in page}
    assert ids == {each.removeprefix("notification-") for each in raised}


def test_a_page_that_holds_all_has_no_next(callers: Callers) -> None:
    for _ in range(3):
        callers.raised()
    assert [len(each) for each in pages(callers, "task", "manager", 3)] == [3]
    assert [len(each) for each in pages(callers, "task", "manager", 200)] == [3]


def test_more_than_one_look_takes_in_is_reached(callers: Callers) -> None:
    raised = [callers.raised(particulars=None) for _ in range(104)]
    found = pages(callers, "task", "manager", 50)
    assert [len(each) for each in found] == [50, 50, 4]
    assert len({each for page in found for each in page}) == len(raised)


def test_what_is_due_soonest_is_on_the_first_page_though_it_came_last(callers: Callers, house: House) -> None:
    for _ in range(3):
        callers.raised()
        house.passes(hours=1)
    soonest = callers.raised(facts={"happened": ["missing"], "missing_since": "2026-11-16T08:00:00+00:00"})
    duties = pages(callers, "duty", "liaison", 1)
    assert [len(each) for each in duties] == [1, 1, 1, 1]
    assert duties[-1][0].startswith(soonest.replace("notification", "duty"))


def test_what_lies_with_a_colleague_does_not_shorten_a_page(callers: Callers) -> None:
    """Each bears the mark of a role that both hold; only the last ones lie with this one."""
    for _ in range(9):
        callers.raised()
    tasks = [f"/v1/tasks/{each}" for page in pages(callers, "task", "deputy", 50) for each in page]
    for task in tasks[:6]:
        callers.done(f"{task}/reassignment", {"to_person": "manager"}, "manager")
    assert pages(callers, "task", "deputy", 2) == [[each.rpartition("/")[2] for each in tasks[6:8]], [tasks[8][10:]]]
    assert sum(len(each) for each in pages(callers, "task", "manager", 2)) == 9


def test_one_who_has_nothing_of_all_that_there_is_gets_one_empty_page(callers: Callers) -> None:
    for _ in range(5):
        callers.raised()
    assert pages(callers, "task", "head", 2) == [[]]


@pytest.mark.parametrize("cursor", ["!", "", "x" * 300, "bm8gcGxhY2U", "OTk5OXw"])
def test_a_cursor_that_is_none_is_refused(callers: Callers, cursor: str) -> None:
    refused(callers.get("/v1/tasks", "manager", cursor=cursor), "malformed", 422)


@pytest.mark.parametrize("place", ["9999|notification-1", "2026-11-17T12:00:00.000000+00:00|notification-1"])
def test_a_place_is_when_something_is_due_and_an_id(place: str) -> None:
    assert is_place(place)


@pytest.mark.parametrize("place", ["", "|", "9999|", "9999", "soon|notification-1", "2026-11-17|notification-1"])
def test_what_is_no_place(place: str) -> None:
    assert not is_place(place)


def test_every_page_of_notifications_leads_on_though_some_on_it_cannot_be_told(callers: Callers, house: House) -> None:
    raised = [callers.raised() for _ in range(5)]
    for each in raised[2:4]:
        document = house.cases.load([each])[each]
        house.cases.save([(document, {**document, "edition": "gone", "marks": document["marks"]})])
    found: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = callers.said("/v1/notifications", limit=2, **cursor)
        found += [each["notification_id"] for each in page["notifications"]]
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
    assert sorted(found) == sorted([*raised[:2], raised[4]])
