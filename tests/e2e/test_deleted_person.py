"""What two people have deleted can never be read again, past a power cut in the middle of it; the record verifies as before."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from shared_kernel.commits import verify_chain
from tests.e2e.cases import KENT_CHARGED, Case, case_of, raising
from tests.e2e.house import House
from tests.e2e.searching import collections_with, files_with
from tests.e2e.soundness import assert_sound, by_stream
from tests.e2e.waiting import eventually

KEEPER, SECOND = "kent-records-officer", "kent-head-of-information"
WORD = f"De{uuid.uuid4().hex[:16]}ed"


@pytest.fixture(scope="module")
def case(mortal: House) -> Case:
    """A case of somebody who can be found by name."""
    raiser, body = raising(mortal, KENT_CHARGED)
    body |= {"particulars": {**body["particulars"], "name": f"{WORD} Example", "date_of_birth": "2011-02-03"}}
    return case_of(mortal, KENT_CHARGED, mortal.done(raiser, "/v1/notifications", body))


def found(case: Case, **asked: str) -> list[Any]:
    answer = case.house.post(case.raiser, "/v1/people/search", {"name": f"example {WORD.upper()}", **asked})
    assert answer.status_code == 200, answer.text
    people: list[Any] = answer.json()["people"]
    return people


def test_somebody_is_found_by_name_held_released_and_deleted(mortal: House, case: Case) -> None:
    [person] = eventually(lambda: found(case, born="2011-02-03"), "the name in the index")
    assert [each["notification_id"] for each in person["cases"]] == [case.notification_id]
    assert found(case, born="2011-02-04") == []
    records = f"/v1/people/{person['person']}"
    why = {"reason": "court_order", "reference": "IG-2026-7", "although_kept": True}
    mortal.done(KEEPER, f"{records}/holds", {"reason": "public_inquiry"})
    assert mortal.post(KEEPER, f"{records}/deletion", why).json()["code"] == "held"
    mortal.done(SECOND, f"{records}/holds/lift", {"hold": 1, "reason": "inquiry_ended"})
    mortal.done(KEEPER, f"{records}/deletion", why)
    assert mortal.post(KEEPER, f"{records}/deletion/confirmation", {"agrees": True}).json()["code"] == (
        "second_person_needed"
    )
    mortal.arm("gateway-worker", "person.shredded")
    mortal.done(SECOND, f"{records}/deletion/confirmation", {"agrees": True})
    mortal.dies_by_itself("gateway-worker")
    assert found(case) == []
    mortal.restart("gateway-worker")
    deleted = eventually(lambda: mortal.told(KEEPER, f"{records}/records")["deleted"], "the certificate")
    assert (deleted["texts"] >= 1, deleted["reference"]) == (True, "IG-2026-7")
    assert case.seen()["opened"]["erased_on"] is not None
    assert found(case) == []
    owners = ("intake", "escalation", "national_alerts")
    commits = {stream: theirs for owner in owners for stream, theirs in by_stream(mortal.commits(owner)).items()}
    for chain in deleted["chains"]:
        verify_chain(commits[chain["stream"]])
        assert commits[chain["stream"]][chain["version"] - 1].hash == chain["hash"]
    assert_sound(mortal)


def test_nothing_of_it_lies_anywhere_in_clear(mortal: House, case: Case) -> None:
    assert files_with(mortal.folder, WORD) == set()
    assert collections_with(mortal, WORD, "2011-02-03") == set()
