"""What is typed into the wrong field, or left out, is refused here: it is in nothing that is sent, and in no answer."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from contracts.schema import schema_of, write
from gateway.api.operation import Operation
from gateway.api.operations import OPERATIONS
from gateway.published.examples import example
from tests.unit.casework.authorities import fenshire
from tests.unit.casework.case import NOON
from tests.unit.gateway.callers import RAISE, Callers, Json, refused
from tests.unit.gateway.commits import CLOCKS
from tests.unit.gateway.house import House

V1 = "/v1/notifications"
CANARY = "Quillon"
RECORDS = """
routes:
- id: one_station
  title: One station
  rules: [FEN-1]
  steps:
  - id: check
    title: Check it
    role: manager
    rules: [FEN-1]
    outcomes:
    - {id: pass, title: Passed, next: sign, comment: required, rules: [FEN-3]}
    - {id: skip, title: Skipped, next: sign}
    records:
    - {name: urgent, question: "Is it urgent?"}
    - {name: placed, question: "Where?", words: {home: at home, away: away from home}}
  - id: sign
    title: Sign it
    role: head
    rules: [FEN-1]
    outcomes:
    - {id: signed, title: Signed}
"""
RECORDED = {"urgent": True, "placed": "home"}


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path, fenshire(CLOCKS + RECORDS))


@pytest.fixture(autouse=True)
def the_canary_is_in_nothing_that_was_sent_or_stored(house: House) -> Iterator[None]:
    yield
    assert CANARY.lower() not in json.dumps(house.services.commands).lower()
    stored = [*house.case.intake.feed(0, 1000), *house.case.escalation.feed(0, 1000)]
    assert CANARY.lower() not in repr(stored).lower()


def unsent(house: House, callers: Callers, path: str, body: Json, by: str, code: str) -> Json:
    """The request is refused so; nothing was sent for it, and the canary is not in the answer."""
    before = len(house.services.commands)
    answer = callers.post(path, body, by)
    assert CANARY.lower() not in (answer.text + str(answer.headers)).lower()
    assert len(house.services.commands) == before
    return refused(answer, code, answer.status_code)


def task_of(callers: Callers, person: str = "manager") -> str:
    return f"/v1/tasks/{callers.said('/v1/tasks', person)['tasks'][0]['task_id']}"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"facts": {CANARY: True}}, "facts_refused"),
        ({"facts": {"missing_since": CANARY}}, "facts_refused"),
        ({"facts": {"happened": [CANARY]}}, "facts_refused"),
        ({"facts": {"happened": CANARY}}, "facts_refused"),
        ({"facts": {"whereabouts": CANARY}}, "facts_refused"),
        ({"facts": {"age_years": CANARY}}, "facts_refused"),
        ({"facts": {"grave_risk": CANARY}}, "facts_refused"),
        ({"facts": {"happened": {CANARY: CANARY}}}, "facts_refused"),
        ({"categories": ["FEN-A", CANARY]}, "unknown_category"),
        ({"categories": ["FEN-ALERT"]}, "unknown_category"),
        ({"left_out": [{"rule": CANARY, "reason": "judged_not_needed"}]}, "unknown_category"),
        ({"left_out": [{"rule": "FEN-A", "reason": CANARY}]}, "malformed"),
        ({"restrictions": [CANARY]}, "unknown_restriction"),
        ({"named": {CANARY: "manager"}}, "unknown_role"),
        ({"named": {"manager": CANARY}}, "unknown_person"),
        ({"named": {CANARY: 7}}, "malformed"),
        ({"named": {"manager": {CANARY: 1}}}, "malformed"),
        ({"area": CANARY}, "unknown_area"),
        ({"authority": CANARY}, "unknown_authority"),
        ({"particulars": {"nhs_number": CANARY}}, "particulars_refused"),
        ({"particulars": {"date_of_birth": CANARY}}, "malformed"),
        ({"particulars": {"name": CANARY, "nhs_number": "9990000027"}}, "particulars_refused"),
    ],
    ids=str,
)
def test_what_is_typed_into_the_wrong_field_of_a_notification(
    house: House, callers: Callers, change: Json, code: str
) -> None:
    unsent(house, callers, V1, {**RAISE, **change}, "worker", code)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"facts": {CANARY: True}}, "facts_refused"),
        ({"facts": {"found_at": CANARY}}, "facts_refused"),
        ({"withdrawn": [CANARY]}, "facts_refused"),
        ({"withdrawn": ["missing_since", CANARY]}, "facts_refused"),
        ({"based_on": CANARY}, "malformed"),
        ({"based_on": 0.9, "particulars": {"comment": CANARY}}, "malformed"),
        ({"based_on": "0", "particulars": {"comment": CANARY}}, "malformed"),
    ],
    ids=str,
)
def test_what_is_typed_into_the_wrong_field_of_an_update(
    house: House, callers: Callers, change: Json, code: str
) -> None:
    path = f"{V1}/{callers.raised()}/updates"
    unsent(house, callers, path, {"based_on": 0, **change}, "worker", code)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"with_role": CANARY}, "unknown_role"),
        ({"with_person": CANARY}, "unknown_person"),
        ({"advice": CANARY}, "malformed"),
    ],
    ids=str,
)
def test_what_is_typed_into_the_wrong_field_of_a_consultation(
    house: House, callers: Callers, change: Json, code: str
) -> None:
    path = f"{V1}/{callers.raised()}/consultations"
    asked = {"with_role": "manager", "with_person": "manager", "advice": "raise"}
    unsent(house, callers, path, {**asked, **change}, "worker", code)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"outcome": CANARY}, "unknown_outcome"),
        ({"records": {**RECORDED, CANARY: True}}, "record_required"),
        ({"records": {**RECORDED, "placed": CANARY}}, "record_required"),
        ({"records": {**RECORDED, "urgent": CANARY}}, "record_required"),
        ({"records": {**RECORDED, "urgent": {CANARY: 1}}}, "record_required"),
    ],
    ids=str,
)
def test_what_is_typed_into_the_wrong_field_of_a_decision(
    house: House, callers: Callers, change: Json, code: str
) -> None:
    callers.raised()
    decision = {"outcome": "skip", "records": RECORDED}
    unsent(house, callers, f"{task_of(callers)}/decision", {**decision, **change}, "manager", code)


def test_what_is_typed_into_a_field_for_a_person(house: House, callers: Callers) -> None:
    callers.raised()
    unsent(house, callers, f"{task_of(callers)}/reassignment", {"to_person": CANARY}, "manager", "unknown_person")
    away = {"delegate": CANARY, "starts": NOON.isoformat(), "ends": (NOON + timedelta(days=1)).isoformat()}
    unsent(house, callers, "/v1/absences", away, "manager", "unknown_person")


def test_what_is_typed_into_an_address_goes_nowhere(house: House, callers: Callers) -> None:
    bodies: dict[str, Json] = {
        f"{V1}/{CANARY}/updates": {"based_on": 0},
        f"/v1/tasks/{CANARY}/claim": {},
        f"/v1/notices/{CANARY}/receipt": {},
        f"/v1/duties/{CANARY}/completion": {"reference": "1"},
    }
    for path, body in bodies.items():
        unsent(house, callers, path, body, "worker", "not_found")


# --- reasons that the procedure asks for ------------------------------------------------------------------------------

ELSEWHERE: list[Json | None] = [
    None,
    {},
    {"account": CANARY},
    {"learning": CANARY, "action_taken": CANARY},
    {"comment": " \n", "resolution": "\t"},
]


@pytest.mark.parametrize("particulars", [*ELSEWHERE, {"comment": CANARY}], ids=str)
def test_nothing_is_closed_without_why_it_is_resolved(house: House, callers: Callers, particulars: Any) -> None:
    path = f"{V1}/{callers.raised()}/closure"
    body = unsent(house, callers, path, {"particulars": particulars}, "manager", "comment_required")
    assert (body["status"], body["rules"], body["details"]) == (422, ["FEN-1"], {"particulars": "resolution"})
    callers.done(path, {"particulars": {"resolution": "Home and well."}}, "manager")


@pytest.mark.parametrize("particulars", [*ELSEWHERE, {"resolution": CANARY}], ids=str)
def test_an_outcome_that_needs_a_reason_needs_it_in_the_comment(
    house: House, callers: Callers, particulars: Any
) -> None:
    callers.raised()
    path, decision = f"{task_of(callers)}/decision", {"outcome": "pass", "records": RECORDED}
    body = unsent(house, callers, path, {**decision, "particulars": particulars}, "manager", "comment_required")
    assert (body["status"], body["rules"]) == (422, ["FEN-1", "FEN-3"])
    assert body["details"] == {"particulars": "comment", "outcome": "pass"}
    callers.done(path, {**decision, "particulars": {"comment": "Seen by the school."}}, "manager")


@pytest.mark.parametrize("particulars", [*ELSEWHERE, {"resolution": CANARY}], ids=str)
def test_nothing_is_given_back_without_a_word_on_what_is_wanted(
    house: House, callers: Callers, particulars: Any
) -> None:
    callers.raised()
    callers.done(f"{task_of(callers)}/decision", {"outcome": "skip", "records": RECORDED}, "manager")
    path = f"{task_of(callers, 'head')}/return"
    body = unsent(house, callers, path, {"particulars": particulars}, "head", "comment_required")
    assert (body["status"], body["rules"], body["details"]) == (422, ["FEN-1"], {"particulars": "comment"})
    callers.done(path, {"particulars": {"comment": "Which school?"}}, "head")


def test_an_outcome_that_needs_none_is_taken_without(callers: Callers) -> None:
    callers.raised()
    callers.done(f"{task_of(callers)}/decision", {"outcome": "skip", "records": RECORDED}, "manager")


# --- what cannot be ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("born", ["2026-11-18", "2062-01-01", "1899-12-31"])
def test_a_day_on_which_nobody_was_born(house: House, callers: Callers, born: str) -> None:
    body = unsent(
        house, callers, V1, {**RAISE, "particulars": {"date_of_birth": born}}, "worker", "particulars_refused"
    )
    assert list(body["details"]["particulars"]) == ["date_of_birth"]
    assert born not in str(body)


def test_today_is_a_birthday_in_england(callers: Callers, house: House) -> None:
    house.case.until(NOON.replace(month=7, day=20, year=2027, hour=23, minute=30))
    callers.raised(particulars={"date_of_birth": "2027-07-21"})


def test_what_was_raised_with_every_particular_is_read_with_each(callers: Callers) -> None:
    given = {"nhs_number": "999 000 0018", "names_of_children": "A and B", "contact": "Desk, 1", "concern": "Press."}
    told = callers.said(f"{V1}/{callers.raised(particulars=given)}")["opened"]["particulars"]
    assert {name: value for name, value in told.items() if value} == given


def test_an_absence_that_is_over_is_refused(callers: Callers) -> None:
    away = {"delegate": "clerk", "starts": (NOON - timedelta(days=2)).isoformat(), "ends": NOON.isoformat()}
    refused(callers.post("/v1/absences", away, "manager"), "period_past", 422)
    begun = {**away, "ends": (NOON + timedelta(minutes=1)).isoformat()}
    first = callers.done("/v1/absences", begun, "manager", "key-1")
    assert first["delegate"] == "clerk"


def test_an_absence_that_was_recorded_is_answered_the_same_when_it_is_over(callers: Callers, house: House) -> None:
    away = {"delegate": "clerk", "starts": NOON.isoformat(), "ends": (NOON + timedelta(hours=1)).isoformat()}
    first = callers.done("/v1/absences", away, "manager", "key-1")
    house.passes(hours=2)
    assert callers.done("/v1/absences", away, "manager", "key-1") == first


def test_facts_are_sent_as_they_are_stored(callers: Callers, house: House) -> None:
    callers.raised(facts={"happened": ["missing"], "missing_since": "2026-11-16T09:00:00+01:00"})
    sent = house.services.commands[-1]["data"]["facts"]
    assert sent == {"happened": ["missing"], "missing_since": "2026-11-16T08:00:00+00:00"}


# --- of every operation that there is -----------------------------------------------------------------------------------

FITTING: Json = {
    **RAISE,
    "authority": "fenshire",
    "named": {"manager": "manager"},
    "left_out": [],
    "restrictions": ["FEN-5"],
    "based_on": 0,
    "withdrawn": ["missing_since"],
    "with_role": "manager",
    "with_person": "manager",
    "outcome": "skip",
    "records": RECORDED,
    "to_person": "manager",
    "delegate": "clerk",
}
SENDING = [each for each in OPERATIONS if each.sends_command and each.request]
TYPED = [
    (operation, name)
    for operation in SENDING
    for name in (schema_of(operation.request).fields if operation.request else ())
    # Particulars are sealed. A reference is what a body outside calls the matter: it is sent as it was given.
    if name not in ("particulars", "reference")
]


@pytest.mark.parametrize(("operation", "field"), TYPED, ids=lambda each: getattr(each, "name", each))
def test_what_is_typed_into_any_field_that_is_not_sealed_is_not_sent(
    callers: Callers, house: House, operation: Operation, field: str
) -> None:
    """Also by an operation or a field that is added later; what is asserted is at the top, of each test here."""
    assert operation.request
    ids = {"notification_id": callers.raised(), "task_id": task_of(callers).rpartition("/")[2]}
    path = operation.path.format_map({**dict.fromkeys(re.findall(r"\{(\w+)\}", operation.path), "none"), **ids})
    body = {**write(example(operation.request)), "particulars": {"comment": "Why.", "resolution": "Home."}}
    body = {
        name: FITTING.get(name, value) for name, value in body.items() if name in schema_of(operation.request).fields
    }
    for wrong in (CANARY, [CANARY], {CANARY: CANARY}, {"manager": CANARY}, [{"rule": CANARY, "reason": CANARY}]):
        for by in ("worker", "manager"):
            answer = callers.post(path, {**body, field: wrong}, by)
            assert answer.status_code >= 400 and CANARY not in answer.text, (wrong, answer.text)
