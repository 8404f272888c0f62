"""Luton's categories: the facts that meet each, and the nearest that do not."""

from __future__ import annotations

import pytest

from needfire.authority import editions_of
from tests.unit.plugins.cases import RawFacts, Tried, ago, every_case, one_each, suggested, untried

EDITION = editions_of("needfire_luton")[0]

CHILD: RawFacts = {"subject_kind": "child"}
IN_CARE: RawFacts = {**CHILD, "legal_status": "care_order"}
CARE_LEAVER: RawFacts = {**CHILD, "legal_status": "care_leaver"}
AT_HOME: RawFacts = {**CHILD, "legal_status": "not_looked_after"}
ON_PLAN: RawFacts = {**AT_HOME, "plan": "child_protection"}
STAFF: RawFacts = {"subject_kind": "staff_member"}
CARER: RawFacts = {"subject_kind": "foster_carer"}
TRUST: RawFacts = {"subject_kind": "adult_in_position_of_trust"}
DIED: RawFacts = {"happened": ["death"]}
INJURED: RawFacts = {"happened": ["serious_injury"]}
ALLEGED: RawFacts = {"happened": ["allegation"], "significant_harm_alleged": True}
CARED_FOR = (
    "accommodated", "interim_care_order", "care_order", "remanded", "other_looked_after", "care_leaver",
)  # fmt: skip
AGAINST_A_PERSON = ("attempted_murder", "murder", "manslaughter", "rape", "section_18", "section_20")
COUNCIL_AND_CARERS = ("staff_member", "commissioned_service", "foster_carer", "adopter", "special_guardian")


def happens(*, met: tuple[str, ...], not_met: tuple[str, ...], to: RawFacts = IN_CARE) -> Tried:
    """A category that what happened decides; for a child in care it does not hold for one at home."""
    other = {"a child at home": {**AT_HOME, "happened": [met[0]]}} if to is IN_CARE else {}
    return Tried(one_each("happened", met, to), {**one_each("happened", not_met, to), **other})


