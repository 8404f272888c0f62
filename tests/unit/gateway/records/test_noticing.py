"""Whoever keeps the records is given notice that a record's time runs out soon, in their tray, and is told once they have read it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from contracts.intake_persons import TellRetentionV1
from services.intake.persons import ITSELF
from tests.unit.gateway.callers import RAISE, Callers, refused
from tests.unit.gateway.house import House
from tests.unit.gateway.visiting import signed_in

UNTIL = datetime(2032, 11, 17, tzinfo=UTC).date()


@pytest.fixture
def case(callers: Callers, house: House) -> Any:
    found = callers.done("/v1/notifications", RAISE)
    tell = TellRetentionV1(found["person"], found["notification_id"], UNTIL, "6 years from then.")
    house.case.intake_own.follow_up(tell, "tell-1", "fenshire", ITSELF)
    house.case.settle()
    house.follow()
    return found


def notices(callers: Callers, by: str = "keeper") -> list[Any]:
    found: list[Any] = callers.said("/v1/retention/notices", by)["notices"]
    return found


def test_it_is_read_and_then_it_is_no_more_to_be_read(callers: Callers, case: Any) -> None:
    [notice] = notices(callers)
    assert (notice["kept_until"], notice["role"], notice["because"]) == (
        "2032-11-17",
        "records_officer",
        "6 years from then.",
    )
    receipt, body = f"/v1/people/{case['person']}/retention/receipt", {"record_id": case["notification_id"]}
    callers.done(receipt, body, "keeper")
    assert notices(callers) == []
    refused(callers.post(receipt, body, "keeper"), "already_received", 409)


def test_it_lies_with_the_role_that_it_was_given_to(callers: Callers, case: Any) -> None:
    assert case["notification_id"]
    assert notices(callers, "second-keeper") == []
    refused(callers.get("/v1/retention/notices", "manager"), "not_permitted", 403)
    assert notices(callers, "kent-records-officer") == []


@pytest.mark.parametrize("notification", ["notification-none", ""])
def test_a_receipt_is_for_a_case_of_this_person(callers: Callers, case: Any, notification: str) -> None:
    path = f"/v1/people/{case['person']}/retention/receipt"
    refused(callers.post(path, {"record_id": notification}, "keeper"), "not_found", 404)


def test_on_the_page_it_lies_in_the_tray_to_read(callers: Callers, case: Any) -> None:
    keeper = signed_in(callers, "keeper")
    page = keeper.get("/notices").text
    assert "The time of a record runs out on 17 November 2032" in page and "6 years from then." in page
    action = f"/people/{case['person']}/retention/receipt"
    assert "Nothing waits for you to read." in keeper.filled_in("/notices", action, {}).text
    assert "runs out" not in signed_in(callers, "manager").get("/notices").text
