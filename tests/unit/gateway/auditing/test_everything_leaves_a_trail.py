"""Whatever an answer names is in its entry: no loader forgets to say what it showed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from gateway.api.operation import Operation
from gateway.api.operations import OPERATIONS
from gateway.auditing.recording import NOTHING_OF_A_CASE
from tests.unit.gateway.callers import Callers
from tests.unit.gateway.house import House


def named(answer: Any) -> Iterator[str]:
    """The ids of cases and of what belongs to them, wherever they stand in an answer."""
    if isinstance(answer, dict):
        for key, value in answer.items():
            if key in ("notification_id", "concern_id", "person") and isinstance(value, str) and "-0" in value:
                yield value
            yield from named(value)
    elif isinstance(answer, list):
        for each in answer:
            yield from named(each)


def ids(callers: Callers, house: House) -> dict[str, str]:
    """What stands for each name in an address: of a case with all that follows from it."""
    notification = callers.raised()
    number = notification.removeprefix("notification-")
    items = {f"{kind}_id": f"{kind}-{number}-1" for kind in ("task", "notice", "duty")}
    person = house.cases.every()[0]["person"]
    return {
        "notification_id": notification,
        **items,
        "person": person,
        "report_id": "report",
        "concern_id": "concern-1",
    }


NOTHING_OF_ANYBODY = {
    "export_record": "nothing_signed",
    **dict.fromkeys(
        ("list_meetings", "read_meeting", "read_register", "read_runaways", "read_unmet_needs"), "no_register"
    ),
}
"""Operations that are refused before anything is looked for, and by which refusal: neither shown nor kept from somebody."""
SHOWING = [each for each in OPERATIONS if each.method == "GET" and each.scope is None]


@pytest.mark.parametrize(
    "operation", [each for each in SHOWING if each.deed not in NOTHING_OF_A_CASE], ids=lambda each: each.name
)
def test_what_an_answer_names_is_in_its_entry(callers: Callers, house: House, operation: Operation) -> None:
    known = ids(callers, house)
    path = re.sub(r"\{(\w+)\}", lambda name: known.get(name[1], "nothing-1"), operation.path)
    for by in ("worker", "manager", "desk-1", "head", "clerk", "overseer"):
        house.access_log.remove(house.access_log.first(1000))
        answer = callers.get(path, by)
        found = [each.entry for each in house.access_log.first(1000)]
        if answer.status_code in (409, 422):
            assert answer.json()["code"] == NOTHING_OF_ANYBODY.get(operation.name)
            assert found == []
            continue
        (entry,) = found
        assert (entry.actor, entry.operation) == (by, operation.name)
        assert (entry.outcome == "shown") == (answer.status_code == 200)
        if answer.status_code == 200:
            assert set(named(answer.json())) <= set(entry.things)
