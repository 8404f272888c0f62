"""What the form of Kent's edition of 2023 asks for, and what it offers whatever the facts are."""

from __future__ import annotations

import pytest

from tests.rules.kent import EDITIONS, parts_of
from tests.rules.kent_2023.playing import EDITION
from tests.unit.casework.case import NOON
from tests.unit.escalation.kent import CHILD

CATEGORIES = [each.rule for each in EDITIONS[EDITION].categories]


@pytest.mark.rule("KEN23-FORM-1", "KEN23-ALERT-9", "KEN23-NA-1", "KEN23-NA-2", "KEN23-NA-10")
@pytest.mark.parametrize(("happened", "parts"), [("near_miss", []), ("missing", ["What a national alert asks"])])
def test_a_part_is_asked_in_the_cases_that_it_is_for(happened: str, parts: list[str]) -> None:
    asked = parts_of(EDITION, {**CHILD, "happened": [happened]}, NOON)
    assert asked == ["Child and what has happened", "Practice advice", *parts]


@pytest.mark.rule(*CATEGORIES)
def test_any_other_case_is_offered_whatever_the_facts_are_and_nothing_else_is() -> None:
    assert [each.rule for each in EDITIONS[EDITION].categories if each.is_judgement] == ["KEN23-NTK-X"]
