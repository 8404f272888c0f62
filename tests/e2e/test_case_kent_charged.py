"""Kent: a looked-after child is charged with a section 18 offence. Four stages, and a board to be told in time."""

from __future__ import annotations

from typing import Any

from tests.e2e.cases import KENT_CHARGED, Playing
from tests.e2e.house import House
from tests.e2e.looking import (
    assert_on_page,
    cited,
    close,
    comes_to,
    decision_by,
    hours,
    open_is,
    steps_of,
    tray_is,
    waits_with,
)
from tests.e2e.refusals import assert_refused
from tests.e2e.waiting import eventually

OFFICERS = ("kent-standards-officer-1", "kent-standards-officer-2")
BOARD = "kent-assistant-director-adolescents"


def test_from_raising_to_closing(house: House) -> None:
    playing = Playing(house, KENT_CHARGED)
    playing.through("raise")
    case = playing.case
    waits_with(case, "complete_form", "kent-team-manager")
    assert not steps_of(case, "kent-service-manager") and not steps_of(case, case.raiser)
    assert_reasons(house, case.path, case.open("tasks", step="complete_form")["task_id"])

    assert comes_to(case, "kent-assistant-director", "notices")["received_by"] is None
    playing.through("receive")
    tray_is(case, "kent-assistant-director", "notices", "about")
    assert case.open("notices", role="assistant_director")["received_by"]["id"] == "kent-assistant-director"

    playing.through("decide", "kent-team-manager")
    waits_with(case, "service_manager", "kent-service-manager")
    playing.through("decide", "kent-service-manager")
    waits_with(case, "assistant_director", "kent-assistant-director")
    alert = case.open("clocks", clock="alert_to_unit", state="running")
    assert (hours(alert), hours(alert, "target")) == (48, 24)

    playing.through("decide", "kent-assistant-director")  # and the refusal that comes before it
    waits_with(case, "unit_response", *OFFICERS)
    assert steps_of(case, "kent-safeguarding-lead") == []
    comes_to(case, "kent-director", "notices")
    assert_board_is_told(playing)

    playing.through("claim")
    assert case.open("tasks", step="unit_response")["claimed_by"]["id"] == OFFICERS[0]
    assert_refused(house.post(OFFICERS[1], f"{case.task('unit_response')}/claim", {}), 409, "task_claimed")

    playing.to_the_end()
    eventually(lambda: case.seen()["state"] == "finished", "the end of the route")
    open_is(case, "discuss_alert")  # asked of a standards officer beside the way (KEN23-MON-1)
    for person in ("kent-team-manager", "kent-social-worker", "kent-reviewing-officer"):
        tray_is(case, person, "notices", "about", "Finalise")
    assert_on_page(case, "kent-service-manager")

    assert close(case, "kent-service-manager", "Sentenced; support goes on.")["state"] == "closed"


def assert_reasons(house: House, path: str, task_id: str) -> None:
    why = house.told("kent-team-manager", f"{path}/why")
    category = decision_by(why, "KEN23-NTK-G")
    assert category["edition"] == "kent 2023-12"
    assert {fact["fact"] for fact in category["facts"]} >= {"happened", "offence"}
    assert "section 18" in str(category["facts"])
    (rule,) = category["rules"]
    assert rule["document"].startswith("Kent") and rule["section"] == "3 Need to Know, g" and "charged" in rule["says"]
    deadline = next(each for each in why["decisions"] if each["question"].startswith("By when"))
    assert cited(deadline) == ["KEN23-DUTY-4"]
    assert [line.split()[0] for line in deadline["arithmetic"]] == ["Counted", "Counted", "Due"]

    (told,) = house.told("kent-team-manager", f"/v1/tasks/{task_id}/why")["decisions"]
    assert told["question"] == "Who does “Complete the form”?" and cited(told) == ["KEN23-FORM-1"]
    assert told["arithmetic"] == ["Named for this when the notification was raised."]


def assert_board_is_told(playing: Playing) -> None:
    """In time, counted from the charge, with the reference that proves it; then it is out of the tray."""
    case = playing.case
    clock: Any = case.open("clocks", clock="youth_justice_board", state="running")
    assert hours(clock) == 24 and clock["counted_from"] == case.seen()["facts"]["charged_at"]
    duty = comes_to(case, BOARD, "duties", duty="youth_justice_board")
    assert (duty["due"], duty["must"], duty["to"]) == (clock["due"], True, "Youth Justice Board")

    playing.through("complete")

    done = case.open("duties", duty="youth_justice_board")
    assert (done["reference"], done["done_by"]["id"]) == ("YJB-EXAMPLE-0001", BOARD)
    assert case.open("clocks", clock="youth_justice_board", state="met")
    tray_is(case, BOARD, "duties", "duty", "youth_justice_copy_to_unit")
