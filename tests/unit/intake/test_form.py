"""What a part of the form requires: without it nothing is raised, in the cases in which the part is asked."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.intake import NotificationRaisedV1
from tests.unit.casework.authorities import fenshire
from tests.unit.casework.case import Case, raise_it
from tests.unit.casework.events import event

PARTS = """
form:
  rules: [FEN-1]
  facts: [subject_kind, happened, missing_since, found_at, age_years]
  named_roles: [manager]
  particulars: [name, account]
  parts:
  - {title: Who it is, rules: [FEN-1], facts: [subject_kind, age_years], particulars: [name], required: [subject_kind, name]}
  - {title: Since when, rules: [FEN-2], facts: [missing_since], required: [missing_since], when: {happened: missing}}
  - {title: For a death, rules: [FEN-3], facts: [age_years], required: [age_years], when: {category: FEN-B}}
"""
CHILD, GONE = {"subject_kind": "child"}, {"happened": ["missing"]}
SINCE = {"missing_since": "2026-11-16T08:00:00+00:00"}


@pytest.mark.parametrize(
    ("facts", "chosen", "asked", "rules"),
    [
        ({}, "FEN-X", ["subject_kind"], ["FEN-1"]),
        ({**CHILD, **GONE}, "FEN-A", ["missing_since"], ["FEN-2"]),
        (GONE, "FEN-A", ["subject_kind", "missing_since"], ["FEN-1", "FEN-2"]),
        (CHILD, "FEN-B", ["age_years"], ["FEN-3"]),
    ],
)
def test_what_is_required_and_missing_is_asked_for_by_its_question(
    facts: Any, chosen: str, asked: list[str], rules: list[str]
) -> None:
    case = Case(fenshire(PARTS), alone=True)
    refusal = case.when(raise_it(facts, chosen), by="worker").refused("facts_required", rules=rules)
    assert list(refusal["details"]["facts"]) == asked
    assert all(question.endswith("?") for question in refusal["details"]["facts"].values())


@pytest.mark.parametrize(
    ("facts", "chosen"),
    [
        (CHILD, "FEN-X"),
        ({**CHILD, **GONE, **SINCE}, "FEN-A"),
        ({**CHILD, "age_years": 7}, "FEN-B"),
        ({**CHILD, "happened": ["arrest"]}, "FEN-X"),
    ],
)
def test_a_part_that_is_not_asked_in_this_case_requires_nothing(facts: Any, chosen: str) -> None:
    Case(fenshire(PARTS), alone=True).when(raise_it(facts, chosen), by="worker").then(event(NotificationRaisedV1))
