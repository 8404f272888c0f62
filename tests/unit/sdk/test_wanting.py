"""Only what matters for what was said is asked: what would settle something that is still open."""

from __future__ import annotations

from typing import Any

import pytest

from needfire.conditions import Setting
from needfire.procedure import Edition
from needfire.suggesting import setting
from needfire.vocabulary import VOCABULARY
from needfire.wanting import deciding, values_asked, wanted
from tests.unit.casework.authorities import fenshire, real
from tests.unit.casework.case import NOON
from tests.unit.intake.test_form import PARTS


def edition(code: str) -> Edition:
    found = real(code).authorities[code].edition_at(NOON)
    assert found
    return found


def within(of: Edition, facts: dict[str, Any]) -> Setting:
    return setting(of, VOCABULARY.read(facts, NOON), NOON, real("kent").calendar)


def names(of: Edition, facts: dict[str, Any]) -> list[str]:
    return [each.fact for each in wanted(of, within(of, facts))]


def test_an_offence_is_asked_about_where_there_is_a_charge_and_not_where_there_is_none() -> None:
    kent = edition("kent")
    assert "offence" in names(kent, {"subject_kind": "child", "happened": ["charge"]})
    assert "offence" not in names(kent, {"subject_kind": "child", "happened": ["missing"]})


def test_since_when_is_asked_where_somebody_is_missing_and_not_where_something_else_happened() -> None:
    luton = edition("luton")
    missing = {"subject_kind": "child", "happened": ["missing"]}
    assert "missing_since" in names(luton, missing)
    assert "missing_since" not in names(luton, {"subject_kind": "child", "happened": ["death"]})


def test_each_answer_leaves_less_to_ask_and_what_is_known_is_not_asked() -> None:
    kent = edition("kent")
    first = {"subject_kind": "child", "happened": ["charge"]}
    more = {
        **first,
        "offence": "section_18",
        "placement": "family_home",
        "plan": "none",
        "legal_status": "not_looked_after",
    }
    assert len(names(kent, more)) < len(names(kent, first)) < len(kent.form.facts)
    assert not set(more) & set(names(kent, more))


def test_what_it_would_settle_is_said_with_the_rules_that_ask() -> None:
    kent = edition("kent")
    asked = wanted(kent, within(kent, {"subject_kind": "child", "happened": ["charge"]}))
    offence = next(each for each in asked if each.fact == "offence")
    assert (offence.about, offence.rules[0]) == ("Charge with a notifiable offence", "KEN23-NTK-G")
    assert all(each.rules for each in asked)


@pytest.mark.parametrize(
    ("code", "first"),
    [
        ("kent", {"subject_kind", "happened"}),
        ("luton", {"subject_kind", "happened"}),
        ("northumberland", {"vulnerability_level"}),
    ],
)
def test_what_decides_the_most_is_asked_first(code: str, first: set[str]) -> None:
    of = edition(code)
    assert first <= set(deciding(of, within(of, {}), 2))


def test_from_when_a_time_is_counted_is_asked_as_soon_as_it_runs() -> None:
    kent = edition("kent")
    charged = {"subject_kind": "child", "happened": ["charge"]}
    assert "charged_at" not in names(kent, charged)
    asked = {each.fact: each for each in wanted(kent, within(kent, {**charged, "offence": "section_18"}))}
    assert asked["charged_at"].counts and asked["charged_at"].about == "Notify the Youth Justice Board of a charge"


def test_what_the_form_requires_in_this_case_is_asked_for() -> None:
    [authority] = fenshire(PARTS).authorities.values()
    of = authority.edition_at(NOON)
    assert of
    required = {each.fact for each in wanted(of, within(of, {"happened": ["missing"]})) if each.required}
    assert required == {"subject_kind", "missing_since"}


def test_the_values_that_no_condition_asks_about_are_told_apart() -> None:
    asked = values_asked(edition("kent"), "happened")
    assert "charge" in asked and asked < set(VOCABULARY.definitions["happened"].values)
