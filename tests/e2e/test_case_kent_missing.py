"""Kent: a child on a protection plan, missing for 50 hours. A category left out is asked about; a target is missed."""

from __future__ import annotations

from tests.e2e.cases import KENT_MISSING, Playing
from tests.e2e.house import House
from tests.e2e.looking import (
    assert_on_page,
    close,
    comes_to,
    decision_by,
    hours,
    moment,
    open_is,
    tray_is,
    waits_with,
)

DIRECTOR = "kent-assistant-director"


def test_from_raising_to_closing(house: House) -> None:
    playing = Playing(house, KENT_MISSING)
    playing.through("raise")  # and the refusal that comes before it: a category was left out
    case = playing.case
    category = decision_by(house.told(case.raiser, f"{case.path}/why"), "KEN23-NTK-I")
    assert category["answer"] == "The facts meet it, and it was chosen."
    assert any("50 hours" in line or "48 hours" in line for line in category["arithmetic"]), category["arithmetic"]

    playing.through("decide", "kent-service-manager")
    waits_with(case, "assistant_director", DIRECTOR)
    clock = case.open("clocks", clock="alert_to_unit", state="running")
    assert (hours(clock), hours(clock, "target")) == (48, 24)
    assert comes_to(case, DIRECTOR, step="assistant_director", due=clock["due"])

    playing.through("wait_for")  # the clock is moved on by 25 hours
    missed = case.open("clocks", clock="alert_to_unit", target_missed=True)
    assert missed["state"] == "running" and missed["due"] == clock["due"]
    overdue = "Overdue: Alert to the safeguarding unit"
    tray_is(case, DIRECTOR, "notices", "about", "A notification was raised", overdue)
    assert moment(case.open("notices", about=overdue)["given_at"]) >= moment(clock["target"])

    playing.through("decide", DIRECTOR)
    met = case.open("clocks", clock="alert_to_unit", state="met")
    assert met["target_missed"] and not met["late"]
    waits_with(case, "unit_response", "kent-standards-officer-1", "kent-standards-officer-2")
    tray_is(case, "kent-unit-service-manager", "duties", "duty", "national_alert")

    playing.to_the_end()
    assert case.open("duties", duty="national_alert")["reference"] == "FORM-REQUESTED-EXAMPLE"
    # What is asked beside the way stays with those who were asked, also when the case is closed.
    open_is(case, "discuss_alert", "national_alert_form", "unit_response")

    ended = close(case, "kent-service-manager", "Found by the police, safe.")
    on_the_way = [
        task["state"] for task in ended["tasks"] if task["step"] not in ("discuss_alert", "national_alert_form")
    ]
    assert on_the_way == ["decided", "decided", "decided", "withdrawn"]
    tray_is(case, "kent-standards-officer-1", "tasks", "step", "discuss_alert")
    assert_on_page(case, DIRECTOR)
