"""Questions over HTTP: a case as it stands, its story, why each thing is so, and what waits for whom."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.unit.casework.authorities import fenshire, real
from tests.unit.casework.case import NOON
from tests.unit.gateway.callers import RAISE, Callers, refused
from tests.unit.gateway.commits import CLOCKS
from tests.unit.gateway.house import House

V1 = "/v1/notifications"


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path, fenshire(CLOCKS))


def titles(answer: Any) -> list[str]:
    return [each["title"] for each in answer["tasks"]]


def test_a_notification_is_told_as_it_stands(callers: Callers) -> None:
    told = callers.said(f"{V1}/{callers.raised()}")
    assert (told["state"], told["route"], told["number"]) == ("open", "Three stations", 0)
    assert told["raised_by"] == {"id": "worker", "name": "Ada Reed"}
    assert told["categories"] == [{"rule": "FEN-A", "title": "Missing", "uncertain": []}]
    assert told["opened"]["particulars"]["account"] == "Not seen since breakfast."
    [task] = told["tasks"]
    assert (task["title"], task["role"]["title"], task["people"][0]["name"]) == ("Check it", "Manager", "Bo Sedge")
    assert {each["id"]: each["comment_required"] for each in task["outcomes"]} == {"pass": False, "drop": True}


def test_an_update_is_told_with_what_changed_and_in_whose_words(callers: Callers) -> None:
    notification = callers.raised()
    found = (NOON - timedelta(hours=1)).isoformat()
    body = {"based_on": 0, "facts": {"found_at": found}, "particulars": {"account": "Home again."}}
    callers.done(f"{V1}/{notification}/updates", body)
    [update] = callers.said(f"{V1}/{notification}")["updates"]
    assert (update["number"], update["opened"]["particulars"]["account"]) == (1, "Home again.")
    [changed] = update["changed"]
    assert (changed["fact"], changed["before"]) == ("found_at", None)
    assert changed["after"] == "Tuesday 17 November 2026 at 11:00"


def test_two_updates_of_the_same_reading_are_not_both_taken(callers: Callers) -> None:
    notification = callers.raised()
    body = {"based_on": 0, "particulars": {"comment": "Something new."}}
    callers.done(f"{V1}/{notification}/updates", body)
    again = {"based_on": 0, "particulars": {"comment": "Something else."}}
    refused(callers.post(f"{V1}/{notification}/updates", again), "update_out_of_date", 409)


def test_a_consultation_is_told(callers: Callers) -> None:
    notification = callers.raised()
    body = {"with_role": "manager", "with_person": "manager", "advice": "unsure", "particulars": {"comment": "Ask."}}
    callers.done(f"{V1}/{notification}/consultations", body)
    [consultation] = callers.said(f"{V1}/{notification}")["consultations"]
    assert (consultation["advice"], consultation["with_person"]["name"]) == ("unsure", "Bo Sedge")
    assert consultation["opened"]["particulars"]["comment"] == "Ask."


def test_the_story_is_told_in_sentences_with_the_reasons(callers: Callers, house: House) -> None:
    notification = callers.raised()
    task = callers.said("/v1/tasks", "manager")["tasks"][0]["task_id"]
    callers.done(f"/v1/tasks/{task}/decision", {"outcome": "pass"}, "manager")
    house.passes(days=8)
    entries = callers.said(f"{V1}/{notification}/timeline")["entries"]
    told = [each["sentence"] for each in entries]
    assert told[0] == "Ada Reed raised a notification: Missing."
    assert "Bo Sedge decided “Check it”: Passed." in told
    assert "“Sort it” now waits in the group tray of the Duty desk: Eli Marsh and Flo Lode." in told
    assert "Deadline missed: Tell the police." in told
    assert "Deadline: Tell the police, by Wednesday 18 November 2026 at 12:00." in told
    assert [each["at"] for each in entries] == sorted(each["at"] for each in entries)
    silent = {each["kind"] for each in entries if not each["decisions"]}
    assert silent <= {"TaskClaimed", "NoticeReceived", "ClockMet", "ClockStopped", "DutyDone", "RoutingEnded"}


def test_why_names_rule_place_facts_and_arithmetic(callers: Callers) -> None:
    notification = callers.raised()
    decisions = callers.said(f"{V1}/{notification}/why")["decisions"]
    by_question = {each["question"]: each for each in decisions}
    category = by_question["Does “Missing” apply?"]
    [rule] = category["rules"]
    assert (rule["id"], rule["says"], rule["section"]) == ("FEN-A", "A child is missing.", "6")
    assert rule["document"] == "A procedure made for tests"
    assert category["facts"] == [{"fact": "happened", "question": "What has happened?", "value": "missing"}]
    assert category["edition"] == "fenshire trial"
    deadline = by_question["By when: Tell the police?"]
    assert deadline["arithmetic"][-1] == "Due on Wednesday 18 November 2026 at 12:00."


def test_why_of_a_task_is_about_that_task(callers: Callers) -> None:
    notification = callers.raised()
    task = callers.said("/v1/tasks", "manager")["tasks"][0]["task_id"]
    callers.done(f"/v1/tasks/{task}/decision", {"outcome": "pass"}, "manager")
    told = callers.said(f"/v1/tasks/{task}/why", "manager")
    assert (told["notification_id"], told["task_id"]) == (notification, task)
    assert [each["question"] for each in told["decisions"]] == ["Who does “Check it”?", "How was “Check it” decided?"]


def test_a_task_lies_in_the_tray_of_who_must_do_it_and_of_no_other(callers: Callers) -> None:
    callers.raised()
    assert titles(callers.said("/v1/tasks", "manager")) == ["Check it"]
    for other in ("worker", "head", "hill-manager", "desk-1", "deputy"):
        assert titles(callers.said("/v1/tasks", other)) == []


def test_a_groups_task_lies_in_everybodys_tray_until_one_claims_it(callers: Callers) -> None:
    callers.raised()
    first = callers.said("/v1/tasks", "manager")["tasks"][0]["task_id"]
    callers.done(f"/v1/tasks/{first}/decision", {"outcome": "pass"}, "manager")
    task = callers.said("/v1/tasks", "desk-2")["tasks"][0]["task_id"]
    refused(callers.post(f"/v1/tasks/{task}/decision", {"outcome": "sorted"}, "desk-1"), "task_not_claimed", 409)
    callers.done(f"/v1/tasks/{task}/claim", by="desk-1")
    refused(callers.post(f"/v1/tasks/{task}/claim", by="desk-2"), "task_claimed", 409)
    assert callers.said(f"/v1/tasks/{task}", "desk-2")["claimed_by"]["name"] == "Eli Marsh"
    callers.done(f"/v1/tasks/{task}/decision", {"outcome": "sorted"}, "desk-1")
    refused(callers.post(f"/v1/tasks/{task}/decision", {"outcome": "sorted"}, "desk-1"), "task_already_decided", 409)
    assert callers.said(f"/v1/tasks/{task}", "desk-1")["decided_as"] == "Sorted"


def test_a_task_is_given_back_with_a_reason_and_given_to_another(callers: Callers) -> None:
    notification = callers.raised()
    first = callers.said("/v1/tasks", "manager")["tasks"][0]["task_id"]
    callers.done(f"/v1/tasks/{first}/decision", {"outcome": "pass"}, "manager")
    task = callers.said("/v1/tasks", "desk-1")["tasks"][0]["task_id"]
    callers.done(f"/v1/tasks/{task}/claim", by="desk-1")
    callers.done(f"/v1/tasks/{task}/reassignment", {"to_person": "desk-2"}, "desk-1")
    assert callers.said("/v1/tasks", "desk-2")["tasks"][0]["people"][0]["id"] == "desk-2"
    refused(callers.post(f"/v1/tasks/{task}/return", {}, "desk-2"), "comment_required", 422)
    callers.done(f"/v1/tasks/{task}/return", {"particulars": {"comment": "Which school?"}}, "desk-2")
    assert titles(callers.said("/v1/tasks", "manager")) == ["Check it"]
    returned = next(each for each in callers.said(f"{V1}/{notification}")["tasks"] if each["state"] == "returned")
    assert returned["opened"]["particulars"]["comment"] == "Which school?"


def test_who_stands_in_has_the_tray_of_the_absent(callers: Callers, house: House) -> None:
    callers.raised()
    away = {"delegate": "clerk", "starts": NOON.isoformat(), "ends": (NOON + timedelta(days=5)).isoformat()}
    assert titles(callers.said("/v1/tasks", "clerk")) == []
    told = callers.done("/v1/absences", away, "manager")
    assert (told["person"], told["delegate"]) == ("manager", "clerk")
    [task] = callers.said("/v1/tasks", "clerk")["tasks"]
    callers.done(f"/v1/tasks/{task['task_id']}/decision", {"outcome": "pass"}, "clerk")
    house.passes(days=6)
    assert callers.said("/v1/tasks", "clerk")["tasks"] == []


def test_an_absence_that_ends_before_it_begins_is_refused(callers: Callers) -> None:
    away = {"delegate": "clerk", "starts": NOON.isoformat(), "ends": (NOON - timedelta(days=5)).isoformat()}
    refused(callers.post("/v1/absences", away, "manager"), "period_backwards", 422)


def test_a_duty_lies_with_its_lead_until_the_evidence_is_there(callers: Callers) -> None:
    notification = callers.raised()
    [duty] = callers.said("/v1/duties", "liaison")["duties"]
    assert (duty["duty"], duty["to"], duty["due"]) == ("police", "the police", "2026-11-18T12:00:00+00:00")
    refused(
        callers.post(f"/v1/duties/{duty['duty_id']}/completion", {"reference": " "}, "liaison"),
        "reference_required",
        422,
    )
    done = {"reference": "CAD-1", "particulars": {"comment": "Spoke to the desk."}}
    callers.done(f"/v1/duties/{duty['duty_id']}/completion", done, "liaison")
    assert callers.said("/v1/duties", "liaison")["duties"] == []
    [told] = callers.said(f"{V1}/{notification}")["duties"]
    assert (told["reference"], told["done_by"]["name"]) == ("CAD-1", "Ivy Wash")
    assert told["opened"]["particulars"]["comment"] == "Spoke to the desk."
    refused(callers.post(f"/v1/duties/{duty['duty_id']}/completion", done, "liaison"), "duty_already_done", 409)


def test_a_notice_waits_until_its_reader_says_that_they_have_read_it(callers: Callers, house: House) -> None:
    callers.raised()
    house.passes(days=8)
    [notice] = callers.said("/v1/notices", "worker")["notices"]
    assert notice["about"] == "Overdue: Say how it stands"
    callers.done(f"/v1/notices/{notice['notice_id']}/receipt", by="worker")
    assert callers.said("/v1/notices", "worker")["notices"] == []
    refused(callers.post(f"/v1/notices/{notice['notice_id']}/receipt", by="worker"), "already_received", 409)


def test_a_task_cannot_be_taken_for_a_notice(callers: Callers) -> None:
    callers.raised()
    task = callers.said("/v1/tasks", "manager")["tasks"][0]["task_id"]
    refused(callers.post(f"/v1/notices/{task}/receipt", by="manager"), "not_found", 404)


def test_a_list_goes_page_by_page_newest_first(callers: Callers, house: House) -> None:
    raised = []
    for _ in range(5):
        raised.append(callers.raised())
        house.passes(minutes=1)
    found: list[str] = []
    page: dict[str, Any] = {"next": None}
    while len(found) < 5:
        page = callers.said(V1, limit=2, **({"cursor": page["next"]} if page["next"] else {}))
        found += [each["notification_id"] for each in page["notifications"]]
    assert found == raised[::-1]
    assert page["next"] is None


def test_a_list_says_with_whom_it_waits_and_what_is_due(callers: Callers, house: House) -> None:
    callers.raised()
    [line] = callers.said(V1)["notifications"]
    assert (line["waits_with"], line["next_due_title"], line["breached"]) == (["Manager"], "Tell the police", False)
    house.passes(hours=25)
    assert callers.said(V1)["notifications"][0]["breached"]


def test_what_a_restriction_hides_is_hidden_in_every_answer(callers: Callers) -> None:
    hidden = {"adult_name": "Invented Adult", "account": "What was said."}
    notification = callers.raised(restrictions=["FEN-5"], particulars=hidden)
    for part in ("", "/timeline"):
        answer = callers.get(f"{V1}/{notification}{part}", "head")
        assert "Invented Adult" not in answer.text
        assert "What was said." in answer.text
        assert "Invented Adult" in callers.get(f"{V1}/{notification}{part}", "manager").text
    assert callers.said(f"{V1}/{notification}", "head")["opened"]["hidden"] == ["adult_name"]


def test_a_deleted_key_leaves_a_case_that_can_still_be_read(callers: Callers, house: House) -> None:
    notification = callers.raised()
    house.parts.keys.delete("fenshire", house.person_of(notification))
    told = callers.said(f"{V1}/{notification}")
    assert told["opened"]["erased"]
    assert "Invented Child" not in str(told)


@pytest.mark.parametrize(
    ("facts", "suggested"),
    [({}, False), ({"legal_status": "care_leaver", "age_years": 22, "happened": ["death"]}, True)],
)
def test_the_other_category_is_offered_whatever_the_facts_though_some_suggest_it(
    tmp_path: Path, facts: dict[str, Any], suggested: bool
) -> None:
    with House(tmp_path, real("kent")).open() as kent:
        told = kent.post("/v1/suggestions", {"facts": facts}, by="kent-social-worker").json()
    assert [each["rule"] for each in told["always"]] == ["KEN23-NTK-X"]
    assert ("KEN23-NTK-X" in [each["rule"]["id"] for each in told["suggestions"]]) == suggested


def test_suggestions_are_pure_and_come_with_their_grounds(callers: Callers, house: House) -> None:
    answer = callers.post("/v1/suggestions", {"facts": {"happened": ["missing"]}})
    told = answer.json()
    assert answer.status_code == 200
    [suggestion] = told["suggestions"]
    assert (suggestion["rule"]["id"], suggestion["title"], suggestion["mandatory"]) == ("FEN-A", "Missing", True)
    assert suggestion["rule"]["says"] == "A child is missing."
    assert suggestion["facts_used"][0]["value"] == "missing"
    assert [each["rule"] for each in told["always"]] == ["FEN-X"]
    assert house.services.commands == []
    refused(callers.post("/v1/suggestions", {"facts": {"happened": ["picnic"]}}), "facts_refused", 422)
    refused(callers.post("/v1/suggestions", {"facts": {}, "authority": "atlantis"}), "unknown_authority", 422)


def test_an_edition_is_told_in_plain_words(callers: Callers) -> None:
    [summary] = callers.said("/v1/authorities/fenshire/editions")["editions"]
    assert (summary["edition"], summary["in_force"]) == ("trial", True)
    told = callers.said("/v1/authorities/fenshire/editions/trial")
    assert told["definitions"] == {"gone": "happened: missing"} or "missing" in told["definitions"]["gone"]
    [route] = told["routes"]
    assert [step["title"] for step in route["steps"]] == ["Check it", "Sort it", "Sign it"]
    [clock] = told["clocks"]
    assert (clock["within"], clock["starts"], clock["repeats"]) == ("1 week", "a notification is raised", True)
    assert clock["on_breach"] == ["its owner is reminded"]
    [duty] = told["duties"]
    assert duty["within"] == "24 hours"
    assert {each["kind"] for each in told["acts"]} == {"raise", "consult", "update", "close"}
    refused(callers.get("/v1/authorities/fenshire/editions/1066"), "not_found", 404)
    refused(callers.get("/v1/authorities/atlantis/editions"), "not_found", 404)


def test_health_says_which_part_does_not_answer(callers: Callers, house: House) -> None:
    assert callers.call("GET", "/health/live").json() == {"status": "live"}
    assert callers.call("GET", "/health/ready").json()["parts"]["store"] == "ok"

    def fail(*_: Any) -> Any:
        raise TimeoutError

    house.services.instead = fail
    still = callers.call("GET", "/health/ready")
    assert (still.status_code, still.json()["parts"]["intake"]) == (200, "does not answer")
    house.with_parts(ask_store=fail)
    with house.open() as others:
        answer = others.call("GET", "/health/ready")
        assert (answer.status_code, answer.json()["status"]) == (503, "not_ready")


def test_health_says_whose_hook_has_failed_here_or_in_a_service_and_goes_on(
    callers: Callers, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert callers.call("GET", "/health/ready").json()["hooks_failed"] == {}
    there = {"working": True, "hooks_failed": {"elsewhere": "needfire_suggest_categories raised KeyError"}}
    house.services.instead = lambda service, _method: there if service == "intake" else {"working": True}
    hook = house.parts.deployment.authorities["fenshire"].hook
    monkeypatch.setattr(hook, "failed", "needfire_suggest_categories raised ValueError")
    answer = callers.call("GET", "/health/ready")
    assert (answer.status_code, answer.json()["status"]) == (200, "ready")
    assert answer.json()["hooks_failed"] == {
        "elsewhere": "needfire_suggest_categories raised KeyError",
        "fenshire": "needfire_suggest_categories raised ValueError",
    }


# --- whom a case is about ------------------------------------------------------------------------------------------------


def test_a_later_case_of_somebody_who_is_known_is_sealed_with_their_key(callers: Callers, house: House) -> None:
    first = callers.done("/v1/notifications", RAISE)
    again = callers.done("/v1/notifications", {**RAISE, "person": first["person"]})
    assert again["person"] == first["person"] == house.person_of(again["notification_id"])
    assert callers.said(f"{V1}/{again['notification_id']}")["opened"]["particulars"]["name"] == "Invented Child"
    other = callers.done("/v1/notifications", RAISE)
    assert other["person"] != first["person"]


def test_somebody_of_whom_the_reader_may_see_no_case_is_unknown(callers: Callers, house: House) -> None:
    elsewhere = callers.done("/v1/notifications", {**RAISE, "area": "fen"}, "worker")["person"]
    for person in ("person-unknown", "Invented Child", elsewhere.replace("person-", "notification-")):
        refused(callers.post("/v1/notifications", {**RAISE, "person": person}), "unknown_subject", 422)
    assert len([each for each in house.services.commands if each["name"] == "RaiseNotification"]) == 1


def test_nothing_is_added_about_somebody_whose_key_was_deleted(callers: Callers, house: House) -> None:
    raised = callers.done("/v1/notifications", RAISE)
    house.parts.keys.delete("fenshire", raised["person"])
    said = {"based_on": 0, "particulars": {"account": "Something new."}}
    refused(callers.post(f"{V1}/{raised['notification_id']}/updates", said, "manager"), "person_deleted", 409)
    refused(callers.post("/v1/notifications", {**RAISE, "person": raised["person"]}), "person_deleted", 409)
