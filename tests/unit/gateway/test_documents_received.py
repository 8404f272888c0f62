"""Documents that come in: told to the people who receive alerts, and to nobody else; each bad one refused, with nothing changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from contracts.received_alerts import TakeInAlertV1
from custody.document_keys import new_key
from custody.sealed_documents import Meant
from documents.cap import cap
from gateway.alerting.documents.keys import DocumentInbox
from services.national_alerts.desks import Outside
from shared_kernel.delivery.peers import Peers
from tests.unit.casework.authorities import fenshire, real
from tests.unit.documents.messages import KENT
from tests.unit.gateway.alerted import CUSTODIAN
from tests.unit.gateway.callers import Callers, refused
from tests.unit.gateway.documenting import PRIVATE, document, held
from tests.unit.gateway.house import House, deployment_of
from tests.unit.gateway.test_received_alerts import COPIES, post, received
from tests.unit.gateway.visiting import signed_in
from tests.unit.national_alerts.receiving import OTHERS, SECRET, WALL, enveloped, sent, signed, third

NAME, COAT = "Amélie Invented", "Invented Amelie, in a green coat"


@pytest.fixture
def house(tmp_path: Path) -> House:
    house = House(tmp_path, deployment_of(real("luton"), fenshire()))
    peers, wall = Peers({KENT.address: [SECRET]}), lambda: float(WALL)
    house.case.outside = Outside(peers, wall=wall)
    house.case.deploy(house.case.deployment)
    other, _ = new_key()
    inbox = DocumentInbox(peers, {"LUT": [held(other), held(PRIVATE)], "MDW": [held(PRIVATE)]}, wall)
    house.with_parts(alerting=replace(house.parts.alerting, documents=inbox))
    return house


def told(callers: Callers, received_id: str, by: str = CUSTODIAN) -> Any:
    return callers.said(f"{COPIES}/{received_id}", by)["document"]


def test_what_is_told_of_the_child_is_read_and_searched_for(callers: Callers, house: House) -> None:
    received_id = received(callers)
    assert told(callers, received_id) is None
    assert post(callers, document()).status_code == 201
    read = told(callers, received_id)
    assert (read["message_id"], read["told"][0]["answer"]) == ("alert-1.1", COAT)
    assert read["search"] == {"name": NAME, "born": "2015-04-03", "nhs_number": "999 000 0018"}
    matched = callers.post(f"{COPIES}/{received_id}/matches", read["search"], CUSTODIAN)
    assert matched.status_code == 200, matched.text
    refused(callers.get(f"{COPIES}/{received_id}", "luton-social-worker"), "not_found", 404)
    assert callers.said(COPIES, CUSTODIAN)["received"][0]["document"] is None


def test_the_search_that_is_offered_finds_an_own_child(callers: Callers) -> None:
    known = callers.raised(particulars={"name": NAME, "date_of_birth": "2015-04-03", "nhs_number": "999 000 0018"})
    inbox = f"/v1/inbox/MDW/{KENT.address}"
    received_id = post(callers, sent(), inbox).json()["received_id"]
    assert post(callers, document(meant=replace(TO_ITSELF, custodian="MDW")), inbox).status_code == 201
    search = told(callers, received_id, "desk-1")["search"]
    found = callers.post(f"{COPIES}/{received_id}/matches", search, "desk-1").json()["found"]
    assert [(each["notification_id"], each["likeness"]) for each in found] == [(known, "certain")]
    desk, page = signed_in(callers, "desk-1"), f"/received-alerts/{received_id}"
    assert f'value="{NAME}"' in desk.get(page).text
    assert f"/cases/{known}" in desk.filled_in(page, f"{page}/matches", search).text


def test_the_page_tells_it_and_offers_the_search_filled_in(callers: Callers) -> None:
    received_id = received(callers)
    post(callers, document())
    page = signed_in(callers, CUSTODIAN).get(f"/received-alerts/{received_id}").text
    assert COAT in page and "As its document names the child." in page
    assert all(f'value="{each}"' in page for each in (NAME, "2015-04-03", "999 000 0018"))
    assert signed_in(callers, "luton-social-worker").get(f"/received-alerts/{received_id}").status_code == 404


def test_services_and_stores_get_nothing_in_plain(callers: Callers, house: House) -> None:
    received(callers)
    post(callers, document())
    kept = (house.services.commands, house.case.alerts.feed(0, 100), house.received.every(), house.keys._rows)
    assert "Invented" not in str(kept) and "green coat" not in str(kept) and "2015-04-03" not in str(kept)


def test_a_later_document_takes_the_place_of_the_one_before(callers: Callers) -> None:
    received_id = received(callers)
    post(callers, document())
    post(callers, sent("update"))
    assert post(callers, document("alert-1.2")).status_code == 201
    assert told(callers, received_id)["message_id"] == "alert-1.2"


def test_after_the_end_nothing_of_the_child_is_told(callers: Callers) -> None:
    received_id = received(callers)
    for each in (document(), sent("update"), signed(cap(third()), "alert-1.3.LUT.1")):
        assert post(callers, each).status_code == 201
    assert told(callers, received_id) is None
    refused(post(callers, document("alert-1.2")), "alert_message_ended", 409)


TO_ITSELF = Meant("alert-1.1", KENT.address, "LUT")
BAD: dict[str, tuple[Callable[[], TakeInAlertV1], str, int]] = {
    "another's signature": (lambda: document(secret=OTHERS), "signature_refused", 401),
    "signed long ago": (lambda: document(at=WALL - 301), "signature_too_old", 401),
    "changed on the way": (lambda: replace(document(), content=document().content), "signature_refused", 401),
    "sealed to another key": (lambda: document(key=new_key()[1]), "document_refused", 422),
    "for another body": (lambda: document(meant=replace(TO_ITSELF, custodian="KEN")), "document_refused", 422),
    "by another sender": (lambda: document(meant=replace(TO_ITSELF, sender="x@x.example")), "document_refused", 422),
    "of another message": (lambda: document(meant=replace(TO_ITSELF, message_id="alert-1.2")), "document_refused", 422),
    "before its message": (lambda: document("alert-1.2"), "document_before_message", 409),
    "of an alert that is not here": (lambda: document("alert-7.1"), "document_before_message", 409),
    "no document": (lambda: document(text=b"green coat"), "document_refused", 422),
    "another document": (lambda: document(text=b'{"told": 5}'), "document_refused", 422),
    "a kind of its own": (lambda: enveloped('{"type": "x", "data": {}}', "w.document"), "unknown_message", 422),
    "an alert under its name": (
        lambda: replace(signed(b"<x/>", "w.LUT.document"), content=signed(b"<x/>", "w.LUT.document").content),
        "unknown_message", 422,
    ),
    "a document under an alert's name": (
        lambda: enveloped(document().content, "alert-1.1.LUT.9"), "unknown_message", 422,
    ),
    "without its parts": (
        lambda: enveloped('{"type": "national_alert.document", "data": {}}', "w.document"), "malformed", 422,
    ),
    "no json": (lambda: enveloped("green coat", "w.document"), "not_json", 400),
    "too large": (lambda: enveloped("x" * 140_000, "w.document"), "too_large", 413),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_what_is_refused_changes_nothing(callers: Callers, house: House, name: str) -> None:
    received_id = received(callers)
    webhook, code, status = BAD[name]
    house.key_ring.fresh("luton")  # keys are made ahead
    commits, keys = len(house.case.alerts.feed(0, 100)), dict(house.keys._rows)
    answer = post(callers, webhook())
    refused(answer, code, status)
    assert "green coat" not in answer.text
    assert len(house.case.alerts.feed(0, 100)) == commits
    assert told(callers, received_id) is None
    assert house.keys._rows.keys() <= keys.keys()


def test_a_replay_is_refused_which_its_sender_takes_for_delivered(callers: Callers) -> None:
    received_id = received(callers)
    webhook = document()
    assert post(callers, webhook).status_code == 201
    refused(post(callers, webhook), "already_received", 409)
    refused(post(callers, document()), "already_received", 409)
    assert told(callers, received_id)["message_id"] == "alert-1.1"


def test_a_body_without_a_key_opens_nothing(house: House) -> None:
    bare = replace(house.parts.alerting.documents, keys={})
    house.with_parts(alerting=replace(house.parts.alerting, documents=bare))
    with house.open() as anew:
        received(anew)
        refused(post(anew, document()), "document_refused", 422)


def test_with_the_copy_goes_the_key_of_what_was_told(callers: Callers, house: House) -> None:
    received_id = received(callers)
    post(callers, document())
    [kept] = house.received.load([received_id])[received_id]["documents"]
    assert house.key_ring.existing("luton", [kept["person"]])
    house.case.clock.advance(house.cascading.a_year)
    house.cascading.destroys(received_id, "1")
    house.follow()
    assert not house.key_ring.existing("luton", [kept["person"]])
    assert told(callers, received_id) is None
    copy = house.received.load([received_id])[received_id]
    assert copy["documents"] == [] and copy["destroyed"]["people"] == [kept["person"]]
    assert callers.said(f"{COPIES}/{received_id}", CUSTODIAN)["destroyed"]["messages"] == ["alert-1.1"]
