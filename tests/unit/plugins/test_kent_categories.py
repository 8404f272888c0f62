"""Kent's Need to Know categories and alert criteria: the facts that meet each, and the nearest that do not."""

from __future__ import annotations

import pytest

from needfire.authority import editions_of
from tests.unit.plugins.cases import RawFacts, Tried, ago, every_case, one_each, suggested, untried

EDITION = {each.edition: each for each in editions_of("needfire_kent")}["2023-12"]

CHILD: RawFacts = {"subject_kind": "child"}
OPEN: RawFacts = {**CHILD, "open_to_services": True}
IN_CARE: RawFacts = {**CHILD, "legal_status": "care_order"}
ON_PLAN: RawFacts = {**CHILD, "plan": "child_protection"}
GROUP: RawFacts = {"subject_kind": "group", "open_to_services": True}
STAFF: RawFacts = {"subject_kind": "staff_member", "open_to_services": True}
CARE_LEAVER: RawFacts = {**CHILD, "legal_status": "care_leaver"}
CHARGED: RawFacts = {**CHILD, "happened": ["charge"], "offence": "section_18"}
FOSTERED: RawFacts = {**IN_CARE, "placement": "foster"}
SUSPECTED: RawFacts = {"abuse_or_neglect": "suspected"}
DIED: RawFacts = {"happened": ["death"]}
ABUSED_IN_KENT: RawFacts = {
    **CHILD,
    "happened": ["serious_injury"],
    "abuse_or_neglect": "known",
    "harm_place": "own_area",
}
INJURED: RawFacts = {"happened": ["serious_injury"]}
OFFENCES = ("attempted_murder", "murder", "manslaughter", "rape", "section_18", "section_20", "terrorism")
IN_CARE_BY = ("accommodated", "interim_care_order", "care_order", "remanded", "other_looked_after")


def missing(hours: float, minutes: float = 0) -> RawFacts:
    """Missing for so long, and still missing."""
    return {"happened": ["missing"], "missing_since": ago(hours=hours, minutes=minutes)}


def died_after_supervision(days: float, minutes: float = 0) -> RawFacts:
    """A child who died so long after youth justice supervision ended."""
    ended = ago(days=days + 1, minutes=minutes)
    return {**CHILD, **DIED, "died_at": ago(days=1), "youth_justice_supervision_ended_at": ended}


