"""`needfire compare`: what came, what went, what changed; parts with other names are paired by what they mean, and it is said why."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from needfire.outlined.comparing import Compared, Comparison, compare_editions
from tests.unit.workbench.tool import needfire
from workbench.sources import source


@pytest.fixture
def later(edition: Path) -> Path:
    """The next edition: a longer limit, a route of one step less, a category gone, one renamed, one new."""
    text = edition.read_text("utf-8").replace("2026-11-01", "2027-04-01")
    for before, after in (
        ("  within: 48h", "  within: 72h"),
        ("limit: 48h", "limit: 72h"),
        ("The head of service decides within 48 hours", "The head of service decides within 72 hours"),
        ("- id: FENSHIRE-2\n", "- id: FENSHIRE-2027-2\n"),
        ("title: Missing child\n", "title: Child missing for a day\n"),
        ("title: Other, by judgement", "title: Whatever else matters"),
        ("  owner: head_of_service\n", "  owner: director\n"),
    ):
        assert before in text, before
        text = text.replace(before, after, 1)
    file = edition.with_name("2027-04-01.yaml")
    file.write_text(text, "utf-8")
    return file


@pytest.fixture
def comparison(edition: Path, later: Path) -> Comparison:
    return compare_editions(source(str(edition)).edition, source(str(later)).edition)


def found(comparison: Comparison, part_id: str) -> Compared:
    every = (*comparison.parts, *comparison.rules)
    return next(each for each in every if part_id in (each.before_id, each.after_id))


def test_a_changed_time_is_said_before_and_after(comparison: Comparison) -> None:
    clock = found(comparison, "decide_in_time")
    said = {each.heading: (each.before, each.after) for each in clock.differences}
    assert clock.kind == "changed"
    assert said["due"] == ("48 hours", "72 hours")
    assert said["owner"] == ("Head of service", "Director of children's services")
    assert "met when" not in said, "what is the same is not told"


def test_a_renamed_category_is_paired_by_the_facts_it_looks_at(comparison: Comparison) -> None:
    category = found(comparison, "FENSHIRE-2027-2")
    assert (category.before_id, category.kind, category.how) == ("FENSHIRE-2", "changed", "looks at the same facts")


def test_its_rule_goes_with_it(comparison: Comparison) -> None:
    rule = next(each for each in comparison.rules if each.before_id == "FENSHIRE-2")
    assert rule.after_id == "FENSHIRE-2027-2"


def test_what_did_not_change_is_the_same(comparison: Comparison) -> None:
    assert found(comparison, "secretary_of_state_and_ofsted").kind == "same"
    assert found(comparison, "FENSHIRE-1").kind == "same"


def test_nothing_differs_from_itself(edition: Path) -> None:
    one = source(str(edition)).edition
    itself = compare_editions(one, one)
    assert {each.kind for each in (*itself.parts, *itself.rules)} == {"same"}
    needfire("compare", edition, edition, code=2)


def test_what_has_no_like_stands_alone() -> None:
    two = compare_editions(source("luton").edition, source("kent 2023-12").edition)
    assert found(two, "need_to_know_inbox").kind == "went"
    assert found(two, "KEN23-ALERT-7").kind == "came"


def test_the_table_says_it(edition: Path, later: Path) -> None:
    said = needfire("compare", edition, later)
    assert "fenshire 2026-11-01  →  fenshire 2027-04-01" in said
    assert "due: 48 hours" in said
    assert "due: 72 hours" in said


def test_kents_two_editions_can_be_read_side_by_side(tmp_path: Path) -> None:
    page, lines = tmp_path / "kent.html", tmp_path / "kent.csv"
    said = needfire("compare", "kent", "2016-09", "2023-12", "--html", page, "--csv", lines)
    assert "kent 2016-09  →  kent 2023-12" in said and " the same." in said
    assert "kent 2016-09 → kent 2023-12" in page.read_text("utf-8")
    rows = list(csv.DictReader(lines.read_text("utf-8").splitlines()))
    kinds = {(row["section"], row["change"]) for row in rows}
    assert {("Routes", "went"), ("Clocks", "came"), ("Rules", "came"), ("Rules", "went")} <= kinds
    assert {row["id before"] for row in rows} >= {"KEN16-RAISE-1"}
