"""Other deployments' alerts: taken in order, from whom they are; all else is refused with a code, and nothing changes."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from contracts import received_alerts as contract
from custody.webhooks import DocumentSent, document_content
from documents.cap import cap
from documents.message import Live, Reference
from shared_kernel.delivery.signing import new_secret
from tests.unit.documents.messages import INITIAL, KENT, SENT, drill, message
from tests.unit.national_alerts.directory import refused
from tests.unit.national_alerts.receiving import (
    LUTON,
    OTHERS,
    SECRET,
    WALL,
    ReceivingHouse,
    enveloped,
    sent,
    signed,
    third,
)

DAY = timedelta(days=1)


@pytest.fixture
def house() -> ReceivingHouse:
    return ReceivingHouse()


def test_an_alert_its_update_and_its_end_become_one_copy(house: ReceivingHouse) -> None:
    ids = {house.tell(each)["accepted"]["received_id"] for each in (sent(), sent("update"))}
    ids.add(house.tell(signed(cap(third()), "alert-1.3.LUT.1"))["accepted"]["received_id"])
    (received_id,) = ids
    copy = house.copy(received_id)
    assert (copy.number, copy.ended, copy.exercise) == (3, True, False)
    assert [each.message_id for each in copy.messages] == ["alert-1.1", "alert-1.2", "alert-1.3"]


def document(
    message_id: str = "alert-1.1", secret: str = SECRET, person: str = "person-1"
) -> contract.TakeInDocumentV1:
    content = document_content(DocumentSent(message_id, message_id.rpartition(".")[0], "sealed-for-luton")).decode()
    webhook = enveloped(content, f"{message_id}.LUT.document", secret)
    return contract.TakeInDocumentV1(**vars(webhook), person=person, sealed="sealed-anew")


def test_a_document_becomes_part_of_the_copy_and_goes_with_it(house: ReceivingHouse) -> None:
    received_id = house.tell(sent())["accepted"]["received_id"]
    assert house.tell(document())["accepted"]["received_id"] == received_id
    (taken,) = house.events(contract.DocumentReceivedV1)
    assert (taken.message_id, taken.person, taken.sealed) == ("alert-1.1", "person-1", "sealed-anew")
    assert "sealed-for-luton" not in str(house.commits)
    house.advance(366 * DAY)
    (certificate,) = house.events(contract.CopyDestroyedV2)
    assert certificate.people == ("person-1",) and not house.copy(received_id).documents


def test_a_document_is_taken_once_after_its_message_and_before_the_end(house: ReceivingHouse) -> None:
    assert refused(house.tell(document())) == "document_before_message"
    house.tell(sent())
    assert refused(house.tell(document(secret=OTHERS))) == "signature_refused"
    assert refused(house.tell(document("alert-1.2"))) == "document_before_message"
    assert not refused(house.tell(document()))
    assert refused(house.tell(document(person="person-2"))) == "already_received"
    house.tell(sent("found"))
    assert refused(house.tell(document("alert-1.2"))) == "alert_message_ended"


def test_a_drill_has_no_document(house: ReceivingHouse) -> None:
    house.tell(sent(exercise=True))
    (received,) = house.events(contract.ExerciseReceivedV1)
    command = document()
    content = document_content(DocumentSent(received.message_id, received.about, "sealed-for-luton")).decode()
    webhook = enveloped(content, command.webhook_id)
    assert refused(house.tell(replace(command, **vars(webhook)))) == "exercise_and_alert"


def test_what_was_found_in_the_own_records_is_recorded(house: ReceivingHouse) -> None:
    received_id = house.tell(sent())["accepted"]["received_id"]
    assert not refused(house.tell(contract.RecordSearchV1(received_id, "known", 1, "likely")))
    (searched,) = house.events(contract.SearchRecordedV1)
    assert (searched.result, searched.candidates, searched.likeness, searched.by) == (
        "known", 1, "likely", "luton-custodian",
    )  # fmt: skip
    assert refused(house.tell(contract.RecordSearchV1(received_id, "not_known", 0, "likely"))) == "malformed"
    assert refused(house.tell(contract.RecordSearchV1("received-other", "not_known", 0, "none"))) == "not_found"


def later_in(text: str, old: str, new: str) -> bytes:
    assert old in text
    return text.replace(old, new).encode()


UPDATE = cap(message("update")).decode()
BAD: dict[str, tuple[contract.TakeInAlertV1, str, dict[str, Any]]] = {
    "wrong signature": (signed(UPDATE.encode(), "w-2", secret=new_secret()), "signature_refused", {}),
    "unknown sender": (signed(UPDATE.encode(), "w-2", sender="alerts.nowhere.example"), "signature_refused", {}),
    "changed on the way": (replace(sent("update"), content=sent("renewal").content), "signature_refused", {}),
    "another's alert under an own signature": (
        signed(UPDATE.encode(), "w-2", secret=OTHERS, sender=LUTON), "signature_refused", {},
    ),
    "signed long ago": (signed(UPDATE.encode(), "w-2", at=WALL - 301), "signature_too_old", {}),
    "signed ahead": (signed(UPDATE.encode(), "w-2", at=WALL + 301), "signature_too_old", {}),
    "no time": (replace(sent("update"), webhook_timestamp="now"), "signature_too_old", {}),
    "replayed": (sent(), "already_received", {}),
    "the same message under another id": (signed(cap(INITIAL), "w-9"), "already_received", {}),
    "another message under the same id": (signed(UPDATE.encode(), "alert-1.1.LUT.1"), "already_received", {}),
    "dtd": (
        signed(b"<!DOCTYPE a SYSTEM 'https://evil.example/x'>" + UPDATE.split("?>")[1].encode(), "w-2"),
        "cap_refused", {"reason": "doctype", "field": ""},
    ),
    "oversized": (enveloped(json.dumps({"type": "x", "data": "y" * 150_000})), "too_large", {}),
    "oversized alert": (signed(UPDATE.encode() + b" " * 70_000, "w-2"), "cap_refused", {"reason": "too_large", "field": ""}),
    "unknown type": (enveloped('{"type": "national_alert.other"}'), "unknown_message", {}),
    "unknown kind": (
        signed(later_in(UPDATE, "<msgType>Update", "<msgType>Quillon"), "w-2"),
        "cap_refused", {"reason": "unknown_kind", "field": ""},
    ),
    "no json": (enveloped("Quillon"), "not_json", {}),
    "deep json": (enveloped("[" * 60_000), "not_json", {}),
    "a list": (enveloped("[]"), "unknown_message", {}),
    "no alert in it": (enveloped('{"type": "national_alert.message", "data": {}}'), "malformed", {"data.cap": "Give the alert as CAP 1.2."}),
    "update before its alert": (sent("update", about=Live("alert-7")), "update_before_alert", {}),
    "a number left out": (signed(cap(replace(third(), number=4)), "w-2"), "update_before_alert", {}),
    "reference to another message": (
        sent("found", follows=Reference(KENT.address, "alert-7.1", SENT)), "reference_ambiguous", {},
    ),
    "reference to another time": (
        sent("found", follows=Reference(KENT.address, "alert-1.1", SENT + DAY)), "reference_ambiguous", {},
    ),
    "reference to another's": (sent("found", follows=Reference(LUTON, "alert-1.1", SENT)), "signature_refused", {}),
    "two references": (
        signed(later_in(UPDATE, "</references>", " a,b,2026-11-20T21:40:00-00:00</references>"), "w-2"),
        "cap_refused", {"reason": "reference_ambiguous", "field": ""},
    ),
    "an end that is a drill's": (
        signed(cap(replace(drill("found"), about=drill("found").about)).replace(b"exercise-1", b"alert-1"), "w-2"),
        "exercise_and_alert", {},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_refused_with_a_clear_code_and_nothing_changes(house: ReceivingHouse, name: str) -> None:
    house.tell(sent())
    before = house.commits
    command, code, details = BAD[name]
    answer = house.tell(command)
    assert refused(answer) == code
    assert answer["refused"]["details"] == details
    assert "Quillon" not in str(answer)
    assert house.commits == before


def test_what_has_ended_takes_no_more(house: ReceivingHouse) -> None:
    for each in (sent(), sent("found")):
        house.tell(each)
    assert refused(house.tell(signed(cap(third("update")), "w-3"))) == "alert_message_ended"


def test_a_drill_is_received_as_one(house: ReceivingHouse) -> None:
    received_id = house.tell(sent(exercise=True))["accepted"]["received_id"]
    assert house.copy(received_id).exercise
    assert house.events(contract.AlertReceivedV1) == []
    assert house.events(contract.ExerciseReceivedV1)[0].about == "exercise-1"


def test_a_copy_that_nobody_follows_up_for_twelve_months_is_destroyed_with_a_certificate(house: ReceivingHouse) -> None:
    received_id = house.tell(sent())["accepted"]["received_id"]
    house.advance(364 * DAY)
    assert not house.copy(received_id).destroyed
    house.advance(DAY)
    copy = house.copy(received_id)
    assert copy.destroyed
    assert copy.messages == ()
    (certificate,) = house.events(contract.CopyDestroyedV2)
    assert (certificate.sender, certificate.about, certificate.messages) == (KENT.address, "alert-1", ("alert-1.1",))
    assert certificate.last_followed_up_at < certificate.destroyed_at == house.clock.now()
    house.advance(365 * DAY)
    assert len(house.events(contract.CopyDestroyedV2)) == 1
    assert refused(house.tell(contract.RecordSearchV1(received_id, "not_known", 0, "none"))) == "alert_message_ended"


def test_a_follow_up_keeps_the_copy(house: ReceivingHouse) -> None:
    received_id = house.tell(sent())["accepted"]["received_id"]
    house.advance(300 * DAY)
    house.tell(sent("update"))
    house.advance(100 * DAY)
    assert not house.copy(received_id).destroyed
    house.advance(266 * DAY)
    assert house.copy(received_id).destroyed
