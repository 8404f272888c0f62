"""Editions from YAML: what is read, and errors that name the file, the line, the rule and the mend."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from needfire.conditions import Defined, InCategory, Is
from needfire.procedure import Category, Trigger
from needfire.procedure_reading import EditionUnreadable, read_edition
from needfire.working_time import Period
from tests.unit.casework import authorities

TEXT = (Path(authorities.__file__).parent / "fenshire.yaml").read_text("utf-8")
CLOCK = """clocks:
- id: in_time
  title: In time
  rules: [FEN-2]
  target: 4h
  within: 5wd
  starts: "opened:check"
  met_by: ["decided:check.pass", closed]
  owner: manager
"""


def problems(text: str) -> tuple[str, ...]:
    with pytest.raises(EditionUnreadable) as unreadable:
        read_edition(text, "fen.yaml")
    assert str(unreadable.value).splitlines()[0] == "fen.yaml cannot be used:"
    return unreadable.value.problems


def problem(before: str, after: str, text: str = TEXT) -> str:
    """The one problem that this change of the text makes."""
    assert text.count(before) >= 1
    [found] = problems(text.replace(before, after, 1))
    return found


def line_of(part: str, text: str = TEXT) -> int:
    return text[: text.index(part)].count("\n") + 1


def test_an_edition_is_read_with_all_its_parts() -> None:
    edition = read_edition(TEXT.replace("clocks: []\n", CLOCK), "fen.yaml")
    assert (edition.name, edition.in_force_from) == ("fenshire trial", date(2020, 1, 1))
    assert edition.rules["FEN-2"].kind == "deadline"
    assert edition.definitions == {"gone": Is("happened", ("missing",))}
    assert edition.category("FEN-A") == Category("FEN-A", "Missing", "Any", Defined("gone"))
    assert edition.category("FEN-ALERT") == Category(
        "FEN-ALERT", "For the head", "Any", InCategory(("FEN-B",)), belongs_to="alert"
    )
    assert edition.category("FEN-X") == Category("FEN-X", "Other", "Any", None)
    assert edition.category("FEN-1") is None
    [clock] = edition.clocks
    assert (clock.within, clock.target) == (Period(5, "wd"), Period(4, "h"))
    assert clock.starts == Trigger("opened", "check")
    assert clock.met_by == (Trigger("decided", "check", "pass"), Trigger("closed"))
    route = edition.route("three_stations")
    assert route and [step.id for step in route.steps] == ["check", "sort", "sign"]
    assert edition.route("another") is None
    act = edition.act("close")
    assert act and act.roles == ("manager",)


def test_its_digest_changes_with_any_byte() -> None:
    edition = read_edition(TEXT, "fen.yaml")
    assert edition.digest == read_edition(TEXT, "other-name.yaml").digest
    assert edition.digest != read_edition(TEXT + "\n", "fen.yaml").digest


@pytest.mark.parametrize(("trigger", "words"), [(Trigger("raised"), "raised"), (Trigger("done", "x"), "done:x")])
def test_triggers_are_written_as_they_are_read(trigger: Trigger, words: str) -> None:
    assert str(trigger) == words
    assert str(Trigger("decided", "check", "pass")) == "decided:check.pass"


def test_every_problem_of_a_file_is_said_at_once_each_with_its_line() -> None:
    text = TEXT.replace('section: "3", says', "sayz").replace("belongs_to: alert", "belongs_to: police")
    said = problems(text)
    assert (
        f"fen.yaml line {line_of('- {id: FEN-3', text)}: rules FEN-3 section: Missing data for required field." in said
    )
    assert any(each.startswith(f"fen.yaml line {line_of('- {id: FEN-3', text)}: rules FEN-3 says:") for each in said)
    assert any(each.startswith(f"fen.yaml line {line_of('- {id: FEN-3', text)}: rules FEN-3 sayz:") for each in said)
    assert any(
        each.startswith(f"fen.yaml line {line_of('belongs_to: police', text)}: FEN-ALERT category belongs_to: Must be")
        for each in said
    )


@pytest.mark.parametrize(
    ("before", "after", "about", "mend"),
    [
        ("when: {gone: true}", "when: {goone: true}", "FEN-A category when", "'goone' is neither a fact nor"),
        ("happened: death", "happened: deathh", "FEN-B category when", "'happened' can be death,"),
        ("{category: FEN-B}", "{category: FEN-9}", "FEN-ALERT category when", "rule ids of this edition's categories"),
        ("gone: {happened: missing}", "gone: missing", "definitions gone", "a condition is a mapping"),
        ("in_force_from: 2020-01-01", "in_force_from: spring", "in_force_from", "Not a valid date."),
        ("comment: required}", "comment: always}", "routes 0 steps 0 outcomes 1 comment", "Must be one of"),
        ("edition: trial", "edition: 7", "edition", "Not a valid string."),
    ],
)
def test_what_is_wrong_is_named_with_its_line_and_mend(before: str, after: str, about: str, mend: str) -> None:
    said = problem(before, after)
    assert said.startswith(f"fen.yaml line {line_of(before)}: {about}: ")
    assert mend in said


@pytest.mark.parametrize(
    ("before", "after", "mend"),
    [
        ("within: 5wd", "within: five days", "write a whole number from 1 to 9999 and one of h (hours)"),
        ("within: 5wd", "within: 5", "is not a period"),
        ('"opened:check"', '"reopened:check"', "say raised, updated, closed, opened:<step or request>"),
        ('"opened:check"', '"opened:check.pass"', "say raised, updated, closed, opened:<step or request>"),
        ('"opened:check"', '"decided:check"', "say raised, updated, closed, opened:<step or request>"),
        ('"opened:check"', "opened", "say raised, updated, closed, opened:<step or request>"),
        ('"opened:check"', '"raised:check"', "say raised, updated, closed, opened:<step or request>"),
        ('"opened:check"', "[raised]", "say raised, updated, closed, opened:<step or request>"),
    ],
)
def test_periods_and_triggers_that_are_none_are_named_with_their_mend(before: str, after: str, mend: str) -> None:
    text = TEXT.replace("clocks: []\n", CLOCK)
    said = problem(before, after, text)
    assert said.startswith(f"fen.yaml line {line_of(before, text)}: clocks 0 ")
    assert mend in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "fen.yaml: an edition is a mapping that begins with 'authority: …'"),
        ("- a list", "fen.yaml: an edition is a mapping"),
        ("just text", "fen.yaml: an edition is a mapping"),
        ("authority: [", "fen.yaml: line 2: "),
        ("authority: fenshire\nauthority: kent", "fen.yaml: line 2: 'authority' is given twice"),
        ("authority: fenshire\n\tedition: x", "fen.yaml: line 2: "),
        ("in_force_from: 2023-13-45", "fen.yaml: a date or a number in it does not exist"),
        ("authority: !!python/object:os.system {}", "fen.yaml: line 1: "),
        ("a: &a [*a]", "fen.yaml: "),
        ("[" * 100 + "]" * 100, "fen.yaml: "),
        ("x" * 2_000_001, "fen.yaml: the file is larger than 2000000 characters"),
    ],
)
def test_what_is_no_edition_at_all_is_refused(text: str, said: str) -> None:
    assert problems(text)[0].startswith(said)


@pytest.mark.parametrize("rules", ["5", "words", "{FEN-1: x}", "[words]", "[{kind: route}]", "[5]"])
def test_rules_that_are_no_rules_are_refused(rules: str) -> None:
    text = TEXT[: TEXT.index("rules:\n- {id")] + f"rules: {rules}\n" + TEXT[TEXT.index("acts:") :]
    assert all(each.startswith("fen.yaml") for each in problems(text))


def test_a_category_that_is_no_mapping_is_refused() -> None:
    said = problems(TEXT.replace("category: {title: Other, group: Any}", "category: other"))
    assert all("FEN-X category" in each for each in said)


def test_a_rule_given_twice_is_named() -> None:
    twice = '- {id: FEN-1, kind: route, section: "1", says: Again.}\n- id: FEN-A'
    assert (
        problem("- id: FEN-A", twice)
        == "fen.yaml: rule FEN-1 (given twice): every rule has an id of its own, given once"
    )


def test_categories_apart_from_their_rules_are_refused_rather_than_dropped() -> None:
    said = problem("acts:\n", "categories: []\nacts:\n")
    assert (
        said == f"fen.yaml line {line_of('acts:')}: categories: state each category under the rule that it belongs to"
    )


def test_unknown_entries_are_refused_with_their_line() -> None:
    said = problem("in_force_from: 2020-01-01", "in_force_from: 2020-01-01\nin_force_until: 2021-01-01")
    assert said.startswith(f"fen.yaml line {line_of('in_force_from') + 1}: in_force_until: ")
