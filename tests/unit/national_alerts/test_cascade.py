"""The cascade: every custodian once, in order, tried again, chased when silent, and a person told in the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from contracts import cascade as contract
from custody.bodies import custodians
from services.national_alerts.cascade.channels.port import Letter
from shared_kernel.delivery.posting import NotDelivered
from tests.unit.national_alerts.cascading import ALERT, FEW, HOUR, CascadeHouse
from tests.unit.national_alerts.directory import refused

DAY = timedelta(days=1)


@pytest.fixture
def house() -> Iterator[CascadeHouse]:
    house = CascadeHouse()
    yield house
    house.sender.stop()


def fails(*codes: str, reason: str = "slow", for_good: bool = False, to: str = "") -> Callable[[Letter], None]:
    def answer(letter: Letter) -> None:
        if letter.recipient in codes and letter.to.startswith(to):
            raise NotDelivered(reason, for_good=for_good)

    return answer


def test_every_custodian_in_the_country_gets_it_once() -> None:
    house = CascadeHouse(tuple(custodians()))
    house.release()
    house.send()
    letters = [*house.mail.taken, *house.webhook.taken]
    assert sorted(each.recipient for each in letters) == sorted(custodians())
    assert len({each.letter_id for each in letters}) == 212
    assert {house.entry(code).state for code in custodians()} == {"sent"}
    house.send()
    assert len(house.mail.taken) + len(house.webhook.taken) == 212
    house.sender.stop()


def test_no_letter_says_anything_of_a_child(house: CascadeHouse) -> None:
    house.release()
    house.send()
    for letter in house.mail.taken:
        assert f"https://needfire.example/national-alerts/{ALERT}.1" in letter.text
        assert "Initial alert" in letter.title
        assert b"<msgType>Alert</msgType>" in letter.cap


def test_a_state_follows_what_the_custodian_says(house: CascadeHouse) -> None:
    house.release()
    assert house.entry("LUT").state == "pending"
    house.send()
    assert house.entry("LUT").state == "sent"
    steps: tuple[contract.Receipt, ...] = ("delivered", "opened", "acknowledged", "searched", "not_known", "found")
    for receipt in steps:
        house.receipt(receipt)
        assert house.entry("LUT").state == receipt
    assert [each.receipt for each in house.events(contract.ReceiptGivenV1)] == list(steps)
    assert refused(house.receipt("opened")) == "already_received"


def test_a_result_goes_back_to_the_alert_at_once(house: CascadeHouse) -> None:
    house.release()
    house.send()
    house.receipt("sighting")
    (responded,) = house.events(contract.CustodianRespondedV1)
    assert (responded.alert_id, responded.custodian, responded.result) == (ALERT, "LUT", "sighting")
    house.receipt("acknowledged", code="KEN")
    assert len(house.events(contract.CustodianRespondedV1)) == 1


def test_only_whom_it_was_sent_to_can_answer(house: CascadeHouse) -> None:
    house.release()
    commits = len(house.store.unpositioned(1000))
    assert refused(house.receipt("found", code="ABD")) == "unknown_custodian"
    assert refused(house.receipt("found", number=2)) == "not_found"
    assert len(house.store.unpositioned(1000)) == commits


def test_what_fails_is_tried_again_under_the_same_id_and_holds_up_nobody(house: CascadeHouse) -> None:
    tried: list[str] = []

    def answer(letter: Letter) -> None:
        if letter.recipient == "LUT":
            tried.append(letter.letter_id)
            if len(tried) < 4:
                raise NotDelivered("slow")

    house.mail.answer = answer
    house.release()
    house.send()
    assert {house.entry(code).state for code in FEW if code != "LUT"} == {"sent"}
    assert house.entry("LUT").state == "pending"
    house.advance(4 * HOUR)
    assert house.entry("LUT").state == "sent"
    assert tried == [f"{ALERT}.1.LUT.1"] * 4


def test_a_custodian_with_a_system_of_its_own_gets_a_webhook_and_mail_where_that_fails(house: CascadeHouse) -> None:
    code = next(code for code, each in custodians().items() if each.held[0].contacts.webhook)
    house = CascadeHouse((code,))
    house.release()
    house.send()
    assert [each.to for each in house.webhook.taken] == [custodians()[code].held[0].contacts.webhook]
    assert not house.mail.taken
    house.webhook.answer = fails(code, reason="status_410", for_good=True)
    house.release("update", 2)
    house.send()
    assert [each.letter_id for each in house.mail.taken] == [f"{ALERT}.2.{code}.1"]
    (first, second) = house.events(contract.MessageSentV1)
    assert (first.channel, second.channel) == ("webhook", "mail")
    house.sender.stop()


def test_a_contact_that_cannot_be_reached_for_hours_gives_way_to_the_second(house: CascadeHouse) -> None:
    house.mail.answer = fails("LUT", to="custodian-lut@")
    house.release()
    house.send()
    house.advance(2 * HOUR, HOUR / 4)
    assert house.letters("LUT") == []
    house.advance(4 * HOUR, HOUR / 4)
    assert [each.to for each in house.letters("LUT")] == ["custodian-lut-second@lut.example"]
    (failed,) = house.events(contract.MessageFailedV1)
    assert (failed.contact, failed.reason) == ("primary", "slow")
    assert house.entry("LUT").state == "sent"


def test_a_try_outside_of_office_hours_goes_to_whom_is_told_then(house: CascadeHouse) -> None:
    house.mail.answer = fails("LUT", to="custodian-lut@")
    house.release()
    house.send()
    house.advance(8 * HOUR)
    assert [each.to for each in house.letters("LUT")] == ["custodian-lut-out-of-hours@lut.example"]


def test_when_neither_contact_can_be_reached_a_person_is_told(house: CascadeHouse) -> None:
    house.mail.answer = fails("LUT", reason="recipient_refused", for_good=True)
    house.release()
    house.send()
    assert [each.contact for each in house.events(contract.MessageFailedV1)] == ["primary", "second"]
    (silent,) = house.events(contract.CustodianSilentV1)
    assert (silent.custodian, silent.because) == ("LUT", "failure")
    assert house.entry("LUT").state == "failed"
    assert house.entry("LUT").reason == "recipient_refused"


def test_silence_is_chased_then_the_second_contact_then_a_person(house: CascadeHouse) -> None:
    house.clock.set(house.clock.now() + timedelta(days=3))  # a Monday, so that every step falls into office hours
    house.release()
    house.send()
    for code in FEW[1:]:
        house.receipt("acknowledged", code=code)
    house.advance(DAY)
    house.advance(DAY)
    house.advance(DAY)
    to = [each.to.split("@")[0] for each in house.letters("LUT")]
    assert to == ["custodian-lut", "custodian-lut", "custodian-lut-second"]
    assert "You have not said yet" in house.letters("LUT")[1].text
    (silent,) = house.events(contract.CustodianSilentV1)
    assert (silent.custodian, silent.because) == ("LUT", "silence")
    assert {len(house.letters(code)) for code in FEW[1:]} == {1}
    house.advance(10 * DAY)
    assert len(house.letters("LUT")) == 3
    assert len({each.letter_id for each in house.letters("LUT")}) == 3


def test_nobody_is_chased_for_what_a_later_message_has_overtaken(house: CascadeHouse) -> None:
    house.release()
    house.send()
    house.advance(12 * HOUR)
    house.release("found", 2)
    house.send()
    for code in FEW:
        house.receipt("acknowledged", code=code, number=2)
    house.advance(5 * DAY)
    assert [each.letter_id for each in house.letters("LUT")] == [f"{ALERT}.1.LUT.1", f"{ALERT}.2.LUT.1"]


def test_an_end_never_overtakes_its_alert_and_goes_on_by_itself(house: CascadeHouse) -> None:
    house.mail.answer = fails("LUT")
    house.release()
    house.send()
    house.release("de_alert", 2)
    house.send()
    house.advance(HOUR)
    assert house.letters("LUT") == []
    assert {len(house.letters(code)) for code in FEW if code != "LUT"} == {2}
    house.mail.answer = lambda _: None
    house.advance(4 * HOUR)
    assert [each.letter_id for each in house.letters("LUT")] == [f"{ALERT}.1.LUT.1", f"{ALERT}.2.LUT.1"]


def test_who_never_got_the_alert_gets_it_before_its_end(house: CascadeHouse) -> None:
    house.mail.answer = fails("LUT", reason="recipient_refused", for_good=True)
    house.release()
    house.send()
    assert house.entry("LUT").state == "failed"
    house.mail.answer = lambda _: None
    house.release("found", 2)
    house.send()
    assert [each.letter_id for each in house.letters("LUT")] == [f"{ALERT}.1.LUT.3", f"{ALERT}.2.LUT.1"]
    assert house.entry("LUT").state == "sent"


def test_a_person_drives_it_again_by_hand(house: CascadeHouse) -> None:
    house.mail.answer = fails("LUT", reason="recipient_refused", for_good=True)
    house.release()
    house.send()
    house.mail.answer = lambda _: None
    command = contract.RedriveV1(f"{ALERT}.1", "LUT")
    assert refused(house.tell(command, by="luton-manager", authority="luton")) == "not_found", (
        "another authority's alert"
    )
    assert not refused(house.tell(command))
    assert refused(house.tell(command)) == "already_under_way"
    house.send()
    assert house.entry("LUT").state == "sent"
    approached = house.events(contract.CustodianApproachedV1)[-1]
    assert (approached.occasion, approached.by) == ("by_hand", "kent-manager")


def test_what_has_ended_is_not_driven_again(house: CascadeHouse) -> None:
    house.release()
    house.send()
    house.release("found", 2)
    house.send()
    assert refused(house.tell(contract.RedriveV1(f"{ALERT}.1", "LUT"))) == "alert_message_ended"
    assert refused(house.receipt("searched", number=2)) == "alert_message_ended"


@pytest.mark.parametrize(
    ("kind", "number", "code"),
    [
        ("update", 2, "update_before_alert"),
        ("update", 1, "update_before_alert"),
        ("initial", 2, "update_before_alert"),
        ("found", 0, "update_before_alert"),
    ],
)
def test_an_update_before_its_alert_is_refused(
    house: CascadeHouse, kind: contract.MessageKind, number: int, code: str
) -> None:
    assert refused(house.release(kind, number)) == code
    assert not house.store.unpositioned(10)


def test_nothing_follows_an_end(house: CascadeHouse) -> None:
    house.release()
    house.release("found", 2)
    assert refused(house.release("update", 3)) == "alert_message_ended"


def test_a_custodian_who_acknowledged_is_not_asked_again(house: CascadeHouse) -> None:
    house.release()
    house.send()
    house.receipt("acknowledged")
    house.advance(5 * DAY)
    assert len(house.letters("LUT")) == 1


def test_receipts_are_given_by_somebody_of_that_custodian_only(house: CascadeHouse) -> None:
    house.release()
    command = contract.GiveReceiptV1(f"{ALERT}.1", "LUT", "acknowledged")
    for by, authority in (("custodian", "kent"), ("luton-manager", "luton"), ("client:police:1", "luton")):
        assert refused(house.tell(command, by=by, authority=authority)) == "not_found"
    assert house.entry("LUT").receipts == {}
    assert refused(house.tell(contract.RedriveV1(f"{ALERT}.1", "LUT"), by="custodian")) == "not_permitted"
