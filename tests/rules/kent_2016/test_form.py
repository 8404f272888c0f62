"""What the form of Kent's edition of 2016 asks for, and that what the facts meet is asked about."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.intake import NotificationRaisedV1
from tests.rules.kent import EDITIONS, parts_of
from tests.rules.kent_2016.playing import CHILD, EDITION, IN_CARE, MISSING, NOW, TEAM_MANAGER, raised
from tests.rules.kent_2016.test_categories import TRIED
from tests.unit.casework.authorities import real
from tests.unit.casework.case import Case, raise_it

ALWAYS = "Child and circumstances"
ABSENT = {**CHILD, "happened": ["unauthorised_absence"], "legal_status": "not_looked_after"}


@pytest.mark.rule("KEN16-FORM-1", "KEN16-MISS-1", "KEN16-NA-1", "KEN16-CIC-2")
@pytest.mark.parametrize(
    ("facts", "parts"),
    [
        ({**CHILD, "happened": ["near_miss"]}, []),
        ({**CHILD, "happened": ["death"]}, ["Death"]),
        (ABSENT, ["Missing or absent"]),
        ({**MISSING, "legal_status": "not_looked_after"}, ["Missing or absent", "What a national alert asks"]),
        (IN_CARE, ["Missing or absent", "Missing from care", "What a national alert asks"]),
    ],
)
def test_a_part_is_asked_in_the_cases_that_it_is_for(facts: dict[str, Any], parts: list[str]) -> None:
    asked = [each for each in parts_of(EDITION, facts, NOW) if each != ALWAYS]
    assert ALWAYS in parts_of(EDITION, facts, NOW)
    assert asked == parts


@pytest.mark.rule("KEN16-FORM-1")
@pytest.mark.parametrize("role", ["team_manager", "service_manager", "assistant_director", "social_worker"])
def test_people_can_be_named_for_these_roles(role: str) -> None:
    named = {role: f"kent-{role.replace('_', '-')}"}
    case = Case(real("kent"), NOW).given(raise_it({}, "KEN16-CAT-9", area="ashford", named=named), by=TEAM_MANAGER)
    assert case.ever(NotificationRaisedV1)[0].named == named
    other = Case(real("kent"), NOW)
    other.when(raise_it({}, "KEN16-CAT-9", area="ashford", named={"lead_member": "kent-lead-member"}), by=TEAM_MANAGER)
    other.refused("unknown_role")


MANDATORY = [pytest.param(rule, marks=pytest.mark.rule(rule)) for rule in TRIED if rule != "KEN16-CAT-9"]


@pytest.mark.parametrize("rule", MANDATORY)
def test_who_leaves_out_what_the_facts_meet_is_asked_why(rule: str) -> None:
    facts = {**next(iter(TRIED[rule].meets.values()))}
    others = [each for each in TRIED if each != rule]
    case = Case(real("kent"), NOW).when(raise_it(facts, *others, area="ashford"), by=TEAM_MANAGER)
    assert set(case.refused("category_left_out")["details"]["categories"]) == {rule}
    assert rule in raised(facts, *TRIED).notification.categories


@pytest.mark.rule(*TRIED)
def test_any_other_case_is_offered_whatever_the_facts_are_and_nothing_else_is() -> None:
    assert [each.rule for each in EDITIONS[EDITION].categories if each.is_judgement] == ["KEN16-CAT-9"]


@pytest.mark.rule("KEN16-CAT-9")
def test_nobody_is_asked_about_any_other_case() -> None:
    facts = {**next(iter(TRIED["KEN16-CAT-9"].meets.values()))}
    assert raised(facts, "KEN16-CAT-3").notification.categories == ("KEN16-CAT-3",)
