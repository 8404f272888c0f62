"""An agency raises a concern and hears what became of it; the front door decides; nobody else knows of it."""

from __future__ import annotations

from typing import Any

import pytest

from shared_kernel.spoken_references import read_reference
from tests.unit.gateway.callers import Callers, refused
from tests.unit.gateway.house import House

POLICE, CLINIC, KENT_POLICE = "fenshire/police", "fenshire/clinic", "kent/kent-police"
DESK = "desk-1"
CONCERN: dict[str, Any] = {
    "urgency": "today",
    "facts": {"subject_kind": "child"},
    "particulars": {"name": "Invented Child", "account": "Seen alone at night.", "case_reference": "FP/2026/17"},
}


def raised(callers: Callers, by: str = POLICE, **more: Any) -> str:
    return str(callers.done("/v1/agency/concerns", {**CONCERN, **more}, by)["concern_id"])


def test_a_concern_is_acknowledged_with_a_reference_that_can_be_read_aloud(callers: Callers) -> None:
    answer = callers.done("/v1/agency/concerns", CONCERN, POLICE, key="once")
    assert read_reference(answer["reference"]) == answer["reference"]
    assert answer["concern_id"] == f"concern-{answer['reference'].replace('-', '').lower()}"
    assert callers.done("/v1/agency/concerns", CONCERN, POLICE, key="once") == answer
    assert callers.done("/v1/agency/concerns", CONCERN, CLINIC, key="once")["concern_id"] != answer["concern_id"]


def test_whoever_is_told_the_reference_on_the_telephone_finds_the_concern_by_it(callers: Callers) -> None:
    answer = callers.done("/v1/agency/concerns", CONCERN, POLICE)
    spoken = answer["reference"].replace("-", " ").lower()
    for person, path in ((DESK, "/v1/concerns"), (POLICE, "/v1/agency/concerns")):
        assert callers.said(f"{path}/{spoken}", person)["concern_id"] == answer["concern_id"]
    refused(callers.get(f"/v1/agency/concerns/{spoken}", CLINIC), "not_found", 404)
    wrong = spoken[:-1] + ("3" if spoken[-1] != "3" else "4")
    refused(callers.get(f"/v1/concerns/{wrong}", DESK), "not_found", 404)


def test_it_says_by_when_it_is_decided_and_by_which_rule(callers: Callers) -> None:
    answer = callers.done("/v1/agency/concerns", CONCERN, KENT_POLICE)
    assert answer["decide_by"] == "2026-11-19T00:00:00+00:00"
    assert [rule["id"] for rule in answer["rules"]] == ["WT13-05"]


def test_its_status_is_the_agencys_to_read_and_nobody_elses(callers: Callers) -> None:
    concern = raised(callers)
    path = f"/v1/agency/concerns/{concern}"
    told = callers.said(path, POLICE)
    assert (told["state"], told["overdue"], told["feedback"]) == ("waiting", False, None)
    assert told["opened"]["particulars"]["case_reference"] == "FP/2026/17"
    assert [each["concern_id"] for each in callers.said("/v1/agency/concerns", POLICE)["concerns"]] == [concern]
    assert callers.said("/v1/agency/concerns", CLINIC)["concerns"] == []
    unknown = callers.get("/v1/agency/concerns/concern-none", CLINIC)
    for other in (CLINIC, KENT_POLICE):
        assert callers.get(path, other).content == unknown.content
    refused(unknown, "not_found", 404)


def test_the_front_door_decides_and_the_referrer_hears_it(callers: Callers) -> None:
    concern = raised(callers)
    seen = callers.said(f"/v1/concerns/{concern}", DESK)
    assert (seen["agency"]["name"], seen["opened"]["particulars"]["name"]) == (
        "Fenshire Police (invented)",
        "Invented Child",
    )
    said = {"comment": "Known to us.", "feedback": "Thank you; we know the family."}
    body = {"outcome": "no_further_action", "reason": "known_already", "particulars": said}
    callers.done(f"/v1/concerns/{concern}/decision", body, DESK)
    told = callers.said(f"/v1/agency/concerns/{concern}", POLICE)
    assert (told["state"], told["decided"]["reason"]) == ("no_further_action", "known_already")
    assert told["feedback"]["opened"]["particulars"]["feedback"] == "Thank you; we know the family."
    assert "Known to us" not in str(told), "what the front door says among themselves is not the agency's"
    callers.done(f"/v1/agency/concerns/{concern}/receipt", {}, POLICE)
    assert callers.said(f"/v1/agency/concerns/{concern}", POLICE)["feedback"]["received_at"] is not None
    refused(callers.post(f"/v1/agency/concerns/{concern}/receipt", {}, POLICE), "already_received", 409)
    assert callers.said(f"/v1/concerns/{concern}", DESK)["comment"]["particulars"]["comment"] == "Known to us."


