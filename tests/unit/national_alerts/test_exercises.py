"""A drill goes over the real directory and channels, is marked wherever it is seen, and cannot touch a live alert."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

import pytest

from contracts import cascade as contract
from contracts.cascade import StartExerciseV1
from services.national_alerts.cascade.reporting import report
from tests.unit.national_alerts.cascading import FEW, CascadeHouse
from tests.unit.national_alerts.councils import authority_of
from tests.unit.national_alerts.directory import refused

DRILL = StartExerciseV1("exercise-1", 1, "initial")


@pytest.fixture
def house() -> Iterator[CascadeHouse]:
    house = CascadeHouse()
    yield house
    house.sender.stop()


def answer(house: CascadeHouse, code: str, receipt: contract.Receipt, number: int = 1) -> str:
    return refused(
        house.tell(
            contract.GiveReceiptV1(f"exercise-1.{number}", code, receipt), by="custodian", authority=authority_of(code)
        )
    )


def test_every_letter_of_a_drill_says_that_it_is_one(house: CascadeHouse) -> None:
    house.tell(DRILL)
    house.tell(StartExerciseV1("exercise-1", 2, "found"))
    house.send()
    letters = [*house.mail.taken, *house.webhook.taken]
    assert len(letters) == 2 * len(FEW)
    for letter in letters:
        assert letter.exercise
        assert letter.title.startswith("EXERCISE")
        assert letter.text.startswith("EXERCISE. Nobody is missing.")
        assert b"<status>Exercise</status>" in letter.cap


def test_an_answer_to_a_drill_is_of_a_type_that_no_case_takes(house: CascadeHouse) -> None:
    house.tell(DRILL)
    house.send()
    assert answer(house, "LUT", "found") == ""
    assert house.events(contract.CustodianRespondedV1) == []
    (answered,) = house.events(contract.ExerciseAnsweredV1)
    assert (answered.exercise_id, answered.result) == ("exercise-1", "found")
    assert "alert_id" not in {each.name for each in fields(answered)}


@pytest.mark.parametrize("exercise_id", ["alert-1", "exercise-", "notification-1", "exercise-1.2", "EXERCISE-1"])
def test_a_drill_cannot_have_the_id_of_an_alert(house: CascadeHouse, exercise_id: str) -> None:
    house.release()
    commits = len(house.store.unpositioned(1000))
    assert refused(house.tell(StartExerciseV1(exercise_id, 2, "found"))) == "malformed"
    assert len(house.store.unpositioned(1000)) == commits


def test_a_drill_ends_nothing_that_is_live(house: CascadeHouse) -> None:
    house.release()
    house.tell(DRILL)
    house.tell(StartExerciseV1("exercise-1", 2, "found"))
    house.send()
    assert not refused(house.receipt("searched"))
    assert house.ledger.followed_by(house.ledger.cascade("alert-1.1")) is None


def test_a_drill_may_go_to_some_only_and_to_none_that_there_is_not(house: CascadeHouse) -> None:
    house.tell(StartExerciseV1("exercise-1", 1, "initial", ("KEN", "LUT", "KEN")))
    house.send()
    assert sorted(each.recipient for each in house.mail.taken) == ["KEN", "LUT"]
    assert refused(house.tell(StartExerciseV1("exercise-2", 1, "initial", ("XXX",)))) == "unknown_custodian"
    assert answer(house, "MDW", "found") == "unknown_custodian"


def test_the_report_says_of_each_authority_how_far_it_came_and_how_fast(house: CascadeHouse) -> None:
    house.tell(DRILL)
    house.send()
    answer(house, "KEN", "acknowledged")
    answer(house, "KEN", "not_known")
    answer(house, "LUT", "acknowledged")
    lines = {each.custodian: each for each in report(house.ledger, "exercise-1")}
    assert set(lines) == set(FEW)
    assert (lines["KEN"].state, lines["LUT"].state, lines["MDW"].state) == ("not_known", "acknowledged", "sent")
    assert lines["KEN"].acknowledged_after is not None
    assert lines["MDW"].acknowledged_after is None


def test_a_live_alert_has_no_report_of_an_exercise(house: CascadeHouse) -> None:
    house.release()
    assert report(house.ledger, "alert-1") == ()
