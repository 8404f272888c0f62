"""The OpenAPI document: valid, committed as it is, whole, and true of what is really answered."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker  # type: ignore[import-untyped]  # it ships no types
from openapi_spec_validator import validate

from contracts.refusals import REFUSALS
from gateway.api.operations import OPERATIONS
from gateway.openapi import FOLDER, as_text
from gateway.published.openapi_document import codes_of, openapi_document
from tests.unit.casework.authorities import fenshire
from tests.unit.gateway.callers import RAISE, Callers
from tests.unit.gateway.commits import CLOCKS
from tests.unit.gateway.house import House

DOCUMENT = openapi_document()
BY_PLACE = {(each.method.lower(), each.path): each for each in OPERATIONS}


def test_the_document_is_valid_openapi() -> None:
    validate(DOCUMENT)
    assert DOCUMENT["openapi"].startswith("3.1")


def test_the_committed_copy_is_what_the_code_says() -> None:
    committed = (FOLDER / "openapi.json").read_text("utf-8")
    assert committed == as_text(DOCUMENT), "run python -m gateway.openapi, look at the difference, commit it"


def test_every_operation_is_documented_and_nothing_else() -> None:
    documented = {(method, path) for path, methods in DOCUMENT["paths"].items() for method in methods}
    assert documented == BY_PLACE.keys()


def test_every_route_of_the_application_is_an_operation_or_a_page(tmp_path: Path) -> None:
    routes = {(next(iter(route.methods)).lower(), route.path) for route in House(tmp_path).app.routes}  # type: ignore[attr-defined]
    api = {each for each in routes if each[1].startswith(("/v1", "/health", "/fhir"))}
    assert api == BY_PLACE.keys()


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.name)
def test_an_operation_says_what_it_does_takes_and_refuses(operation: Any) -> None:
    described = DOCUMENT["paths"][operation.path][operation.method.lower()]
    assert described["summary"] and described["description"] and described["tags"]
    named = {each["name"] for each in described["parameters"]}
    assert set(re.findall(r"\{(\w+)\}", operation.path)) <= named
    assert ("Idempotency-Key" in named) == operation.sends_command
    assert ("requestBody" in described) == (operation.method == "POST")
    for code in codes_of(operation):
        response = described["responses"][str(REFUSALS[code].status)]
        assert f"`{code}`" in response["description"] or REFUSALS[code].status in operation.more_statuses


def test_every_schema_is_described() -> None:
    undescribed = [name for name, each in DOCUMENT["components"]["schemas"].items() if not each.get("description")]
    assert undescribed == []


def validator(schema: Any) -> Draft202012Validator:
    whole = {**schema, "components": DOCUMENT["components"]}
    return Draft202012Validator(whole, format_checker=FormatChecker())


def check(answer: Any, method: str, path: str) -> None:
    """The answer is as the document says of this operation."""
    response = DOCUMENT["paths"][path][method]["responses"][str(answer.status_code)]
    content = response["content"][answer.headers["content-type"]]
    problems = [each.message for each in validator(content["schema"]).iter_errors(answer.json())]
    assert problems == []


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path, fenshire(CLOCKS))


def played(callers: Callers, house: House) -> dict[str, str]:
    """A case in which there is something of everything; ids by the name that they have in an address."""
    notification = callers.raised(restrictions=["FEN-5"], named={"clerk": "clerk"})
    path = f"/v1/notifications/{notification}"
    consultation = {"with_role": "manager", "with_person": "manager", "advice": "raise"}
    check(
        callers.post(f"{path}/consultations", consultation), "post", "/v1/notifications/{notification_id}/consultations"
    )
    body = {"based_on": 0, "particulars": {"comment": "More."}}
    check(callers.post(f"{path}/updates", body), "post", "/v1/notifications/{notification_id}/updates")
    task = callers.said("/v1/tasks", "manager")["tasks"][0]["task_id"]
    check(
        callers.post(f"/v1/tasks/{task}/decision", {"outcome": "pass"}, "manager"),
        "post",
        "/v1/tasks/{task_id}/decision",
    )
    house.passes(days=8)
    notice = callers.said("/v1/notices", "worker")["notices"][0]["notice_id"]
    duty = callers.said("/v1/duties", "liaison")["duties"][0]["duty_id"]
    exercise = {"exercise_id": "exercise-1", "custodians": ["MDW"]}
    check(callers.post("/v1/exercises", exercise, "head"), "post", "/v1/exercises")
    return {
        "exercise_id": "exercise-1",
        "message_id": "exercise-1.1",
        "custodian": "MDW",
        "received_id": "none",
        "sender": "none",
        "notification_id": notification,
        "person": house.person_of(notification),
        "text": f"{notification}@1.0",
        "name": "account",
        "task_id": task,
        "notice_id": notice,
        "duty_id": duty,
        "code": "fenshire",
        "edition": "trial",
        "report_id": "none",
        "concern_id": "none",
        "alert_id": "alert-none",
        "action_id": "action-1",
        "change": "1",
        "meeting_id": "meeting-none",
        "earlier": "none",
        "assessment_id": "assessment-none-1",
        "share_id": "none",
        "resource_id": "none",
        "delivery_id": "none",
        "subscription_id": "none",
    }


def test_what_is_answered_is_what_is_documented(house: House) -> None:
    with house.open() as callers:
        check(callers.post("/v1/notifications", RAISE), "post", "/v1/notifications")
        check(callers.post("/v1/suggestions", {"facts": RAISE["facts"]}), "post", "/v1/suggestions")
        ids = played(callers, house)
        for operation in (each for each in OPERATIONS if each.method == "GET"):
            for person in ("worker", "manager", "liaison", "head", "desk-1", "keeper", "fenshire/police"):
                check(callers.get(operation.path.format(**ids), person), "get", operation.path)


def test_what_is_refused_is_what_is_documented(house: House) -> None:
    with house.open() as callers:
        for operation in OPERATIONS:
            if operation.is_public:
                continue
            path = re.sub(r"\{\w+\}", "none", operation.path)
            for by in ("", "auditor", "fenshire/police"):
                body = {"content": b"{", "headers": {"Content-Type": "application/json"}} if operation.request else {}
                answer = callers.call(operation.method, path, by, **body)
                check(answer, operation.method.lower(), operation.path)


def test_requests_that_are_documented_are_read(house: House) -> None:
    schema = DOCUMENT["paths"]["/v1/notifications"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert list(validator(schema).iter_errors(RAISE)) == []
    assert list(validator(schema).iter_errors({**RAISE, "nonsense": 1}))
    assert json.loads((FOLDER / "openapi.json").read_text("utf-8"))["paths"].keys() == DOCUMENT["paths"].keys()