CHILDREN_LOOKED_AFTER = {
    "LUT-CLA-1": Tried(
        meets={
            **one_each("legal_status", CARED_FOR, {**CHILD, **DIED}, as_list=False),
            "took their life": {**IN_CARE, "happened": ["suicide"]},
        },
        misses={"at home": {**AT_HOME, **DIED}, "injured": {**IN_CARE, **INJURED}},
    ),
    "LUT-CLA-2": happens(met=("serious_injury", "accident"), not_met=("near_miss", "death")),
    "LUT-CLA-3": Tried(
        meets={
            "24 hours and a minute": {**IN_CARE, "missing_since": ago(hours=24, minutes=1)},
            "care leaver, 30 hours": {**CARE_LEAVER, "missing_since": ago(hours=30)},
        },
        misses={
            "24 hours exactly": {**IN_CARE, "missing_since": ago(hours=24)},
            "found in time": {**IN_CARE, "missing_since": ago(hours=30), "found_at": ago(hours=6)},
            "at home": {**AT_HOME, "missing_since": ago(hours=30)},
        },
    ),
    "LUT-CLA-3B": Tried(
        meets={"the second time": {**IN_CARE, "missing_episodes_over_24h": 2}},
        misses={
            "the first time": {**IN_CARE, "missing_episodes_over_24h": 1},
            "at home": {**AT_HOME, "missing_episodes_over_24h": 2},
        },
    ),
    "LUT-CLA-4": happens(met=("significant_risk",), not_met=("risky_behaviour",)),
    "LUT-CLA-5": Tried(
        meets={
            "an adult in a position of trust": {**IN_CARE, **ALLEGED, "named_adult_role": "position_of_trust"},
            "staff of the directorate": {**IN_CARE, **ALLEGED, "named_adult_role": "directorate_staff"},
        },
        misses={
            "a parent": {**IN_CARE, **ALLEGED, "named_adult_role": "parent_or_carer"},
            "no significant harm": {
                **IN_CARE,
                "happened": ["allegation"],
                "significant_harm_alleged": False,
                "named_adult_role": "position_of_trust",
            },
            "a child at home": {**AT_HOME, **ALLEGED, "named_adult_role": "position_of_trust"},
        },
    ),
    "LUT-CLA-6": Tried(
        meets={
            **one_each("offence", AGAINST_A_PERSON, {**IN_CARE, "happened": ["arrest"]}, as_list=False),
            "convicted": {**IN_CARE, "happened": ["conviction"], "offence": "rape"},
            "another, serious": {
                **IN_CARE,
                "happened": ["arrest"],
                "offence": "other_against_person",
                "offence_serious": True,
            },
        },
        misses={
            "another, not serious": {
                **IN_CARE,
                "happened": ["arrest"],
                "offence": "other_against_person",
                "offence_serious": False,
            },
            "serious, not against a person": {
                **IN_CARE,
                "happened": ["arrest"],
                "offence": "other",
                "offence_serious": True,
            },
            "neither arrest nor conviction": {**IN_CARE, "happened": ["allegation"], "offence": "rape"},
            "at home": {**AT_HOME, "happened": ["arrest"], "offence": "rape"},
        },
    ),
    "LUT-CLA-7": Tried(
        meets=one_each(
            "incident_place",
            ("community", "council_premises", "staff_present"),
            {**IN_CARE, "happened": ["violent_incident"]},
            as_list=False,
        ),
        misses={
            "elsewhere": {**IN_CARE, "happened": ["violent_incident"], "incident_place": "other"},
            "threats": {**IN_CARE, "happened": ["threats_of_violence"], "incident_place": "community"},
            "at home": {**AT_HOME, "happened": ["violent_incident"], "incident_place": "community"},
        },
    ),
    "LUT-CLA-8": Tried(
        meets={
            "a child looked after": {**IN_CARE, "happened": ["staff_implications"]},
            "a group": {"subject_kind": "group", "happened": ["staff_implications"]},
        },
        misses={
            "one child at home": {**AT_HOME, "happened": ["staff_implications"]},
            "a disciplinary matter": {**IN_CARE, "happened": ["disciplinary"]},
        },
    ),
    "LUT-CLA-9": happens(met=("exploitation_investigation",), not_met=("complex_abuse",)),
    "LUT-CLA-10": happens(met=("mental_health_admission",), not_met=("serious_illness",)),
    "LUT-CLA-11": happens(met=("custody_remand", "custodial_sentence"), not_met=("conviction", "arrest")),
    "LUT-CLA-12": happens(met=("suicide_attempt", "self_harm"), not_met=("risky_behaviour",)),
    "LUT-CLA-13": Tried(
        meets={
            **one_each(
                "placement",
                ("foster", "residential", "reception_centre", "council_unit", "secure"),
                {**IN_CARE, "happened": ["communicable_disease"]},
                as_list=False,
            ),
            "at a school": {**IN_CARE, "happened": ["communicable_disease"], "incident_place": "school"},
            "serious illness": {**IN_CARE, "happened": ["serious_illness"], "placement": "foster"},
        },
        misses={
            "at home": {**AT_HOME, "happened": ["communicable_disease"], "placement": "family_home"},
            "care leaver on their own": {
                **CARE_LEAVER,
                "happened": ["communicable_disease"],
                "placement": "other",
                "incident_place": "community",
            },
            "at home, at a school": {**AT_HOME, "happened": ["communicable_disease"], "incident_place": "school"},
            "accident": {**IN_CARE, "happened": ["accident"], "placement": "foster"},
        },
    ),
    "LUT-CLA-14": happens(met=("home_incident", "home_closure"), not_met=("damage",), to={"subject_kind": "premises"}),
}

STAFF_AND_CARERS = {
    "LUT-STAFF-1": Tried(
        meets={"recommended": {**STAFF, "lado_recommends": True}},
        misses={"not recommended": {**STAFF, "lado_recommends": False}},
    ),
    "LUT-STAFF-2": Tried(
        meets={
            **one_each("happened", ("accident", "serious_injury"), STAFF),
            "commissioned service": {"subject_kind": "commissioned_service", "happened": ["accident"]},
        },
        misses={"foster carer": {**CARER, "happened": ["accident"]}, "near miss": {**STAFF, "happened": ["near_miss"]}},
    ),
    "LUT-STAFF-3": Tried(
        meets={
            **one_each("happened", ("accident", "serious_injury"), CARER),
            "adoptive parent": {"subject_kind": "adopter", "happened": ["accident"]},
            "special guardian": {"subject_kind": "special_guardian", "happened": ["accident"]},
        },
        misses={"staff": {**STAFF, "happened": ["accident"]}, "near miss": {**CARER, "happened": ["near_miss"]}},
    ),
    "LUT-STAFF-4": Tried(
        meets={
            **one_each("subject_kind", COUNCIL_AND_CARERS, {"happened": ["violent_incident"]}, as_list=False),
            "threats": {**CARER, "happened": ["threats_of_violence"]},
        },
        misses={
            "a child": {**IN_CARE, "happened": ["violent_incident"]},
            "a complaint": {**STAFF, "happened": ["complaint"]},
        },
    ),
    "LUT-STAFF-5": Tried(
        meets=one_each("subject_kind", COUNCIL_AND_CARERS, {"happened": ["disciplinary"]}, as_list=False),
        misses={
            "somebody in the community": {"subject_kind": "community_member", "happened": ["disciplinary"]},
            "a complaint": {**STAFF, "happened": ["complaint"]},
        },
    ),
    "LUT-STAFF-6": Tried(
        meets={
            "unexpected death": {**STAFF, **DIED, "unusual_circumstances": True},
            "unexplained injury": {**CARER, **INJURED, "unusual_circumstances": True},
        },
        misses={
            "expected": {**STAFF, **DIED, "unusual_circumstances": False},
            "accident": {**STAFF, "happened": ["accident"], "unusual_circumstances": True},
            "a child": {**IN_CARE, **DIED, "unusual_circumstances": True},
        },
    ),
    "LUT-STAFF-7": Tried(
        meets={
            **one_each("happened", ("allegation", "arrest", "conviction"), {**STAFF, "offence_serious": True}),
            **one_each("offence", (*AGAINST_A_PERSON, "terrorism"), {**CARER, "happened": ["arrest"]}, as_list=False),
        },
        misses={
            "not serious": {**STAFF, "happened": ["arrest"], "offence": "other", "offence_serious": False},
            "disciplinary only": {**STAFF, "happened": ["disciplinary"], "offence_serious": True},
            "a child": {**IN_CARE, "happened": ["arrest"], "offence": "rape"},
        },
    ),
}

