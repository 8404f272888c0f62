"""Luton: each listed circumstance is suggested when the facts meet it, and who leaves it out is asked about it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from contracts.intake import LeftOut, NotificationRaisedV1
from needfire.authority import editions_of
from tests.rules.luton.playing import SOCIAL_WORKER
from tests.unit.casework.authorities import real
from tests.unit.casework.case import Case, raise_it
from tests.unit.plugins.cases import AS_OF, RawFacts, suggested
from tests.unit.plugins.test_luton_categories import IN_CARE, ON_PLAN, TRIED

LUTON = editions_of("needfire_luton")[0]
LEFT_TO_PEOPLE = ("LUT-CP-5", "LUT-OTHER-1")


def tried(how: str) -> Iterator[Any]:
    """One case of each category that meets it, or all that do not."""
    for rule, cases in TRIED.items():
        for why, facts in list(getattr(cases, how).items())[: 1 if how == "meets" else None]:
            yield pytest.param(rule, facts, id=f"{rule}: {why}", marks=pytest.mark.rule(rule))


def case() -> Case:
    """Luton at the moment at which the facts are judged, intake by itself."""
    return Case(real("luton"), AS_OF, alone=True)


@pytest.mark.parametrize(("rule", "facts"), list(tried("meets")))
def test_who_leaves_out_a_circumstance_that_the_facts_meet_is_asked_why(rule: str, facts: RawFacts) -> None:
    asked = case()
    asked.when(raise_it(facts, "LUT-OTHER-1", area="north"), by=SOCIAL_WORKER)
    refusal = asked.refused("category_left_out")
    assert rule in refusal["rules"]
    others = tuple(LeftOut(each, "facts_need_correction") for each in refusal["rules"] if each != rule)
    chosen = raise_it(facts, rule, area="north", left_out=others)
    asked.given(chosen, by=SOCIAL_WORKER)
    [decision] = [each for each in asked.of(NotificationRaisedV1)[0].decisions if each.rules[0] == rule]
    assert decision.answer == "The facts meet it, and it was chosen."


@pytest.mark.parametrize(("rule", "facts"), list(tried("misses")))
def test_nobody_is_asked_about_a_circumstance_that_the_facts_do_not_meet(rule: str, facts: RawFacts) -> None:
    asked = case()
    asked.when(raise_it(facts, "LUT-OTHER-1", area="north"), by=SOCIAL_WORKER)
    assert rule not in asked.answer.get("refused", {}).get("rules", ())


@pytest.mark.parametrize("rule", [pytest.param(each, marks=pytest.mark.rule(each)) for each in LEFT_TO_PEOPLE])
def test_what_is_left_to_judgement_can_be_chosen_whatever_the_facts(rule: str) -> None:
    chosen = case().given(raise_it({}, rule, area="north"), by=SOCIAL_WORKER)
    [decision] = [each for each in chosen.of(NotificationRaisedV1)[0].decisions if rule in each.rules]
    assert decision.answer == "Chosen by professional judgement."


@pytest.mark.rule(*TRIED, *LEFT_TO_PEOPLE)
def test_only_what_is_left_to_judgement_is_offered_whatever_the_facts() -> None:
    edition = real("luton").authorities["luton"].editions["undated"]
    assert tuple(each.rule for each in edition.categories if each.is_judgement) == LEFT_TO_PEOPLE


@pytest.mark.rule("LUT-OTHER-1")
def test_it_is_suggested_by_no_facts() -> None:
    assert not any("LUT-OTHER-1" in suggested(LUTON, facts) for each in TRIED.values() for facts in each.meets.values())


@pytest.mark.rule("LUT-CP-5")
def test_risky_behaviour_is_never_suggested_since_luton_does_not_say_what_it_is() -> None:
    assert suggested(LUTON, {**ON_PLAN, "happened": ["risky_behaviour"]}) == set()
    assert suggested(LUTON, {**IN_CARE, "plan": "child_in_need", "happened": ["risky_behaviour"]}) == set()


@pytest.mark.rule("LUT-CP-5")
def test_whoever_chooses_it_reads_that_the_source_does_not_say_it() -> None:
    rule = LUTON.rules["LUT-CP-5"]
    assert (rule.status, "not said" in rule.says) == ("gap", True)


@pytest.mark.rule("LUT-CLA-3")
def test_found_after_more_than_24_hours_is_counted_to_that_moment() -> None:
    for ended, expected in (("2026-11-19T11:59:00+00:00", True), ("2026-11-19T11:58:00+00:00", False)):
        facts = {**IN_CARE, "missing_since": "2026-11-18T11:58:00+00:00", "found_at": ended}
        assert ("LUT-CLA-3" in suggested(LUTON, facts)) is expected