NEED_TO_KNOW = {
    "KEN23-NTK-A": Tried(
        meets={
            **one_each("legal_status", IN_CARE_BY, {**CHILD, **DIED}, as_list=False),
            "took their life": {**IN_CARE, "happened": ["suicide"]},
            "abuse not in question": {**IN_CARE, **DIED, "abuse_or_neglect": "no"},
        },
        misses={
            "care leaver": {**CARE_LEAVER, **DIED},
            "on a plan, not looked after": {**ON_PLAN, "legal_status": "not_looked_after", **DIED},
            "injured": {**IN_CARE, **INJURED},
        },
    ),
    "KEN23-NTK-B": Tried(
        meets={
            "abuse suspected": {**CHILD, **DIED, **SUSPECTED},
            "neglect known": {**CHILD, **DIED, "abuse_or_neglect": "known"},
        },
        misses={
            "abuse not in question": {**CHILD, **DIED, "abuse_or_neglect": "no"},
            "not yet said whether": {**CHILD, **DIED},
            "a foster carer died": {"subject_kind": "foster_carer", **DIED, **SUSPECTED},
            "injured": {**CHILD, **INJURED, **SUSPECTED},
        },
    ),
    "KEN23-NTK-C": Tried(
        meets={
            "open to services": {**OPEN, **INJURED, **SUSPECTED},
            "held by early help": {**CHILD, "services_open": ["early_help"], **INJURED, **SUSPECTED},
            "looked after": {**IN_CARE, **INJURED, **SUSPECTED},
            "child in need": {**CHILD, "plan": "child_in_need", **INJURED, **SUSPECTED},
            "child on a plan": {**ON_PLAN, **INJURED, **SUSPECTED},
            "a group of children": {**GROUP, **INJURED, **SUSPECTED},
        },
        misses={
            "not open to services": {**CHILD, "open_to_services": False, **INJURED, **SUSPECTED},
            "no abuse or neglect": {**OPEN, **INJURED, "abuse_or_neglect": "no"},
            "staff": {**STAFF, **INJURED, **SUSPECTED},
            "near miss": {**OPEN, "happened": ["near_miss"], **SUSPECTED},
        },
    ),
    "KEN23-NTK-D": Tried(
        meets={
            "injured": {**OPEN, **INJURED, "harm_context": "extra_familial"},
            "organised abuse": {**OPEN, "happened": ["complex_abuse"], "harm_context": "extra_familial"},
        },
        misses={
            "staff": {**STAFF, **INJURED, "harm_context": "extra_familial"},
            "within the family": {**OPEN, **INJURED, "harm_context": "familial"},
            "not open": {**CHILD, "open_to_services": False, **INJURED, "harm_context": "extra_familial"},
            "accident": {**OPEN, "happened": ["accident"], "harm_context": "extra_familial"},
        },
    ),
    "KEN23-NTK-E": Tried(
        meets=one_each("happened", ("suicide", "suicide_attempt", "self_harm"), OPEN),
        misses={
            "not open": {**CHILD, "open_to_services": False, "happened": ["self_harm"]},
            "risky behaviour": {**OPEN, "happened": ["risky_behaviour"]},
            "staff": {**STAFF, "happened": ["suicide"]},
        },
    ),
    "KEN23-NTK-F": Tried(
        meets={
            "open to youth justice": {**CHILD, **DIED, "services_open": ["youth_justice"]},
            "20 days after supervision": died_after_supervision(days=20),
            "on the day it ended": died_after_supervision(days=0),
        },
        misses={
            "21 days after supervision": died_after_supervision(days=21),
            "open to early help": {**CHILD, **DIED, "services_open": ["early_help"]},
            "did not die": {**CHILD, **INJURED, "services_open": ["youth_justice"]},
            "staff": {**STAFF, **DIED, "services_open": ["youth_justice"]},
        },
    ),
    "KEN23-NTK-G": Tried(
        meets={
            **one_each("offence", OFFENCES, CHARGED, as_list=False),
            "charge known by its date": {**CHILD, "offence": "rape", "charged_at": ago(hours=3)},
        },
        misses={
            "another offence against a person": {**CHARGED, "offence": "other_against_person"},
            "another offence": {**CHARGED, "offence": "other"},
            "arrested only": {**CHARGED, "happened": ["arrest"]},
            "a member of staff": {**CHARGED, "subject_kind": "staff_member"},
        },
    ),
    "KEN23-NTK-H": Tried(
        meets={
            **one_each("happened", ("serious_incident", "accident", "serious_illness"), FOSTERED),
            **one_each(
                "placement",
                ("foster", "residential", "reception_centre", "council_unit"),
                {**CHILD, "broken_bones": True},
                as_list=False,
            ),
            "police involved": {**FOSTERED, "police_involvement_significant": True},
            "lost consciousness": {**FOSTERED, "lost_consciousness": True},
            "hospital 24 hours and a minute": {**FOSTERED, "admitted_to_hospital_at": ago(hours=24, minutes=1)},
        },
        misses={
            "at home": {**CHILD, "placement": "family_home", "happened": ["accident"]},
            "semi-independent": {**CHILD, "placement": "semi_independent", "happened": ["accident"]},
            "hospital 24 hours exactly": {**FOSTERED, "admitted_to_hospital_at": ago(hours=24)},
            "left hospital in time": {
                **FOSTERED,
                "admitted_to_hospital_at": ago(hours=40),
                "left_hospital_at": ago(hours=17),
            },
            "near miss": {**FOSTERED, "happened": ["near_miss"]},
            "staff": {**STAFF, "placement": "residential", "happened": ["accident"]},
        },
    ),
    "KEN23-NTK-I": Tried(
        meets={
            "48 hours exactly, on a plan": {**ON_PLAN, **missing(48)},
            "child in need": {**CHILD, "plan": "child_in_need", **missing(50)},
            "in care": {**IN_CARE, **missing(50)},
            "reception centre": {**CHILD, "services_open": ["reception_centre"], **missing(50)},
            "asylum-seeking": {**CHILD, "services_open": ["asylum_seeking_children"], **missing(50)},
            "shorter, vulnerable": {**ON_PLAN, **missing(6), "particularly_vulnerable": True},
            "since when not known, vulnerable": {**ON_PLAN, "happened": ["missing"], "particularly_vulnerable": True},
            "known by its time, vulnerable": {
                **ON_PLAN,
                "missing_since": ago(hours=1),
                "particularly_vulnerable": True,
            },
            "a pattern": {**ON_PLAN, "missing_pattern": True},
            "48 hours, then found": {**ON_PLAN, "missing_since": ago(hours=60), "found_at": ago(hours=12)},
            "placed by Kent": {**IN_CARE, **missing(50), "placed_by": "own_authority"},
        },
        misses={
            "a minute short of 48 hours": {**ON_PLAN, **missing(47, 59)},
            "found a minute short of it": {
                **ON_PLAN,
                "missing_since": ago(hours=60),
                "found_at": ago(hours=12, minutes=1),
            },
            "on no plan, not in care": {**OPEN, "plan": "none", "services_open": ["early_help"], **missing(50)},
            "placed by another authority": {**IN_CARE, **missing(50), "placed_by": "other_authority"},
            "not born yet": {"subject_kind": "unborn_child", "plan": "child_protection", **missing(50)},
            "shorter, not vulnerable": {**ON_PLAN, **missing(6), "particularly_vulnerable": False},
            "vulnerable, not missing": {**ON_PLAN, **INJURED, "particularly_vulnerable": True},
        },
    ),
    "KEN23-NTK-I2": Tried(
        meets={"24 hours exactly": {**IN_CARE, "absent_since": ago(hours=24)}},
        misses={
            "a minute short of 24 hours": {**IN_CARE, "absent_since": ago(hours=23, minutes=59)},
            "not in care": {**ON_PLAN, "legal_status": "not_looked_after", "absent_since": ago(hours=30)},
            "back in time": {**IN_CARE, "absent_since": ago(hours=30), "absence_ended_at": ago(hours=7)},
        },
    ),
    "KEN23-NTK-J": Tried(
        meets={"organised": {**CHILD, "happened": ["complex_abuse"]}},
        misses={"one allegation": {**CHILD, "happened": ["allegation"]}},
    ),
    "KEN23-NTK-K": Tried(
        meets={
            "media": {**CHILD, "media_interest": ["coverage"]},
            "members of parliament": {**CHILD, "media_interest": ["members_of_parliament"]},
            "elected members": {**CHILD, "raised_with_members": True},
        },
        misses={"nobody asks": {**CHILD, **INJURED, "raised_with_members": False}},
    ),
    "KEN23-NTK-X": Tried(
        meets={
            "a care leaver of 24 died": {**CARE_LEAVER, **DIED, "age_years": 24},
            "abused and injured, open to nobody": {**ABUSED_IN_KENT, "open_to_services": False},
        },
        misses={
            "a care leaver of 25 died": {**CARE_LEAVER, **DIED, "age_years": 25},
            "abused and injured, open to services": {**ABUSED_IN_KENT, "open_to_services": True},
            "injured, not by abuse": {**ABUSED_IN_KENT, "open_to_services": False, "abuse_or_neglect": "no"},
        },
    ),
}

