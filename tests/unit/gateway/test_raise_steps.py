"""Which question comes next: each once, in one order, and back again the same way."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from gateway.web.raise_steps import Asking, Step, before, following, later, marked, merged, step_named
from needfire.suggesting import setting
from needfire.vocabulary import VOCABULARY
from tests.unit.casework.authorities import real
from tests.unit.casework.case import NOON

AUTHORITIES = ("kent", "luton", "lincolnshire", "northumberland")


def asking(code: str, facts: dict[str, Any], *seen: str) -> Asking:
    edition = real(code).authorities[code].edition_at(NOON)
    assert edition
    calendar = real(code).calendar
    known = setting(edition, VOCABULARY.read(facts, NOON), NOON, calendar)
    return Asking(edition, 2, known, setting(edition, {}, NOON, calendar), seen)


def played(code: str, answers: dict[str, Any]) -> list[Step]:
    """The steps that are asked, when these facts are answered as soon as they are, and nothing else is."""
    facts: dict[str, Any] = {}
    seen: tuple[str, ...] = ()
    steps: list[Step] = []
    while (name := following(at := asking(code, facts, *seen))) != "check":
        step = step_named(at, name)
        assert step and len(steps) < 60, name
        steps.append(step)
        facts |= {each: answers[each] for each in step.facts if each in answers}
        seen = marked(seen, step.asks)
    return steps


@pytest.mark.parametrize("code", AUTHORITIES)
@pytest.mark.parametrize("happened", ["missing", "death", "charge", "allegation", "serious_injury"])
def test_every_way_through_comes_to_an_end_and_asks_nothing_twice(code: str, happened: str) -> None:
    asked = [each for step in played(code, {"subject_kind": "child", "happened": [happened]}) for each in step.asks]
    assert len(asked) == len(set(asked)) and asked[0] == "area"
    assert "category" in asked and "particulars.name" in asked
    edition = asking(code, {}).edition
    assert len([each for each in asked if each.startswith("facts.")]) < len(edition.form.facts) / 2


def test_one_thing_stands_on_a_page_but_for_yes_and_no_on_the_same_matter() -> None:
    steps = played("kent", {"subject_kind": "child", "happened": ["missing"]})
    several = [each for each in steps if len(each.facts) > 1]
    assert several
    assert all(VOCABULARY.definitions[name].kind == "flag" for each in several for name in each.facts)


def test_back_leads_the_way_that_one_came() -> None:
    steps = played("kent", {"subject_kind": "child", "happened": ["missing"]})
    seen: tuple[str, ...] = ()
    for earlier, step in zip([None, *steps], steps, strict=False):
        at = asking("kent", {}, *seen)
        assert before(at, step.name) == (earlier.name if earlier else None)
        seen = marked(seen, step.asks)
    at = asking("kent", {}, *seen)
    assert before(at, steps[3].name) == steps[2].name, "also from a page to which one came back"
    assert step_named(at, steps[3].name) == replace(steps[3], about=step_named(at, steps[3].name).about)  # type: ignore[union-attr]


def test_what_nothing_makes_matter_yet_can_be_added_all_the_same() -> None:
    at = asking("kent", {"subject_kind": "child", "happened": ["missing"]})
    names = [name for name, _ in later(at)]
    assert names and all(step_named(at, name) for name in names)


def test_what_is_said_on_a_page_takes_the_place_of_what_stood_there_and_of_nothing_else() -> None:
    stood = {
        "facts.missing_since-day": "1",
        "facts.missing_pattern": "yes",
        "area": "fen",
        "facts.happened.missing": "yes",
    }
    sent = {"facts.missing_since-day": " ", "facts.missing_since-time": "08:00", "area": "hill"}
    assert merged(stood, sent, ("facts.missing_since",)) == {
        "facts.missing_since-time": "08:00",
        "facts.missing_pattern": "yes",
        "area": "fen",
        "facts.happened.missing": "yes",
    }


def test_asked_again_it_keeps_its_place() -> None:
    assert marked(("area", "facts.a facts.b", "category left_out"), ["facts.a", "facts.b"])[1] == "facts.a facts.b"
    assert marked(("area", "facts.a facts.b"), ["facts.b"]) == ("area", "facts.b", "facts.a")
