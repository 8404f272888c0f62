"""The same request again, requests too early or too late, and two at once: done once, and each told what happened."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any, TypeVar

import pytest

from tests.e2e.cases import KENT_CHARGED, LUTON_MISSING, Case, raised, raising
from tests.e2e.house import House
from tests.e2e.refusals import assert_refused
from tests.e2e.soundness import events_of, happened_once, nothing_stored, since_now
from tests.e2e.waiting import eventually

T = TypeVar("T")
AT_ONCE = 6
MANAGER = "luton-service-manager-2"


def at_once(act: Callable[[int], T]) -> list[T]:
    """The results of doing it from several threads that begin together."""
    together = Barrier(AT_ONCE)

    def one(number: int) -> T:
        together.wait()
        return act(number)

    with ThreadPoolExecutor(AT_ONCE) as threads:
        return list(threads.map(one, range(AT_ONCE)))


def test_a_request_repeated_under_its_key_is_done_once_and_answered_alike(house: House) -> None:
    person, body = raising(house, KENT_CHARGED)
    key, since = uuid.uuid4().hex, since_now(house)

    answers = [house.post(person, "/v1/notifications", body, key) for _ in range(3)]

    assert {(answer.status_code, answer.content) for answer in answers} == {(201, answers[0].content)}
    assert since.stored()["intake"] == {answers[0].json()["notification_id"]}


def test_a_request_repeated_at_the_same_moment_is_done_once(house: House) -> None:
    person, body = raising(house, KENT_CHARGED)
    key, since = uuid.uuid4().hex, since_now(house)

    answers = at_once(lambda _: house.post(person, "/v1/notifications", body, key))

    assert {(answer.status_code, answer.content) for answer in answers} == {(201, answers[0].content)}
    assert since.stored()["intake"] == {answers[0].json()["notification_id"]}


def test_a_key_used_for_something_else_is_refused(house: House) -> None:
    person, body = raising(house, KENT_CHARGED)
    key = uuid.uuid4().hex
    assert house.post(person, "/v1/notifications", body, key).status_code == 201

    with nothing_stored(house):
        other = body | {"particulars": {"account": "Something else."}}
        assert_refused(house.post(person, "/v1/notifications", other, key), 422, "command_id_reused")


def test_a_key_is_ones_own(house: House) -> None:
    _, body = raising(house, KENT_CHARGED)
    people = ("kent-social-worker", "kent-team-manager")
    key = uuid.uuid4().hex

    answers = [house.post(person, "/v1/notifications", body, key).json() for person in people]

    assert answers[0]["notification_id"] != answers[1]["notification_id"]


def test_a_decision_repeated_under_its_key_is_answered_as_at_first(house: House) -> None:
    case = raised(house, LUTON_MISSING)
    path, key = f"{case.task('decide_required')}/decision", uuid.uuid4().hex

    answers = [house.post(MANAGER, path, {"outcome": "required"}, key) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].content == answers[1].content
    assert happened_once(case, "escalation", "TaskDecided")


def test_a_task_is_decided_once(house: House) -> None:
    case = raised(house, LUTON_MISSING)
    path = f"{case.task('decide_required')}/decision"
    house.done(MANAGER, path, {"outcome": "required"})

    refused = house.post(MANAGER, path, {"outcome": "not_required", "particulars": {"comment": "After all."}})

    assert_refused(refused, 409, "task_already_decided")
    assert case.open("tasks", step="decide_required", state="decided")["decided_as"] == "Required"
    assert happened_once(case, "escalation", "TaskDecided")


def test_of_several_who_decide_at_once_one_wins(house: House) -> None:
    case = raised(house, LUTON_MISSING)
    path = f"{case.task('decide_required')}/decision"
    choices: list[dict[str, Any]] = [
        {"outcome": "required"},
        {"outcome": "not_required", "particulars": {"comment": "It is not."}},
    ]

    answers = at_once(lambda number: house.post(MANAGER, path, choices[number % 2]))

    won = [number for number, answer in enumerate(answers) if answer.status_code == 201]
    assert len(won) == 1
    for number, answer in enumerate(answers):
        if number not in won:
            assert answer.json()["code"] in ("task_already_decided", "notification_ended", "busy"), answer.text
    assert happened_once(case, "escalation", "TaskDecided")
    ended = "not_required" if won[0] % 2 else "open"
    eventually(lambda: case.seen()["state"] == ended, f"a notification that is {ended}")


def test_of_two_who_claim_at_once_one_has_it(house: House) -> None:
    case = forwarded(house)
    path = f"{case.task('inform_director')}/claim"
    people = ("luton-service-director-operations", "luton-service-director-early-help")

    answers = at_once(lambda number: house.post(people[number % 2], path, {}))

    codes = {answer.json().get("code") for answer in answers}
    assert {answer.status_code for answer in answers} == {201, 409} and codes <= {None, "task_claimed", "busy"}
    assert happened_once(case, "escalation", "TaskClaimed")


def forwarded(house: House) -> Case:
    """A case that waits in the service directors' group tray."""
    case = raised(house, LUTON_MISSING)
    answers = {"ofsted_basis": False, "member_briefing": False, "strategic_response": False}
    house.done(MANAGER, f"{case.task('decide_required')}/decision", {"outcome": "required"})
    house.done("luton-team-manager", f"{case.task('complete_form')}/decision", {"outcome": "completed"})
    house.done(MANAGER, f"{case.task('forward')}/decision", {"outcome": "forward", "records": answers})
    case.task("inform_director")
    return case


