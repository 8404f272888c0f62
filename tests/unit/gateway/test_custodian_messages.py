"""What custodians receive over HTTP: who sees what, what opening records, three steps to a result, and its way into the case."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from needfire.directory import Agency
from tests.rules.kent_2023.playing import INFORMATION, WORKER
from tests.unit.casework.authorities import fenshire, real
from tests.unit.gateway.alerted import CUSTODIAN, SECRET, ended, released
from tests.unit.gateway.callers import Callers, refused
from tests.unit.gateway.house import House, deployment_of

INBOX = "/v1/custodian/messages"
SYSTEM = "luton/luton-system"


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path, deployment_of(real("kent"), real("luton"), fenshire()))


def say(callers: Callers, message: str, receipt: str, **more: Any) -> Any:
    return callers.done(f"{INBOX}/{message}/receipts", {"receipt": receipt, **more}, CUSTODIAN)


def test_a_custodian_opens_acknowledges_searches_and_answers(callers: Callers, house: House) -> None:
    alert = released(callers)
    [line] = callers.said(INBOX, CUSTODIAN)["messages"]
    assert (line["about_id"], line["sender"], line["state"], line["risk"]) == (
        alert,
        "Kent County Council",
        "pending",
        "high",
    )
    told = callers.said(f"{INBOX}/{line['message_id']}", CUSTODIAN)
    assert {each["answer"] for each in told["told"] if "wearing" in each["question"]} == {SECRET}
    assert "Kent" in {each["answer"] for each in told["told"] if "local authorities" in each["question"]}
    assert "<identifier>" in told["cap"] and SECRET not in told["cap"]
    assert callers.said(INBOX, CUSTODIAN)["messages"][0]["state"] == "opened"
    for receipt in ("acknowledged", "searched"):
        say(callers, line["message_id"], receipt)
    say(callers, line["message_id"], "sighting", comment="Seen at the station.")
    told = callers.said(f"{INBOX}/{line['message_id']}", CUSTODIAN)
    assert told["state"] == "sighting"
    assert [each["receipt"] for each in told["receipts"]] == ["opened", "acknowledged", "searched", "sighting"]
    assert "sighting" not in told["may_say"] and "found" in told["may_say"]
    [answer] = callers.said(f"/v1/alerts/{alert}", WORKER)["answers"]
    assert (answer["custodian"], answer["result"]) == ("LUT", "sighting")
    story = callers.said(f"/v1/notifications/{alert.replace('alert-', 'notification-')}/timeline", WORKER)["entries"]
    assert any((each["opened"] or {}).get("particulars", {}).get("comment") == "Seen at the station." for each in story)
    assert "Seen at the station." not in str(house.services.commands)


@pytest.mark.parametrize("by", ["luton-social-worker", "worker", WORKER, *INFORMATION])
def test_for_whoever_does_not_receive_alerts_there_is_nothing(callers: Callers, house: House, by: str) -> None:
    message = f"{released(callers)}.1"
    before = len(house.services.commands)
    assert callers.said(INBOX, by)["messages"] == []
    unseen, missing = callers.get(f"{INBOX}/{message}", by), callers.get(f"{INBOX}/alert-none.1", by)
    refused(unseen, "not_found", 404)
    assert unseen.content == missing.content
    refused(callers.post(f"{INBOX}/{message}/receipts", {"receipt": "found"}, by), "not_found", 404)
    assert len(house.services.commands) == before


def test_opening_is_recorded_once(callers: Callers, house: House) -> None:
    message = f"{released(callers)}.1"
    for _ in range(3):
        callers.said(f"{INBOX}/{message}", CUSTODIAN)
    assert sum(each["name"] == "GiveReceipt" for each in house.services.commands) == 1


def test_whoever_has_acknowledged_the_end_is_told_nothing_of_the_child_any_more(callers: Callers) -> None:
    alert = released(callers)
    first, last = f"{alert}.1", f"{alert}.2"
    ended(callers, alert)
    assert callers.said(f"{INBOX}/{first}", CUSTODIAN)["told"]
    told = callers.said(f"{INBOX}/{last}", CUSTODIAN)
    assert told["told"] and told["may_say"] == ["acknowledged"]
    say(callers, last, "acknowledged")
    for message in (first, last):
        told = callers.said(f"{INBOX}/{message}", CUSTODIAN)
        assert told["told"] == [] and "acknowledged that this has ended" in told["closed"]
    refused(callers.post(f"{INBOX}/{last}/receipts", {"receipt": "found"}, CUSTODIAN), "alert_message_ended", 409)


def test_what_was_told_is_gone_with_the_childs_key(callers: Callers, house: House) -> None:
    alert = released(callers)
    house.parts.keys.delete("kent", house.person_of(alert.replace("alert-", "notification-")))
    told = callers.said(f"{INBOX}/{alert}.1", CUSTODIAN)
    assert told["told"] == [] and "deleted" in told["closed"]
    body = {"receipt": "found", "comment": "Here."}
    refused(callers.post(f"{INBOX}/{alert}.1/receipts", body, CUSTODIAN), "person_deleted", 409)


def test_words_without_a_result_are_refused(callers: Callers, house: House) -> None:
    message = f"{released(callers)}.1"
    body = {"receipt": "acknowledged", "comment": SECRET}
    answer = callers.post(f"{INBOX}/{message}/receipts", body, CUSTODIAN)
    refused(answer, "malformed", 422)
    assert SECRET not in answer.text and SECRET not in str(house.services.commands)


def test_the_bodys_own_system_does_the_same_with_its_scope(tmp_path: Path) -> None:
    luton = real("luton")
    agency = {"id": "luton-system", "name": "Luton's records", "kind": "authority", "custodian": "LUT"}
    house = House(tmp_path, deployment_of(real("kent"), with_agency(luton, agency)))
    with house.open() as callers:
        message = f"{released(callers)}.1"
        assert [each["message_id"] for each in callers.said("/v1/agency/messages", SYSTEM)["messages"]] == [message]
        path = f"/v1/agency/messages/{message}"
        assert callers.said(path, SYSTEM)["told"]
        callers.done(f"{path}/receipts", {"receipt": "acknowledged"}, SYSTEM)
        assert callers.said(path, SYSTEM)["state"] == "acknowledged"
        refused(callers.get(path, f"{SYSTEM} duties.read"), "not_permitted", 403)
        refused(callers.get(path, "luton/luton-police"), "not_found", 404)
        refused(callers.get(path, CUSTODIAN), "not_permitted", 403)


def with_agency(deployment: Any, agency: dict[str, Any]) -> Any:
    """The deployment with one more agency in its directory."""

    directories = {
        code: replace(each, agencies=(*each.agencies, Agency(**agency)))
        for code, each in deployment.directories.items()
    }
    return replace(deployment, directories=directories)
