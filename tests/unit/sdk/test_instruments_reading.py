"""Instruments from YAML: what is read, and errors that name the file, the line, the item and the mend."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from needfire.instruments.reading import InstrumentUnreadable, read_instrument
from needfire.instruments.register_judging import step_down_reviews
from needfire.procedure_reading import EditionUnreadable, read_edition
from tests.rules.northumberland.assessing import edition
from tests.unit.casework import authorities
from tests.unit.sdk.instruments import CALENDAR, NOW, SCREEN

FENSHIRE = (Path(authorities.__file__).parent / "fenshire.yaml").read_text("utf-8")
BESIDE = "instruments: [screen-2.yaml]\n"
PARTS = [f"SCR-{number}" for number in range(1, 11)]


def problems(text: str) -> tuple[str, ...]:
    with pytest.raises(InstrumentUnreadable) as unreadable:
        read_instrument(text, "screen.yaml")
    return unreadable.value.problems


def problem(before: str, after: str) -> str:
    """The one problem that this change of the text makes."""
    assert SCREEN.count(before) >= 1
    [found] = problems(SCREEN.replace(before, after, 1))
    return found


def line_of(part: str, text: str = SCREEN) -> int:
    return text[: text.index(part)].count("\n") + 1


def test_an_error_names_file_line_item_and_mend() -> None:
    found = problem("answers: [said], required: true", "answers: [said], required: perhaps")
    where = line_of("- {id: lifts")
    assert found == f"screen.yaml line {where}: sections signs items lifts required: Not a valid boolean."


def test_a_word_that_yaml_takes_for_something_else_is_named() -> None:
    where = line_of('{value: "no"')
    changed = SCREEN.replace('{value: "no", title: "No", score: 0}', "{value: no, title: Nein, score: 0}")
    [found] = problems(changed)
    assert found.startswith(f"screen.yaml line {where}: answer_sets said answers 2 value: ")
    assert "put it in quotes" in found


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("{adult_contact: true, signs", "{adult_contacts: true, signs", "'adult_contacts' is neither a fact nor"),
        ("{lifts: {at_least: 1}}", "{lifts: yes}", "'lifts' is a count"),
        ("{gifts.answer: suspected}", "{gifts.answer: perhaps}", "can be yes, suspected, no"),
        ("answers: [said]}", "answers: [spoken]}", "'spoken', which is no answer set"),
        ("answers: [said]}", "answers: []}", "has no answers"),
        ("{id: gifts", "{id: lifts", "two items or sections have the id 'lifts'"),
        ("{id: told_parents", "{id: age_years", "has the name of another, or of a fact of a case"),
        ("kind: flag", "kind: choice", "a choice has words"),
        ("kind: flag", "kind: count", "say the highest count"),
        ("kind: flag", "kind: yes_or_no", "Must be one of"),
        ("score: 1}", "}", "give every answer a score, or none"),
        ("{at_least: 3, level: some}", "{at_least: 3, level: much}", "'much', which is no level"),
        ("among: [gifts]", "among: [presents]", "'presents', which is no item or section"),
        ("{gifts.answer: suspected}", "{item.state: missing}", "speaks of 'item': say each: item"),
        ("when: {total:", "when: {section.highest:", "trigger referral speaks of 'section'"),
        ("id: screen\n", "", "Missing data for required field"),
        ("title: Screening", "titel: Screening", "Unknown field"),
        ("rules: [SCR-1]", "rules: [SCR-1", "line"),
        ("answers: [said], not_applicable: true", "answers: [said, where]", "multiplies answers without a score"),
    ],
)
def test_what_leads_nowhere_is_refused_when_it_is_read(before: str, after: str, said: str) -> None:
    assert any(said in each for each in problems(SCREEN.replace(before, after, 1)))


@pytest.mark.parametrize("text", ["", "[]", "3", "- a"])
def test_what_is_no_instrument_is_refused(text: str) -> None:
    [found] = problems(text)
    assert "an instrument is a mapping" in found


# --- in an edition ----------------------------------------------------------------------------------------------------


def fenshire(stated: str = BESIDE, rules: list[str] = PARTS) -> str:
    """Fenshire's edition with an instrument, and the rules that it cites."""
    text = yaml.safe_load(FENSHIRE)
    text["rules"] += [{"id": rule, "kind": "scoring", "section": "7", "says": "It is asked."} for rule in rules]
    text["requests"] = [
        {"id": "refer", "title": "Refer", "rules": ["SCR-9"], "of": ["head"], "by": ["worker"], "outcomes": [DONE]}
    ]
    return str(yaml.safe_dump(text, sort_keys=False)) + stated


