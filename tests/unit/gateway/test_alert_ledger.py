"""The sender's side: the ledger by custodian and state over the API and on the alert's page, once more by hand; exercises."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.rules.kent_2023.playing import INFORMATION, WORKER
from tests.unit.casework.authorities import fenshire, real
from tests.unit.gateway.alerted import CUSTODIAN, ended, released
from tests.unit.gateway.callers import Callers, refused
from tests.unit.gateway.house import House, deployment_of
from tests.unit.gateway.visiting import signed_in

KEEPER = INFORMATION[0]


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path, deployment_of(real("kent"), real("luton"), fenshire()))


def test_the_ledger_tells_states_counts_and_pages(callers: Callers, house: House) -> None:
    alert = released(callers)
    house.cascading.sends(f"{alert}.1", "LUT", "MDW")
    house.cascading.fails(f"{alert}.1", "BDF")
    house.cascading.fails(f"{alert}.1", "BDF", approach=2)
    house.follow()
    path = f"/v1/alerts/{alert}/ledger"
    told = callers.said(path, WORKER)
    assert (told["counts"]["sent"], told["counts"]["failed"], told["silent"]) == (2, 1, 1)
    assert sum(told["counts"].values()) == 212 and len(told["lines"]) == 50
    [failed] = callers.said(path, WORKER, state="silent")["lines"]
    assert (failed["name"], failed["reason"], failed["approaches"]) == ("Bedford", "recipient_refused", 2)
    seen: list[str] = []
    cursor = None
    while cursor is not False:
        page = callers.said(path, WORKER, limit=100, **({"cursor": cursor} if cursor else {}))
        seen += [each["custodian"] for each in page["lines"]]
        cursor = page["next"] or False
    assert len(seen) == len(set(seen)) == 212
    refused(callers.get(path, WORKER, state="nonsense"), "malformed", 422)
    refused(callers.get(path, WORKER, message=2), "not_found", 404)
    refused(callers.get(path, CUSTODIAN), "not_found", 404)


def test_once_more_by_hand_is_for_who_looks_after_sending(callers: Callers, house: House) -> None:
    alert = released(callers)
    house.cascading.fails(f"{alert}.1", "BDF")
    house.cascading.fails(f"{alert}.1", "BDF", approach=2)
    house.follow()
    path, body = f"/v1/alerts/{alert}/redrives", {"message": 1, "custodian": "BDF"}
    refused(callers.post(path, body, WORKER), "not_permitted", 403)
    refused(callers.post(path, body, "luton-management-information"), "not_found", 404)
    callers.done(path, body, KEEPER)
    [line] = [
        each for each in callers.said(f"/v1/alerts/{alert}/ledger", KEEPER)["lines"] if each["custodian"] == "BDF"
    ]
    assert (line["state"], line["silent"], line["approaches"]) == ("pending", False, 3)
    refused(callers.post(path, body, KEEPER), "already_under_way", 409)
    refused(callers.post(path, {**body, "message": 3}, KEEPER), "not_found", 404)


def test_the_page_of_an_alert_shows_judgements_messages_answers_and_the_ledger(callers: Callers, house: House) -> None:
    alert = released(callers)
    house.cascading.fails(f"{alert}.1", "BDF")
    house.cascading.fails(f"{alert}.1", "BDF", approach=2)
    house.follow()
    callers.done(f"/v1/custodian/messages/{alert}.1/receipts", {"receipt": "sighting"}, CUSTODIAN)
    keeper = signed_in(callers, KEEPER)
    assert f'href="/alerts/{alert}"' in keeper.get("/alerts").text
    page = keeper.get(f"/alerts/{alert}").text
    for said in (
        "Luton</strong>: the child was seen",
        "silent: ring them",
        "1. Initial alert: Released",
        "Met</strong>",
        "Send again",
    ):
        assert said in page, said
    only = keeper.get(f"/alerts/{alert}?message=1&state=sighting").text
    assert "Luton <span" in only and "Medway <span" not in only
    assert "Next</a>" in page and "Next</a>" not in only
    form = {"message": "1", "custodian": "BDF", "form_key": "one"}
    assert keeper.sent(f"/alerts/{alert}/redrives", form).status_code == 303
    assert "silent: ring them" not in keeper.get(f"/alerts/{alert}").text
    worker = signed_in(callers, WORKER)
    assert "Send again" not in worker.get(f"/alerts/{alert}").text
    assert worker.sent(f"/alerts/{alert}/redrives", form).status_code == 403
    assert signed_in(callers, CUSTODIAN).get(f"/alerts/{alert}").status_code == 404
    for wrong in ("state=nonsense", "after=x", "message=9"):
        assert keeper.get(f"/alerts/{alert}?{wrong}").status_code == 404
    ended(callers, alert)
    assert "2. De-alert" in keeper.get(f"/alerts/{alert}").text


def test_the_story_of_the_case_tells_of_the_alert(callers: Callers) -> None:
    alert = released(callers)
    callers.done(f"/v1/custodian/messages/{alert}.1/receipts", {"receipt": "linked"}, CUSTODIAN)
    case = signed_in(callers, WORKER).get(f"/cases/{alert.replace('alert-', 'notification-')}").text
    assert f'href="/alerts/{alert}"' in case
    ended(callers, alert)
    story = signed_in(callers, WORKER).get(f"/cases/{alert.replace('alert-', 'notification-')}").text
    for said in (
        "Robin Ash put it to the threshold of a national alert: it is met",
        "Robin Ash completed “Initial alert” (message 1 of the national alert)",
        "signed off “Initial alert”",
        "“Initial alert” (message 1 of the national alert) went out to the custodians",
        "Luton answered the national alert: the child is linked to the area",
        "“De-alert” (message 2 of the national alert) went out to the custodians",
    ):
        assert said in story, said


def all_custodians(callers: Callers) -> list[Any]:
    page = callers.said("/v1/custodians", KEEPER, limit=200)
    rest = callers.said("/v1/custodians", KEEPER, limit=200, cursor=page["next"])
    return [*page["custodians"], *rest["custodians"]]


def test_an_exercise_is_started_answered_reported_and_marked(callers: Callers, house: House) -> None:
    refused(callers.post("/v1/exercises", {}, WORKER), "not_permitted", 403)
    started = callers.done("/v1/exercises", {"custodians": ["LUT", "MDW"]}, KEEPER)
    message = started["message_id"]
    house.cascading.sends(message, "LUT")
    house.passes(minutes=5)
    told = callers.said(f"/v1/custodian/messages/{message}", CUSTODIAN)
    assert told["exercise"] and told["title"] == "EXERCISE: Initial alert" and "nobody is missing" in told["closed"]
    body = {"receipt": "found", "comment": "Here."}
    refused(callers.post(f"/v1/custodian/messages/{message}/receipts", body, CUSTODIAN), "malformed", 422)
    callers.done(f"/v1/custodian/messages/{message}/receipts", {"receipt": "found"}, CUSTODIAN)
    path = f"/v1/exercises/{started['exercise_id']}"
    lines = {each["custodian"]: each for each in callers.said(f"{path}/report", KEEPER)["lines"]}
    assert (lines["LUT"]["state"], lines["LUT"]["acknowledged_after_seconds"]) == ("found", 300)
    assert (lines["MDW"]["state"], lines["MDW"]["sent_after_seconds"]) == ("pending", None)
    assert callers.said(f"{path}/ledger", KEEPER)["exercise"]
    callers.done("/v1/exercises", {"exercise_id": started["exercise_id"], "kind": "found"}, KEEPER)
    [last, first] = callers.said("/v1/exercises", KEEPER)["exercises"]
    assert (last["kind"], last["custodians"], first["acknowledged"], first["custodians"]) == ("found", 2, 1, 2)
    again = {"exercise_id": started["exercise_id"], "kind": "update"}
    refused(callers.post("/v1/exercises", again, KEEPER), "alert_message_ended", 409)
    refused(callers.get(f"{path}/report", WORKER), "not_found", 404)
    refused(callers.get("/v1/exercises/exercise-none/report", KEEPER), "not_found", 404)
    refused(callers.get(f"{path}/report", "luton-management-information"), "not_found", 404)


def test_every_custodian_can_be_named_and_paged_to(callers: Callers) -> None:
    every = [each["custodian"] for each in all_custodians(callers)]
    assert len(every) == 212
    callers.done("/v1/exercises", {"exercise_id": "exercise-all", "custodians": every}, KEEPER)
    seen = callers.said("/v1/exercises/exercise-all/ledger", KEEPER, limit=200)
    assert len(callers.said("/v1/exercises/exercise-all/ledger", KEEPER, limit=200, cursor=seen["next"])["lines"]) == 12


def test_the_pages_of_exercises(callers: Callers) -> None:
    keeper, custodian = signed_in(callers, KEEPER), signed_in(callers, CUSTODIAN)
    answer = keeper.sent("/exercises", {"kind": "initial", "custodians": "lut, mdw", "form_key": "one"})
    assert answer.status_code == 303
    page = answer.headers["location"]
    assert "EXERCISE." in keeper.get(page).text and "Send its next message" in keeper.get(page).text
    assert "0 of 2" in keeper.get("/exercises").text
    message = f"/national-alerts/{page.removeprefix('/exercises/')}.1"
    shown = custodian.get(message).text
    assert "EXERCISE." in shown and "More to say" not in shown
    assert "Exercise: nobody is missing" in custodian.get("/national-alerts").text
    body = {"kind": "found", "exercise_id": page.removeprefix("/exercises/"), "form_key": "two"}
    assert keeper.sent("/exercises", body).status_code == 303
    assert "Send its next message" not in keeper.get(page).text
    assert signed_in(callers, WORKER).get("/exercises").status_code == 403
