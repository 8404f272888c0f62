"""Emergency access: a reason, a time, the owner told at once, one case to read and nothing else, and it ends by itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.unit.casework.authorities import fenshire, real
from tests.unit.gateway.callers import Callers, refused
from tests.unit.gateway.house import House, deployment_of
from tests.unit.gateway.visiting import signed_in

ADULT: dict[str, Any] = {
    "particulars": {"name": "Invented Child", "adult_name": "Invented Adult"},
    "restrictions": ["FEN-5"],
}
LIFTED = """
restrictions:
- {rule: FEN-5, title: The name is hidden, hides: [adult_name], from_roles: [head], lifted_in_emergency: true}
"""


def opening(hours: int = 2, comment: str | None = "A call came in about the child.") -> dict[str, Any]:
    return {"hours": hours, "particulars": {"comment": comment} if comment else None}


def path(notification: str) -> str:
    return f"/v1/notifications/{notification}"


def opened(callers: Callers, by: str = "auditor", **raised: Any) -> str:
    notification = callers.raised(**raised)
    callers.done(f"{path(notification)}/emergency-access", opening(), by)
    return notification


def test_who_holds_a_post_and_is_given_the_reference_reads_the_case(callers: Callers) -> None:
    notification = callers.raised()
    refused(callers.get(path(notification), "auditor"), "not_found", 404)
    callers.done(f"{path(notification)}/emergency-access", opening(), "auditor")
    told = callers.said(path(notification), "auditor")
    assert told["opened"]["particulars"]["name"] == "Invented Child"
    [task] = told["tasks"]
    assert callers.said(f"/v1/tasks/{task['task_id']}", "auditor")["task_id"] == task["task_id"]


def test_who_only_runs_the_platform_neither_opens_a_case_nor_looks_for_anybody(callers: Callers) -> None:
    notification = callers.raised()
    refused(callers.post(f"{path(notification)}/emergency-access", opening(), "platform-lead"), "not_found", 404)
    refused(callers.post("/v1/people/search", {"name": "Invented Child"}, "platform-lead"), "not_permitted", 403)
    assert '"/people"' not in signed_in(callers, "platform-lead").get("/tray").text
    assert signed_in(callers, "platform-lead").get("/people").status_code == 403


def test_those_whose_case_it_is_are_told_at_once_and_it_stands_in_the_story(callers: Callers) -> None:
    notification = opened(callers)
    for person in ("worker", "manager"):
        [notice] = callers.said("/v1/notices", person)["notices"]
        assert notice["about"] == "Emergency access to this case was opened, until Tuesday 17 November 2026 at 14:00"
    story = callers.said(f"{path(notification)}/timeline", "worker")["entries"]
    [told] = [each for each in story if each["kind"] == "EmergencyAccessOpened"]
    assert told["sentence"].startswith("Jan Eau opened emergency access to it for themself, until")
    assert told["opened"]["particulars"]["comment"] == "A call came in about the child."


def test_it_ends_by_itself(callers: Callers, house: House) -> None:
    notification = opened(callers)
    house.passes(hours=1, minutes=59)
    callers.said(path(notification), "auditor")
    house.passes(minutes=1)
    refused(callers.get(path(notification), "auditor"), "not_found", 404)


def test_it_is_for_reading_one_case_and_is_in_no_list(callers: Callers) -> None:
    notification = opened(callers)
    [task] = callers.said(path(notification), "auditor")["tasks"]
    for name, body in (("updates", {"based_on": 0, "facts": {}}), ("closure", {}), ("shares", SHARE)):
        refused(callers.post(f"{path(notification)}/{name}", body, "auditor"), "not_permitted", 403)
    refused(callers.post(f"/v1/tasks/{task['task_id']}/claim", {}, "auditor"), "not_permitted", 403)
    assert callers.said("/v1/notifications", "auditor")["notifications"] == []
    assert callers.said("/v1/tasks", "auditor")["tasks"] == []


SHARE = {"circulation": "onward", "to_person": "clerk", "particulars": {"comment": "why"}}


@pytest.fixture
def house(tmp_path: Path) -> House:
    ways = "circulation: [{id: onward, title: Onward, rules: [FEN-1], to_anybody: true}]"
    return House(tmp_path, deployment_of(fenshire(ways), real("kent")))


def test_a_restriction_hides_in_an_emergency_too(callers: Callers) -> None:
    particulars = callers.said(path(opened(callers, "auditor", **ADULT)), "auditor")["opened"]["particulars"]
    assert (particulars["name"], particulars.get("adult_name")) == ("Invented Child", None)


def test_unless_the_edition_lifts_it(tmp_path: Path) -> None:
    with House(tmp_path, deployment_of(fenshire(LIFTED))).open() as callers:
        particulars = callers.said(path(opened(callers, "auditor", **ADULT)), "auditor")["opened"]["particulars"]
    assert particulars["adult_name"] == "Invented Adult"


@pytest.mark.parametrize(("by", "why"), [("deputy", "holds no post"), ("kent-director", "another authority's")])
def test_who_may_not_is_answered_as_for_what_there_is_not(callers: Callers, by: str, why: str) -> None:
    notification = callers.raised()
    answers = [
        callers.post(f"{path(each)}/emergency-access", opening(), by) for each in (notification, "notification-0")
    ]
    assert answers[0].status_code == 404
    assert (answers[0].content, dict(answers[0].headers)) == (answers[1].content, dict(answers[1].headers)), why


@pytest.mark.parametrize("notification", ["notification-0", None])
@pytest.mark.parametrize(
    ("body", "code", "status"),
    [
        (opening(hours=0), "malformed", 422),
        (opening(hours=25), "malformed", 422),
        (opening(comment=None), "comment_required", 422),
    ],
)
def test_what_is_asked_for_wrongly_is_refused_before_the_case_is_looked_for(
    callers: Callers, notification: str | None, body: dict[str, Any], code: str, status: int
) -> None:
    answer = callers.post(f"{path(notification or callers.raised())}/emergency-access", body, "auditor")
    refused(answer, code, status)


def test_who_sees_the_case_does_not_need_it(callers: Callers) -> None:
    notification = callers.raised()
    refused(callers.post(f"{path(notification)}/emergency-access", opening(), "worker"), "access_not_needed", 409)


@pytest.fixture
def callers(house: House) -> Iterator[Callers]:
    with house.open() as callers:
        yield callers
