"""Conditions as an edition's YAML states them, and what is said when they cannot be read."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from needfire.conditions import (
    All,
    AnyOf,
    Condition,
    Counts,
    Defined,
    InCategory,
    Is,
    Known,
    Lasted,
    Not,
    OnOrAfter,
    Within,
)
from needfire.conditions_reading import ConditionUnreadable, Names, read_condition
from needfire.periods import PeriodUnreadable
from needfire.vocabulary import VOCABULARY
from needfire.working_time import Period

NAMES = Names(VOCABULARY, frozenset({"looked_after"}), frozenset({"KEN-1", "KEN-2"}))


def read(stated: str) -> Condition:
    return read_condition(yaml.safe_load(stated), NAMES)


def reading_fails(stated: Any) -> str:
    with pytest.raises((ConditionUnreadable, PeriodUnreadable)) as failed:
        read_condition(yaml.safe_load(stated) if isinstance(stated, str) else stated, NAMES)
    return str(failed.value)


@pytest.mark.parametrize(
    ("stated", "condition"),
    [
        ("happened: charge", Is("happened", ("charge",))),
        ("offence: [murder, rape]", Is("offence", ("murder", "rape"))),
        ("broken_bones: true", Is("broken_bones", (True,))),
        ("broken_bones: false", Is("broken_bones", (False,))),
        ("looked_after: true", Defined("looked_after")),
        ("looked_after: false", Not(Defined("looked_after"))),
        ("charged_at: known", Known("charged_at")),
        ("happened: known", Known("happened")),
        ("missing_since: {for_at_least: 48h}", Lasted("missing_since", "at_least", Period(48, "h"))),
        ("missing_since: {for_more_than: 1d}", Lasted("missing_since", "more_than", Period(1, "d"))),
        ("died_at: {within: 20d, after: arose_at}", Within("died_at", Period(20, "d"), "arose_at")),
        ("died_at: {on_or_after: 2024-01-01}", OnOrAfter("died_at", yaml.safe_load("2024-01-01"))),
        ("age_years: {under: 25}", Counts("age_years", "under", 25)),
        ("age_years: {at_least: 2}", Counts("age_years", "at_least", 2)),
        ("age_years: {more_than: 2}", Counts("age_years", "more_than", 2)),
        ("age_years: {at_most: 2}", Counts("age_years", "at_most", 2)),
        ("category: KEN-1", InCategory(("KEN-1",))),
        ("category: [KEN-1, KEN-2]", InCategory(("KEN-1", "KEN-2"))),
        ("not: {charged_at: known}", Not(Known("charged_at"))),
        ("any: [{charged_at: known}, {looked_after: true}]", AnyOf((Known("charged_at"), Defined("looked_after")))),
        ("all: [{charged_at: known}]", All((Known("charged_at"),))),
        ("{charged_at: known, looked_after: true}", All((Known("charged_at"), Defined("looked_after")))),
    ],
)
def test_each_form_is_read(stated: str, condition: Condition) -> None:
    assert read(stated) == condition


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ("charged", "a condition is a mapping such as 'happened: charge', not 'charged'"),
        ("{}", "a condition is a mapping"),
        ("[happened]", "a condition is a mapping"),
        (None, "a condition is a mapping"),
        ("hapened: charge", "'hapened' is neither a fact nor a definition of this edition: did you mean 'happened'?"),
        ("lookedafter: true", "did you mean 'looked_after'?"),
        ("xyz: true", "'xyz' is neither a fact nor a definition of this edition: 'needfire show' with --definitions"),
        ("happened: flown", "'happened' can be death, serious_injury"),
        ("happened: []", "'happened' can be"),
        ("happened: [charge, flown]", "not ['flown']"),
        ("broken_bones: 'yes'", "'broken_bones' is a yes/no fact: say true or false"),
        ("looked_after: maybe", "'looked_after' is a definition: say true or false"),
        ("age_years: 25", "'age_years' is a count: say for example {at_least: 2}, not 25"),
        ("age_years: {under: 25, at_least: 2}", "'age_years' is a count"),
        ("age_years: {under: '25'}", "'age_years' is a count"),
        ("age_years: {below: 25}", "'age_years' is a count"),
        ("missing_since: 48h", "'missing_since' is a moment: say known"),
        ("missing_since: {for_at_least: 48}", "'missing_since' is a moment"),
        ("missing_since: {for_at_least: two days}", "'two days' is not a period"),
        ("died_at: {within: 20d}", "'died_at' is a moment"),
        ("died_at: {within: 20d, after: happened}", "after 'happened': that is no moment that can be recorded"),
        ("died_at: {within: 20d, after: nothing}", "after 'nothing': that is no moment that can be recorded"),
        ("died_at: {on_or_after: soon}", "'died_at' is a moment"),
        ("category: KEN-9", "'category' takes rule ids of this edition's categories, not ['KEN-9']"),
        ("category: []", "'category' takes rule ids"),
        ("any: {}", "'any' takes a list of conditions"),
        ("all: []", "'all' takes a list of conditions"),
        ("not: happened", "a condition is a mapping"),
        ("any: [{all: [{hapened: charge}]}]", "'hapened' is neither"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_mend(stated: Any, said: str) -> None:
    assert said in reading_fails(stated)


def test_an_error_does_not_grow_with_what_was_written() -> None:
    assert len(reading_fails({"age_years": "x" * 10_000})) < 200
