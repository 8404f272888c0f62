"""`needfire show`: the page says everything and marks what the source does not settle; schema and definitions can be used."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]  # it ships no types
import pytest

from needfire.procedure import Edition
from tests.unit.workbench.tool import needfire
from workbench.sources import source

KENT = source("kent 2023-12").edition


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("page") / "kent.html"
    needfire("show", "kent", "2023-12", "--html", file)
    return file.read_text("utf-8")


def test_every_rule_has_its_place_on_the_page(page: str) -> None:
    for rule in KENT.rules.values():
        assert f'<tr id="{rule.id}">' in page


def test_every_link_leads_somewhere(page: str) -> None:
    anchors = set(re.findall(r'id="([^"]+)"', page))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= anchors


def test_nothing_is_loaded_from_elsewhere(page: str) -> None:
    assert not re.search(r'(src|href)="(?!#)', page)
    assert "http" not in page.replace("http-equiv", "")


def test_what_the_source_does_not_settle_stands_with_its_other_reading(page: str) -> None:
    plain = page.replace("&#39;", "'")
    for rule in KENT.rules.values():
        if rule.status != "text":
            assert f'<span class="tag {rule.status}">{rule.status}</span>' in page
            assert not rule.other_reading or rule.other_reading in plain, rule.id


def test_a_part_that_rests_on_an_assumption_says_so_where_it_stands(page: str) -> None:
    clocks = page[page.index('id="clocks"') : page.index('id="duties-to-bodies-outside"')]
    assert 'class="rule conflict" href="#KEN23-ALERT-0"' in clocks


@pytest.mark.parametrize("part", ["duties", "clocks", "requests", "thresholds", "circulation", "reviews", "reports"])
def test_every_part_is_on_the_page(page: str, part: str) -> None:
    for each in getattr(KENT, part):
        assert each.title in page.replace("&#39;", "'"), each.id


def test_the_printed_page_has_pages(edition: Path, tmp_path: Path) -> None:
    file = tmp_path / "fenshire.pdf"
    assert "Written" in needfire("show", edition, "--pdf", file)
    printed = file.read_bytes()
    assert printed.startswith(b"%PDF-")
    assert b"/Type /Page" in printed or b"/ObjStm" in printed
    assert io.BytesIO(printed).getbuffer().nbytes > 20_000


def test_the_terminal_shows_it_in_short(edition: Path) -> None:
    said = needfire("show", edition)
    for words in ("Death of a looked after child", "To the head of service", "48 hours", "5 working days", "conflict"):
        assert words in said


def as_stated(edition: Edition) -> dict[str, object]:
    chosen = next(each.rule for each in edition.categories if each.belongs_to == "need_to_know")
    return {"facts": {"subject_kind": "child", "happened": ["charge"]}, "categories": [chosen]}


def test_the_schema_takes_what_may_be_raised_and_nothing_else() -> None:
    schema = json.loads(needfire("show", "kent", "2023-12", "--schema"))
    jsonschema.Draft202012Validator.check_schema(schema)
    required = schema["properties"]["facts"].get("required", [])
    case = as_stated(KENT)
    if not required:
        jsonschema.validate(case, schema)
    for wrong in (
        {"facts": {"name": "somebody"}},
        {"categories": ["KEN23-ALERT-1"]},
        {"facts": {"happened": "charge"}},
    ):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({**case, **wrong}, schema)


def test_definitions_and_facts_are_listed(edition: Path) -> None:
    said = needfire("show", edition, "--definitions")
    assert "looked_after" in said
    assert "missing_since*" in said, "the facts that the form asks for are marked"
    assert "Since when has the child been missing?" in " ".join(said.replace("│", " ").split())


def test_instruments_and_the_register_are_on_the_page(tmp_path: Path) -> None:
    file = tmp_path / "northumberland.html"
    needfire("show", "northumberland", "--html", file)
    shown = file.read_text("utf-8")
    made = source("northumberland").edition
    assert made.instruments
    assert made.register
    for instrument in made.instruments:
        assert all(
            section.title in shown.replace("&amp;", "&").replace("&#39;", "'") for section in instrument.sections
        )
    assert made.register.title in shown
    assert "concurs: “Consider the referral” is decided: The group concurs: on the high risk register" in shown
    assert "how many agencies have to be there; how often the group meets" in shown