def test_a_groups_task_is_claimed_before_it_is_decided(house: House) -> None:
    case = forwarded(house)
    with nothing_stored(house):
        path = f"{case.task('inform_director')}/decision"
        answer = house.post("luton-service-director-operations", path, {"outcome": "inform_dcs"})
        assert_refused(answer, 409, "task_not_claimed")


def test_a_step_that_has_not_come_yet_cannot_be_decided(house: House) -> None:
    case = raised(house, LUTON_MISSING)
    first = case.task("decide_required")
    with nothing_stored(house):
        ahead = f"{first[:-1]}{int(first[-1]) + 1}"
        assert_refused(
            house.post("luton-team-manager", f"{ahead}/decision", {"outcome": "completed"}), 404, "not_found"
        )


def test_an_update_made_on_an_old_number_is_refused(house: House) -> None:
    case = raised(house, LUTON_MISSING)
    path, manager = f"{case.path}/updates", "luton-team-manager"
    house.done(manager, path, {"based_on": 0, "facts": {"whereabouts": "locality_known"}})

    refused = house.post(manager, path, {"based_on": 0, "facts": {"whereabouts": "known"}})

    assert_refused(refused, 409, "update_out_of_date")
    assert refused.json()["details"] == {"latest": 1}
    assert happened_once(case, "intake", "NotificationUpdated")


def test_of_several_who_update_at_once_none_overwrites_another(house: House) -> None:
    case = raised(house, LUTON_MISSING)

    def update(number: int) -> int:
        body = {"based_on": 0, "particulars": {"account": f"Account {number}."}}
        return house.post("luton-team-manager", f"{case.path}/updates", body).status_code

    assert sorted(at_once(update)) == [201] + [409] * (AT_ONCE - 1)


@pytest.mark.parametrize("after", ["closed", "not_required"])
def test_what_has_ended_stays_as_it_is(house: House, after: str) -> None:
    case = raised(house, LUTON_MISSING)
    task = case.task("decide_required")
    closing = {"particulars": {"resolution": "Found and safe.", "learning": "None."}}
    if after == "closed":
        house.done(MANAGER, f"{case.path}/closure", closing)
    else:
        no = {"outcome": "not_required", "particulars": {"comment": "Back after a day."}}
        house.done(MANAGER, f"{task}/decision", no)
    eventually(lambda: case.seen()["state"] == after, "the end")
    eventually(lambda: events_of(case, "intake")[-1] != "NotificationRaised", "intake's knowledge of it")

    with nothing_stored(house):
        assert_refused(house.post(MANAGER, f"{case.path}/closure", closing), 409, "notification_ended")
        change = {"based_on": 0, "facts": {"whereabouts": "known"}}
        assert_refused(house.post("luton-team-manager", f"{case.path}/updates", change), 409, "notification_ended")
        again = house.post(MANAGER, f"{task}/decision", {"outcome": "required"})
        assert again.status_code == 409 and again.json()["code"] in ("notification_ended", "task_already_decided")
