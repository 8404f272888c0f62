"""Northumberland: a young person's risk is assessed by two people, and the level starts what the procedure says."""

from __future__ import annotations

from typing import Any

from tests.e2e.house import House
from tests.e2e.waiting import eventually
from tests.rules.northumberland.playing import LEAD, LINE, PRACTITIONER
from tests.unit.gateway.assessing import RAISED, REASON, written


def test_from_the_first_answer_to_the_line_managers_tray(house: House) -> None:
    raised = house.done(PRACTITIONER, "/v1/notifications", RAISED)["notification_id"]
    path = f"/v1/notifications/{raised}"

    def begun() -> Any:
        answer = house.post(LEAD, "/v1/assessments", {"notification_id": raised, "which": "first"})
        return answer.json() if answer.status_code == 201 else None

    assessment = f"/v1/assessments/{eventually(begun, 'the case to be known to risk management')['assessment_id']}"
    eventually(lambda: house.get(LEAD, assessment).status_code == 200, "the assessment")
    draft = {"instrument": "vulnerability_checklist 1", "based_on": 0, "answers": written()}
    saved = house.done(LEAD, f"{assessment}/draft", draft)["version"]
    other = {**draft, "answers": {"EH1": {"answer": "4"}}}
    assert house.post(PRACTITIONER, f"{assessment}/draft", other).json()["code"] == "answers_conflict"
    eventually(lambda: house.told(LEAD, assessment)["version"] == saved + 1, "both texts")
    settled = {**draft, "based_on": saved + 1, "answers": {"EH1": written()["EH1"]}}
    house.done(LEAD, f"{assessment}/draft", settled)
    house.done(LEAD, f"{assessment}/completion", {})
    level = {"level": "high", "asked": {"because": REASON, "age_and_functioning": True}}
    house.done(LEAD, f"{assessment}/level", {**level, "facts": {"social_worker_involved": True}})

    def waits() -> Any:
        return [each for each in house.told(LINE, "/v1/tasks?limit=200")["tasks"] if each["notification_id"] == raised]

    eventually(waits, "the line manager's task")
    eventually(lambda: house.told(LEAD, path)["facts"].get("vulnerability_level") == "high", "the level")
    wanted = {"discussion_high", "planning_meeting_in_time"}
    eventually(lambda: {each["clock"] for each in house.told(LEAD, path)["clocks"]} >= wanted, "the clocks")
    eventually(lambda: house.told(LEAD, f"{path}/assessments")["assessments"][0]["level"] == "high", "the row")
