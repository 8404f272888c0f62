"""The high risk register over HTTP: plan, referral, views, decision, reviews, the dashboard, agencies, meetings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from contracts import risk_assessments as assessing
from contracts.gateway_register import Entry, PlanActionTold, PlanTold
from contracts.gateway_words import Person
from documents.meetings import pack_page
from tests.rules.northumberland.playing import GROUP, HOLDER, LEAD, PRACTITIONER, TEAM, level
from tests.unit.casework.authorities import real
from tests.unit.casework.case import NOON
from tests.unit.gateway.callers import Callers, cookie_of, refused
from tests.unit.gateway.house import House
from tests.unit.gateway.visiting import signed_in
from tests.unit.risk_register.house import BODIES

SECRET = "Keep Invented Jane safe at night"
SORTED, POLICE, CLINIC = (f"northumberland/northumberland-{each}" for each in ("sorted", "police", "sexual-health"))
OF_ACTION = {"what": SECRET, "why": "She sleeps.", "who": "Her worker", "service": "Outreach"}
PLAN: dict[str, Any] = {
    "actions": [
        {"agency": "sorted", "by_when": "2026-12-01", "texts": OF_ACTION},
        {"agency": "police", "by_when": "2026-11-10", "texts": OF_ACTION},
    ],
    "professionals": [{"texts": {"name": "Somebody invented", "visits": "Every Monday"}}],
    "texts": {
        "review_frequency": "Monthly",
        "keyworker": "Sandy Rothbury",
        "young_person_involved": "Yes",
        "parents_or_carers_involved": "Her mother",
        "professionals_involved": "All",
    },
    "next_review": "2026-12-14",
}
PLAN_TOLD = PlanTold(
    1, Person("a", "A"), NOON, (PlanActionTold("action-1", "police", "the police", None, {}, False),), (), {}, None, ()
)
KEEPER = "northumberland-records-officer"
COMMENT = {"particulars": {"comment": "The reasons, invented."}}


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path, real("northumberland"))


def noted(house: House, case: str, value: str, number: int) -> None:
    """An assessment was begun, and came to this level."""
    begin = assessing.BeginAssessmentV1(case, "first" if number == 1 else "review")
    answer = house.case.answer_to(begin, LEAD)
    assert "accepted" in answer, answer
    bounds = assessing.BoundsTold(20 - number, 20 - number)
    assessment_id = answer["accepted"]["assessment_id"]
    at = house.case.clock.now()
    command = assessing.NoteAssessmentV1(
        case, assessment_id, number, "vulnerability_checklist", value, LEAD, at, bounds, ()
    )
    assert "accepted" in house.case.own_answer_to(command)
    house.follow()


def raised(callers: Callers, house: House, **facts: Any) -> str:
    body = {
        "area": "blyth",
        "facts": {**level("high"), **facts},
        "categories": ["NBL-SCOPE-1"],
        "particulars": {"name": "Invented Jane", "account": "Not at home at night."},
    }
    case: str = callers.done("/v1/notifications", body, PRACTITIONER)["notification_id"]
    noted(house, case, "high", 1)
    return case


def entry(case: str, path: str = "") -> str:
    return f"/v1/register/entries/{case}{path}"


def referred(callers: Callers, house: House, **facts: Any) -> str:
    case = raised(callers, house, **facts)
    callers.done(entry(case, "/plan"), PLAN, LEAD)
    callers.done(entry(case, "/referral"), {}, TEAM)
    return case


def on_register(callers: Callers, house: House, **facts: Any) -> str:
    case = referred(callers, house, **facts)
    for body in BODIES:
        callers.done(entry(case, "/views"), {"body": body, "view": "agrees"}, GROUP)
    callers.done(entry(case, "/decision"), {"concurs": True}, GROUP)
    return case


def test_whom_the_register_tells_of_is_in_the_access_log(callers: Callers, house: House) -> None:
    case = on_register(callers, house, missing_since="2026-11-16T20:00:00+00:00")
    callers.done(entry(case, "/reviews"), {"cycle": "monthly_review", "unmet": ["support"]}, GROUP)
    at = {"at": "2026-11-18T09:00:00+00:00", "items": [case]}
    meeting = callers.done("/v1/register/meetings", at, GROUP)["meeting_id"]
    for path in ("", "/needs", "/runaways", f"/entries/{case}", f"/entries/{case}/why", f"/meetings/{meeting}"):
        assert case in callers.get(f"/v1/register{path}", GROUP).text
        assert case in house.access_log.first(1000)[-1].entry.things, path


@pytest.mark.rule("NBL-P12", "NBL-P14", "NBL-P14B", "NBL-LOG-1", "NBL-LOG-3")
def test_the_dashboard_says_who_level_trend_next_review_what_is_overdue_and_how_far_the_plan_is(
    callers: Callers, house: House
) -> None:
    assert callers.said("/v1/register", GROUP)["lines"] == []
    case = on_register(callers, house)
    told = callers.said("/v1/register", GROUP)
    [line] = told["lines"]
    assert (line["name"], line["level"], line["overdue"]) == ("Invented Jane", "high", False)
    assert [(each["cycle"], each["governs"]) for each in line["due"]] == [
        ("monthly_review", True),
        ("three_weekly_review", False),
    ]
    assert line["plan"] == {"actions": 2, "done": 0, "overdue": 1}
    assert (line["copies"], line["copies_received"]) == (2, 0)
    assert {each["of"]: each["number"] for each in told["by_level"]}["high"] == 1
    house.case.move_to(house.case.clock.now().replace(month=12, day=20))
    noted(house, case, "medium", 2)
    told = callers.said("/v1/register", HOLDER)
    assert (told["overdue"], [each["level"] for each in told["lines"][0]["trend"]]) == (1, ["high", "medium"])
    assert told["lines"][0]["overdue"]
    refused(callers.get("/v1/register", PRACTITIONER), "not_permitted", 403)
    refused(callers.get("/v1/register", GROUP, stage="all"), "malformed", 422)
    assert SECRET not in str(house.services.commands) and "Sandy" not in str(house.services.commands)


@pytest.mark.rule("NBL-PLAN-1", "NBL-P10A")
def test_what_is_missing_is_named_with_the_rule_and_nothing_typed_leaves_in_clear(
    callers: Callers, house: House
) -> None:
    case = raised(callers, house)
    refused(callers.get(entry(case), GROUP), "not_found", 404)
    problem = refused(callers.post(entry(case, "/referral"), {}, TEAM), "referral_refused", 409)
    assert "NBL-P10A" in problem["rules"]
    without = {**PLAN, "texts": {}}
    problem = refused(callers.post(entry(case, "/plan"), without, LEAD), "plan_incomplete", 422)
    assert "NBL-PLAN-1" in [each["id"] if isinstance(each, dict) else each for each in problem["rules"]]
    for wrong in (
        {**PLAN, "actions": [{"agency": "Jane's aunt"}]},
        {**PLAN, "actions": [{"agency": "police", "texts": {"Jane": "x"}}]},
        {**PLAN, "texts": {"keyworker": 3}},
        {**PLAN, "next_review": "soon"},
    ):
        assert callers.post(entry(case, "/plan"), wrong, LEAD).status_code == 422
    assert "aunt" not in str(house.services.commands)


@pytest.mark.rule("NBL-P12A", "NBL-P13", "NBL-P13A", "NBL-LOG-2")
def test_agencies_answer_read_their_copy_give_receipts_and_ask_for_changes(callers: Callers, house: House) -> None:
    case = referred(callers, house)
    plan = f"/v1/agency/plans/{case}"
    [asked] = callers.said("/v1/agency/plans", POLICE)["plans"]
    assert (asked["view_asked"], asked["plan"]) == (True, None)
    assert callers.said(plan, POLICE)["copy"] is None  # not before the group concurs
    refused(callers.get(plan, CLINIC), "not_found", 404)
    callers.done(f"{plan}/view", {"view": "agrees", **COMMENT}, POLICE)
    callers.done(f"{plan}/view", {"view": "does_not_agree"}, SORTED)
    views = {each["body"]: each for each in callers.said(entry(case), GROUP)["referrals"][0]["views"]}
    assert (views["police"]["view"], views["police"]["comment"]) == ("agrees", "The reasons, invented.")
    assert views["sorted"]["view"] == "does_not_agree" and views["education"]["view"] is None
    for body in BODIES:
        callers.done(entry(case, "/views"), {"body": body, "view": "agrees"}, GROUP)
    callers.done(entry(case, "/decision"), {"concurs": True}, GROUP)
    told = callers.said(plan, POLICE)["copy"]
    assert told["actions"][0]["texts"]["what"] == SECRET
    callers.done(f"{plan}/receipt", {}, POLICE)
    refused(callers.post(f"{plan}/receipt", {}, POLICE), "already_received", 409)
    copies = {each["body"]: each for each in callers.said(entry(case), GROUP)["plan"]["copies"]}
    assert copies["police"]["received_at"] and copies["police"]["by"]["id"] == "northumberland-police"
    assert copies["sorted"]["received_at"] is None
    callers.done(entry(case, "/plan/receipts"), {"plan": 1, "body": "sorted", "reference": "By letter"}, GROUP)
    callers.done(f"{plan}/changes", COMMENT, POLICE)
    change = callers.said(entry(case), GROUP)["changes"][0]
    assert (change["body"], change["comment"], change["agreed"]) == ("the police", "The reasons, invented.", None)
    callers.done(entry(case, "/changes/1/decision"), {"agreed": True, "debated": True}, GROUP)
    callers.done(entry(case, "/plan"), {**PLAN, "actions": PLAN["actions"][:1], "change": 1}, LEAD)
    refused(callers.get(plan, POLICE), "not_found", 404)  # it supports the plan no more
    assert callers.said(plan, SORTED)["received"] is False


@pytest.mark.rule("NBL-P13A")
def test_webhooks_tell_agencies_that_their_view_is_asked_and_that_there_is_a_copy(
    callers: Callers, house: House
) -> None:
    body = {"url": "https://police.example/hook", "events": ["view.asked", "plan.copied"]}
    callers.done("/v1/agency/subscriptions", body, POLICE)
    on_register(callers, house)
    sent = callers.said("/v1/agency/deliveries", POLICE)["deliveries"]
    assert sorted(each["type"] for each in sent) == ["plan.copied", "view.asked"]


@pytest.mark.rule("NBL-USE-1")
def test_unmet_need_over_the_register_and_runaways(callers: Callers, house: House) -> None:
    case = on_register(callers, house, missing_since="2026-11-16T20:00:00+00:00")
    callers.done(entry(case, "/reviews"), {"cycle": "monthly_review", "unmet": ["accommodation"]}, GROUP)
    callers.done(entry(case, "/resources"), {"need": "accommodation", "granted": False, **COMMENT}, GROUP)
    needs = callers.said("/v1/register/needs", GROUP)["needs"]
    assert (needs[0]["need"], needs[0]["notifications"]) == ("accommodation", [case])
    assert [each["notification_id"] for each in callers.said("/v1/register/runaways", GROUP)["lines"]] == [case]
    [resource] = callers.said(entry(case), GROUP)["resources"]
    assert (resource["granted"], resource["comment"]) == (False, "The reasons, invented.")


@pytest.mark.rule("NBL-P16", "NBL-P18")
def test_off_the_register_and_through_step_down(callers: Callers, house: House) -> None:
    case = on_register(callers, house)
    refused(callers.post(entry(case, "/leaving"), COMMENT, GROUP), "leaving_refused", 409)
    noted(house, case, "low", 2)
    callers.done(entry(case, "/reviews"), {"cycle": "three_weekly_review", "keyworker_still_right": True}, LEAD)
    callers.done(entry(case, "/leaving"), COMMENT, GROUP)
    told = callers.said(entry(case), LEAD)
    assert (told["stage"], told["left_comment"]) == ("step_down", "The reasons, invented.")
    assert callers.said("/v1/register", GROUP)["number"] == 0
    assert callers.said("/v1/register", GROUP, stage="step_down")["number"] == 1
    noted(house, case, "low", 3)
    callers.done(entry(case, "/step-down/meetings"), {"keyworker_still_right": True}, LEAD)
    refused(
        callers.post(entry(case, "/step-down/end"), {"further_concern": False, **COMMENT}, TEAM), "step_down_runs", 409
    )
    rules = {rule["id"] for each in callers.said(entry(case, "/why"), GROUP)["decisions"] for rule in each["rules"]}
    assert {"NBL-P10", "NBL-P12A", "NBL-P13A", "NBL-P14", "NBL-P16"} <= rules


@pytest.mark.rule("NBL-P11", "NBL-P12A")
def test_a_meeting_has_an_agenda_that_is_read_item_by_item(callers: Callers, house: House) -> None:
    case = referred(callers, house)
    refused(callers.post("/v1/register/meetings", {"at": "2026-11-20T10:00:00+00:00"}, TEAM), "not_permitted", 403)
    body = {"at": "2026-11-20T10:00:00+00:00", "items": [case]}
    meeting = callers.done("/v1/register/meetings", body, GROUP)["meeting_id"]
    path = f"/v1/register/meetings/{meeting}"
    [line] = callers.said("/v1/register/meetings", GROUP)["meetings"]
    assert (line["meeting_id"], line["items"], line["held_at"]) == (meeting, 1, None)
    told = callers.said(path, GROUP)
    assert told["items"][0]["notification_id"] == case
    refused(callers.post(f"{path}/agenda", {"items": ["notification-nobody"]}, GROUP), "not_found", 404)
    callers.done(f"{path}/held", {"present": ["police", "education"]}, GROUP)
    assert callers.said(path, GROUP)["present"] == ["the police", "education"]
    refused(callers.post(f"{path}/agenda", {"items": [case]}, GROUP), "meeting_over", 409)


def test_what_a_plan_says_of_somebody_is_held_about_them_and_gone_through(callers: Callers, house: House) -> None:
    case = raised(callers, house)
    callers.done(entry(case, "/plan"), PLAN, LEAD)
    person = f"/people/{house.person_of(case)}"
    [told] = callers.said(f"/v1{person}/export", KEEPER)["cases"]
    texts = {each["name"]: each for each in told["texts"]}
    assert {"action-1_what", "action-2_what", "professional-1_name", "plan_keyworker"} <= texts.keys()
    one = texts["action-1_what"]
    assert one["title"] == "Plan of the high risk register: action 1 what" and one["withheld"]
    assert SECRET not in str(told) and "Sandy" not in str(told)
    keeper = signed_in(callers, KEEPER)
    text = f"{person}/texts/{one['text']}/{one['name']}"
    page = keeper.filled_in(text, text, {"marked": SECRET.replace("Invented Jane", "[[Invented Jane]]")})
    assert page.status_code == 200 and f"Keep {'█' * 13} safe at night" in page.text


def test_pages_show_the_register_an_entry_and_a_meeting_with_its_pack(callers: Callers, house: House) -> None:
    case = on_register(callers, house, missing_since="2026-11-16T20:00:00+00:00")
    noted(house, case, "medium", 2)
    callers.done(entry(case, "/reviews"), {"cycle": "monthly_review", "unmet": ["support"]}, GROUP)
    body = {"at": "2026-11-20T10:00:00+00:00", "items": [case]}
    meeting = callers.done("/v1/register/meetings", body, GROUP)["meeting_id"]
    cookie = {"Cookie": cookie_of(callers.signed_in(GROUP))}
    said = {
        path: callers.call("GET", path, headers=cookie)
        for path in (
            "/register",
            "/register?stage=referred",
            "/register/watch",
            f"/register/entries/{case}",
            "/register/meetings",
            f"/register/meetings/{meeting}",
        )
    }
    assert {each.status_code for each in said.values()} == {200}
    assert "Invented Jane" in said["/register"].text and "polyline" in said["/register"].text
    assert "governs" in said["/register"].text and "Nobody is on this list" in said["/register?stage=referred"].text
    assert SECRET in said[f"/register/entries/{case}"].text
    assert "Invented Jane" in said["/register/watch"].text
    pack = callers.call("GET", f"/register/meetings/{meeting}/pack.pdf", headers=cookie)
    assert (pack.status_code, pack.content[:5]) == (200, b"%PDF-")
    other = {"Cookie": cookie_of(callers.signed_in(PRACTITIONER))}
    assert callers.call("GET", "/register", headers=other).status_code == 403


def test_the_pack_leaves_out_what_a_restriction_keeps_from_its_reader() -> None:
    told = Entry(
        "notification-1",
        "K7M-42X-9RTW",
        1,
        "on_register",
        "high",
        (),
        None,
        (),
        PLAN_TOLD,
        (),
        (),
        (),
        (),
        None,
        None,
        None,
        None,
        (),
        None,
        None,
    )
    page = pack_page(NOON, "Somebody", ((None, told),))
    assert "K7M-42X-9RTW" in page and "(not for you to see)" in page
