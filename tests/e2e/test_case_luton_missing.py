"""Luton: a child missing for 30 hours. A weekly update is missed and chased, until the child is back."""

from __future__ import annotations

from typing import Any

from tests.e2e.cases import LUTON_MISSING, Case, Playing
from tests.e2e.house import House
from tests.e2e.looking import assert_on_page, decision_by, open_steps, tray_is, waits_with, weeks
from tests.e2e.waiting import eventually

MANAGER, SUPPORT = "luton-team-manager", "luton-director-support"
DIRECTORS = ("luton-service-director-operations", "luton-service-director-early-help")
FORWARDED, UPDATED = "Forward to the service director", "A notification was updated"
OVERDUE = "Overdue: Weekly update on a missing child"


def clocks(case: Case) -> list[Any]:
    """The clocks of the weekly update, the first first."""
    weekly = (clock for clock in case.seen()["clocks"] if clock["clock"] == "weekly_update")
    return sorted(weekly, key=lambda clock: int(clock["count"]))


def test_from_raising_to_closing(house: House) -> None:
    playing = Playing(house, LUTON_MISSING)
    playing.through("raise")
    case = playing.case
    waits_with(case, "decide_required", "luton-service-manager-2")
    category = decision_by(house.told(case.raiser, f"{case.path}/why"), "LUT-CLA-3")
    assert any("24 hours" in line for line in category["arithmetic"]), category["arithmetic"]
    [weekly] = eventually(lambda: clocks(case), "the first week's clock")
    assert (weeks(weekly), weekly["owner"]["id"]) == (1.0, "team_manager")
    assert weekly["counted_from"] == case.seen()["raised_at"]

    playing.through("decide", "luton-team-manager")
    waits_with(case, "forward", "luton-service-manager-2")
    playing.through("wait_for")  # the clock is moved on by 8 days
    eventually(lambda: [clock["state"] for clock in clocks(case)] == ["breached", "running"], "the next week's clock")
    assert weeks(clocks(case)[1]) == 2.0 and clocks(case)[1]["counted_from"] == weekly["counted_from"]
    tray_is(case, MANAGER, "notices", "about", OVERDUE)
    # The support holds the inbox, too.
    tray_is(case, SUPPORT, "notices", "about", FORWARDED, FORWARDED, OVERDUE)

    playing.through("receive")
    tray_is(case, MANAGER, "notices", "about")
    tray_is(case, SUPPORT, "notices", "about", FORWARDED, FORWARDED, OVERDUE)

    playing.through("update")
    (update,) = case.seen()["updates"]
    assert {change["fact"] for change in update["changed"]} == {"found_at", "whereabouts"}
    assert update["opened"]["particulars"]["account"].startswith("Returned")
    both = [("met", True), ("met", False)]
    eventually(lambda: [(clock["state"], clock["late"]) for clock in clocks(case)] == both, "the end of both weeks")
    for person in DIRECTORS:
        tray_is(case, person, "notices", "about", UPDATED)
    tray_is(case, SUPPORT, "notices", "about", FORWARDED, FORWARDED, OVERDUE, UPDATED, UPDATED)

    playing.to_the_end()
    eventually(lambda: case.seen()["state"] == "closed" and not open_steps(case), "the end")
    for person in DIRECTORS:
        tray_is(case, person, "tasks", "step")
    closed = next(entry for entry in case.timeline() if entry["kind"] == "NotificationClosed")
    assert closed["opened"]["particulars"]["learning"] == "The home now calls within the hour."
    assert_on_page(case, MANAGER)