OTHER_CHILDREN = {
    "LUT-CP-1": Tried(
        meets={
            "an hour": {**ON_PLAN, "missing_since": ago(hours=1)},
            "time not known": {**ON_PLAN, "happened": ["missing"]},
        },
        misses={
            "child in need": {**AT_HOME, "plan": "child_in_need", "missing_since": ago(hours=1)},
            "absent, not missing": {**ON_PLAN, "happened": ["unauthorised_absence"]},
        },
    ),
    "LUT-CP-2": Tried(
        meets={"died": {**ON_PLAN, **DIED}, "injured": {**ON_PLAN, **INJURED}},
        misses={
            "child in need": {**AT_HOME, "plan": "child_in_need", **INJURED},
            "accident": {**ON_PLAN, "happened": ["accident"]},
        },
    ),
    "LUT-CP-3": Tried(
        meets={
            "died": {**AT_HOME, **DIED, "unusual_circumstances": True},
            "injured": {**AT_HOME, **INJURED, "unusual_circumstances": True},
            "one of a group": {"subject_kind": "group", **INJURED, "unusual_circumstances": True},
        },
        misses={
            "nothing unusual": {**AT_HOME, **DIED, "unusual_circumstances": False},
            "near miss": {**AT_HOME, "happened": ["near_miss"], "unusual_circumstances": True},
            "staff": {**STAFF, **DIED, "unusual_circumstances": True},
        },
    ),
    "LUT-CP-4": Tried(
        meets={"unknown": {"subject_kind": "unborn_child", "parents_whereabouts_unknown": True}},
        misses={
            "known": {"subject_kind": "unborn_child", "parents_whereabouts_unknown": False},
            "born": {**CHILD, "parents_whereabouts_unknown": True},
        },
    ),
    "LUT-TRUST-1": Tried(
        meets={
            "the adult": {**TRUST, **ALLEGED},
            "a child at home": {**AT_HOME, **ALLEGED, "named_adult_role": "position_of_trust"},
        },
        misses={
            "no significant harm": {**TRUST, "happened": ["allegation"], "significant_harm_alleged": False},
            "a parent": {**AT_HOME, **ALLEGED, "named_adult_role": "parent_or_carer"},
        },
    ),
    "LUT-TRUST-2": Tried(
        meets={
            "a concern, no harm alleged": {
                **AT_HOME,
                "named_adult_role": "directorate_staff",
                "significant_harm_alleged": False,
            },
            "an allegation": {**STAFF, "happened": ["allegation"]},
        },
        misses={
            "another adult in a position of trust": {**AT_HOME, **ALLEGED, "named_adult_role": "position_of_trust"},
            "staff had an accident": {**STAFF, "happened": ["accident"]},
        },
    ),
    "LUT-TRUST-3": Tried(
        meets={"media": {**TRUST, "happened": ["allegation"], "media_interest": ["possible_coverage"]}},
        misses={
            "nobody knows": {**TRUST, "happened": ["allegation"]},
            "no allegation": {**TRUST, "happened": ["accident"], "media_interest": ["coverage"]},
            "a parent": {
                **AT_HOME,
                "named_adult_role": "parent_or_carer",
                "happened": ["allegation"],
                "media_interest": ["coverage"],
            },
        },
    ),
}


def legal(matter: str, other: str) -> Tried:
    """A category that the legal matter decides."""
    about = {"subject_kind": "legal_proceedings"}
    return Tried({matter: {**about, "legal_matter": [matter]}}, {other: {**about, "legal_matter": [other]}})


def media(*, met: tuple[str, ...], not_met: tuple[str, ...]) -> Tried:
    """A category that the attention decides."""
    about = {"subject_kind": "directorate"}
    return Tried(one_each("media_interest", met, about), one_each("media_interest", not_met, about))


