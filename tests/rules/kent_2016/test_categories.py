"""The circumstances that Kent's edition of 2016 has alerted: the facts that meet each, and the nearest that do not."""

from __future__ import annotations

import pytest

from tests.rules.kent import EDITIONS
from tests.rules.kent_2016.playing import EDITION, raised
from tests.unit.plugins.cases import RawFacts, Tried, ago, every_case, one_each, suggested, untried

KENT = EDITIONS[EDITION]
CHILD: RawFacts = {"subject_kind": "child"}
GROUP: RawFacts = {"subject_kind": "group"}
STAFF: RawFacts = {"subject_kind": "staff_member"}
OPEN: RawFacts = {**CHILD, "open_to_services": True}
DIED: RawFacts = {"happened": ["death"], "death_unexpected": True}
INJURED: RawFacts = {"happened": ["serious_injury"]}
SERIOUS: RawFacts = {"happened": ["serious_incident"]}
GONE: RawFacts = {"happened": ["missing"], "whereabouts": "unknown"}
ON_PLAN: RawFacts = {**CHILD, **GONE, "plan": "child_protection"}
IN_CARE: RawFacts = {**CHILD, **GONE, "legal_status": "care_order"}
IN_CARE_BY = ("accommodated", "interim_care_order", "care_order", "remanded", "other_looked_after")
ABSENT: RawFacts = {**CHILD, "legal_status": "care_order", "happened": ["missing"], "senior_action_needed": True}

