"""Documents on their way out: none unless the authority's policy is so; then sealed, for that custodian alone, and on record."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from custody.document_keys import new_key
from custody.sealed_documents import Meant, unseal
from custody.webhooks import document_in
from gateway.alerting.documents.receiving import document_of
from shared_kernel.delivery.signing import verify
from shared_kernel.errors import StoreUnavailable
from shared_kernel.outbound.calls import Answer
from tests.rules.kent_2023.playing import INFORMATION
from tests.unit.casework.authorities import real
from tests.unit.gateway.alerted import SECRET as TOLD
from tests.unit.gateway.alerted import ended, released
from tests.unit.gateway.callers import Callers
from tests.unit.gateway.documenting import PRIVATE, PUBLIC, Sending, held, reached_with, sealing
from tests.unit.gateway.house import House
from tests.unit.national_alerts.receiving import SECRET


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path, sealing(real("kent")))


def test_a_document_goes_to_whoever_has_a_key_sealed_and_signed(callers: Callers, house: House) -> None:
    reached_with(callers, house)
    alert = released(callers)
    sending = Sending(house)
    [delivery] = sending.entered()
    assert (delivery.recipient, delivery.payload) == ("BDF", {"message_id": f"{alert}.1"})
    assert sending.send(delivery).arrived
    [call] = sending.calls
    assert TOLD.encode() not in call.content and b"Invented" not in call.content
    verify(SECRET, call.headers, call.content, int(call.headers["webhook-timestamp"]))
    assert call.headers["webhook-id"] == f"{alert}.1.BDF.document"
    sent = document_in(call.content.decode())
    text = unseal(sent.document, [held()], Meant(f"{alert}.1", "kent@needfire.kent.example", "BDF")).decode()
    document = document_of(text)
    assert document.name == "Invented Child"
    assert TOLD in {each.answer for each in document.told}


def test_it_is_on_record_before_it_goes_out(callers: Callers, house: House) -> None:
    reached_with(callers, house)
    alert = released(callers)
    sending = Sending(house, answer=Answer(503))
    [delivery] = sending.entered()
    attempt = sending.send(delivery)
    assert (attempt.arrived, attempt.reason, attempt.for_good) == (False, "status_503", False)
    entries = [each.entry for each in house.access_log.first(1_000)]
    [entry] = [each for each in entries if each.actor == "custodian:BDF"]
    assert (entry.authority, entry.things, entry.outcome) == ("kent", (f"{alert}.1",), "shown")


def test_nothing_goes_where_the_policy_is_a_link(tmp_path: Path) -> None:
    house = House(tmp_path, real("kent"))
    with house.open() as callers:
        reached_with(callers, house)
        released(callers)
        assert Sending(house).entered() == ()


def test_nothing_goes_to_whoever_has_no_key(callers: Callers, house: House) -> None:
    reached_with(callers, house, key=None)
    released(callers)
    assert Sending(house).entered() == ()


def test_an_exercise_has_no_document(callers: Callers, house: House) -> None:
    reached_with(callers, house)
    callers.done("/v1/exercises", {"custodians": ["BDF"]}, INFORMATION[0])
    assert Sending(house).entered() == ()


def test_who_has_a_key_is_asked_once_the_views_know_it(callers: Callers, house: House) -> None:
    reached_with(callers, house)
    released(callers)
    with pytest.raises(StoreUnavailable):
        Sending(house).entered(folded=0)


def given_up(sending: Sending) -> str | None:
    """Why the first document is not sent, for good: nothing went out."""
    attempt = sending.send(sending.entered()[0])
    assert attempt.for_good and not attempt.arrived and not sending.calls
    assert not any(each.entry.actor == "custodian:BDF" for each in sending.house.access_log.first(10_000))
    return attempt.reason


def test_what_was_told_of_a_child_who_is_erased_is_not_sent(callers: Callers, house: House) -> None:
    reached_with(callers, house)
    alert = released(callers)
    house.parts.keys.delete("kent", house.person_of(alert.replace("alert-", "notification-")))
    assert given_up(Sending(house)) == "person_deleted"


def test_after_the_end_nothing_is_sent_and_the_end_has_no_document(callers: Callers, house: House) -> None:
    reached_with(callers, house)
    ended(callers, released(callers))
    sending = Sending(house)
    assert len(sending.entered()) == 1
    assert given_up(sending) == "alert_ended"


def test_a_policy_or_a_key_that_was_withdrawn_meanwhile_holds(callers: Callers, house: House) -> None:
    reached_with(callers, house)
    released(callers)
    sending = Sending(house)
    [delivery] = sending.entered()
    sending.deployment = sealing(house.case.deployment, "link")
    assert (sending.send(delivery).reason, sending.calls) == ("policy_ended", [])
    sending.deployment = None
    house.passes(minutes=1)
    reached_with(callers, house, key=None)
    assert (sending.send(delivery).reason, sending.calls) == ("no_key", [])


def test_the_key_that_holds_at_the_moment_of_sending_is_the_one(callers: Callers, house: House) -> None:
    reached_with(callers, house)
    alert = released(callers)
    sending = Sending(house)
    [delivery] = sending.entered()
    private, public = new_key()
    house.passes(minutes=1)
    reached_with(callers, house, key=public)
    assert sending.send(delivery).arrived and public != PUBLIC and private != PRIVATE
    sent = document_in(sending.calls[0].content.decode())
    assert json.loads(unseal(sent.document, [held(private)], Meant(f"{alert}.1", "kent@needfire.kent.example", "BDF")))


@pytest.mark.parametrize(("status", "for_good"), [(409, False), (425, False), (429, False), (422, True), (401, True)])
def test_a_message_that_is_not_there_yet_is_waited_for(
    callers: Callers, house: House, status: int, for_good: bool
) -> None:
    reached_with(callers, house)
    released(callers)
    sending = Sending(house, answer=Answer(status))
    attempt = sending.send(sending.entered()[0])
    assert (attempt.arrived, attempt.for_good) == (False, for_good)
