"""National alerts over HTTP: the threshold, the form with its parts sealed, the way to the release, who sees what."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rules.alerting import held_besides
from tests.rules.kent_2023.playing import INFORMATION, UNIT_MANAGER, WORKER
from tests.unit.casework.authorities import real
from tests.unit.gateway.alerted import SECRET, decide, form, proposal, raised
from tests.unit.gateway.callers import Callers, refused
from tests.unit.gateway.house import House
from tests.unit.gateway.visiting import signed_in


def test_an_alert_from_the_threshold_to_the_release(callers: Callers, house: House) -> None:
    alert = raised(callers)
    assert callers.said("/v1/alerts", WORKER)["alerts"] == []
    proposed = callers.done("/v1/alerts", proposal(alert), WORKER)
    assert (proposed["alert_id"], proposed["verdict"]) == (alert, "met")
    callers.done(f"/v1/alerts/{alert}/messages", form(callers, alert), WORKER)
    told = callers.said(f"/v1/alerts/{alert}", WORKER)
    assert [(each["number"], each["state"], each["written_by"]["id"]) for each in told["messages"]] == [
        (1, "written", WORKER)
    ]
    assert told["messages"][0]["particulars"]["appearance"] == SECRET
    decide(callers, "national_alert_check", "send", UNIT_MANAGER)
    decide(callers, "national_alert_cascade", "cascaded", INFORMATION[0], claim=True)
    told = callers.said(f"/v1/alerts/{alert}", WORKER)
    assert (told["state"], told["risk"], told["messages"][0]["state"]) == ("current", "high", "released")
    [line] = callers.said("/v1/alerts", WORKER)["alerts"]
    assert (line["alert_id"], line["state"], line["released"]) == (alert, "current", 1)
    rules = {
        rule["id"] for each in callers.said(f"/v1/alerts/{alert}/why", WORKER)["decisions"] for rule in each["rules"]
    }
    assert {"KEN23-NA-1", "KEN23-NA-2", "KEN23-NA-9", "KEN23-NA-10", "KEN23-NA-12"} <= rules
    assert SECRET not in str(house.services.commands)


def test_an_alert_is_on_the_first_page_however_many_notifications_came_after_it(callers: Callers) -> None:
    alert = raised(callers)
    callers.done("/v1/alerts", proposal(alert), WORKER)
    for _ in range(3):
        raised(callers)
    [line] = callers.said("/v1/alerts?limit=1", WORKER)["alerts"]
    assert line["alert_id"] == alert
    assert f"/alerts/{alert}" in signed_in(callers, WORKER).get("/alerts").text


def test_a_no_is_refused_with_its_grounds_and_when_it_would_pass_and_stays_on_record(callers: Callers) -> None:
    alert = raised(callers, missing_since="2026-11-10T12:00:00+00:00")
    problem = refused(callers.post("/v1/alerts", proposal(alert), WORKER), "threshold_not_met", 409)
    assert problem["details"]["passes_from"] == "2026-12-01T12:00:00+00:00"
    assert "three weeks" in problem["details"]["answer"]
    [judged] = callers.said(f"/v1/alerts/{alert}", WORKER)["judged"]
    assert judged["verdict"] == "not_met" and judged["passes_from"].startswith("2026-12-01T12:00")


def test_what_is_missing_of_the_form_is_named_and_nothing_wrong_leaves_the_gateway(
    callers: Callers, house: House
) -> None:
    alert = raised(callers)
    callers.done("/v1/alerts", proposal(alert), WORKER)
    path = f"/v1/alerts/{alert}/messages"
    for part in ("appearance", "linked_localities"):
        problem = refused(callers.post(path, form(callers, alert, without=part), WORKER), "alert_parts_required", 422)
        assert set(problem["details"]["parts"]) == {part}
    before = len(house.services.commands)
    body = form(callers, alert)
    for wrong in (
        {**body, "answers": {**body["answers"], "linked_localities": [SECRET]}},
        {**body, "answers": {**body["answers"], SECRET: "x"}},
        {**body, "particulars": {**body["particulars"], "linked_localities": SECRET}},
        {**body, "particulars": {**body["particulars"], "reason": "x" * 5_001}},
    ):
        answer = callers.post(path, wrong, WORKER)
        refused(answer, "alert_parts_required", 422)
        assert SECRET not in answer.text
    assert len(house.services.commands) == before


@pytest.mark.parametrize(
    ("by", "code", "status"), [("kent-service-manager", "not_permitted", 403), ("worker", "not_found", 404)]
)
def test_who_may_not_propose(callers: Callers, by: str, code: str, status: int) -> None:
    alert = raised(callers)
    refused(callers.post("/v1/alerts", proposal(alert), by), code, status)
    callers.done("/v1/alerts", proposal(alert), WORKER)
    refused(callers.post(f"/v1/alerts/{alert}/messages", form(callers, alert), by), code, status)


def test_there_is_no_alert_where_the_edition_knows_none_or_under_another_id(callers: Callers) -> None:
    notification = callers.raised()
    refused(callers.get(f"/v1/alerts/{notification.replace('notification-', 'alert-')}"), "not_found", 404)
    refused(callers.get(f"/v1/alerts/{notification}"), "not_found", 404)
    alert = raised(callers)
    refused(callers.get(f"/v1/alerts/{alert}/form", WORKER, message="renewal"), "no_such_message", 422)
    refused(callers.get(f"/v1/alerts/{alert}/form", WORKER, message="hello"), "no_such_message", 422)


def test_who_wrote_a_message_is_not_offered_its_check_whatever_posts_they_hold(tmp_path: Path) -> None:
    both = held_besides(real("kent"), "kent", WORKER, UNIT_MANAGER)
    with House(tmp_path, both).open() as callers:
        alert = raised(callers)
        callers.done("/v1/alerts", proposal(alert), WORKER)
        callers.done(f"/v1/alerts/{alert}/messages", form(callers, alert), WORKER)
        [task] = [
            each for each in callers.said("/v1/tasks", UNIT_MANAGER)["tasks"] if each["step"] == "national_alert_check"
        ]
        callers.done(f"/v1/tasks/{task['task_id']}/reassignment", {"to_person": WORKER}, UNIT_MANAGER)
        page = signed_in(callers, WORKER).get(f"/tasks/{task['task_id']}").text
        assert "Not yours to decide" in page and f"/tasks/{task['task_id']}/decision" not in page
        refused(callers.post(f"/v1/tasks/{task['task_id']}/decision", {"outcome": "send"}, WORKER), "own_work", 403)