def test_feedback_may_follow_but_must_say_something(callers: Callers) -> None:
    concern = raised(callers)
    path = f"/v1/concerns/{concern}/feedback"
    refused(callers.post(path, {"particulars": {"feedback": "Thank you."}}, DESK), "concern_undecided", 409)
    callers.done(f"/v1/concerns/{concern}/decision", {"outcome": "referred_elsewhere", "reason": "other"}, DESK)
    refused(callers.post(path, {"particulars": {"comment": "Thank you."}}, DESK), "feedback_required", 422)
    callers.done(path, {"particulars": {"feedback": "Early help will ring you."}}, DESK)
    assert callers.said("/v1/agency/concerns", POLICE)["concerns"][0]["answered"] is True


def test_a_notification_raised_from_it_takes_it_up_under_the_same_person(callers: Callers, house: House) -> None:
    concern = raised(callers, KENT_POLICE)
    body = {
        "area": "ashford",
        "facts": {"subject_kind": "child", "happened": ["complaint"]},
        "categories": ["KEN23-NTK-X"],
        "concern_id": concern,
    }
    refused(callers.post("/v1/notifications", body, "kent-team-manager"), "not_found", 404)
    notification = callers.done("/v1/notifications", body, "kent-social-worker")["notification_id"]
    assert house.person_of(notification) == house.concerns.load([concern])[concern]["intake"]["person"]
    told = callers.said(f"/v1/concerns/{concern}", "kent-social-worker")
    assert (told["state"], told["notifications"]) == ("taken_up", [notification])
    seen = callers.said(f"/v1/agency/concerns/{concern}", KENT_POLICE)
    assert seen["decided"]["outcome"] == "taken_up"
    assert notification not in str(seen), "the case is not the agency's to know"


@pytest.mark.parametrize(
    ("body", "code", "status"),
    [
        ({**CONCERN, "area": "atlantis"}, "unknown_area", 422),
        ({**CONCERN, "facts": {"subject_kind": "cat"}}, "facts_refused", 422),
        ({**CONCERN, "particulars": {"name": "Invented Child"}}, "particulars_required", 422),
        ({**CONCERN, "urgency": "whenever"}, "malformed", 422),
        ({**CONCERN, "agency": "clinic"}, "malformed", 422),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_sent(
    callers: Callers, house: House, body: Any, code: str, status: int
) -> None:
    refused(callers.post("/v1/agency/concerns", body, POLICE), code, status)
    assert house.services.commands == []


def test_people_and_agencies_are_kept_apart(callers: Callers) -> None:
    concern = raised(callers)
    refused(callers.post("/v1/agency/concerns", CONCERN, DESK), "not_permitted", 403)
    refused(callers.get(f"/v1/concerns/{concern}", POLICE), "not_permitted", 403)
    refused(callers.post("/v1/agency/concerns", CONCERN, f"{POLICE} concerns.read"), "not_permitted", 403)
    refused(callers.get("/v1/agency/concerns", f"{POLICE} concerns.write"), "not_permitted", 403)
    for somebody in ("worker", "auditor", "head"):
        refused(callers.get(f"/v1/concerns/{concern}", somebody), "not_found", 404)
        assert callers.said("/v1/concerns", somebody)["concerns"] == []


def test_nothing_that_names_the_child_is_sent(callers: Callers, house: House) -> None:
    raised(callers)
    assert "Invented Child" not in str(house.services.commands)
    assert "FP/2026/17" not in str(house.services.commands)


def test_lists_go_on_where_the_page_before_ended(callers: Callers) -> None:
    concerns = [raised(callers) for _ in range(3)]
    first = callers.said("/v1/agency/concerns", POLICE, limit=2)
    rest = callers.said("/v1/agency/concerns", POLICE, limit=2, cursor=first["next"])
    found = [each["concern_id"] for each in (*first["concerns"], *rest["concerns"])]
    assert sorted(found) == sorted(concerns)
    assert rest["next"] is None
