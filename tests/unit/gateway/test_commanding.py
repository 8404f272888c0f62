"""Commands over HTTP: done once however often they are sent, sealed before they leave, answered for within the time."""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from contracts.refusals import REFUSALS, Refusal
from gateway.catching_up import CatchingUp
from shared_kernel.messaging.rpc_client import RemoteError, ServiceUnavailable, Unavailable
from shared_kernel.spoken_references import reference_of
from tests.unit.gateway.callers import RAISE, Callers, refused
from tests.unit.gateway.house import House

V1 = "/v1/notifications"


def test_a_notification_is_raised_under_the_edition_in_force(callers: Callers) -> None:
    answer = callers.done(V1, RAISE)
    assert re.fullmatch(r"notification-[0-9a-f-]{36}", answer["notification_id"])
    assert answer == {
        "notification_id": answer["notification_id"],
        "version": 1,
        "edition": "trial",
        "person": answer["person"],
        "reference": reference_of(answer["notification_id"]),
    }


def test_ids_are_in_the_order_of_time(callers: Callers, house: House) -> None:
    first = callers.raised(particulars=None)
    house.passes(seconds=1)
    assert first < callers.raised(particulars=None)


def test_nothing_that_identifies_a_person_leaves_the_gateway_in_clear(callers: Callers, house: House) -> None:
    callers.raised(
        particulars={"name": "Invented Child", "account": "At Invented Street", "date_of_birth": "2015-04-03"}
    )
    sent = json.dumps(house.services.commands)
    stored = repr([commit.events for commit in house.case.intake.feed(0, 100)])
    assert len(re.findall(r"s2\.1\.account:[\w-]+,date_of_birth:[\w-]+,name:[\w-]+", sent)) == 1
    for clear in ("Invented", "2015-04-03"):
        assert clear not in sent
        assert clear not in stored


def test_particulars_that_say_nothing_are_not_sealed(callers: Callers, house: House) -> None:
    callers.raised(particulars={"name": "  ", "account": None, "comment": ""})
    assert house.services.commands[-1]["data"]["sealed"] is None


def test_a_blank_comment_is_no_comment(callers: Callers) -> None:
    notification = callers.raised()
    task = callers.said("/v1/tasks", "manager")["tasks"][0]["task_id"]
    drop = {"outcome": "drop", "particulars": {"comment": "   "}}
    refused(callers.post(f"/v1/tasks/{task}/decision", drop, "manager"), "comment_required", 422)
    callers.done(f"/v1/tasks/{task}/decision", {"outcome": "drop", "particulars": {"comment": "Seen."}}, "manager")
    assert callers.said(f"{V1}/{notification}")["state"] == "not_required"


# --- once in effect ----------------------------------------------------------------------------------------------------


def test_the_same_request_under_the_same_key_is_done_once_and_answered_the_same(callers: Callers, house: House) -> None:
    first, again = (callers.done(V1, RAISE, key="key-1") for _ in range(2))
    assert first == again
    assert len(house.case.intake.feed(0, 100)) == 1
    assert callers.said(f"{V1}/{first['notification_id']}")["opened"]["particulars"]["name"] == "Invented Child"


def test_without_a_key_each_request_is_a_new_one(callers: Callers) -> None:
    assert callers.raised() != callers.raised()


def test_a_key_used_for_something_else_is_refused_and_nothing_is_done(callers: Callers, house: House) -> None:
    callers.done(V1, RAISE, key="key-1")
    other = {**RAISE, "particulars": {"name": "Another Invented Child"}}
    refused(callers.post(V1, other, key="key-1"), "command_id_reused", 422)
    assert len(house.case.intake.feed(0, 100)) == 1


def test_a_key_belongs_to_the_person_who_chose_it(callers: Callers) -> None:
    assert callers.done(V1, RAISE, "worker", "key-1") != callers.done(V1, RAISE, "manager", "key-1")


def test_the_digest_of_a_command_cannot_be_guessed_from_its_content(callers: Callers, house: House) -> None:
    callers.raised()
    one = house.services.commands[-1]["digest"]
    house.with_parts(digest_secret=b"another secret")
    with house.open() as others:
        others.raised()
    assert house.services.commands[-1]["digest"] != one


@pytest.mark.parametrize("key", ["", "two words", "x" * 201, "caf\xe9"])
def test_a_key_that_is_none_is_refused(callers: Callers, key: str) -> None:
    headers = {"Idempotency-Key": key.encode("latin-1")}
    answer = callers.call("POST", V1, "worker", json=RAISE, headers=headers)
    assert "Idempotency-Key" in refused(answer, "malformed", 422)["details"]


