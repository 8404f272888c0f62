"""What identifies a person lies nowhere in clear: not in a log, on the broker, in the store, nor with what was parked.

Each field and comment of one whole case holds a word that stands nowhere else, and everything goes wrong on the way.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from typing import Any

import httpx
import pytest

from needfire.particulars import PARTICULARS
from operations.process_list import BROKER, CUSTODIANS, PROCESS_LIST, PROVIDER, STORE
from shared_kernel.messaging.topology import HOUSE
from tests.e2e.cases import KENT_CHARGED, Case, case_of, raising
from tests.e2e.house import House
from tests.e2e.looking import close
from tests.e2e.searching import collections_with, files_with
from tests.e2e.waiting import eventually
from tests.integration.messaging.garbage import GARBAGE
from tests.integration.messaging.support import put

WORD = f"Ca{uuid.uuid4().hex[:16]}ry"
BIRTH, NHS_NUMBER = "1903-02-17", "999 813 0018"
FORMED = {"date_of_birth": BIRTH, "nhs_number": NHS_NUMBER}
KEEPER = "kent-records-officer"
MANAGER, DIRECTOR = "kent-service-manager", "kent-assistant-director"


def said(*names: str) -> dict[str, str]:
    """Particulars of these names that hold the word; a date and a number are their own."""
    return {name: FORMED.get(name, f"{WORD} {name}") for name in names}


def given_up(house: House, person: str, path: str, body: Mapping[str, Any], key: str) -> None:
    """A request to a service that dies of it; nobody waits for the answer."""
    with pytest.raises(httpx.TimeoutException):
        pytest.fail(house.post_once(person, path, body, key, patience=0.5).text)


@pytest.fixture(scope="module")
def case(mortal: House) -> Case:
    """From raising to closing, with a word in everything that can be said, and faults."""
    person, body = raising(mortal, KENT_CHARGED)
    body |= {"particulars": said(*PARTICULARS)}
    refusals(mortal, person, body)
    return recorded(closed(decided(raised_past_a_dead_service(mortal, person, body))))


def refusals(house: House, person: str, body: dict[str, Any]) -> None:
    """Whatever can be wrong with a request that holds the word."""
    path, token, json = "/v1/notifications", house.token(person), {"Content-Type": "application/json"}
    wrong = [
        house.post(person, path, body | {"categories": ["KEN23-NTK-NONE"]}),
        house.post(person, path, body | {"authority": "luton"}),
        house.post(person, path, body | {"particulars": said("name") | {WORD: WORD}}),
        house.post(person, path, body | {"particulars": {"name": [WORD]}}),
        house.post(person, path, body | {WORD: WORD}),
        house.post("kent-director", path, body),
        house.web.post(path, content=f'{{"particulars": {{"name": "{WORD}"'.encode(), headers=token | json),
        house.web.post(path, content=WORD.encode() * 200_000, headers=token | json),
        house.web.post(path, content=WORD.encode(), headers=token),
        house.web.post(path, json=body, headers={"Authorization": f"Bearer {WORD}"}),
        house.post(person, path, body | {"person": WORD}),
        house.post(person, "/v1/people/search", {"name": "", WORD: WORD}),
        house.post(person, "/v1/people/search", {"name": WORD, "born": WORD}),
        house.post(KEEPER, f"/v1/people/{WORD}/holds", {"reason": "other", "reference": WORD}),
        house.get(KEEPER, f"/v1/people/{WORD}/records"),
        house.get(KEEPER, f"/v1/retention?until={WORD}"),
        house.get(person, f"{path}/{WORD}"),
        house.get(person, f"{path}?cursor={WORD}"),
        house.web.get("/sign-in/begin", params={"provider": WORD, "next": f"/{WORD}"}),
        house.web.get("/sign-in/return", params={"code": WORD, "state": WORD}),
        house.web.get(f"/cases/{WORD}", headers={"Cookie": f"needfire_session={WORD}"}),
    ]
    assert not [answer.status_code for answer in wrong if answer.status_code < 300]
    assert not [answer.text for answer in wrong[:1] if WORD in answer.text]


def raised_past_a_dead_service(house: House, person: str, body: dict[str, Any]) -> Case:
    key = uuid.uuid4().hex
    house.arm("intake", "commit.appended")
    given_up(house, person, "/v1/notifications", body, key)
    house.restart("intake")
    case = case_of(house, KENT_CHARGED, house.done(person, "/v1/notifications", body, key))
    for queue in HOUSE.queues():
        put(house.platform.addresses.amqp_uri, "", queue.name, GARBAGE[0].body, **GARBAGE[0].all_properties)
    return case


def decided(case: Case) -> Case:
    """Consulted, decided, given back, decided again, updated, a board told."""
    house, comment = case.house, {"particulars": said("comment")}
    consulted = {"with_role": "service_manager", "with_person": MANAGER, "advice": "raise"} | comment
    house.done(case.raiser, f"{case.path}/consultations", consulted)
    completed = {"outcome": "completed"} | comment
    house.done("kent-team-manager", f"{case.task('complete_form')}/decision", completed)
    house.done(MANAGER, f"{case.task('service_manager')}/return", comment)
    path, key = f"{case.task('complete_form')}/decision", uuid.uuid4().hex
    house.arm("escalation", "commit.appended")
    given_up(house, "kent-team-manager", path, completed, key)
    house.restart("escalation")
    house.done("kent-team-manager", path, completed, key)
    house.done(MANAGER, f"{case.task('service_manager')}/decision", {"outcome": "send_on"} | comment)
    told = {"based_on": 0, "particulars": said("account", "action_taken")}
    house.done(case.raiser, f"{case.path}/updates", told)
    house.done(DIRECTOR, f"{case.task('assistant_director')}/decision", {"outcome": "send_to_unit"} | comment)
    board = case.open("duties", duty="youth_justice_board", done_by=None)["duty_id"]
    done = {"reference": "YJB-EXAMPLE-2"} | comment
    house.done("kent-assistant-director-adolescents", f"/v1/duties/{board}/completion", done)
    return case


def recorded(case: Case) -> Case:
    """Found by name, held, exported, a text gone through: all that those do who keep the records."""
    house = case.house
    search = {"name": WORD, "born": BIRTH}
    people = eventually(lambda: house.post(case.raiser, "/v1/people/search", search).json()["people"], "the name")
    records = f"/v1/people/{people[0]['person']}"
    house.done(KEEPER, f"{records}/holds", {"reason": "complaint", "reference": "IG-2026-3"})
    wrong = {"reason": "complaint", "reference": f"1 {WORD}"}
    assert house.post(KEEPER, f"{records}/holds", wrong).status_code == 422
    texts = house.told(KEEPER, f"{records}/export")["cases"][0]["texts"]
    gone_through = {"text": texts[0]["text"], "name": texts[0]["name"], "cuts": [{"start": 0, "end": 3}]}
    house.done(KEEPER, f"{records}/redactions", gone_through)
    assert house.post(KEEPER, f"{records}/redactions", gone_through | {"text": WORD}).status_code == 404
    return case


def closed(case: Case) -> Case:
    close(case, MANAGER, f"{WORD} resolution")
    return case


def test_it_was_said_and_can_be_read_by_who_may(case: Case) -> None:
    seen = case.seen()
    assert seen["opened"]["particulars"] == said(*PARTICULARS)
    commented = [task for task in seen["tasks"] if task["opened"]]
    assert {task["opened"]["particulars"]["comment"] for task in commented} == {f"{WORD} comment"}
    assert len(commented) == 5
    assert case.timeline()[-1]["kind"] in ("RoutingEnded", "NoticeGiven")


def test_no_file_of_the_run_holds_it(mortal: House, case: Case) -> None:
    assert files_with(mortal.folder, WORD, BIRTH, NHS_NUMBER) == set()


def test_each_line_of_our_logs_is_an_object_with_its_time_and_place(mortal: House, case: Case) -> None:
    ours = [
        kind.name for kind in PROCESS_LIST if not kind.once and kind.name not in (BROKER, STORE, PROVIDER, CUSTODIANS)
    ]
    for name in ours:
        for line in mortal.platform.log(name).splitlines():
            assert {"at", "level", "where", "says"} <= json.loads(line).keys(), (name, line)


def test_no_document_of_the_store_holds_it(mortal: House, case: Case) -> None:
    assert collections_with(mortal, WORD, BIRTH, NHS_NUMBER) == set()


def test_the_search_would_find_it(mortal: House, case: Case) -> None:
    """What is no secret lies where the word would lie: the notification's id in all stores, the decision's on the broker."""
    stream = case.notification_id.removeprefix("notification-")
    found = {path.relative_to(mortal.folder).parts[1] for path in files_with(mortal.folder / "data", stream)}
    assert found == {"broker", "store"}
    assert {name.partition(".")[0].rpartition("_")[2] for name in collections_with(mortal, stream)} >= {
        "intake",
        "escalation",
        "gateway",
    }
    assert mortal.platform.log("intake")
