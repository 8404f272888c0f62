"""A case is named on the telephone by a short reference, and found by it, by whoever may see it."""

from __future__ import annotations

from pathlib import Path

import pytest

from shared_kernel.spoken_references import reference_of
from tests.unit.casework.authorities import fenshire
from tests.unit.gateway.callers import RAISE, Callers, refused
from tests.unit.gateway.house import House
from tests.unit.gateway.visiting import signed_in


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path, fenshire())


def test_the_reference_stands_in_answers_and_on_pages(callers: Callers) -> None:
    raised = callers.done("/v1/notifications", RAISE)
    case, reference = raised["notification_id"], raised["reference"]
    assert reference == reference_of(case)
    assert callers.said(f"/v1/notifications/{case}")["reference"] == reference
    assert callers.said("/v1/notifications")["notifications"][0]["reference"] == reference
    worker = signed_in(callers, "worker")
    for path in ("/", f"/cases/{case}", f"/cases/{case}/receipt"):
        assert reference in worker.get(path).text, path
    for path in ("/tray", "/tasks"):
        assert reference in signed_in(callers, "manager").get(path).text, path
    assert case not in worker.get(f"/cases/{case}/receipt").text.replace(f"/{case}", "")


def test_it_leads_to_its_case_however_it_is_written(callers: Callers) -> None:
    case = callers.raised()
    reference = reference_of(case)
    callers.raised()
    worker = signed_in(callers, "worker")
    for written in (reference, f" {reference.lower()} ", reference.replace("-", "")):
        answer = worker.get(f"/?reference={written}")
        assert (answer.status_code, answer.headers["location"]) == (303, f"/cases/{case}")
        found = callers.said("/v1/notifications", reference=written)
        assert [each["notification_id"] for each in found["notifications"]] == [case]


def test_what_was_misheard_is_said_and_nothing_else_is_found_by_it(callers: Callers) -> None:
    case = callers.raised()
    reference = reference_of(case)
    wrong = ("4" if reference[0] == "3" else "3") + reference[1:]
    page = signed_in(callers, "worker").get(f"/?reference={wrong}")
    assert page.status_code == 422 and "This is no reference" in page.text and f'value="{wrong}"' in page.text
    assert "reference" in refused(callers.get("/v1/notifications", reference=wrong), "malformed", 422)["details"]


def test_who_may_not_see_a_case_does_not_find_it(callers: Callers, house: House) -> None:
    case = callers.raised()
    there, nowhere = (f"/?reference={reference_of(each)}" for each in (case, "notification-none"))
    stranger = signed_in(callers, "hill-manager")
    assert "No notification with this reference" in stranger.get(there).text
    assert stranger.get(there).text.replace(reference_of(case), "") == stranger.get(nowhere).text.replace(
        reference_of("notification-none"), ""
    )
    worker = signed_in(callers, "worker")
    worker.get(there)
    assert house.access_log.first(1000)[-1].entry.things == (case,)
