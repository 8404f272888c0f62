"""`needfire replay`: for each case who would have been told, earlier or later, and which clocks differ."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from services.escalation.replaying.differing import Paired, changes, replay
from services.escalation.replaying.reckoning import Due, Reckoned, Reckoner
from tests.unit.workbench.tool import CASES, needfire
from workbench.cases import CaseFile, read_cases
from workbench.reckoning import reckoner
from workbench.sources import source

NOON = datetime(2027, 5, 3, 12, tzinfo=UTC)


@pytest.fixture
def later(edition: Path) -> Path:
    """The next edition: a working day becomes three, and the director is told when it is raised."""
    text = edition.read_text("utf-8").replace("2026-11-01", "2027-04-01").replace("1wd", "3wd")
    text = text.replace("within one working day", "within three working days")
    told = "  roles: [social_worker, team_manager]\n  rules: [FENSHIRE-4]\n  tells: [{role: director, rules: [FENSHIRE-4]}]\n"
    text = text.replace("  roles: [social_worker, team_manager]\n  rules: [FENSHIRE-4]\n", told, 1)
    file = edition.with_name("2027-04-01.yaml")
    file.write_text(text, "utf-8")
    return file


def under(file: Path) -> Reckoner:
    found = source(str(file))
    return reckoner(found.authority, found.edition, None)


MISSING = CaseFile("c.yaml", "missing", "fenshire", NOON, {"subject_kind": "child", "missing_since": (NOON - timedelta(days=2)).isoformat()})  # fmt: skip


def test_who_is_told_earlier_and_which_clock_is_later(edition: Path, later: Path) -> None:
    before, after = under(edition), under(later)
    (found,) = replay([MISSING], before, after, Paired(before.edition, after.edition))
    said = {(each.about, each.what): each for each in found.changes}
    director = said["told", "Director of children's services"]
    assert (director.before, director.after, director.how) == ("after 2 decisions", "when it is raised", "earlier")
    assert said["clock", "Send on to the head of service"].how == "2 d later"
    assert len(said) == 2


def test_a_case_of_no_category_is_only_notified_where_one_fits(edition: Path) -> None:
    nobody = replace(MISSING, facts={"subject_kind": "child"})
    found = under(edition).reckon(nobody)
    assert (found.outcome, found.by_judgement) == ("notified", True)


def test_what_only_one_edition_does_is_said_to_be_only_there() -> None:
    kent = Paired(source("kent 2016-09").edition, source("kent 2023-12").edition)
    due = {"alert_to_unit": Due("Alert", NOON)}
    one, other = Reckoned("a", "notified"), Reckoned("b", "notified", told={"director": 0}, clocks=due)
    assert [(c.about, c.how) for c in changes(one, other, kent)] == [("told", "only after"), ("clock", "only after")]
    assert next((c.about, c.how) for c in changes(other, one, kent)) == ("told", "only before")


def test_another_category_and_another_way_are_said_and_one_that_stands_for_another_is_not() -> None:
    kent = Paired(source("kent 2016-09").edition, source("kent 2023-12").edition)
    old, new = next(iter(kent.same["Categories"].items()))
    gone, come = (next(c.rule for c in e.categories if c.rule not in (old, new)) for e in (kent.before, kent.after))
    way, other_way = next(iter(kent.same["Routes"].items()))
    one = Reckoned("a", "notified", (old, gone), route=way)
    other = Reckoned("b", "notified", (new, come), route=other_way)
    said = [(c.about, c.before, c.after, c.how) for c in changes(one, other, kent)]
    assert said == [("category", gone, "", "only before"), ("category", "", come, "only after")]
    ways = next(each.id for each in kent.after.routes if each.id != other_way)
    assert [(c.about, c.how) for c in changes(one, replace(other, categories=(new,), route=ways), kent)][-1] == (
        "route",
        "differs",
    )


def test_kents_cases_under_its_other_edition(tmp_path: Path) -> None:
    lines, page = tmp_path / "r.csv", tmp_path / "r.html"
    words = ("--under", "kent 2023-12", "--instead-of", "kent 2016-09")
    said = needfire("replay", CASES / "kent", *words)
    assert "6 cases of kent 2016-09, under kent 2023-12" in said
    assert "Area or service assistant director" in said
    assert said.splitlines()[0] in needfire("replay", CASES / "kent", *words, "--csv", lines, "--html", page)
    rows = list(csv.DictReader(lines.read_text("utf-8").splitlines()))
    assert {row["file"] for row in rows} == {file.name for file in (CASES / "kent").glob("*.yaml")}
    assert any(row["about"] == "told" and row["change"] == "earlier" for row in rows)
    assert "What would have been different under kent 2023-12" in page.read_text("utf-8")


def test_each_case_is_compared_with_the_edition_of_its_day() -> None:
    said = needfire("replay", CASES / "luton", "--under", "kent 2023-12")
    assert "cases of luton undated, under kent 2023-12" in said


def test_an_edition_is_not_compared_with_itself() -> None:
    said = needfire("replay", CASES / "kent" / "media-interest.yaml", "--under", "kent 2023-12", code=2)
    assert "name another edition" in said


def test_what_is_of_the_other_edition_itself_is_left_aside_and_counted() -> None:
    said = needfire("replay", CASES / "kent", "--under", "kent 2023-12")
    assert re.search(r"[1-9] more are of kent 2023-12 itself, and are left aside", said)


def test_a_folder_without_cases_is_said(tmp_path: Path) -> None:
    assert "has no case" in needfire("replay", tmp_path, "--under", "kent 2023-12", code=2)


def test_a_file_may_hold_many_cases(tmp_path: Path) -> None:
    file = tmp_path / "many.yaml"
    one = "- authority: kent\n  title: {}\n  raised_at: 2026-11-17T12:00\n  facts: {{happened: [complex_abuse]}}\n"
    file.write_text(one.format("one") + one.format("two"), "utf-8")
    assert [case.title for case in read_cases(file)] == ["one", "two"]