def test_many_threads_with_one_key_raise_one_notification(callers: Callers, house: House) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: callers.done(V1, RAISE, key="key-1"), range(24)))
    assert len({json.dumps(each) for each in answers}) == 1
    assert len(house.case.intake.feed(0, 100)) == 1


def test_many_threads_with_keys_of_their_own_raise_as_many(callers: Callers, house: House) -> None:
    with ThreadPoolExecutor(8) as pool:
        raised = set(
            pool.map(lambda number: callers.done(V1, RAISE, key=f"key-{number}")["notification_id"], range(40))
        )
    assert len(raised) == len(house.case.intake.feed(0, 100)) == 40
    listed = callers.said(V1, limit=100)["notifications"]
    assert {each["notification_id"] for each in listed} == raised


# --- when a service does not answer ----------------------------------------------------------------------------------


def unavailable(service: str, _method: str) -> Any:
    raise ServiceUnavailable(service, Unavailable.NO_ANSWER_IN_TIME)


def failing(code: str) -> Any:
    def answer(_service: str, _method: str) -> Any:
        raise RemoteError(code)

    return answer


@pytest.mark.parametrize("instead", [unavailable, failing("store_unavailable"), failing("StoreUnavailable")])
def test_a_service_that_does_not_answer_is_said_to_be_away(callers: Callers, house: House, instead: Any) -> None:
    house.services.instead = instead
    answer = callers.post(V1, RAISE, key="key-1")
    refused(answer, "service_unavailable", 503)
    assert answer.headers["retry-after"]
    house.services.instead = None
    assert callers.done(V1, RAISE, key="key-1")


@pytest.mark.parametrize(
    "instead",
    [failing("KeyError"), lambda *_: None, lambda *_: {}, lambda *_: {"refused": {"code": "of_a_later_version"}}],
)
def test_a_service_that_fails_is_an_error_with_an_id_or_without_but_never_with_its_text(
    callers: Callers, house: House, instead: Any
) -> None:
    house.services.instead = instead
    body = refused(callers.post(V1, RAISE), "internal", 500)
    assert set(body["details"]) <= {"id"}


@pytest.mark.parametrize("code", REFUSALS)
def test_every_refusal_of_a_service_comes_out_with_its_status_code_and_sentence(
    callers: Callers, house: House, code: str
) -> None:
    refusal = Refusal(code, {"field": "what to mend"}, ("FEN-1",)).as_json()
    house.services.instead = lambda *_: {"refused": json.loads(json.dumps(refusal))}
    body = refused(callers.post(V1, RAISE), code, REFUSALS[code].status)
    assert (body["title"], body["rules"], body["details"]) == (
        REFUSALS[code].sentence,
        ["FEN-1"],
        {"field": "what to mend"},
    )


def test_an_error_that_nobody_foresaw_says_nothing_of_the_data(
    callers: Callers, house: House, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: Any) -> Any:
        raise ValueError("Invented Child")

    house.services.instead = fail
    answer = callers.post(V1, RAISE)
    refused(answer, "internal", 500)
    assert "Invented" not in answer.text + caplog.text
    assert answer.json()["details"]["id"] in caplog.text


# --- reading what one has just written ---------------------------------------------------------------------------------


def test_a_reader_can_wait_for_what_they_wrote(callers: Callers, house: House) -> None:
    house.lagging = True
    notification = callers.raised()
    refused(callers.get(f"{V1}/{notification}"), "not_found", 404)
    behind = callers.get(f"{V1}/{notification}", at_least_version=1)
    refused(behind, "read_model_behind", 503)
    assert behind.headers["retry-after"]
    house.lagging = False
    house.follow()
    said = callers.said(f"{V1}/{notification}", at_least_version=1, at_least_routing_version=1)
    assert said["versions"] == {"intake": 1, "routing": 1}


def test_who_waits_is_answered_as_soon_as_it_is_there(callers: Callers, house: House) -> None:
    house.lagging = True
    house.with_parts(caught_up=CatchingUp(house.cases.versions, seconds=20.0, every=0.005))
    with house.open() as patient, ThreadPoolExecutor(4) as pool:
        notification = patient.raised()
        waiting = [pool.submit(patient.said, f"{V1}/{notification}", at_least_version=1) for _ in range(4)]
        house.lagging = False
        house.follow()
        assert all(each.result(10)["versions"]["intake"] == 1 for each in waiting)
