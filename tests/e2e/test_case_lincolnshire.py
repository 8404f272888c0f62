"""Lincolnshire: a briefing that nobody answers goes to the director. The case is counted in the partnership's report."""

from __future__ import annotations

from tests.e2e.cases import LINCOLNSHIRE, Playing
from tests.e2e.house import House
from tests.e2e.looking import assert_on_page, decision_by, open_steps, tray_is, waits_with
from tests.e2e.waiting import eventually

WORKER, GROUP_LEAD, DIRECTOR = (f"lincolnshire-{post}" for post in ("social-worker", "practice-group-lead", "director"))
COORDINATOR = "lincolnshire-coordinator"
SHARED = "Shared with you: Copy to the coordinator for sexual exploitation"


def test_from_raising_to_the_report(house: House) -> None:
    playing, began = Playing(house, LINCOLNSHIRE), house.now.isoformat().replace("+", "%2B")
    playing.through("share")
    case = playing.case
    waits_with(case, "amend", GROUP_LEAD)
    tray_is(case, COORDINATOR, "notices", "about", "A notification was raised", SHARED)
    assert decision_by(house.told(WORKER, f"{case.path}/why"), "LCP-SRC-1")

    playing.through("wait_for")  # the working day's end has passed
    waits_with(case, "director", DIRECTOR)
    tray_is(case, GROUP_LEAD, "tasks", "step")
    sent_on = case.open("tasks", step="amend", state="decided")
    assert (sent_on["decided_as"], sent_on["decided_by"]) == ("No response in time, to the director anyway", None)

    playing.through("update")
    [duty] = eventually(lambda: case.seen()["duties"], "the law's duty")
    assert (duty["duty"], duty["must"], duty["lead"]["id"]) == ("law_crime", False, "social_worker")
    playing.to_the_end()
    eventually(lambda: not open_steps(case), "the route's end")
    assert_on_page(case, DIRECTOR)

    assert [each["report_id"] for each in house.told(DIRECTOR, "/v1/reports")["reports"]] == [
        "progress",
        "progress_when_asked",
    ]
    drawn = house.told(DIRECTOR, f"/v1/reports/progress?since={began}")
    assert "LCP-ALWAYS-7" in [each["of"] for each in drawn["by_category"]] and drawn["number"] >= 1
    assert house.get(WORKER, "/v1/reports/progress").status_code == 404