PREMISES: RawFacts = {"subject_kind": "premises"}
DIRECTORATE: RawFacts = {"subject_kind": "directorate"}
WIDER = {
    "LUT-FIN-1": Tried(
        meets={
            "high implications": {**DIRECTORATE, "happened": ["policy_or_financial"]},
            "judicial review": {**DIRECTORATE, "legal_matter": ["judicial_review"]},
        },
        misses={"litigation": {**DIRECTORATE, "legal_matter": ["litigation"]}},
    ),
    "LUT-FIN-2": happens(met=("fraud_investigation",), not_met=("disciplinary",), to=DIRECTORATE),
    "LUT-FIN-3": happens(met=("complaint",), not_met=("media_matter",), to=DIRECTORATE),
    "LUT-FIN-4": Tried(
        meets={"likely": {**IN_CARE, "raised_with_members": True}},
        misses={"not likely": {**IN_CARE, "raised_with_members": False, "happened": ["complaint"]}},
    ),
    "LUT-MEDIA-1": Tried(
        meets={
            "served": {**AT_HOME, "open_to_services": True, "media_interest": ["coverage"]},
            "held by early help": {**AT_HOME, "services_open": ["early_help"], "media_interest": ["coverage"]},
            "looked after": {**IN_CARE, "media_interest": ["coverage"]},
            "on a plan": {**ON_PLAN, "media_interest": ["coverage"]},
            "in need": {**AT_HOME, "plan": "child_in_need", "media_interest": ["coverage"]},
        },
        misses={
            "not served": {**AT_HOME, "open_to_services": False, "plan": "none", "media_interest": ["coverage"]},
            "possible only": {**IN_CARE, "media_interest": ["possible_coverage"]},
            "staff": {**STAFF, "open_to_services": True, "media_interest": ["coverage"]},
        },
    ),
    "LUT-MEDIA-2": Tried(
        meets=one_each("media_interest", ("coverage", "possible_coverage"), {**DIRECTORATE, "affects_council": True}),
        misses={
            "no impact": {**DIRECTORATE, "affects_council": False, "media_interest": ["coverage"]},
            "debate": {**DIRECTORATE, "affects_council": True, "media_interest": ["public_debate"]},
        },
    ),
    "LUT-MEDIA-3": media(met=("public_debate",), not_met=("possible_coverage",)),
    "LUT-MEDIA-4": media(met=("local_or_national_media",), not_met=("possible_coverage",)),
    "LUT-MEDIA-5": media(
        met=("coverage", "local_or_national_media", "council_members", "members_of_parliament"),
        not_met=("public_debate", "possible_coverage"),
    ),
    "LUT-PREM-1": happens(met=("damage",), not_met=("vandalism_or_burglary",), to=PREMISES),
    "LUT-PREM-2": happens(met=("vandalism_or_burglary",), not_met=("damage",), to=PREMISES),
    "LUT-PREM-3": happens(met=("arson",), not_met=("damage",), to=PREMISES),
    "LUT-LEGAL-1": Tried(
        meets={
            **one_each(
                "media_interest",
                ("coverage", "possible_coverage", "local_or_national_media", "public_debate"),
                {"subject_kind": "legal_proceedings"},
            ),
            "of a child": {**CHILD, "legal_matter": ["litigation"], "media_interest": ["public_debate"]},
            "not said which": {**CHILD, "happened": ["legal_matter"], "media_interest": ["public_debate"]},
        },
        misses={
            "members only": {"subject_kind": "legal_proceedings", "media_interest": ["council_members"]},
            "no proceedings": {**CHILD, **DIED, "media_interest": ["public_debate"]},
        },
    ),
    "LUT-LEGAL-2": legal("inquest", "litigation"),
    "LUT-LEGAL-3": legal("litigation", "prosecution"),
    "LUT-LEGAL-4": legal("sensitive", "litigation"),
    "LUT-LEGAL-5": legal("prosecution", "inquest"),
}

TRIED = {**CHILDREN_LOOKED_AFTER, **STAFF_AND_CARERS, **OTHER_CHILDREN, **WIDER}


@pytest.mark.parametrize(("rule", "facts", "expected"), every_case(TRIED))
def test_a_category_is_suggested_when_the_facts_meet_it(rule: str, facts: RawFacts, expected: bool) -> None:
    assert (rule in suggested(EDITION, facts)) is expected


def test_every_category_is_tried_or_left_to_a_persons_judgement() -> None:
    assert untried(EDITION, TRIED, frozenset({"LUT-CP-5", "LUT-OTHER-1"})) == set()


def test_risky_behaviour_is_never_suggested_since_luton_does_not_say_what_it_is() -> None:
    assert suggested(EDITION, {**ON_PLAN, "happened": ["risky_behaviour"]}) == set()
