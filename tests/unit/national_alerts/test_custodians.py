"""The custodian directory: 212 bodies, changed by two people with a date, and proven alive by a person."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from contracts.custodians import (
    AskProofV1,
    ConfirmContactsV1,
    Contacts,
    GiveProofV1,
    ProposeContactsV1,
    RejectContactsV1,
)
from custody.bodies import custodians
from custody.hours import in_hours
from custody.reaching import liveness, whom_to_tell
from needfire.working_time import england_and_wales
from tests.unit.national_alerts.directory import FRIDAY, DirectoryHouse, refused

DAY = timedelta(days=1)
NEW = Contacts("custodian-new@luton.example", "second-new@luton.example", None, None, ("mail",))


@pytest.fixture
def house() -> DirectoryHouse:
    return DirectoryHouse()


def change(begins: datetime = FRIDAY + DAY, contacts: Contacts = NEW, number: int = 1) -> ProposeContactsV1:
    return ProposeContactsV1("LUT", f"change-{number}", contacts, begins)


def test_the_file_holds_the_212_bodies() -> None:
    nations = Counter(each.body.nation for each in custodians().values())
    assert nations == {"England": 153, "Wales": 22, "Scotland": 32, "Northern Ireland": 5}


def test_every_contact_is_invented_on_a_domain_reserved_for_examples() -> None:
    for each in custodians().values():
        contacts = each.held[0].contacts
        for address in (contacts.primary, contacts.second, contacts.out_of_hours):
            assert address and address.endswith(".example")
        assert contacts.webhook is None or contacts.webhook.split("/")[2].endswith(".example")


def test_a_council_exists_from_its_first_day() -> None:
    cumberland = custodians()["CBD"].body
    assert not cumberland.exists_on(date(2023, 3, 31))
    assert cumberland.exists_on(date(2023, 4, 1))
    ended = replace(cumberland, ends=date(2027, 3, 31))
    assert ended.exists_on(date(2027, 3, 31))
    assert not ended.exists_on(date(2027, 4, 1))


def test_a_change_holds_from_its_date_when_a_second_person_confirmed_it(house: DirectoryHouse) -> None:
    before = house.custodian("LUT").contacts_at(FRIDAY)
    house.tell(change(), by="keeper-one")
    assert house.custodian("LUT").contacts_at(FRIDAY + 2 * DAY) == before
    house.tell(ConfirmContactsV1("LUT", "change-1"), by="keeper-two")
    assert house.custodian("LUT").contacts_at(FRIDAY + DAY - timedelta(microseconds=1)) == before
    assert house.custodian("LUT").contacts_at(FRIDAY + DAY) == NEW


def test_nobody_confirms_their_own_change(house: DirectoryHouse) -> None:
    house.tell(change(), by="keeper-one")
    answer = house.tell(ConfirmContactsV1("LUT", "change-1"), by="keeper-one")
    assert refused(answer) == "second_person_needed"
    assert house.custodian("LUT").contacts_at(FRIDAY + DAY) != NEW


def test_what_waited_beyond_its_date_holds_from_its_confirmation(house: DirectoryHouse) -> None:
    house.tell(change())
    house.clock.advance(5 * DAY)
    house.tell(ConfirmContactsV1("LUT", "change-1"), by="keeper-two")
    assert house.custodian("LUT").contacts_at(FRIDAY + 4 * DAY) != NEW
    assert house.custodian("LUT").contacts_at(FRIDAY + 5 * DAY) == NEW


def test_of_two_changes_at_one_moment_the_later_confirmed_holds(house: DirectoryHouse) -> None:
    other = replace(NEW, primary="other@luton.example")
    house.tell(change())
    house.tell(change(contacts=other, number=2))
    house.tell(ConfirmContactsV1("LUT", "change-2"), by="keeper-two")
    house.tell(ConfirmContactsV1("LUT", "change-1"), by="keeper-two")
    assert house.custodian("LUT").contacts_at(FRIDAY + DAY) == NEW


@pytest.mark.parametrize("second", [ConfirmContactsV1("LUT", "change-1"), RejectContactsV1("LUT", "change-1")])
def test_what_is_decided_or_unknown_cannot_be_confirmed(
    house: DirectoryHouse, second: ConfirmContactsV1 | RejectContactsV1
) -> None:
    assert refused(house.tell(ConfirmContactsV1("LUT", "change-1"), by="keeper-two")) == "nothing_proposed"
    house.tell(change())
    house.tell(second, by="keeper-two")
    commits = house.commits
    assert refused(house.tell(ConfirmContactsV1("LUT", "change-1"), by="keeper-three")) == "nothing_proposed"
    assert house.commits == commits


@pytest.mark.parametrize(
    ("contacts", "field"),
    [
        (replace(NEW, primary=""), "primary"),
        (replace(NEW, primary="no address"), "primary"),
        (replace(NEW, primary="a@b.example\nBcc: c@d.example"), "primary"),
        (replace(NEW, second="custodian-NEW@luton.example"), "second"),
        (replace(NEW, channels=()), "channels"),
        (replace(NEW, channels=("mail", "mail")), "channels"),
        (replace(NEW, channels=("webhook",)), "channels"),
    ],
)
def test_contacts_that_reach_nobody_are_refused(house: DirectoryHouse, contacts: Contacts, field: str) -> None:
    answer = house.tell(change(contacts=contacts))
    assert refused(answer) == "malformed"
    assert set(answer["refused"]["details"]) == {field}
    assert house.commits == 0


@pytest.mark.parametrize(
    ("webhook", "reason"),
    [
        ("http://alerts.luton.example/custodian", "scheme"),
        ("https://127.0.0.1/custodian", "address"),
        ("https://169.254.169.254/latest/meta-data", "address"),
        ("https://10.0.0.7/custodian", "address"),
        ("https://[::1]/custodian", "name"),
        ("https://0x7f.1/custodian", "name"),
        ("https://alerts.luton.example:8080/custodian", "port"),
        ("https://keeper:secret@alerts.luton.example/", "credentials"),
    ],
)
def test_a_webhook_that_may_not_be_called_is_refused(house: DirectoryHouse, webhook: str, reason: str) -> None:
    answer = house.tell(change(contacts=replace(NEW, webhook=webhook, channels=("webhook", "mail"))))
    assert refused(answer) == "webhook_refused"
    assert answer["refused"]["details"] == {"reason": reason}
    assert webhook not in str(answer)
    assert house.commits == 0


def test_a_body_that_is_not_there_is_refused(house: DirectoryHouse) -> None:
    assert refused(house.tell(replace(change(), custodian="CUMBRIA"))) == "unknown_custodian"
    house.clock.set(datetime(2023, 3, 31, 12, tzinfo=UTC))
    assert refused(house.tell(AskProofV1("CBD", "primary"))) == "unknown_custodian"


def test_a_change_cannot_begin_in_the_past(house: DirectoryHouse) -> None:
    assert refused(house.tell(change(begins=FRIDAY - DAY))) == "period_past"


def test_a_person_proves_that_a_contact_is_alive_and_the_proof_grows_stale(house: DirectoryHouse) -> None:
    assert states(house) == {"primary": "never_proven", "second": "never_proven", "out_of_hours": "never_proven"}
    proof_id = house.tell(AskProofV1("LUT", "primary"))["accepted"]["proof_id"]
    assert states(house)["primary"] == "never_proven", "a message that was sent proves nothing"
    house.tell(GiveProofV1("LUT", proof_id), by="luton-custodian")
    assert states(house) == {"primary": "alive", "second": "never_proven", "out_of_hours": "never_proven"}
    house.clock.advance(92 * DAY)
    assert states(house)["primary"] == "alive"
    house.clock.advance(timedelta(seconds=1))
    assert states(house)["primary"] == "stale"


def states(house: DirectoryHouse) -> dict[str, str]:
    return {each.contact: each.state for each in liveness(house.custodian("LUT"), house.clock.now())}


def test_a_changed_address_has_yet_to_prove_itself(house: DirectoryHouse) -> None:
    proof_id = house.tell(AskProofV1("LUT", "primary"))["accepted"]["proof_id"]
    house.tell(change())
    house.tell(ConfirmContactsV1("LUT", "change-1"), by="keeper-two")
    house.clock.advance(2 * DAY)
    house.tell(GiveProofV1("LUT", proof_id), by="luton-custodian")
    assert states(house)["primary"] == "never_proven"


def test_a_proof_is_given_once_and_by_another_than_who_asked(house: DirectoryHouse) -> None:
    proof_id = house.tell(AskProofV1("LUT", "primary"), by="custodian")["accepted"]["proof_id"]
    assert refused(house.tell(GiveProofV1("LUT", proof_id), by="custodian")) == "second_person_needed"
    assert refused(house.tell(GiveProofV1("LUT", "proof-other"), by="luton-custodian")) == "not_found"
    assert not refused(house.tell(GiveProofV1("LUT", proof_id), by="luton-custodian"))
    assert refused(house.tell(GiveProofV1("LUT", proof_id), by="luton-custodian")) == "already_received"


def test_for_a_body_that_cannot_sign_in_a_second_person_says_that_somebody_there_has_read_it(
    house: DirectoryHouse,
) -> None:
    proof_id = house.tell(AskProofV1("BDF", "primary"))["accepted"]["proof_id"]
    assert refused(house.tell(GiveProofV1("BDF", proof_id), by="custodian")) == "not_permitted"
    assert refused(house.tell(GiveProofV1("BDF", proof_id), by="keeper-one")) == "second_person_needed"
    assert not refused(house.tell(GiveProofV1("BDF", proof_id), by="keeper-two"))


def test_who_may_keep_an_entry(house: DirectoryHouse) -> None:
    assert refused(house.tell(GiveProofV1("LUT", "proof-1"), by="keeper-one")) == "not_found"
    assert refused(house.tell(replace(change(), custodian="BDF"), by="custodian")) == "not_permitted"
    assert refused(house.tell(change(), by="somebody")) == "not_permitted"
    assert not refused(house.tell(change(), by="custodian"))


def test_a_contact_that_there_is_not_cannot_be_tested(house: DirectoryHouse) -> None:
    house.tell(change(begins=FRIDAY))
    house.tell(ConfirmContactsV1("LUT", "change-1"), by="keeper-two")
    assert refused(house.tell(AskProofV1("LUT", "out_of_hours"))) == "no_such_contact"


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        (datetime(2026, 11, 20, 9, 0, tzinfo=UTC), ["primary", "second"]),
        (datetime(2026, 11, 20, 16, 59, tzinfo=UTC), ["primary", "second"]),
        (datetime(2026, 11, 20, 17, 0, tzinfo=UTC), ["out_of_hours", "primary", "second"]),
        (datetime(2026, 11, 21, 12, 0, tzinfo=UTC), ["out_of_hours", "primary", "second"]),
        (datetime(2026, 12, 25, 12, 0, tzinfo=UTC), ["out_of_hours", "primary", "second"]),
        (datetime(2026, 7, 17, 8, 0, tzinfo=UTC), ["primary", "second"]),
    ],
)
def test_outside_of_office_hours_the_contact_for_them_comes_first(moment: datetime, told: list[str]) -> None:
    found = whom_to_tell(custodians()["LUT"], moment, in_hours(moment, england_and_wales()))
    assert [kind for kind, _ in found] == told
