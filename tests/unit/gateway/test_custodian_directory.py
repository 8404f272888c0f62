"""The directory of custodians over HTTP: read, changed by two people, tests sent and confirmed; who may what."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from custody.document_keys import new_key, thumbprint
from tests.rules.kent_2023.playing import INFORMATION, WORKER
from tests.unit.casework.authorities import real
from tests.unit.gateway.alerted import CUSTODIAN
from tests.unit.gateway.callers import Callers, refused
from tests.unit.gateway.house import House, deployment_of
from tests.unit.gateway.visiting import signed_in

ONE, TWO = INFORMATION
BEDFORD, LUTON = "/v1/custodians/BDF", "/v1/custodians/LUT"


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path, deployment_of(real("kent"), real("luton")))


def change(**others: Any) -> dict[str, Any]:
    contacts = {
        "primary": "alerts@bedford.example",
        "second": None,
        "out_of_hours": None,
        "webhook": None,
        "channels": ["mail"],
    }
    return {"contacts": {**contacts, **others}, "begins": "2026-12-01T00:00:00+00:00"}


def test_the_212_are_listed_and_read(callers: Callers) -> None:
    page = callers.said("/v1/custodians", ONE, limit=200)
    rest = callers.said("/v1/custodians", ONE, limit=200, cursor=page["next"])
    assert len(page["custodians"]) + len(rest["custodians"]) == 212 and rest["next"] is None
    told = callers.said(BEDFORD, ONE)
    assert (told["name"], told["stale"], told["contacts"]) == ("Bedford", 3, 3)
    assert (told["may_keep"], told["may_prove"]) == (True, True)
    told = callers.said(LUTON, ONE)
    assert (told["may_keep"], told["may_prove"]) == (False, False)
    assert callers.said(LUTON, CUSTODIAN)["may_prove"]
    refused(callers.get("/v1/custodians", WORKER), "not_permitted", 403)
    refused(callers.get("/v1/custodians/XXX", ONE), "not_found", 404)


def test_a_change_holds_from_its_day_once_a_second_person_confirms_it(callers: Callers, house: House) -> None:
    proposed = callers.done(f"{BEDFORD}/changes", change(), ONE)
    path = f"{BEDFORD}/changes/{proposed['change_id']}/decision"
    refused(callers.post(path, {"agrees": True}, ONE), "second_person_needed", 403)
    callers.done(path, {"agrees": True}, TWO)
    told = callers.said(BEDFORD, ONE)
    assert told["proposed"] == [] and told["to_come"][0]["contacts"]["primary"] == "alerts@bedford.example"
    assert len(told["told"]) == 3
    house.passes(days=20)
    assert [each["address"] for each in callers.said(BEDFORD, ONE)["told"]] == ["alerts@bedford.example"]
    refused(callers.post(path, {"agrees": True}, TWO), "nothing_proposed", 409)
    refused(callers.post(f"{BEDFORD}/changes/change-none/decision", {"agrees": True}, TWO), "not_found", 404)


@pytest.mark.parametrize(
    ("others", "code"),
    [
        ({"webhook": "https://10.0.0.1/x", "channels": ["webhook", "mail"]}, "webhook_refused"),
        ({"webhook": "http://alerts.bedford.example/x", "channels": ["webhook", "mail"]}, "webhook_refused"),
        ({"primary": "nobody"}, "malformed"),
        ({"key": new_key()[1]}, "malformed"),
        ({"webhook": "https://alerts.bedford.example/x", "key": new_key()[0]}, "key_refused"),
        ({"webhook": "https://alerts.bedford.example/x", "key": "no key"}, "key_refused"),
    ],
)
def test_what_could_not_be_reached_is_refused(callers: Callers, others: dict[str, Any], code: str) -> None:
    refused(callers.post(f"{BEDFORD}/changes", change(**others), ONE), code, 422)
    assert callers.said(BEDFORD, ONE)["proposed"] == []


def test_a_key_for_documents_holds_once_a_second_person_has_compared_its_thumbprint(
    callers: Callers, house: House
) -> None:
    _, key = new_key()
    one, two = signed_in(callers, ONE), signed_in(callers, TWO)
    form = {"primary": "alerts@bedford.example", "webhook": "https://alerts.bedford.example/x", "key": key}
    one.filled_in("/custodians/BDF", "/custodians/BDF/changes", {**form, "begins": "2026-12-01"})
    assert str(thumbprint(key)) in two.get("/custodians/BDF").text
    [proposed] = callers.said(BEDFORD, TWO)["proposed"]
    assert (proposed["contacts"]["key"], proposed["thumbprint"]) == (key, thumbprint(key))
    assert callers.said(BEDFORD, TWO)["thumbprint"] is None
    callers.done(f"{BEDFORD}/changes/{proposed['change_id']}/decision", {"agrees": True}, TWO)
    house.passes(days=20)
    assert callers.said(BEDFORD, TWO)["thumbprint"] == thumbprint(key)
    answer = one.filled_in("/custodians/BDF", "/custodians/BDF/changes", {**form, "key": "no key"})
    assert "This is no public key for documents" in answer.text and "no key" in answer.text


def test_a_body_of_this_deployment_keeps_its_own_entry_and_proves_itself(callers: Callers, house: House) -> None:
    refused(callers.post(f"{LUTON}/changes", change(), ONE), "not_permitted", 403)
    refused(callers.post(f"{BEDFORD}/changes", change(), CUSTODIAN), "not_permitted", 403)
    test = callers.done(f"{LUTON}/proofs", {"contact": "primary"}, "luton-management-information")
    path = f"{LUTON}/proofs/{test['proof_id']}/confirmation"
    for by in (ONE, "luton-management-information"):
        refused(callers.post(path, {}, by), "not_found", 404)
    callers.done(path, {}, CUSTODIAN)
    assert callers.said(LUTON, CUSTODIAN)["stale"] == 2
    refused(callers.post(path, {}, CUSTODIAN), "already_received", 409)
    house.passes(days=93)
    told = callers.said(LUTON, CUSTODIAN)["told"]
    assert {each["contact"]: each["alive"] for each in told}["primary"] == "stale"


def test_the_pages_of_the_directory(callers: Callers) -> None:
    one, two, custodian = (signed_in(callers, each) for each in (ONE, TWO, CUSTODIAN))
    page = one.get("/custodians").text
    assert 'href="/custodians/HSC-BELFAST"' in page
    link = "/custodians/HSC-BELFAST/proofs/proof-1"
    assert callers.signed_in(ONE, link).headers["location"] == link
    assert page.count('href="/custodians/') >= 212 and "212</strong>to be tested" in page
    form = {"primary": "alerts@bedford.example", "begins": ""}
    path = "/custodians/BDF/changes"
    shown = one.filled_in("/custodians/BDF", path, form).text
    assert "Take it back" in shown and "Confirm it" not in shown
    assert "Give an address of mail." in one.filled_in("/custodians/BDF", path, {"primary": "nobody"}).text
    assert "Give a day" in one.filled_in("/custodians/BDF", path, {**form, "begins": "soon"}).text
    entry = two.get("/custodians/BDF").text
    decide = entry.split('action="/custodians/BDF/changes/')[1].split('"')[0]
    assert two.sent(f"/custodians/BDF/changes/{decide}", {"agrees": "yes", "form_key": "x"}).status_code == 303
    assert "alerts@bedford.example" in one.get("/custodians/BDF").text
    tested = custodian.filled_in("/custodians/LUT", "/custodians/LUT/proofs", {})
    assert "nobody has confirmed it yet" in tested.text
    proof = signed_in(callers, "luton-head-of-safeguarding")
    other = proof.get("/custodians/LUT").text.split('href="/custodians/LUT/proofs/')[1].split('"')[0]
    done = proof.filled_in(f"/custodians/LUT/proofs/{other}", f"/custodians/LUT/proofs/{other}/confirmation", {})
    assert "confirmed a test" in done.text
    assert "This test was confirmed" in proof.get(f"/custodians/LUT/proofs/{other}").text
    assert signed_in(callers, WORKER).get("/custodians").status_code == 403
    assert one.get("/custodians/LUT/proofs/none").status_code == 404
