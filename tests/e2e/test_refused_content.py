"""A request that can be read and asks for what cannot be: refused in words, with what to mend, nothing stored."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.e2e.cases import KENT_CHARGED, LUTON_MISSING, raised, raising
from tests.e2e.house import House
from tests.e2e.refusals import assert_refused
from tests.e2e.soundness import nothing_stored


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"authority": "narnia"}, 422, "unknown_authority"),
        ({"authority": "luton"}, 403, "not_permitted"),
        ({"categories": ["LUT-CLA-3"]}, 422, "unknown_category"),
        ({"categories": ["KEN23-ALERT-4"]}, 422, "unknown_category"),
        ({"categories": []}, 422, "no_category"),
        ({"area": "narnia"}, 422, "unknown_area"),
        ({"area": ""}, 422, "unknown_area"),
        ({"area": "north"}, 422, "unknown_area"),
        ({"named": {"king": "kent-social-worker"}}, 422, "unknown_role"),
        ({"named": {"social_worker": "luton-social-worker"}}, 422, "unknown_person"),
        ({"named": {"social_worker": "kent-director"}}, 422, "unknown_person"),
        ({"restrictions": ["LUT-CIRC-4"]}, 422, "unknown_restriction"),
        ({"particulars": {"name": 7}}, 422, "malformed"),
        ({"particulars": {"shoe_size": "44"}}, 422, "malformed"),
        ({"particulars": {"date_of_birth": "2925-01-01"}}, 422, "particulars_refused"),
        ({"particulars": {"date_of_birth": "1825-01-01"}}, 422, "particulars_refused"),
        ({"particulars": {"nhs_number": "999 000 0019"}}, 422, "particulars_refused"),
        ({"left_out": [{"rule": "KEN23-NTK-A", "reason": "judged_not_needed"}]}, 422, "left_out_not_met"),
        ({"left_out": [{"rule": "KEN23-NTK-G", "reason": "no time"}]}, 422, "malformed"),
    ],
    ids=str,
)
def test_a_notification_that_asks_for_what_cannot_be(
    house: House, change: dict[str, Any], status: int, code: str
) -> None:
    person, body = raising(house, KENT_CHARGED)
    with nothing_stored(house):
        assert_refused(house.post(person, "/v1/notifications", body | change), status, code)


@pytest.mark.parametrize(
    "facts",
    [
        {"charged_at": "tomorrow"},
        {"missing_since": "tomorrow"},
        {"learned_at": "in a year"},
        {"charged_at": "2026-01-01T09:00:00"},
        {"charged_at": "9999-12-31T23:59:59+00:00"},
        {"charged_at": "0001-01-01T00:00:00+14:00"},
        {"age_years": -1},
        {"age_years": True},
        {"offence": "jaywalking"},
        {"happened": "charge"},
        {"$where": "1"},
        {"subject.kind": "child"},
    ],
    ids=str,
)
def test_facts_that_cannot_be_are_named(house: House, facts: dict[str, Any]) -> None:
    ahead = {"tomorrow": timedelta(days=1), "in a year": timedelta(days=365)}
    sent = {name: (house.now + ahead[value]).isoformat() if value in ahead else value for name, value in facts.items()}
    person, body = raising(house, KENT_CHARGED)
    with nothing_stored(house):
        answer = house.post(person, "/v1/notifications", body | {"facts": body["facts"] | sent})
        assert_refused(answer, 422, "facts_refused")
    assert answer.json()["details"]["facts"]


def test_a_category_that_the_facts_meet_is_asked_about(house: House) -> None:
    person, body = raising(house, KENT_CHARGED)
    with nothing_stored(house):
        answer = house.post(person, "/v1/notifications", body | {"categories": ["KEN23-NTK-X"]})
        assert_refused(answer, 409, "category_left_out")
    assert "KEN23-NTK-G" in answer.json()["rules"]

    said = {"categories": ["KEN23-NTK-X"], "left_out": [{"rule": "KEN23-NTK-G", "reason": "judged_not_needed"}]}
    raised_without = house.done(person, "/v1/notifications", body | said)
    at = f"/v1/notifications/{raised_without['notification_id']}?at_least_version=1"
    assert house.told(person, at)["left_out"][0]["reason"] == "judged_not_needed"


def test_what_is_chosen_twice_counts_once_and_is_not_left_out(house: House) -> None:
    person, body = raising(house, KENT_CHARGED)
    left_out = [{"rule": "KEN23-NTK-G", "reason": "judged_not_needed"}] * 2
    answer = house.done(person, "/v1/notifications", body | {"categories": ["KEN23-NTK-G"] * 3, "left_out": left_out})

    seen = house.told(person, f"/v1/notifications/{answer['notification_id']}?at_least_version=1")
    assert [category["rule"] for category in seen["categories"]] == ["KEN23-NTK-G"]
    assert seen["left_out"] == []


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"based_on": 0}, 422, "nothing_changed"),
        ({"based_on": 0, "facts": {"found_at": "9999-01-01T00:00:00+00:00"}}, 422, "facts_refused"),
        ({"based_on": -1, "facts": {"whereabouts": "known"}}, 409, "update_out_of_date"),
        ({"based_on": "the first"}, 422, "malformed"),
        ({"based_on": "0", "facts": {"whereabouts": "known"}}, 422, "malformed"),
        ({"based_on": 0.9, "facts": {"whereabouts": "known"}}, 422, "malformed"),
        ({"based_on": 0, "withdrawn": ["somebody"]}, 422, "facts_refused"),
        ({"based_on": 0, "facts": {"found_at": "2001-01-01T00:00:00+00:00"}}, 422, "facts_refused"),
        ({}, 422, "malformed"),
    ],
    ids=str,
)
def test_an_update_that_says_nothing_new_or_cannot_be(
    house: House, body: dict[str, Any], status: int, code: str
) -> None:
    case = raised(house, LUTON_MISSING)
    with nothing_stored(house):
        assert_refused(house.post("luton-team-manager", f"{case.path}/updates", body), status, code)


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"outcome": "abolish"}, 422, "unknown_outcome"),
        ({"outcome": "not_required"}, 422, "comment_required"),
        ({"outcome": "not_required", "particulars": {"comment": "  "}}, 422, "comment_required"),
        ({"outcome": "not_required", "particulars": {"account": "Not a reason."}}, 422, "comment_required"),
        ({"outcome": "required", "records": {"member_briefing": True}}, 422, "record_required"),
        ({}, 422, "malformed"),
    ],
    ids=str,
)
def test_a_decision_that_the_step_does_not_have(house: House, body: dict[str, Any], status: int, code: str) -> None:
    case = raised(house, LUTON_MISSING)
    task = case.task("decide_required")
    with nothing_stored(house):
        assert_refused(house.post("luton-service-manager-2", f"{task}/decision", body), status, code)
    assert house.told("luton-service-manager-2", task)["state"] == "open"


@pytest.mark.parametrize("particulars", [{}, {"comment": "Over."}, {"resolution": " "}], ids=str)
def test_a_closing_without_why_it_is_resolved(house: House, particulars: dict[str, str]) -> None:
    case = raised(house, LUTON_MISSING)
    with nothing_stored(house):
        answer = house.post("luton-service-manager-2", f"{case.path}/closure", {"particulars": particulars})
        assert_refused(answer, 422, "comment_required")
    assert answer.json()["rules"] and answer.json()["details"] == {"particulars": "resolution"}


def test_an_absence_that_is_over_and_a_consultation_with_oneself(house: House) -> None:
    manager, (_, body) = "luton-team-manager", raising(house, LUTON_MISSING)
    path = f"/v1/notifications/{house.done(manager, '/v1/notifications', body)['notification_id']}"
    begun, ended = ((house.now - timedelta(days=days)).isoformat() for days in (2, 1))
    away = {"delegate": "luton-lado", "starts": begun, "ends": ended}
    oneself = {"with_role": "line_manager", "with_person": manager, "advice": "raise"}
    with nothing_stored(house):
        assert_refused(house.post(manager, "/v1/absences", away), 422, "period_past")
        answer = house.post(manager, f"{path}/consultations?at_least_version=1", oneself)
        assert_refused(answer, 422, "consulted_oneself")