DONE = {"id": "done", "title": "Done"}


def unreadable(text: str, instrument: str = SCREEN) -> str:
    with pytest.raises(EditionUnreadable) as found:
        read_edition(text, "fen.yaml", {"screen-2.yaml": instrument})
    return "\n".join(found.value.problems)


def test_an_edition_names_an_instrument_beside_it_or_states_it_itself() -> None:
    named = read_edition(fenshire(), "fen.yaml", {"screen-2.yaml": SCREEN})
    within = yaml.safe_dump({"instruments": [yaml.safe_load(SCREEN)]}, sort_keys=False)
    stated = read_edition(fenshire(within), "fen.yaml")
    assert named.instruments == stated.instruments == (read_instrument(SCREEN, "x"),)


def test_the_digest_changes_with_any_byte_of_the_instrument() -> None:
    one, other = (read_edition(fenshire(), "f", {"screen-2.yaml": text}).digest for text in (SCREEN, SCREEN + "\n"))
    assert one != other


def test_errors_in_it_stop_the_edition() -> None:
    assert "there is no file 'other.yaml' in the folder instruments" in unreadable(
        fenshire("instruments: [other.yaml]\n")
    )
    assert "screen-2.yaml line" in unreadable(fenshire(), SCREEN.replace("kind: flag", "kind: flog"))
    assert "fen.yaml line" in unreadable(fenshire("instruments: [3]\n"))
    assert "cites SCR-7" in unreadable(fenshire(rules=[rule for rule in PARTS if rule != "SCR-7"]))
    assert "starts 'rescue', which is no duty or request" in unreadable(
        fenshire(), SCREEN.replace("starts: [refer]", "starts: [rescue]")
    )
    no_flag = SCREEN.replace("starts: [refer]", "fact: age_years")
    assert "records 'age_years', which is no yes/no fact" in unreadable(fenshire(), no_flag)
    assert "two instruments have the id 'screen'" in unreadable(
        fenshire("instruments: [screen-2.yaml, screen-2.yaml]\n")
    )


REGISTER = """
register:
  id: log
  title: Log
  rules: [FEN-1]
  instrument: screen
  holder: head
  holder_rules: [FEN-1]
  referral: {rules: [FEN-1], by: manager, levels: [some], wants: {form: the form}}
  concurrence: {rules: [FEN-1], by: desk, views_of: {police: the police}}
  plan:
    rules: [FEN-1]
    fields: [{id: what, asks: what, of: action, rules: [FEN-1]}]
    changes_by: [worker]
    decided_by: desk
    change_rules: [FEN-1]
    copy_rules: [FEN-1]
  reviews: [{id: weekly, title: Weekly, every: 1w, governs: true, rules: [FEN-2]}]
  leaving: {rules: [FEN-1], levels: [none], otherwise: {moved: moved}, otherwise_rules: [FEN-1]}
"""


def test_a_register_is_read_with_its_instrument() -> None:
    read = read_edition(fenshire(BESIDE + REGISTER), "fen.yaml", {"screen-2.yaml": SCREEN})
    assert read.register and read.register.governing.id == "weekly"
    assert step_down_reviews(read.register, NOW, CALENDAR) == ()


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("instrument: screen", "instrument: scream", "'scream', which is not in instruments"),
        ("levels: [some]", "levels: [high]", "the level 'high', which its instrument does not have"),
        ("governs: true", "governs: false", "exactly one of its reviews governs"),
        ("every: 1w", "every: end_of_day", "cannot come round"),
        ("by: manager, levels", "by: nobody, levels", "the role 'nobody', which is not in roles"),
        ("holder_rules: [FEN-1]", "holder_rules: []", "register, holder cites no rule"),
        ("every: 1w", "every: weekly", "is not a period"),
        ("  leaving:", "  reports: [unmet]\n  leaving:", "the report 'unmet', which is none"),
        (
            "  leaving:",
            "  step_down: {rules: [FEN-1], every: immediate, lasting: 6mo, by: head, then_by: head, then_rules: [FEN-1],"
            " rises_rules: [FEN-1]}\n  leaving:",
            "give it periods that can be counted",
        ),
    ],
)
def test_a_register_that_leads_nowhere_is_refused(before: str, after: str, said: str) -> None:
    assert said in unreadable(fenshire(BESIDE + REGISTER.replace(before, after, 1)))


def test_northumberlands_edition_has_both_and_stays_whole_when_it_is_copied() -> None:
    whole = edition()
    assert whole.instruments and whole.register
    assert replace(whole).register == whole.register
