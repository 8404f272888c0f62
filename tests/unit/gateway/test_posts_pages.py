"""Who holds which post, and whom each step of an edition reaches: for the authority's own people, with vacancies unmistakable."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.unit.casework.authorities import fenshire, real
from tests.unit.gateway.callers import Callers, refused
from tests.unit.gateway.house import House, deployment_of
from tests.unit.gateway.visiting import signed_in

REACH = "/v1/authorities/fenshire/editions/trial/reach"


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path, deployment_of(fenshire(), real("kent")))


def without(house: House, role: str) -> None:
    """Nobody holds this post any more."""
    people = house.parts.people
    directory = people._directories["fenshire"]
    posts = tuple(each for each in directory.posts if each.role != role)
    people._directories = {**people._directories, "fenshire": replace(directory, posts=posts)}


def test_a_step_says_whom_it_reaches_area_by_area(callers: Callers) -> None:
    told = callers.said(REACH, "worker")
    steps = [each for route in told["routes"] for each in route["steps"]]
    [managers] = [each["now"] for each in steps if each["role"]["id"] == "manager"][:1]
    assert [(each["areas"], each["held"], each["people"][0]["id"]) for each in managers] == [
        (["fen"], "holder", "manager"),
        (["hill"], "holder", "hill-manager"),
    ]
    [desk] = [each["now"] for each in steps if each["role"]["id"] == "desk"][:1]
    assert [(each["areas"], each["group"]) for each in desk] == [([], True)]
    assert told["beside"]


def test_who_is_away_is_covered_and_it_is_said_as_what(callers: Callers, house: House) -> None:
    body = {"delegate": "head", "starts": "2026-11-17T09:00:00+00:00", "ends": "2026-11-19T09:00:00+00:00"}
    callers.done("/v1/absences", body, "manager")
    house.follow()
    told = callers.said("/v1/directory", "worker")
    [post] = [each for each in told["posts"] if (each["role"]["id"], each["area"]) == ("manager", "fen")]
    assert (post["now"]["held"], [each["id"] for each in post["now"]["people"]]) == ("delegate", ["head"])
    assert [(each["person"]["id"], each["delegate"]["id"]) for each in told["away"]] == [("manager", "head")]
    page = signed_in(callers, "worker").get("/directory").text
    assert "stands in" in page and "standing in" in page


def test_a_vacant_post_is_unmistakable(callers: Callers, house: House) -> None:
    assert "Vacant" not in signed_in(callers, "worker").get("/directory").text
    without(house, "manager")
    told = callers.said(REACH, "worker")
    assert told["vacant"] > 0
    page: Any = signed_in(callers, "worker").get("/procedures/trial/reach").text
    assert '<strong class="flag">Vacant</strong>' in page and "Nobody holds it" in page


def test_it_is_for_who_holds_a_post_in_the_authority(callers: Callers, house: House) -> None:
    refused(callers.get(REACH, "kent-director"), "not_found", 404)
    refused(callers.get("/v1/authorities/fenshire/editions/none/reach", "worker"), "not_found", 404)
    kents = signed_in(callers, "kent-director").get("/directory").text
    assert "Ada Reed" not in kents and "Jamie Downs" in kents
    assert signed_in(callers, "kent-director").get("/procedures/trial/reach").status_code == 404
    for role in ("worker",):
        without(house, role)
    for path in ("/directory", "/procedures/trial/reach"):
        assert signed_in(callers, "worker").get(path).status_code == 404
    listed = signed_in(callers, "worker").get("/procedures").text
    assert "/procedures/trial" in listed and "/directory" not in listed
