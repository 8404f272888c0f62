"""Past cases under another edition: numbers and references for whoever runs the platform, and nothing of a case."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from contracts.replaying import MOST_AT_ONCE
from gateway.running import replaying
from shared_kernel.messaging.rpc_client import ServiceUnavailable, Unavailable
from shared_kernel.spoken_references import reference_of
from tests.unit.casework.authorities import fenshire, real
from tests.unit.gateway.callers import Callers, refused
from tests.unit.gateway.house import House, deployment_of
from tests.unit.gateway.visiting import signed_in

BY = "kent-platform-lead"
ASKED = "/v1/running/replayed/2016-09/2023-12"
PAGE = "/running/replay?under=2016-09&instead_of=2023-12"
CHARGED = {
    "subject_kind": "child", "legal_status": "care_order", "open_to_services": True,
    "happened": ["charge"], "offence": "section_18", "charged_at": "2026-11-17T08:00:00+00:00",
}  # fmt: skip


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path, deployment_of(fenshire(), real("kent")))


def raised_in_kent(callers: Callers) -> str:
    return callers.raised("kent-social-worker", area="ashford", facts=CHARGED, categories=["KEN23-NTK-G"])


def kinds(told: Any) -> dict[str, Any]:
    return {each["about"]: each for each in told["kinds"]}


def test_how_many_would_be_decided_differently_and_in_what(callers: Callers, house: House) -> None:
    first = raised_in_kent(callers)
    house.passes(minutes=1)
    second = raised_in_kent(callers)
    callers.raised()  # another authority's
    told = callers.said(ASKED, BY)
    counted = {each: told[each] for each in ("found", "replayed", "differ", "late", "unreadable")}
    assert counted == {"found": 2, "replayed": 2, "differ": 2, "late": 0, "unreadable": 0}
    assert (told["before"]["edition"], told["after"]["edition"]) == ("2023-12", "2016-09")
    found = kinds(told)
    assert {"notified", "route", "told", "clock"} <= found.keys()
    for each in found.values():
        assert [case["notification_id"] for case in each["cases"]] == [second, first]
        assert all(change["cases"] == 2 for change in each["changes"])


def test_the_page_names_cases_by_reference_and_tells_nothing_of_them(callers: Callers, house: House) -> None:
    notification = raised_in_kent(callers)
    visitor = signed_in(callers, BY)
    chooser = visitor.get("/running/replay").text
    assert "would be decided differently</span>" not in chooser and "Replay" in chooser
    page = visitor.get(PAGE).text
    for said in ("<strong>1</strong> would be decided differently", reference_of(notification), "Deadlines: 1 case"):
        assert said in page, said
    for kept in (notification, "Invented Child", "Not seen since", "ashford", "section_18", "08:00", "social-worker"):
        assert kept not in page, kept
    [entry] = [each.entry for each in house.access_log.first(1000) if notification in each.entry.things][-1:]
    assert (entry.actor, entry.purpose) == (BY, "replay")
    assert visitor.get(f"/cases/{notification}").status_code == 404


def test_whoever_sees_the_case_too_is_led_to_it(tmp_path: Path) -> None:
    kent = real("kent")
    directory = kent.directories["kent"]
    both = (BY, "kent-team-manager")
    posts = tuple(replace(each, holders=both) if each.role == "platform" else each for each in directory.posts)
    house = House(tmp_path, replace(kent, directories={"kent": replace(directory, posts=posts)}))
    with house.open() as callers:
        notification = raised_in_kent(callers)
        assert f'href="/cases/{notification}"' in signed_in(callers, "kent-team-manager").get(PAGE).text
        assert f'href="/cases/{notification}"' not in signed_in(callers, BY).get(PAGE).text


def test_the_same_as_csv(callers: Callers) -> None:
    notification = raised_in_kent(callers)
    visitor = signed_in(callers, BY)
    answer = visitor.get(PAGE.replace("/replay?", "/replay/cases.csv?"))
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(answer.content.decode("utf-8-sig").splitlines()))
    assert {"Deadlines", "The way it takes"} <= {each["What differs"] for each in rows}
    assert {(each["Reference"], each["Notification"]) for each in rows} == {(reference_of(notification), notification)}
    assert visitor.get("/running/replay/cases.csv").status_code == 404


def test_two_editions_are_chosen(callers: Callers) -> None:
    visitor = signed_in(callers, BY)
    for wrong in ("under=2023-12&instead_of=2023-12", "under=", "under=none&instead_of=2023-12"):
        answer = visitor.get(f"/running/replay?{wrong}")
        assert answer.status_code == 422 and "two editions that are not the same" in answer.text, wrong
    refused(callers.get(ASKED.replace("2016-09", "2023-12"), BY), "not_found", 404)
    assert "There is one edition only" in signed_in(callers, "platform-lead").get("/running/replay").text
    assert "There is no case yet" in visitor.get(PAGE).text


def test_only_the_newest_are_replayed_and_only_as_long_as_there_is_time(
    callers: Callers, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    raised = []
    for _ in range(4):
        house.passes(minutes=1)
        raised.append(raised_in_kent(callers))
    monkeypatch.setattr(replaying, "MOST", 3)
    told = callers.said(ASKED, BY)
    assert (told["found"], told["most"], told["replayed"]) == (3, 3, 3)
    assert {each["notification_id"] for each in kinds(told)["clock"]["cases"]} == set(raised[1:])
    assert "These are the newest 3 cases" in signed_in(callers, BY).get(PAGE).text
    monkeypatch.setattr(replaying, "SECONDS", -1.0)
    told = callers.said(ASKED, BY)
    assert (told["found"], told["replayed"], told["late"]) == (3, 0, 3)
    assert "For 3 cases, the oldest of them, the time did not suffice" in signed_in(callers, BY).get(PAGE).text


def test_more_than_are_asked_for_at_once(callers: Callers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replaying, "MOST_AT_ONCE", 2)
    assert MOST_AT_ONCE > 2
    for _ in range(5):
        raised_in_kent(callers)
    assert callers.said(ASKED, BY)["replayed"] == 5


def test_what_was_not_routed_yet_is_said_to_be_left_out(callers: Callers, house: House) -> None:
    raised_in_kent(callers)
    first_commits = house.case.escalation.first_commits
    house.case.escalation.first_commits = lambda streams: dict(list(first_commits(streams).items())[1:])  # type: ignore[method-assign]
    told = callers.said(ASKED, BY)
    assert (told["found"], told["replayed"], told["unreadable"]) == (1, 0, 1)
    assert "1 case could not be replayed" in signed_in(callers, BY).get(PAGE).text


def test_nobody_else_learns_of_it_and_a_service_that_is_away_is_said(callers: Callers, house: House) -> None:
    raised_in_kent(callers)
    for person in ("kent-director", "kent-team-manager", "kent-records-officer"):
        refused(callers.get(ASKED, person), "not_found", 404)
        for path in (PAGE, PAGE.replace("/replay?", "/replay/cases.csv?")):
            assert signed_in(callers, person).get(path).status_code == 404

    def away(_service: str, _method: str) -> Any:
        raise ServiceUnavailable("escalation", Unavailable.NO_ANSWER_IN_TIME)

    house.services.instead = away
    refused(callers.get(ASKED, BY), "service_unavailable", 503)
