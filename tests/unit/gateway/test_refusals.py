"""What bad input gets: a 4xx with a stable code and a sentence, nothing stored, and not a word of what was sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from contracts.refusals import Refusal
from gateway.api.bodies import LARGEST
from tests.unit.casework.authorities import fenshire, real
from tests.unit.gateway.callers import RAISE, Callers, refused
from tests.unit.gateway.house import House, deployment_of

V1 = "/v1/notifications"
LATER = "2027-01-01T00:00:00+00:00"


@pytest.fixture(autouse=True)
def nothing_is_stored(house: House) -> Iterator[None]:
    yield
    assert house.case.intake.feed(0, 100) == ()


def sent(callers: Callers, content: bytes, content_type: str = "application/json") -> Any:
    return callers.call("POST", V1, "worker", content=content, headers={"Content-Type": content_type})


def test_malformed_json(callers: Callers) -> None:
    refused(sent(callers, b'{"area": "fen",'), "not_json", 400)


def test_a_name_given_twice(callers: Callers) -> None:
    refused(sent(callers, b'{"area": "fen", "area": "hill"}'), "not_json", 400)


def test_another_content_type(callers: Callers) -> None:
    refused(sent(callers, b"area=fen", "application/x-www-form-urlencoded"), "wrong_content_type", 415)


@pytest.mark.parametrize("size", [LARGEST + 1, 10 * LARGEST, 20 * LARGEST])
def test_something_huge(callers: Callers, size: int) -> None:
    assert refused(sent(callers, b"x" * size), "too_large", 413)["details"] == {"largest_bytes": LARGEST}


def test_the_largest_that_is_allowed_is_read(callers: Callers) -> None:
    refused(sent(callers, b" " * LARGEST), "not_json", 400)


def test_nothing_at_all(callers: Callers) -> None:
    assert set(refused(sent(callers, b""), "malformed", 422)["details"]) == {"area", "facts", "categories"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("area", None),
        ("area", 7),
        ("area", "x" * 201),
        ("facts", []),
        ("categories", "FEN-A"),
        ("categories", [1]),
        ("named", {"manager": 7}),
        ("left_out", [{"rule": "FEN-A", "reason": "no time"}]),
        ("particulars", "Invented Child"),
        ("particulars", {"name": "x" * 201}),
        ("particulars", {"account": "x" * 20_001}),
        ("particulars", {"date_of_birth": "yesterday"}),
        ("nonsense", 1),
    ],
)
def test_a_field_that_is_wrong_is_named(callers: Callers, field: str, value: Any) -> None:
    body = refused(callers.post(V1, {**RAISE, field: value}), "malformed", 422)
    assert [path.split(".")[0] for path in body["details"]] == [field]


def test_what_was_sent_in_the_wrong_place_is_not_repeated(callers: Callers) -> None:
    answer = callers.post(V1, {**RAISE, "Invented Child": 1, "particulars": {"Invented Child, 12": "x"}})
    refused(answer, "malformed", 422)
    assert "Invented" not in answer.text


def test_a_fact_in_the_future(callers: Callers) -> None:
    body = refused(callers.post(V1, {**RAISE, "facts": {"missing_since": LATER}}), "facts_refused", 422)
    assert "future" in body["details"]["facts"]["missing_since"]


def test_a_category_of_another_authority(callers: Callers) -> None:
    refused(callers.post(V1, {**RAISE, "categories": ["KEN23-NTK-G"]}), "unknown_category", 422)


def test_a_category_left_out_is_asked_about(callers: Callers) -> None:
    body = refused(callers.post(V1, {**RAISE, "categories": ["FEN-X"]}), "category_left_out", 409)
    assert body["rules"] == ["FEN-A"]


def test_no_category(callers: Callers) -> None:
    refused(callers.post(V1, {**RAISE, "categories": []}), "no_category", 422)


def test_an_area_that_is_not_there(callers: Callers) -> None:
    assert refused(callers.post(V1, {**RAISE, "area": "moon"}), "unknown_area", 422)["details"]["areas"] == [
        "fen",
        "hill",
    ]


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("named", {"head": "head"}, "unknown_role"),
        ("named", {"manager": "Invented Manager"}, "unknown_person"),
        ("restrictions", ["FEN-9"], "unknown_restriction"),
    ],
)
def test_names_that_the_procedure_and_the_directory_do_not_know(
    callers: Callers, field: str, value: Any, code: str
) -> None:
    answer = callers.post(V1, {**RAISE, field: value})
    refused(answer, code, 422)
    assert "Invented Manager" not in answer.text


def test_an_authority_that_is_not_here(callers: Callers) -> None:
    refused(callers.post(V1, {**RAISE, "authority": "atlantis"}), "unknown_authority", 422)
    refused(callers.post(V1, RAISE, by="stranger"), "unknown_authority", 422)


def test_another_authority_than_ones_own(callers: Callers) -> None:
    refused(callers.post(V1, {**RAISE, "authority": "kent"}), "not_permitted", 403)


def test_an_authority_that_was_stopped(house: House) -> None:
    stopped = deployment_of(fenshire(), real("kent"), stopped={"atlantis": "the sea took it"})
    house.case.deploy(stopped)
    house.parts = house._parts()
    house.with_parts()
    with house.open() as callers:
        refused(callers.post(V1, RAISE, by="stranger"), "authority_stopped", 503)
        told = callers.said("/v1/authorities")["authorities"]
        assert {each["code"]: each["stopped"] for each in told}["atlantis"] == "the sea took it"


def test_which_posts_nobody_holds_is_told_to_the_authoritys_own_people(house: House) -> None:
    kent = real("kent").directories["kent"]
    empty = replace(kent, posts=kent.posts[:1], agencies=(replace(kent.agencies[0], bodies=("Nobody's",)),))
    house.case.deploy(deployment_of(fenshire(), replace(real("kent"), directories={"kent": empty})))
    house.parts = house._parts()
    house.with_parts()
    with house.open() as callers:
        for by, is_told in (("kent-director", True), ("worker", False)):
            told = {each["code"]: each for each in callers.said("/v1/authorities", by)["authorities"]}["kent"]
            assert (bool(told["vacancies"]), bool(told["unknown_bodies"])) == (is_told, is_told), by


def test_a_person_without_the_post(callers: Callers) -> None:
    body = refused(callers.post(V1, RAISE, by="auditor"), "not_permitted", 403)
    assert (body["details"]["roles"], body["rules"]) == (["Worker", "Manager"], ["FEN-1"])


@pytest.mark.parametrize(
    "authorization",
    [None, "", "Bearer", "Bearer ", "Bearer nobody", "Basic dG9rZW4td29ya2Vy", "token-worker", "Bearer token-worker x"],
)
def test_nobody_in_particular(callers: Callers, authorization: str | None) -> None:
    headers = {"Authorization": authorization} if authorization is not None else {}
    answer = callers.call("POST", V1, json=RAISE, headers=headers)
    refused(answer, "unauthenticated", 401)
    assert answer.headers["www-authenticate"] == "Bearer"


def test_a_token_in_the_address_is_nobodys(callers: Callers) -> None:
    token = callers.token_for("worker")
    for name in ("token", "access_token"):
        refused(callers.call("GET", f"{V1}?{name}={token}"), "unauthenticated", 401)


def test_a_parameter_that_there_is_not(callers: Callers) -> None:
    assert refused(callers.get(V1, limt=3), "malformed", 422)["details"] == {"limt": "There is no such parameter."}


@pytest.mark.parametrize("value", ["-1", "three", "1.5", "9" * 50, "\u0663"])
def test_a_number_that_is_none(callers: Callers, value: str) -> None:
    refused(callers.get(V1, limit=value), "malformed", 422)


@pytest.mark.parametrize("cursor", ["!", "%00", "A", "\x00", "x" * 300, "MjAyNi0xMS0xN3x4"])
def test_a_cursor_that_is_none(callers: Callers, cursor: str) -> None:
    refused(callers.get(V1, cursor=cursor), "malformed", 422)


@pytest.mark.parametrize("path", ["/v1", "/v1/nothing", "/v1/notifications/a/b/c", "/nowhere", "/v1/notifications/"])
def test_an_address_that_is_not_there(callers: Callers, path: str) -> None:
    refused(callers.get(path), "not_found", 404)


def test_somebody_with_a_browser_is_told_so_on_a_page(callers: Callers) -> None:
    answer = callers.call("GET", "/nowhere", headers={"accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert (answer.status_code, answer.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert Refusal("not_found").sentence in answer.text
    refused(callers.call("GET", "/v1/nowhere", headers={"accept": "text/html"}), "not_found", 404)


def test_a_method_that_does_not_go_with_the_address(callers: Callers) -> None:
    answer = callers.call("DELETE", V1, "worker")
    refused(answer, "method_not_allowed", 405)
    assert "POST" in answer.headers["allow"] or "GET" in answer.headers["allow"]
