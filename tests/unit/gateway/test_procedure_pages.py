"""The editions of the own authority on pages: listed, in full, and two side by side as the tool compares them."""

from __future__ import annotations

from pathlib import Path

import pytest

from needfire.outlined.comparing import compare_editions
from tests.unit.casework.authorities import fenshire, real
from tests.unit.gateway.callers import Callers, refused
from tests.unit.gateway.house import House, deployment_of
from tests.unit.gateway.visiting import signed_in

BY = "kent-team-manager"
COMPARED = "/v1/authorities/kent/editions/2023-12/compared/2016-09"


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path, deployment_of(fenshire(), real("kent")))


def test_the_editions_lead_to_each_in_full_and_to_what_changed(callers: Callers) -> None:
    visitor = signed_in(callers, BY)
    listed = visitor.get("/procedures").text
    assert "/procedures/2023-12/compared/2016-09" in listed and "needfire replay" in listed
    page = visitor.get("/procedures/2023-12").text
    for said in ("In force", "Compare it with edition 2016-09", "section=Rules"):
        assert said in page, said
    rules = visitor.get("/procedures/2023-12?section=Rules").text
    assert "Our assumption" in rules and "KEN23-NTK-G" in rules
    assert visitor.get("/procedures/2023-12?section=None").status_code == 404
    assert visitor.get("/procedures/none").status_code == 404
    assert visitor.get("/procedures/trial").status_code == 404


def test_two_editions_side_by_side_are_what_the_tool_prints(callers: Callers, house: House) -> None:
    editions = house.case.deployment.authorities["kent"].editions
    found = compare_editions(editions["2016-09"], editions["2023-12"])
    told = callers.said(COMPARED, BY)
    assert [told[each] for each in ("came", "went", "changed", "same")] == [
        found.count(each) for each in ("came", "went", "changed", "same")
    ]
    assert sum(len(each["parts"]) for each in told["sections"]) == told["came"] + told["went"] + told["changed"]
    visitor = signed_in(callers, BY)
    for section in told["sections"]:
        page = visitor.get(f"/procedures/2023-12/compared/2016-09?section={section['title']}").text
        first = section["parts"][0]
        assert "What changed from 2016-09 to 2023-12" in page and (first["after_id"] or first["before_id"]) in page
        assert len(page) < 100_000, section["title"]


def test_another_authoritys_and_the_same_one_are_not_compared(callers: Callers) -> None:
    refused(callers.get(COMPARED, "worker"), "not_found", 404)
    refused(callers.get(COMPARED.replace("2016-09", "2023-12"), BY), "not_found", 404)
    assert signed_in(callers, BY).get("/procedures/2023-12/compared/2023-12").status_code == 404
