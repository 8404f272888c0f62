"""Other deployments' alerts over HTTP: the inbox and what it refuses, the copies, the matching explained, the search, the end."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from documents.cap import cap
from services.national_alerts.desks import Outside
from shared_kernel.delivery.peers import Peers
from tests.unit.casework.authorities import fenshire, real
from tests.unit.documents.messages import KENT, message
from tests.unit.gateway.alerted import CUSTODIAN
from tests.unit.gateway.callers import Callers, refused
from tests.unit.gateway.house import House, deployment_of
from tests.unit.gateway.visiting import signed_in
from tests.unit.national_alerts.receiving import OTHERS, SECRET, WALL, enveloped, sent, signed

INBOX = f"/v1/inbox/LUT/{KENT.address}"
COPIES = "/v1/received-alerts"
BOTH = {"Content-Type": "application/json"}


@pytest.fixture
def house(tmp_path: Path) -> House:
    house = House(tmp_path, deployment_of(real("luton"), fenshire()))
    house.case.outside = Outside(Peers({KENT.address: [SECRET]}), wall=lambda: float(WALL))
    house.case.deploy(house.case.deployment)
    return house


def post(callers: Callers, webhook: Any, path: str = INBOX) -> Any:
    """The webhook as another deployment sends it."""
    headers = {
        "webhook-id": webhook.webhook_id, "webhook-timestamp": webhook.webhook_timestamp,
        "webhook-signature": webhook.webhook_signature, **BOTH,
    }  # fmt: skip
    return callers.call("POST", path, content=webhook.content.encode(), headers=headers)


def received(callers: Callers) -> str:
    answer = post(callers, sent())
    assert answer.status_code == 201, answer.text
    return str(answer.json()["received_id"])


def test_an_alert_is_taken_in_listed_and_followed(callers: Callers) -> None:
    received_id = received(callers)
    assert post(callers, sent("update")).status_code == 201
    [copy] = callers.said(COPIES, CUSTODIAN)["received"]
    assert (copy["received_id"], copy["sender"], [each["kind"] for each in copy["messages"]]) == (
        received_id,
        KENT.address,
        ["initial", "update"],
    )
    assert callers.said(COPIES, "luton-social-worker")["received"] == []
    refused(callers.get(f"{COPIES}/{received_id}", "luton-social-worker"), "not_found", 404)
    refused(callers.get(f"{COPIES}/{received_id}", "desk-1"), "not_found", 404)


DTD = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"/>'
BAD = [
    (lambda: signed(cap(message("initial")), "w-1", secret=OTHERS), "signature_refused", 401),
    (lambda: signed(cap(message("initial")), "w-1", at=WALL - 301), "signature_too_old", 401),
    (lambda: signed(cap(message("initial")), "w-1", at=WALL + 301), "signature_too_old", 401),
    (lambda: sent("update"), "update_before_alert", 409),
    (lambda: signed(DTD, "w-1"), "cap_refused", 422),
    (lambda: enveloped("[]"), "unknown_message", 422),
    (lambda: enveloped('{"type": "something.else", "data": {}}'), "unknown_message", 422),
    (lambda: enveloped("nonsense"), "not_json", 400),
    (lambda: enveloped("x" * 140_000), "too_large", 413),
    (lambda: enveloped("x" * 300_000), "too_large", 413),
]


@pytest.mark.parametrize(("webhook", "code", "status"), BAD)
def test_what_is_refused_changes_nothing(callers: Callers, house: House, webhook: Any, code: str, status: int) -> None:
    refused(post(callers, webhook()), code, status)
    assert callers.said(COPIES, CUSTODIAN)["received"] == []
    assert not house.case.alerts.unpositioned(10) and house.case.alerts.last_position() == 0


def test_a_replay_an_ambiguous_reference_and_what_follows_an_end_are_refused(callers: Callers) -> None:
    received_id = received(callers)
    refused(post(callers, sent()), "already_received", 409)
    refused(post(callers, sent("update", number=2, follows=KENT_OTHER)), "reference_ambiguous", 409)
    assert len(callers.said(f"{COPIES}/{received_id}", CUSTODIAN)["messages"]) == 1


KENT_OTHER = message("update").as_reference


def test_an_inbox_that_is_not_there_and_a_webhook_without_its_headers(callers: Callers) -> None:
    refused(post(callers, sent(), "/v1/inbox/XXX/someone"), "not_found", 404)
    refused(post(callers, sent(), "/v1/inbox/LUT/someone@else.example"), "signature_refused", 401)
    answer = callers.call("POST", INBOX, content=sent().content.encode(), headers=BOTH)
    refused(answer, "signature_refused", 401)
    answer = callers.call(
        "POST",
        INBOX,
        content=b"\xff\xfe",
        headers={**BOTH, "webhook-id": "1", "webhook-timestamp": str(WALL), "webhook-signature": "v1,x"},
    )
    refused(answer, "not_json", 400)


def test_matching_says_why_and_the_search_is_recorded(callers: Callers, house: House) -> None:
    received_id = received(callers)
    path = f"{COPIES}/{received_id}"
    asked = {"name": "Invented Amelie", "born": "2015-04-03"}
    found = callers.post(f"{path}/matches", asked, CUSTODIAN)
    assert found.status_code == 200 and found.json()["likeness"] == "none"
    refused(callers.post(f"{path}/matches", {**asked, "born": "soon"}, CUSTODIAN), "malformed", 422)
    refused(callers.post(f"{path}/matches", asked, "luton-social-worker"), "not_found", 404)
    callers.done(f"{path}/searches", {"result": "not_known"}, CUSTODIAN)
    [search] = callers.said(path, CUSTODIAN)["searches"]
    assert (search["result"], search["candidates"], search["by"]["id"]) == ("not_known", 0, CUSTODIAN)
    refused(callers.post(f"{path}/searches", {"result": "known", "candidates": 2}, CUSTODIAN), "malformed", 422)
    assert "Invented" not in str(house.services.commands)


def test_a_record_that_may_be_the_child_says_why_to_whom_may_see_it(callers: Callers) -> None:
    child = {"name": "Amélie Invented", "date_of_birth": "2015-04-03", "nhs_number": "999 000 0018"}
    notification = callers.raised(particulars=child)
    answer = post(callers, sent(), f"/v1/inbox/MDW/{KENT.address}")
    path = f"{COPIES}/{answer.json()['received_id']}/matches"
    found = callers.post(
        path, {"name": "Invented, Amelie", "born": "2015-04-03", "nhs_number": "9990000018"}, "desk-1"
    ).json()
    assert [(each["notification_id"], each["likeness"]) for each in found["found"]] == [(notification, "certain")]
    assert found["found"][0]["why"] == [
        "NHS number: the same; both check digits are right.",
        "Name: the same (100 of 100, accents and the order of names left out).",
        "Date of birth: the same.",
    ]
    assert (
        callers.post(path, {"name": "Amelie Invented", "born": "2015-03-04"}, "desk-1").json()["likeness"] == "possible"
    )
    assert callers.post(path, {"name": "Somebody Else", "born": "2011-01-01"}, "desk-1").json()["found"] == []
    page = signed_in(callers, "desk-1")
    at = f"/received-alerts/{answer.json()['received_id']}"
    shown = page.filled_in(at, f"{at}/matches", {"name": "Amelie Invented", "born": "2015-04-03"}).text
    assert "Likely" in shown and "Date of birth: the same." in shown and f"/cases/{notification}" in shown


def test_a_copy_that_nobody_follows_up_is_destroyed_with_a_certificate(callers: Callers, house: House) -> None:
    received_id = received(callers)
    house.case.clock.advance(house.cascading.a_year)
    house.cascading.destroys(received_id, "1")
    house.follow()
    told = callers.said(f"{COPIES}/{received_id}", CUSTODIAN)
    assert told["messages"] == [] and told["destroyed"]["messages"] == ["alert-1.1"]
    page = signed_in(callers, CUSTODIAN).get(f"/received-alerts/{received_id}").text
    assert "Certificate: this copy was destroyed" in page and "alert-1.1" in page


def test_the_pages_of_copies(callers: Callers) -> None:
    received_id = received(callers)
    custodian, page = signed_in(callers, CUSTODIAN), f"/received-alerts/{received_id}"
    assert "Waits for a search" in custodian.get("/received-alerts").text
    found = custodian.filled_in(page, f"{page}/matches", {"name": "Somebody Invented"}).text
    assert "No records that may be the child" in found and "Somebody Invented" in found
    assert "Give a day" in custodian.filled_in(page, f"{page}/matches", {"name": "x", "born": "soon"}).text
    assert "Choose what your records said." in custodian.filled_in(page, f"{page}/searches", {}).text
    done = custodian.filled_in(page, f"{page}/searches", {"result": "not_known"}).text
    assert "The child is not known to us" in done
    assert "Searched</strong>" in custodian.get("/received-alerts").text
    assert signed_in(callers, "luton-social-worker").get(page).status_code == 404