ALERT = {
    "KEN23-ALERT-1": Tried(
        meets={"looked after, died": {**IN_CARE, **DIED}},
        misses={"care leaver": {**CARE_LEAVER, **DIED}, "looked after, injured": {**IN_CARE, **INJURED}},
    ),
    "KEN23-ALERT-2": Tried(
        meets={
            "died in Kent": {**CHILD, **DIED, **SUSPECTED, "harm_place": "own_area"},
            "injured in Kent, open to nobody": {
                **CHILD,
                **INJURED,
                "abuse_or_neglect": "known",
                "harm_place": "own_area",
                "open_to_services": False,
            },
            "resident, injured abroad": {
                **CHILD,
                **INJURED,
                **SUSPECTED,
                "harm_place": "outside_england",
                "normally_resident": True,
            },
        },
        misses={
            "elsewhere in England": {
                **CHILD,
                **INJURED,
                **SUSPECTED,
                "harm_place": "elsewhere_in_england",
                "normally_resident": True,
            },
            "abroad, not resident": {
                **CHILD,
                **INJURED,
                **SUSPECTED,
                "harm_place": "outside_england",
                "normally_resident": False,
            },
            "no abuse or neglect": {**CHILD, **DIED, "abuse_or_neglect": "no", "harm_place": "own_area"},
            "near miss": {**CHILD, "happened": ["near_miss"], **SUSPECTED, "harm_place": "own_area"},
            "a member of staff": {"subject_kind": "staff_member", **DIED, **SUSPECTED, "harm_place": "own_area"},
        },
    ),
    "KEN23-ALERT-3": Tried(
        meets={"20 days after supervision": died_after_supervision(days=20)},
        misses={"21 days after supervision": died_after_supervision(days=21)},
    ),
    "KEN23-ALERT-4": Tried(
        meets={"section 18": CHARGED},
        misses={"another offence": {**CHARGED, "offence": "other"}},
    ),
    "KEN23-ALERT-5": Tried(
        meets={
            "on a plan, 48 hours": {**ON_PLAN, **missing(48)},
            "in care, 50 hours": {**IN_CARE, **missing(50)},
            "placed by another authority": {**IN_CARE, **missing(50), "placed_by": "other_authority"},
            "on a plan, a pattern": {**ON_PLAN, "missing_pattern": True},
            "an hour, at grave risk": {**ON_PLAN, **missing(1), "grave_risk": True},
        },
        misses={
            "child in need": {**CHILD, "plan": "child_in_need", **missing(50)},
            "a minute short of 48 hours": {**ON_PLAN, **missing(47, 59)},
            "not at grave risk": {**ON_PLAN, **missing(1), "grave_risk": False},
            "at grave risk, not missing": {**ON_PLAN, **INJURED, "grave_risk": True},
        },
    ),
    "KEN23-ALERT-6": Tried(
        meets={
            **one_each("happened", ("serious_incident", "accident", "serious_illness"), FOSTERED),
            "residential": {**IN_CARE, "placement": "residential", "broken_bones": True},
            "council unit": {**IN_CARE, "placement": "council_unit", "broken_bones": True},
        },
        misses={
            "reception centre": {**IN_CARE, "placement": "reception_centre", "happened": ["accident"]},
            "at home": {**CHILD, "placement": "family_home", "happened": ["serious_incident"]},
            "near miss": {**FOSTERED, "happened": ["near_miss"]},
        },
    ),
    "KEN23-ALERT-7": Tried(
        meets={
            "aged 24": {**CARE_LEAVER, **DIED, "age_years": 24},
            "aged 18, took their life": {**CARE_LEAVER, "happened": ["suicide"], "age_years": 18},
        },
        misses={
            "aged 25": {**CARE_LEAVER, **DIED, "age_years": 25},
            "looked after": {**IN_CARE, **DIED, "age_years": 17},
            "injured": {**CARE_LEAVER, **INJURED, "age_years": 20},
        },
    ),
    "KEN23-ALERT-10": Tried(
        meets=one_each(
            "happened",
            ("serious_incident", "near_miss", "practice_learning", "death", "suicide", "serious_injury"),
            {**CHILD, "importance_to_area": True},
        ),
        misses={
            "of no importance to the area": {**CHILD, "happened": ["near_miss"], "importance_to_area": False},
            "a complaint": {**CHILD, "happened": ["complaint"], "importance_to_area": True},
        },
    ),
}


@pytest.mark.parametrize(("rule", "facts", "expected"), every_case({**NEED_TO_KNOW, **ALERT}))
def test_a_category_is_suggested_when_the_facts_meet_it(rule: str, facts: RawFacts, expected: bool) -> None:
    assert (rule in suggested(EDITION, facts)) is expected


def test_every_category_is_tried_or_left_to_a_persons_judgement() -> None:
    assert untried(EDITION, {**NEED_TO_KNOW, **ALERT}, frozenset()) == set()


def test_the_criteria_of_an_alert_are_told_apart_from_the_need_to_know() -> None:
    by_set = {category.rule: category.belongs_to for category in EDITION.categories}
    assert {rule for rule, belongs_to in by_set.items() if belongs_to == "alert"} == set(ALERT)
