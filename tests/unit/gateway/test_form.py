"""The form in parts: told with its conditions, and what it requires of the particulars is asked for before anything is sent."""

from __future__ import annotations

from pathlib import Path

import pytest

from needfire.loading import deployment as module
from needfire.loading.authorities import load_authorities
from tests.unit.casework.authorities import HERE, fenshire
from tests.unit.gateway.callers import RAISE, Callers, refused
from tests.unit.gateway.house import House
from tests.unit.intake.test_form import PARTS
from tests.unit.sdk.test_baseline import EDITION, LAW, installed

SUBJECT = {"subject_kind": "child", "happened": ["arrest"]}


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path, fenshire(PARTS))


def test_a_required_particular_that_is_missing_is_asked_for_and_nothing_is_sent(callers: Callers, house: House) -> None:
    for particulars in (None, {"account": "What happened."}, {"name": "  "}):
        body = {**RAISE, "particulars": particulars}
        problem = refused(callers.post("/v1/notifications", body), "particulars_required", 422)
        assert list(problem["details"]["particulars"]) == ["name"]
        assert problem["rules"] == ["FEN-1"]
    assert house.services.commands == []


def test_a_required_fact_that_is_missing_is_asked_for(callers: Callers) -> None:
    body = {**RAISE, "facts": {"happened": ["missing"], "subject_kind": "child"}}
    problem = refused(callers.post("/v1/notifications", body), "facts_required", 422)
    assert list(problem["details"]["facts"]) == ["missing_since"]
    assert [each["id"] for each in problem["reasons"]] == ["FEN-2"]


def test_with_all_that_is_required_it_is_raised(callers: Callers) -> None:
    assert callers.raised()
    assert callers.raised(facts=SUBJECT, categories=["FEN-X"])


def test_the_form_is_told_part_by_part(callers: Callers) -> None:
    told = callers.said("/v1/authorities/fenshire/editions/trial")["form_parts"]
    assert [each["title"] for each in told] == ["Who it is", "Since when", "For a death"]
    first, second, third = told
    assert (first["applies_when"], first["required"]) == (None, ["subject_kind", "name"])
    assert [each["particular"] for each in first["particulars"]] == ["name"]
    assert "missing" in second["applies_when"]
    assert third["facts"][0]["kind"] == "count"


def test_a_form_without_parts_is_told_as_one(tmp_path: Path) -> None:
    with House(tmp_path, fenshire()).open() as callers:
        [part] = callers.said("/v1/authorities/fenshire/editions/trial")["form_parts"]
    assert (part["title"], part["required"]) == ("Trial procedure", [])
    assert [each["fact"] for each in part["facts"]] == ["subject_kind", "happened", "missing_since", "found_at"]


def test_a_baseline_is_listed_and_read_beside_the_authorities_that_stand_on_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    points = installed(EDITION, LAW)
    monkeypatch.setattr(module, "load_authorities", lambda allowed: load_authorities(allowed, points))
    (tmp_path / "fenshire.yaml").write_text((HERE / "fenshire-directory.yaml").read_text("utf-8"), "utf-8")
    house = House(tmp_path, module.load_deployment(None, tmp_path))
    with house.open() as callers:
        listed = {each["code"]: each for each in callers.said("/v1/authorities")["authorities"]}
        assert (listed["lawful"]["edition_in_force"], listed["lawful"]["stopped"]) == (None, None)
        told = callers.said("/v1/authorities/fenshire/editions/trial")
        assert told["stands_on"] == "lawful first"
        sources = {each["id"]: each["document"] for each in told["rules"]}
        assert (sources["FEN-1"], sources["LAW-1"]) == ("A procedure made for tests", "An Act made for tests")
        assert [each["title"] for each in told["form_parts"]] == ["Trial procedure", "What the law asks"]
        rules = callers.said("/v1/authorities/lawful/editions/first")["rules"]
        assert {each["id"]: each["status"] for each in rules}["LAW-3"] == "assumption"
