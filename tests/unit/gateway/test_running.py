"""Whoever runs the platform sees how each process does and what lies parked, and has it driven again; nobody else knows of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from shared_kernel.messaging.parked_messages import ParkedMessage
from shared_kernel.parked import WAITS_BEHIND, ParkedCommit
from tests.unit.casework.authorities import fenshire, real
from tests.unit.casework.case import NOON
from tests.unit.gateway.callers import Callers, refused
from tests.unit.gateway.house import House, deployment_of
from tests.unit.gateway.visiting import signed_in

BY, KENTS = "platform-lead", "kent-platform-lead"
MESSAGE = ParkedMessage("a" * 32, "delivery_limit", "rpc-intake", "", "intake.execute", None, 7, "0" * 64, False, NOON)
LOST = ParkedCommit("gateway", "intake", "notification-lost", 2, 10**6, "unknown_event", NOON, "fenshire")


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path, deployment_of(fenshire(), real("kent")))


def standing(callers: Callers, owner: str) -> Any:
    [found] = [each for each in callers.said("/v1/running", BY)["workers"] if each["owner"] == owner]
    return found


def test_all_is_well_where_everything_answers_and_nothing_waits(callers: Callers) -> None:
    callers.raised()
    told = callers.said("/v1/running", BY)
    assert told["well"] and {each["state"] for each in told["services"]} == {"works"}
    behind = {each["source"]: each["behind"] for each in standing(callers, "gateway")["readers"]}
    assert behind == dict.fromkeys(("intake", "escalation", "national_alerts", "risk_management"), 0)
    page = signed_in(callers, BY).get("/running").text
    assert "nothing waits for you" in page and "Overdue" not in page


def test_what_is_late_silent_stuck_or_behind_is_unmistakable(callers: Callers, house: House) -> None:
    workers = house.services.workers
    workers.away.add("deliveries")
    workers.of["escalation"].counted["late"] = lambda: {"fenshire": 2, "kent": 40}
    workers.of["national_alerts"].counted["given_up"] = lambda: {"fenshire": 1}
    workers.of["intake"].unpublished = lambda: 7
    house.lagging = True
    callers.raised()
    told = callers.said("/v1/running", BY)
    assert not told["well"]
    assert not standing(callers, "deliveries")["answers"]
    assert standing(callers, "escalation")["late"] == 2
    assert standing(callers, "national_alerts")["given_up"] == 1
    assert standing(callers, "intake")["unpublished"] == 7
    behind = {each["source"]: each["behind"] for each in standing(callers, "gateway")["readers"]}
    assert behind["intake"] > 0
    house.services.instead = lambda service, _method: {"working": service != "intake", "position": 0}
    page = signed_in(callers, BY).get("/running").text
    for said in ("Something below needs a person", "Does not answer", "Its store does not answer"):
        assert said in page, said


def test_a_parked_case_is_listed_with_its_reason_and_driven_again(callers: Callers, house: House) -> None:
    fails = {"now": True}
    [reader] = [house.services.workers.of["gateway"].readers["gateway", "intake"]]
    applies = reader._apply

    def failing(commit: Any) -> None:
        if fails["now"]:
            raise KeyError(commit.stream)
        applies(commit)

    reader._apply, reader._apply_all = failing, None
    notification = callers.raised()
    [parked] = [each for each in callers.said("/v1/running/parked", BY)["streams"] if each["reader"] == "gateway"]
    assert (parked["stream"], parked["reason"], parked["version"]) == (notification, "KeyError", 1)
    assert parked["waiting_behind"] == 0 and parked["tried_at"] is None
    assert standing(callers, "gateway")["parked"] == 1
    visitor = signed_in(callers, BY)
    page = visitor.get("/running/parked").text
    assert notification in page and "Invented Child" not in page and "a fault of the platform" in page
    form = {name: parked[name] for name in ("owner", "reader", "source", "stream")}
    answer = visitor.sent("/running/parked/streams", form)
    assert answer.headers["location"] == "/running/parked?came=again"
    again = visitor.get("/running/parked?came=again").text
    assert "could not be processed" in again and "Driven again in vain" in again
    fails["now"] = False
    answer = visitor.sent("/running/parked/streams", form)
    assert answer.headers["location"] == "/running/parked?came=done"
    assert notification not in visitor.get("/running/parked").text
    assert callers.said(f"/v1/notifications/{notification}", "worker")["notification_id"] == notification
    refused(callers.post("/v1/running/parked/streams", form, BY), "not_found", 404)


def test_who_drove_it_stands_in_the_record(callers: Callers, house: House) -> None:
    house.case.parked.park(LOST)
    form = {"owner": "gateway", "reader": "gateway", "source": "intake", "stream": LOST.stream}
    answer = callers.post("/v1/running/parked/streams", form, BY)
    assert answer.json() == {"state": "again"}
    [told] = callers.said("/v1/running/parked", BY)["streams"]
    assert told["reason"] == "missing_from_feed" and "older backup" in told["says"]
    [entry] = [each.entry for each in house.access_log.first(100) if each.entry.deed == "drive_parked"]
    assert (entry.actor, entry.operation, entry.things) == (BY, "drive_parked_stream", (LOST.stream,))


def test_what_waits_behind_is_counted(callers: Callers, house: House) -> None:
    for more in range(3):
        behind = replace(LOST, version=3 + more, position=LOST.position + 1 + more, reason=WAITS_BEHIND)
        house.case.parked.park(behind if more else LOST)
    [told] = callers.said("/v1/running/parked", BY)["streams"]
    assert (told["version"], told["reason"], told["waiting_behind"]) == (2, "unknown_event", 2)
    assert "2 more wait behind it" in signed_in(callers, BY).get("/running/parked").text


def test_what_is_anothers_is_not_there(callers: Callers, house: House) -> None:
    house.case.parked.park(replace(LOST, authority="kent"))
    assert callers.said("/v1/running/parked", BY)["streams"] == []
    assert callers.said("/v1/running", BY)["well"]
    form = {"owner": "gateway", "reader": "gateway", "source": "intake", "stream": LOST.stream}
    refused(callers.post("/v1/running/parked/streams", form, BY), "not_found", 404)
    assert house.case.parked.take_asked("gateway", "intake") == ()
    for person in ("worker", "overseer", "kent-director"):
        refused(callers.get("/v1/running/parked", person), "not_found", 404)
        assert signed_in(callers, person).get("/running").status_code == 404
        assert 'href="/running"' not in signed_in(callers, person).get("/tray").text
    assert [each["stream"] for each in callers.said("/v1/running/parked", KENTS)["streams"]] == [LOST.stream]


def test_who_only_runs_the_platform_is_offered_no_list_of_alerts(callers: Callers) -> None:
    assert '"/alerts"' not in signed_in(callers, KENTS).get("/running").text
    assert '"/alerts"' in signed_in(callers, "kent-social-worker").get("/tray").text


def test_a_message_is_listed_without_its_content_and_sent_back(callers: Callers, house: House) -> None:
    messages = house.services.workers.of["intake"].kept_messages
    messages.keep(MESSAGE, b"Jane Doe, 1 High Street")
    messages.keep(replace(MESSAGE, message_id="b" * 32, cut=True), b"Jane")
    [first, cut] = callers.said("/v1/running/parked", BY)["messages"]
    assert (first["owner"], first["queue"], first["size"], first["can_be_driven"]) == ("intake", "rpc-intake", 7, True)
    assert not cut["can_be_driven"] and "Jane" not in str([first, cut])
    visitor = signed_in(callers, BY)
    form = {"owner": "intake", "message_id": MESSAGE.message_id}
    answer = visitor.sent("/running/parked/messages", {**form, "message_id": cut["message_id"]})
    assert answer.status_code == 409 and "not enough of it was kept" in answer.text
    assert visitor.filled_in("/running/parked", "/running/parked/messages", {}).status_code == 200
    assert [each["message_id"] for each in callers.said("/v1/running/parked", BY)["messages"]] == [cut["message_id"]]
    refused(callers.post("/v1/running/parked/messages", form, BY), "not_found", 404)
    refused(callers.post("/v1/running/parked/messages", {**form, "owner": "nobody"}, BY), "not_found", 404)


def test_a_worker_that_is_silent_is_said_to_be(callers: Callers, house: House) -> None:
    house.services.workers.away.add("intake")
    assert callers.said("/v1/running/parked", BY)["silent"] == ["intake"]
    visitor = signed_in(callers, BY)
    assert "worker of intake does not answer" in visitor.get("/running/parked").text
    form = {"owner": "intake", "message_id": MESSAGE.message_id}
    refused(callers.post("/v1/running/parked/messages", form, BY), "service_unavailable", 503)
