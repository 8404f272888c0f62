"""What the director is always told, and what the head of service decides on: each circumstance and its nearest miss."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from needfire.suggesting import holds, setting
from needfire.vocabulary import VOCABULARY
from needfire.working_time import england_and_wales
from tests.rules.lincolnshire.playing import (
    CHILD,
    EDITION,
    IN_CARE,
    ON_PLAN,
    ago,
    cited,
    is_shown_as,
    raised,
    suggested,
)
from tests.unit.casework.case import NOON, at

DIED: dict[str, Any] = {**CHILD, "happened": ["death"], "abuse_or_neglect": "no"}
HURT: dict[str, Any] = {"happened": ["serious_injury"], "abuse_or_neglect": "no"}
VIOLENCE: dict[str, Any] = {**CHILD, "happened": ["violent_incident"], "life_threatening": True}
AT_RISK: dict[str, Any] = {"happened": ["missing"], "serious_risk_of_significant_harm": True}
CHARGED: dict[str, Any] = {**IN_CARE, "happened": ["charge"], "offence": "rape"}
DYING: dict[str, Any] = {**IN_CARE, "learned_at": at(NOON)}
YEAR = timedelta(days=365)

MEETS: dict[str, list[dict[str, Any]]] = {
    "LCP-ALWAYS-1": [
        {**DIED, "abuse_or_neglect": "suspected"},
        {**DIED, "abuse_or_neglect": "known", "happened": ["suicide"]},
        {**DIED, "abuse_or_neglect": "known", "subject_kind": "group"},
    ],
    "LCP-ALWAYS-2": [{**IN_CARE, **HURT}, {**DIED, **IN_CARE}, {**DIED, **IN_CARE, "happened": ["suicide"]}],
    "LCP-ALWAYS-3": [{**ON_PLAN, **HURT}, {**DIED, **ON_PLAN}, {**DIED, **ON_PLAN, "happened": ["suicide"]}],
    "LCP-ALWAYS-4": [{**IN_CARE, "missing_since": ago(hours=48)}],
    "LCP-ALWAYS-5": [{**ON_PLAN, "missing_since": ago(hours=72)}],
    "LCP-ALWAYS-6": [{**CHILD, "happened": ["complex_abuse"]}],
    "LCP-ALWAYS-7": [
        {**IN_CARE, "happened": ["exploitation_investigation"]},
        {**IN_CARE, "happened": ["missing"], "sexual_exploitation": True},
    ],
    "LCP-ALWAYS-8": [{**VIOLENCE, "violence_against_staff": True}],
    "LCP-ALWAYS-9": [
        {"subject_kind": "staff_member", "happened": ["death"], "accident_at_work": True},
        {**CHILD, **HURT, "accident_at_work": True},
    ],
    "LCP-ALWAYS-10": [
        {"subject_kind": "staff_member", "happened": [each], "gross_misconduct_alleged": True}
        for each in ("allegation", "disciplinary")
    ],
    "LCP-HOS-1": [
        {**CHILD, **AT_RISK},
        {**CHILD, **AT_RISK, "subject_kind": "group"},
        {**IN_CARE, **AT_RISK, "plan": "child_protection"},
        {**IN_CARE, **AT_RISK, "missing_since": ago(hours=47, minutes=59)},
        {**ON_PLAN, **AT_RISK, "missing_since": ago(hours=71, minutes=59)},
    ],
    "LCP-HOS-2": [CHARGED, {**IN_CARE, "charged_at": at(NOON), "offence": "other", "offence_serious": True}],
    "LCP-HOS-3": [{**IN_CARE, "removed_from_uk_unplanned": True}],
    "LCP-HOS-4": [
        {**CHILD, "media_interest": [each]} for each in ("coverage", "local_or_national_media", "public_debate")
    ],
    "LCP-HOS-5": [{**ON_PLAN, "made_homeless": True}],
    "LCP-HOS-6": [
        {**IN_CARE, "out_of_education_since": "2026-08-17T11:00:00+00:00"},
        {**ON_PLAN, "out_of_education_since": "2026-08-17T11:00:00+00:00"},
    ],
    "LCP-HOS-7": [{"subject_kind": "directorate", "practice_concern_unresolved": True}],
    "LCP-HOS-8": [
        {"subject_kind": "staff_member", "allegation_outcome": "substantiated"},
        {"subject_kind": "adult_in_position_of_trust", "senior_person_accused": True},
    ],
    "LCP-HOS-9": [{**DYING, "expected_to_die_by": at(NOON + YEAR)}],
    "LCP-HOS-10": [{**VIOLENCE, "services_open": ["youth_justice"]}],
}
MISSES: dict[str, list[dict[str, Any]]] = {
    "LCP-ALWAYS-1": [DIED, {**DIED, "subject_kind": "staff_member", "abuse_or_neglect": "known"}, {**CHILD, **HURT, "abuse_or_neglect": "known"}],
    "LCP-ALWAYS-2": [{**CHILD, **HURT}, {**IN_CARE, "happened": ["accident"]}],
    "LCP-ALWAYS-3": [{**ON_PLAN, **HURT, "plan": "child_in_need"}, {**ON_PLAN, "happened": ["accident"]}],
    "LCP-ALWAYS-4": [
        {**IN_CARE, "missing_since": ago(hours=47, minutes=59)},
        {**CHILD, "missing_since": ago(hours=60)},
        {**IN_CARE, "missing_since": ago(hours=60), "found_at": ago(hours=20)},
    ],
    "LCP-ALWAYS-5": [{**ON_PLAN, "missing_since": ago(hours=71, minutes=59)}, {**CHILD, "missing_since": ago(hours=80)}],
    "LCP-ALWAYS-6": [{**CHILD, "happened": ["significant_risk"]}],
    "LCP-ALWAYS-7": [{**CHILD, "happened": ["exploitation_investigation"]}, {**IN_CARE, "sexual_exploitation": False}],
    "LCP-ALWAYS-8": [
        {**VIOLENCE, "violence_against_staff": False},
        {**VIOLENCE, "violence_against_staff": True, "life_threatening": False},
        {**VIOLENCE, "violence_against_staff": True, "happened": ["threats_of_violence"]},
    ],
    "LCP-ALWAYS-9": [{**CHILD, **HURT, "accident_at_work": False}, {**CHILD, "happened": ["accident"], "accident_at_work": True}],
    "LCP-ALWAYS-10": [
        {"subject_kind": "staff_member", "happened": ["allegation"], "gross_misconduct_alleged": False},
        {"subject_kind": "staff_member", "happened": ["complaint"], "gross_misconduct_alleged": True},
    ],
    "LCP-HOS-1": [
        {**CHILD, **AT_RISK, "serious_risk_of_significant_harm": False},
        {**IN_CARE, **AT_RISK, "missing_since": ago(hours=48)},
        {**ON_PLAN, **AT_RISK, "missing_since": ago(hours=72)},
        {**CHILD, **AT_RISK, "happened": ["unauthorised_absence"]},
        {**AT_RISK, "subject_kind": "staff_member"},
    ],
    "LCP-HOS-2": [
        {**CHARGED, "legal_status": "not_looked_after"},
        {**CHARGED, "offence": "other", "offence_serious": False},
        {**CHARGED, "happened": ["arrest"]},
    ],
    "LCP-HOS-3": [{**CHILD, "removed_from_uk_unplanned": True}, {**IN_CARE, "removed_from_uk_unplanned": False}],
    "LCP-HOS-4": [{**CHILD, "media_interest": ["possible_coverage"]}],
    "LCP-HOS-5": [{**CHILD, "made_homeless": True}, {**ON_PLAN, "made_homeless": False}],
    "LCP-HOS-6": [
        {**IN_CARE, "out_of_education_since": "2026-08-17T11:01:00+00:00"},
        {**CHILD, "out_of_education_since": "2026-06-01T11:00:00+00:00"},
        {**IN_CARE, "out_of_education_since": ago(days=100), "back_in_education_at": ago(days=30)},
    ],
    "LCP-HOS-7": [{"subject_kind": "directorate", "practice_concern_unresolved": False}],
    "LCP-HOS-8": [
        {"subject_kind": "staff_member", "allegation_outcome": "not_substantiated", "senior_person_accused": False},
    ],
    "LCP-HOS-9": [
        {**DYING, "expected_to_die_by": at(NOON + YEAR + timedelta(minutes=1))},
        {**DYING, "legal_status": "not_looked_after", "expected_to_die_by": at(NOON + YEAR)},
    ],
    "LCP-HOS-10": [
        {**VIOLENCE, "services_open": ["social_work"]},
        {**VIOLENCE, "services_open": ["youth_justice"], "life_threatening": False},
        {**VIOLENCE, "services_open": ["youth_justice"], "happened": ["threats_of_violence"]},
    ],
}  # fmt: skip


def marked(cases: dict[str, list[dict[str, Any]]]) -> list[Any]:
    """Each case with its category, marked as showing that rule."""
    return [
        pytest.param(rule, facts, id=f"{rule}-{number}", marks=pytest.mark.rule(rule))
        for rule, several in cases.items()
        for number, facts in enumerate(several)
    ]


@pytest.mark.parametrize(("rule", "facts"), marked(MEETS))
def test_a_circumstance_is_suggested(rule: str, facts: dict[str, Any]) -> None:
    assert rule in suggested(facts)


@pytest.mark.parametrize(("rule", "facts"), marked(MISSES))
def test_its_nearest_miss_is_not(rule: str, facts: dict[str, Any]) -> None:
    assert rule not in suggested(facts)


@pytest.mark.rule("LCP-ALWAYS-4", "LCP-ALWAYS-5")
@pytest.mark.parametrize("rule", ["LCP-ALWAYS-4", "LCP-ALWAYS-5"])
def test_of_whom_is_not_missing_nothing_more_need_be_known(rule: str) -> None:
    facts = {**IN_CARE, "plan": "child_protection", "happened": ["significant_risk"]}
    category = EDITION.category(rule)
    within = setting(EDITION, VOCABULARY.read(facts, NOON), NOON, england_and_wales())
    assert category is not None
    found = holds(category.when, within)
    assert (found.holds, found.needs) == (False, frozenset())


@pytest.mark.rule("LCP-OTHER-1", *MEETS)
def test_only_another_matter_is_offered_whatever_the_facts() -> None:
    assert [each.rule for each in EDITION.categories if each.is_judgement] == ["LCP-OTHER-1"]


@pytest.mark.rule("LCP-OTHER-1")
def test_any_other_matter_can_be_raised_by_judgement_and_goes_to_the_head_of_service() -> None:
    case = raised(CHILD, "LCP-OTHER-1")
    assert case.waiting == ["decide"]
    assert suggested({**CHILD, "happened": ["serious_incident"]}) == set()
    assert is_shown_as("LCP-OTHER-1", "assumption")


@pytest.mark.rule("LCP-TIER-1")
def test_what_is_on_both_lists_goes_to_the_director() -> None:
    both = {**VIOLENCE, "violence_against_staff": True, "services_open": ["youth_justice"]}
    assert suggested(both) == {"LCP-ALWAYS-8", "LCP-HOS-10"}
    case = raised({**both, "update_expected_at": at(NOON)}, "LCP-ALWAYS-8", "LCP-HOS-10")
    assert case.waiting == ["amend"]
    assert "LCP-TIER-1" in cited(case.events)
    assert is_shown_as("LCP-TIER-1", "assumption")
    assert raised({**both, "violence_against_staff": False}, "LCP-HOS-10").waiting == ["decide"]
