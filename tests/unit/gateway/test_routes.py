"""Every route declares what is done there, and lets nobody do it unasked."""

from __future__ import annotations

import re
from typing import Any

import pytest
from fastapi.routing import APIRoute

from access import DEEDS
from gateway.api.operation import Operation
from gateway.api.operations import OPERATIONS
from gateway.web.page import Page
from tests.unit.gateway.callers import Callers
from tests.unit.gateway.house import House

PUBLIC = {
    "/health/live", "/health/ready", "/openapi.json", "/accessibility", "/docs", "/static/{name}", "/sign-in", "/sign-in/begin",
    "/v1/inbox/{custodian}/{sender}", "/sign-in/return", "/sign-out", "/signed-out", "/oauth/token", "/oauth/keys", "/fhir/r4/metadata",
}  # fmt: skip


def declared(route: Any) -> Operation | Page | None:
    found = getattr(getattr(route, "endpoint", None), "operation", None)
    return found if isinstance(found, Operation | Page) else None


def test_every_route_declares_its_deed(house: House) -> None:
    assert house.app.routes
    for route in house.app.routes:
        assert isinstance(route, APIRoute), route
        found = declared(route)
        assert found is not None and found.deed in DEEDS, route.path
        assert (found.path, {found.method}) == (route.path, route.methods)


def test_only_these_are_for_anyone(house: House) -> None:
    found = [each for each in map(declared, house.app.routes) if each and each.deed == "anyone"]
    assert {each.path for each in found} == PUBLIC


@pytest.mark.parametrize("operation", [each for each in OPERATIONS if not each.is_public], ids=lambda each: each.name)
def test_without_a_token_nothing_is_answered_and_nothing_is_read(
    callers: Callers, house: House, operation: Operation
) -> None:
    path = re.sub(r"\{\w+\}", "x", operation.path)
    answer = callers.call(operation.method, path, json={} if operation.method == "POST" else None)
    assert answer.status_code == 401
    assert "unauthenticated" in answer.text
    assert house.services.commands == []


def test_operations_have_names_of_their_own() -> None:
    names = [each.name for each in OPERATIONS]
    assert len(set(names)) == len(names)