DEATH_AND_HARM = {
    "KEN16-CAT-1": Tried(
        meets={
            "unexpected": {**CHILD, **DIED},
            "took their life": {**CHILD, "happened": ["suicide"], "death_unexpected": True},
            "one of a group": {**GROUP, **DIED},
        },
        misses={
            "expected": {**CHILD, **DIED, "death_unexpected": False},
            "injured": {**CHILD, **INJURED, "death_unexpected": True},
            "a member of staff": {**STAFF, **DIED},
        },
    ),
    "KEN16-CAT-2": Tried(
        meets={
            "open": {**OPEN, **INJURED},
            "held by a service": {**CHILD, **INJURED, "services_open": ["early_help"]},
            "on a plan": {**CHILD, **INJURED, "plan": "child_protection"},
            "in need": {**CHILD, **INJURED, "plan": "child_in_need"},
            **one_each("legal_status", IN_CARE_BY, {**CHILD, **INJURED}, as_list=False),
        },
        misses={
            "not open": {**CHILD, **INJURED, "open_to_services": False, "plan": "none"},
            "an accident": {**OPEN, "happened": ["accident"]},
            "a member of staff": {**STAFF, **INJURED, "open_to_services": True},
            "a care leaver": {**CHILD, **INJURED, "legal_status": "care_leaver"},
        },
    ),
}
WIDER = {
    "KEN16-CAT-3": Tried(
        meets=one_each(
            "media_interest", ("coverage", "possible_coverage", "local_or_national_media", "public_debate"), CHILD
        ),
        misses=one_each("media_interest", ("council_members", "members_of_parliament"), CHILD),
    ),
    "KEN16-CAT-4": Tried(
        meets={"organised": {**CHILD, "happened": ["complex_abuse"]}},
        misses={"an investigation of exploitation": {**CHILD, "happened": ["exploitation_investigation"]}},
    ),
    "KEN16-CAT-5": Tried(
        meets=one_each("placement", ("residential", "foster", "council_unit"), {**CHILD, **SERIOUS}, as_list=False),
        misses={
            "at home": {**CHILD, **SERIOUS, "placement": "family_home"},
            "a reception centre": {**CHILD, **SERIOUS, "placement": "reception_centre"},
            "a near miss": {**CHILD, "happened": ["near_miss"], "placement": "foster"},
            "staff": {**STAFF, **SERIOUS, "placement": "residential"},
        },
    ),
}
MISSING = {
    "KEN16-CAT-6": Tried(
        meets={
            "on a protection plan": ON_PLAN,
            "in need": {**ON_PLAN, "plan": "child_in_need"},
            "known by its time": {**CHILD, "plan": "child_in_need", "missing_since": ago(hours=1)},
            "aged 17": {**ON_PLAN, "age_years": 17},
            "the locality known": {**ON_PLAN, "whereabouts": "locality_known"},
            "found, well-being not known": {**ON_PLAN, "missing_since": ago(hours=9), "found_at": ago(hours=1)},
            "well, and not found": {**ON_PLAN, "well_being_established": True},
            "thought to be known, taken as missing": {
                **ON_PLAN,
                "whereabouts": "thought_known",
                "absence_taken_as": "missing",
            },
        },
        misses={
            "on no plan": {**ON_PLAN, "plan": "none"},
            "aged 18": {**ON_PLAN, "age_years": 18},
            "whereabouts known": {**ON_PLAN, "whereabouts": "known"},
            "thought to be known, taken as absent": {
                **ON_PLAN,
                "whereabouts": "thought_known",
                "absence_taken_as": "unauthorised_absence",
            },
            "thought to be known, not decided": {**ON_PLAN, "whereabouts": "thought_known"},
            "found and well": {**ON_PLAN, "found_at": ago(hours=1), "well_being_established": True},
            "not gone": {**CHILD, "plan": "child_in_need", "happened": ["near_miss"], "whereabouts": "unknown"},
            "whereabouts known, taken as missing": {**ON_PLAN, "whereabouts": "known", "absence_taken_as": "missing"},
        },
    ),
    "KEN16-CAT-7": Tried(
        meets={"a national alert required": {**ON_PLAN, "national_alert_required": True}},
        misses={
            "none required": {**ON_PLAN, "national_alert_required": False},
            "in need": {**ON_PLAN, "plan": "child_in_need", "national_alert_required": True},
            "not missing": {**ON_PLAN, "whereabouts": "known", "national_alert_required": True},
        },
    ),
    "KEN16-CAT-8": Tried(
        meets={
            **one_each("legal_status", IN_CARE_BY, {**CHILD, **GONE}, as_list=False),
            "an unaccompanied asylum seeker": {**CHILD, **GONE, "unaccompanied_asylum_seeker": True},
            "placed by Kent": {**IN_CARE, "placed_by": "own_authority"},
        },
        misses={
            "placed by another authority": {**IN_CARE, "placed_by": "other_authority"},
            "a care leaver": {**IN_CARE, "legal_status": "care_leaver", "unaccompanied_asylum_seeker": False},
            "whereabouts known": {**IN_CARE, "whereabouts": "known"},
        },
    ),
    "KEN16-CAT-9": Tried(
        meets={
            "away, whereabouts known": {**ABSENT, "whereabouts": "known"},
            "thought to be known, taken as absent": {
                **ABSENT,
                "whereabouts": "thought_known",
                "absence_taken_as": "unauthorised_absence",
            },
            "said to be absent": {**ABSENT, "happened": ["unauthorised_absence"]},
            "absent since": {**ABSENT, "happened": ["near_miss"], "absent_since": ago(hours=2)},
            "in need": {**ABSENT, "legal_status": "not_looked_after", "plan": "child_in_need", "whereabouts": "known"},
        },
        misses={
            "no senior action": {**ABSENT, "whereabouts": "known", "senior_action_needed": False},
            "missing": {**ABSENT, "whereabouts": "unknown"},
            "thought to be known, taken as missing": {
                **ABSENT,
                "whereabouts": "thought_known",
                "absence_taken_as": "missing",
            },
            "on no plan, not in care": {
                **ABSENT,
                "legal_status": "not_looked_after",
                "plan": "none",
                "whereabouts": "known",
            },
            "not gone": {**ABSENT, "happened": ["near_miss"], "whereabouts": "known"},
            "nothing known, taken as absent": {
                **ABSENT,
                "whereabouts": "unknown",
                "absence_taken_as": "unauthorised_absence",
            },
        },
    ),
}
TRIED = {**DEATH_AND_HARM, **WIDER, **MISSING}


@pytest.mark.parametrize(("rule", "facts", "expected"), every_case(TRIED))
def test_a_category_is_suggested_when_the_facts_meet_it(rule: str, facts: RawFacts, expected: bool) -> None:
    assert (rule in suggested(KENT, facts)) is expected


@pytest.mark.rule("*")
def test_every_category_is_tried() -> None:
    assert untried(KENT, TRIED, frozenset()) == set()


@pytest.mark.rule("KEN16-CAT-9")
def test_any_other_case_of_concern_can_be_alerted_and_is_asked_of_nobody() -> None:
    assert raised(CHILD, "KEN16-CAT-9").waiting == ["service_manager"]
    assert raised({**ABSENT, "whereabouts": "known"}, "KEN16-CAT-3").waiting[0] == "service_manager"
