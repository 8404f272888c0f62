"""Requests, reviews, duties that are not required and absences that end early, over HTTP."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.unit.casework.authorities import fenshire
from tests.unit.gateway.callers import Callers, refused
from tests.unit.gateway.house import House
from tests.unit.gateway.visiting import signed_in

V1 = "/v1/notifications"
STATED = """
requests:
- id: analysis
  title: Fuller analysis
  rules: [FEN-1]
  by: [manager]
  of: [clerk, head]
  within: 5d
  outcomes: [{id: given, title: Given, comment: required}]
  refused: [{when: {happened: death}, rules: [FEN-4], sentence: Wait for the coroner.}]
- {id: interview, title: Interview, rules: [FEN-2], by: [head], of: [liaison], outcomes: [{id: held, title: Held}]}
reviews:
- {id: weekly, title: Weekly review, rules: [FEN-2], by: auditor, every: 1w, outcomes: [{id: seen, title: Seen}]}
duties:
- id: college
  title: Tell the college
  rules: [FEN-3]
  to: College of Reeds
  lead: liaison
  deputy: clerk
  confirmed_by: [head]
  opens: [raised]
  when: {happened: arrest}
  within: 24h
"""
UNKNOWN: dict[str, Any] = {"facts": {"subject_kind": "child"}, "categories": ["FEN-X"]}
WANTED = {"particulars": {"comment": "What was known by whom?"}}
ANSWER = {"outcome": "given", "particulars": {"comment": "Nobody knew."}}


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path, fenshire(STATED))


def owed(callers: Callers) -> tuple[str, str]:
    """A notification for which the college is to be told, and the duty."""
    notification = callers.raised(facts={"happened": ["arrest"]}, categories=["FEN-C"])
    [duty] = callers.said(f"{V1}/{notification}")["duties"]
    return notification, f"/v1/duties/{duty['duty_id']}"


def told(callers: Callers, notification: str) -> list[str]:
    return [each["sentence"] for each in callers.said(f"{V1}/{notification}/timeline")["entries"]]


# --- requests ------------------------------------------------------------------------------------------------------------


def test_a_reader_is_told_what_they_may_ask_and_what_stands_against_it(callers: Callers) -> None:
    notification = callers.raised(**UNKNOWN)
    [analysis] = callers.said(f"{V1}/{notification}/requests", "manager")["open_to_me"]
    assert (analysis["request"], analysis["within"], analysis["urgent"]) == ("analysis", "5 days", None)
    assert [each["id"] for each in analysis["of"]] == ["clerk", "head"]
    assert (analysis["refused"], list(analysis["asks"])) == (None, ["happened"])
    assert callers.said(f"{V1}/{notification}/requests", "worker")["open_to_me"] == []
    assert [each["request"] for each in callers.said(f"{V1}/{notification}/requests", "head")["open_to_me"]] == [
        "interview"
    ]


def test_it_lies_in_the_tray_of_whom_it_was_asked_with_what_is_wanted(callers: Callers) -> None:
    notification = _arrest(callers)
    callers.done(f"{V1}/{notification}/requests", {"request": "analysis", **WANTED}, "manager")
    [task] = callers.said("/v1/tasks", "clerk")["tasks"]
    assert (task["step"], task["beside"], task["asked_by"]["id"]) == ("analysis", True, "manager")
    assert task["asked"]["particulars"]["comment"] == "What was known by whom?"
    assert "Bo Sedge asked for “Fuller analysis”." in told(callers, notification)
    callers.done(f"/v1/tasks/{task['task_id']}/decision", ANSWER, "clerk")
    [answered] = callers.said(f"{V1}/{notification}/requests")["requests"]
    assert (answered["decided_as"], answered["opened"]["particulars"]["comment"]) == ("Given", "Nobody knew.")
    assert callers.said("/v1/tasks", "clerk")["tasks"] == []


def _arrest(callers: Callers) -> str:
    return callers.raised(facts={"happened": ["arrest"]}, categories=["FEN-C"])


def test_what_is_wanted_is_sealed_before_it_leaves_the_gateway(callers: Callers, house: House) -> None:
    callers.done(f"{V1}/{_arrest(callers)}/requests", {"request": "analysis", **WANTED}, "manager")
    assert "known by whom" not in str(house.services.commands)
    assert all("known by whom" not in str(commit.events) for commit in house.case.log)


def test_what_stands_against_asking_is_said_as_the_service_says_it(callers: Callers) -> None:
    died = callers.raised(facts={"happened": ["death"]}, categories=["FEN-B"])
    [analysis] = callers.said(f"{V1}/{died}/requests", "manager")["open_to_me"]
    problem = refused(callers.post(f"{V1}/{died}/requests", {"request": "analysis"}, "manager"), "outcome_refused", 409)
    assert analysis["refused"] == problem["title"] == "Wait for the coroner."
    unknown = callers.post(f"{V1}/{callers.raised(**UNKNOWN)}/requests", {"request": "analysis"}, "manager")
    refused(unknown, "facts_needed", 409)


def test_no_name_typed_into_the_wrong_field_leaves_the_gateway(callers: Callers, house: House) -> None:
    notification = _arrest(callers)
    before = len(house.services.commands)
    for body, code in (
        ({"request": "Tom Reed"}, "unknown_request"),
        ({"request": "analysis", "of_role": "Tom Reed"}, "unknown_role"),
        ({"request": "analysis", "of_person": "Tom Reed"}, "unknown_person"),
    ):
        answer = callers.post(f"{V1}/{notification}/requests", body, "manager")
        refused(answer, code, 422)
        assert "Tom" not in answer.text
    assert len(house.services.commands) == before


def test_who_may_not_ask_is_refused(callers: Callers) -> None:
    notification = _arrest(callers)
    refused(callers.post(f"{V1}/{notification}/requests", {"request": "analysis"}, "worker"), "not_permitted", 403)


def test_whom_it_was_asked_sees_the_case_and_others_of_no_step_do_not(callers: Callers) -> None:
    notification = _arrest(callers)
    callers.done(f"{V1}/{notification}/requests", {"request": "interview"}, "head")
    callers.said(f"{V1}/{notification}", "liaison")
    assert callers.get(f"{V1}/{callers.raised()}", "liaison").status_code == 404


# --- reviews -------------------------------------------------------------------------------------------------------------


def test_the_tray_of_one_review_is_a_list_of_what_is_open(callers: Callers, house: House) -> None:
    first, second, closed = (callers.raised() for _ in range(3))
    callers.done(f"{V1}/{closed}/closure", {"particulars": {"resolution": "Found."}}, "manager")
    house.passes(days=7)
    items = callers.said("/v1/tasks", "auditor", request="weekly")["tasks"]
    assert {each["notification_id"] for each in items} == {first, second}
    assert callers.said("/v1/tasks", "manager", request="weekly")["tasks"] == []
    assert len(callers.said("/v1/tasks", "manager")["tasks"]) == 2
    callers.done(f"/v1/tasks/{items[0]['task_id']}/decision", {"outcome": "seen"}, "auditor")
    assert len(callers.said("/v1/tasks", "auditor", request="weekly")["tasks"]) == 1


def test_a_review_list_goes_page_by_page(callers: Callers, house: House) -> None:
    for _ in range(3):
        callers.raised()
    house.passes(days=7)
    page = callers.said("/v1/tasks", "auditor", request="weekly", limit=2)
    rest = callers.said("/v1/tasks", "auditor", request="weekly", limit=2, cursor=page["next"])
    assert (len(page["tasks"]), len(rest["tasks"]), rest["next"]) == (2, 1, None)


# --- duties --------------------------------------------------------------------------------------------------------------


def test_not_required_is_proposed_with_a_reason_and_confirmed_by_another(callers: Callers) -> None:
    notification, duty = owed(callers)
    refused(callers.post(f"{duty}/not-required", by="liaison"), "comment_required", 422)
    callers.done(f"{duty}/not-required", {"particulars": {"comment": "Another child."}}, "liaison")
    [waiting] = callers.said("/v1/duties", "head")["duties"]
    assert (waiting["proposed_by"]["id"], waiting["reason"]["particulars"]["comment"]) == ("liaison", "Another child.")
    own = callers.post(f"{duty}/not-required/confirmation", {"agrees": True}, "liaison")
    refused(own, "second_person_needed", 403)
    callers.done(f"{duty}/not-required/confirmation", {"agrees": True}, "head")
    [told_now] = callers.said(f"{V1}/{notification}")["duties"]
    assert (told_now["not_required_by"]["id"], told_now["due"]) == ("head", None)
    assert callers.said("/v1/duties", "liaison")["duties"] == callers.said("/v1/duties", "head")["duties"] == []
    assert "Gus Dyke agreed that College of Reeds need not be told." in told(callers, notification)


def test_rejected_it_waits_with_the_lead_again(callers: Callers) -> None:
    _, duty = owed(callers)
    callers.done(f"{duty}/not-required", {"particulars": {"comment": "Another child."}}, "clerk")
    assert len(callers.said("/v1/duties", "clerk")["duties"]) == 0, "who proposed it has nothing to do"
    callers.done(f"{duty}/not-required/confirmation", {"agrees": False}, "head")
    assert callers.said("/v1/duties", "head")["duties"] == []
    [still] = callers.said("/v1/duties", "liaison")["duties"]
    assert still["proposed_by"] is None
    callers.done(f"{duty}/completion", {"reference": "R-1"}, "liaison")


def test_the_deputy_has_it_in_the_tray_only_while_nobody_leads(callers: Callers) -> None:
    _, duty = owed(callers)
    assert callers.said("/v1/duties", "clerk")["duties"] == []
    refused(callers.post(f"{duty}/completion", {"reference": "R-1"}, "clerk"), "not_permitted", 403)


def test_while_the_lead_is_away_the_deputy_does_it(tmp_path: Path) -> None:
    away = "absences: [{person: liaison, from: 2026-11-16, until: 2026-11-20}]"
    with House(tmp_path, fenshire(STATED, away)).open() as callers:
        _, duty = owed(callers)
        assert len(callers.said("/v1/duties", "clerk")["duties"]) == 1
        callers.done(f"{duty}/completion", {"reference": "R-1"}, "clerk")


@pytest.mark.parametrize("by", ["worker", "manager"])
def test_others_neither_propose_nor_confirm(callers: Callers, by: str) -> None:
    _, duty = owed(callers)
    proposal = {"particulars": {"comment": "Another child."}}
    refused(callers.post(f"{duty}/not-required", proposal, by), "not_permitted", 403)
    refused(callers.post(f"{duty}/not-required/confirmation", {"agrees": True}, by), "not_permitted", 403)


# --- absences ------------------------------------------------------------------------------------------------------------


def test_who_comes_back_early_acts_again_and_the_delegate_does_not(callers: Callers) -> None:
    away = {"delegate": "clerk", "starts": "2026-11-17T12:00:00Z", "ends": "2026-12-17T12:00:00Z"}
    callers.done("/v1/absences", away, "manager")
    callers.raised()
    assert len(callers.said("/v1/tasks", "clerk")["tasks"]) == 1
    callers.done("/v1/absences/end", {}, "manager")
    callers.raised()
    assert len(callers.said("/v1/tasks", "manager")["tasks"]) >= 1
    refused(callers.post("/v1/absences/end", {}, "manager"), "not_absent", 409)


# --- the page ------------------------------------------------------------------------------------------------------------


def test_the_page_shows_what_was_asked_answered_proposed_and_agreed(callers: Callers) -> None:
    notification, duty = owed(callers)
    callers.done(f"{V1}/{notification}/requests", {"request": "analysis", **WANTED}, "manager")
    callers.done(f"{duty}/not-required", {"particulars": {"comment": "Another child."}}, "liaison")
    session = signed_in(callers, "manager")
    page = session.get(f"/cases/{notification}").text
    assert "asked by Bo Sedge" in page
    assert "What was known by whom?" in page
    assert "Ivy Wash proposes that it is not required" in page
    assert "Another child." in page
    [task] = callers.said("/v1/tasks", "clerk")["tasks"]
    callers.done(f"/v1/tasks/{task['task_id']}/decision", ANSWER, "clerk")
    callers.done(f"{duty}/not-required/confirmation", {"agrees": True}, "head")
    page = session.get(f"/cases/{notification}").text
    answered = page.partition("Asked, and answered")[2]
    assert "Nobody knew." in answered
    assert "need not be told" in answered
