"""What agencies are owed and shared: they see theirs, acknowledge it, and nothing else is there for them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.casework.authorities import fenshire
from tests.unit.gateway.callers import Callers, refused
from tests.unit.gateway.house import House

POLICE, CLINIC = "fenshire/police", "fenshire/clinic"
STATED = """
circulation:
- {id: to_police, title: To the police, rules: [FEN-3], by: [manager], to_bodies: {police: The police}}
duties:
- id: tell_police
  title: Tell the police
  rules: [FEN-2]
  to: Fen Police
  lead: liaison
  opens: [raised]
  within: 24h
- {id: tell_board, title: Tell the board, rules: [FEN-2], to: The board, lead: liaison, opens: [raised]}
"""
WHY = {"particulars": {"comment": "Please look out for the child."}}


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path, fenshire(STATED))


def shared(callers: Callers) -> str:
    notification = callers.raised()
    callers.done(
        f"/v1/notifications/{notification}/shares", {"circulation": "to_police", "to_body": "police", **WHY}, "manager"
    )
    return notification


def test_an_agency_sees_what_it_is_owed_and_nothing_of_whom(callers: Callers) -> None:
    notification = callers.raised()
    [duty] = callers.said("/v1/agency/duties", POLICE)["duties"]
    assert (duty["title"], duty["to"], duty["overdue"]) == ("Tell the police", "Fen Police", False)
    assert [rule["id"] for rule in duty["rules"]] == ["FEN-2"]
    assert "Invented Child" not in str(duty)
    assert callers.said("/v1/agency/duties", CLINIC)["duties"] == []
    refused(callers.get(f"/v1/notifications/{notification}", POLICE), "not_permitted", 403)


def test_its_own_reference_ends_the_duty_and_is_the_evidence(callers: Callers, house: House) -> None:
    notification = callers.raised()
    [duty] = callers.said("/v1/agency/duties", POLICE)["duties"]
    path = f"/v1/agency/duties/{duty['duty_id']}/receipt"
    refused(callers.post(path, {"reference": " "}, POLICE), "reference_required", 422)
    callers.done(path, {"reference": "FP/2026/17"}, POLICE)
    seen = callers.said(f"/v1/notifications/{notification}", "manager")
    told = next(each for each in seen["duties"] if each["duty_id"] == duty["duty_id"])
    assert (told["reference"], told["done_by"]["name"]) == ("FP/2026/17", "Fenshire Police (invented)")
    assert callers.said("/v1/agency/duties", POLICE)["duties"] == []
    refused(callers.post(path, {"reference": "FP/2026/18"}, POLICE), "duty_already_done", 409)


def test_a_duty_towards_another_body_does_not_exist(callers: Callers) -> None:
    callers.raised()
    board = next(
        each["duty_id"] for each in callers.said("/v1/duties", "liaison")["duties"] if each["to"] == "The board"
    )
    police = callers.said("/v1/agency/duties", POLICE)["duties"][0]["duty_id"]
    for duty, by in ((board, POLICE), (police, CLINIC), ("duty-none-1", POLICE)):
        refused(callers.post(f"/v1/agency/duties/{duty}/receipt", {"reference": "X"}, by), "not_found", 404)


def test_duties_come_page_by_page(callers: Callers) -> None:
    for _ in range(3):
        callers.raised()
    first = callers.said("/v1/agency/duties", POLICE, limit=2)
    rest = callers.said("/v1/agency/duties", POLICE, limit=2, cursor=first["next"])
    assert len({each["duty_id"] for each in (*first["duties"], *rest["duties"])}) == 3
    assert rest["next"] is None


def test_what_was_shared_is_opened_by_its_body_and_told_by_a_receipt(callers: Callers) -> None:
    notification = shared(callers)
    [line] = callers.said("/v1/agency/shares", POLICE)["shares"]
    assert (line["title"], line["body"], line["received_at"]) == ("To the police", "police", None)
    path = f"/v1/agency/shares/{line['share_id']}"
    opened = callers.said(path, POLICE)
    assert opened["opened"]["particulars"]["comment"] == "Please look out for the child."
    assert opened["facts"]["happened"] == ["missing"]
    assert "Invented Child" not in str(opened), "the case's particulars are not part of what was shared"
    callers.done(f"{path}/receipt", {}, POLICE)
    refused(callers.post(f"{path}/receipt", {}, POLICE), "already_received", 409)
    assert callers.said(path, POLICE)["received_at"] is not None
    [told] = callers.said(f"/v1/notifications/{notification}/shares", "manager")["shares"]
    assert told["received_at"] is not None
    story = callers.said(f"/v1/notifications/{notification}/timeline", "manager")["entries"]
    assert "Fenshire Police (invented) has read what was shared with them." in [each["sentence"] for each in story]


def test_what_was_shared_with_another_does_not_exist(callers: Callers) -> None:
    shared(callers)
    [line] = callers.said("/v1/agency/shares", POLICE)["shares"]
    assert callers.said("/v1/agency/shares", CLINIC)["shares"] == []
    other = f"share-2-{line['share_id'].split('-', 2)[2]}"
    for share, by in ((line["share_id"], CLINIC), (other, POLICE), ("share-1-none", POLICE), ("share-x", POLICE)):
        refused(callers.get(f"/v1/agency/shares/{share}", by), "not_found", 404)
        refused(callers.post(f"/v1/agency/shares/{share}/receipt", {}, by), "not_found", 404)
