"""Luton: a child's allegation about an adult in a position of trust. What is asked, shared, reviewed beside the route."""

from __future__ import annotations

from typing import Any

import pytest

from tests.e2e.cases import Case
from tests.e2e.house import House
from tests.e2e.looking import assert_on_page, comes_to, decision_by, tray_is, waits_with
from tests.e2e.refusals import assert_refused
from tests.e2e.waiting import eventually

WORKER, TEAM_MANAGER, MANAGER = "luton-social-worker", "luton-team-manager", "luton-service-manager-2"
DIRECTOR, SERVICE_DIRECTOR, LADO = "luton-director", "luton-service-director-operations", "luton-lado"
ALLEGATION = {
    "subject_kind": "child",
    "age_years": 12,
    "legal_status": "care_order",
    "placement": "foster",
    "named_adult_role": "position_of_trust",
    "happened": ["allegation"],
    "significant_harm_alleged": True,
}


def comment(text: str) -> dict[str, dict[str, str]]:
    """What somebody says with what they do."""
    return {"particulars": {"comment": text}}


@pytest.fixture(scope="module")
def case(house: House) -> Case:
    """Raised, required, and forwarded to the service directors."""
    body = {
        "area": "south",
        "facts": ALLEGATION,
        "categories": ["LUT-CLA-5", "LUT-TRUST-1"],
        "particulars": {"name": "Test Child Five (invented)", "account": "Told the school's nurse."},
    }
    answer = house.done(WORKER, "/v1/notifications", body)
    case = Case(house, answer["notification_id"], WORKER)
    eventually(
        lambda: house.get(WORKER, f"{case.path}?at_least_version={answer['version']}").status_code == 200, "the case"
    )
    waits_with(case, "decide_required", MANAGER)
    house.done(MANAGER, f"{case.task('decide_required')}/decision", {"outcome": "required"})
    house.done(LADO, f"{case.task('complete_form')}/decision", {"outcome": "completed"})
    records = {"ofsted_basis": False, "member_briefing": False, "strategic_response": True}
    house.done(MANAGER, f"{case.task('forward')}/decision", {"outcome": "forward", "records": records})
    waits_with(case, "inform_director", SERVICE_DIRECTOR)
    return case


def asked(case: Case, person: str) -> list[Any]:
    """What was asked of somebody in the case, as this person sees it."""
    return list(case.house.told(person, f"{case.path}/requests")["requests"])


def may_ask(case: Case, person: str) -> list[str]:
    """What this person may ask of others in the case."""
    return [each["request"] for each in case.house.told(person, f"{case.path}/requests")["open_to_me"]]


def test_a_manager_asks_for_an_action_and_follows_it_until_it_is_done(house: House, case: Case) -> None:
    wanted = {"request": "action", "of_role": "team_manager", **comment("Move the lessons to another building.")}
    assert_refused(house.post(WORKER, f"{case.path}/requests", wanted), 403, "not_permitted")
    assert "law_strategy_discussion" in may_ask(case, WORKER) and "action" not in may_ask(case, WORKER)
    assert "action" in may_ask(case, SERVICE_DIRECTOR)

    house.done(SERVICE_DIRECTOR, f"{case.path}/requests", wanted)
    task = comes_to(case, TEAM_MANAGER, step="action")
    assert (task["beside"], task["asked_by"]["id"]) == (True, SERVICE_DIRECTOR)
    assert task["asked"]["particulars"]["comment"] == "Move the lessons to another building."

    path = f"/v1/tasks/{task['task_id']}/decision"
    assert_refused(house.post(TEAM_MANAGER, path, {"outcome": "done"}), 422, "record_required")
    house.done(TEAM_MANAGER, path, {"outcome": "done", "records": {"on_record": "yes"}})
    eventually(lambda: asked(case, SERVICE_DIRECTOR)[0]["state"] == "decided", "the answer")
    assert comes_to(case, SERVICE_DIRECTOR, step="inform_director")  # the route was not held up


def test_it_is_shared_with_the_board_only_after_the_lado_was_consulted(house: House, case: Case) -> None:
    path = f"{case.path}/shares"
    wanted = {"circulation": "safeguarding_children_board", "to_body": "safeguarding_children_board"}
    assert_refused(house.post(SERVICE_DIRECTOR, path, wanted), 422, "comment_required")
    explained = {**wanted, **comment("Other children of the school may be concerned.")}
    refused = house.post(SERVICE_DIRECTOR, path, explained)
    assert_refused(refused, 409, "share_refused")
    assert "LUT-CIRC-7" in [reason["id"] for reason in refused.json()["reasons"]]
    assert house.told(SERVICE_DIRECTOR, path)["shares"] == []

    consulted = {"with_role": "lado", "with_person": LADO, "advice": "raise", **comment("Share it.")}
    house.done(WORKER, f"{case.path}/consultations", consulted)
    house.done(SERVICE_DIRECTOR, path, explained)
    shares = eventually(lambda: house.told(SERVICE_DIRECTOR, path)["shares"], "the share")
    assert [(share["to_body"]["name"], share["by"]["id"]) for share in shares] == [
        ("Safeguarding children board", SERVICE_DIRECTOR)
    ]
    assert decision_by(house.told(SERVICE_DIRECTOR, f"{case.path}/why"), "LUT-CIRC-6")


def test_that_a_record_is_not_required_takes_two_people(house: House, case: Case) -> None:
    duty = case.open("duties", duty="allegations_database", done_by=None)["duty_id"]
    path = f"/v1/duties/{duty}/not-required"
    assert_refused(house.post(TEAM_MANAGER, path, {}), 422, "comment_required")
    house.done(TEAM_MANAGER, path, comment("The LADO has entered it already."))
    eventually(lambda: case.open("duties", duty_id=duty)["proposed_by"], "the proposal")
    agrees = {"agrees": True}
    assert_refused(house.post(TEAM_MANAGER, f"{path}/confirmation", agrees), 403, "second_person_needed")
    assert_refused(house.post(WORKER, f"{path}/confirmation", agrees), 403, "not_permitted")

    house.done(MANAGER, f"{path}/confirmation", agrees)
    over = eventually(lambda: case.open("duties", duty_id=duty)["not_required_by"], "the second person's word")
    assert over["id"] == MANAGER
    tray_is(case, TEAM_MANAGER, "duties", "duty", "childs_record")  # the other one stands
    assert_refused(
        house.post(TEAM_MANAGER, f"/v1/duties/{duty}/completion", {"reference": "LATE-1"}), 409, "duty_not_required"
    )


def test_it_comes_round_every_week_until_it_is_closed(house: House, case: Case) -> None:
    for week in (1, 2):
        house.move_clock(days=7, hours=1)
        eventually(lambda: to_review(case), f"the review of week {week}")
        [task] = to_review(case)
        house.done(DIRECTOR, f"/v1/tasks/{task['task_id']}/claim", {})
        house.done(DIRECTOR, f"/v1/tasks/{task['task_id']}/decision", {"outcome": "reviewed"})
        eventually(lambda: not to_review(case), "the end of the review")
    assert_on_page(case, SERVICE_DIRECTOR)


def to_review(case: Case) -> list[Any]:
    """The case on the director's review list."""
    listed = case.house.told(DIRECTOR, "/v1/tasks?request=weekly_review&limit=200")["tasks"]
    return [task for task in listed if task["notification_id"] == case.notification_id]
