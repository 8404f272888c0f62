"""Working Together 2013: which of the law's questions a case is asked, and which things nearby do not ask them."""

from __future__ import annotations

from typing import Any

import pytest

from needfire.form_parts import parts_asked
from needfire.suggesting import setting
from needfire.vocabulary import VOCABULARY
from needfire.working_time import england_and_wales
from tests.rules.england.playing import CHILD, EDITION, ago
from tests.unit.casework.case import NOON

YESTERDAY = ago(days=1)
GROUP, STAFF = {"subject_kind": "group"}, {"subject_kind": "staff_member"}
REFERRED = {"referral_received_at": YESTERDAY}
DANGER = {"immediate_danger_seen_at": YESTERDAY}
PROTECTED = {"police_protection_began_at": YESTERDAY}
ORDERED = {"emergency_protection_order_at": YESTERDAY}
SUSPECTED, DISCUSSED = {"significant_harm_suspected": True}, {"strategy_discussion_at": YESTERDAY}
CONFERENCE, MOVED_IN = {"initial_conference_at": YESTERDAY}, {"moved_in_notified_at": YESTERDAY}
ON_PLAN, NO_PLAN = {"plan": "child_protection"}, {"plan": "none"}
ALIVE = {"happened": ["serious_injury"]}
Facts = dict[str, Any]

# Each part of the form: a rule that it rests on, cases that are asked it, cases that are not.
PARTS: dict[str, tuple[str, list[Facts], list[Facts]]] = {
    "What the law counts from": ("WT13-03", [CHILD, GROUP], [STAFF]),
    "Referral and assessment": (
        "WT13-11",
        [{**CHILD, **REFERRED}, {**GROUP, **REFERRED}],
        [CHILD, {**STAFF, **REFERRED}],
    ),
    "Emergency": (
        "WT13-22",
        [{**CHILD, **DANGER}, {**CHILD, **PROTECTED}, {**CHILD, **ORDERED}],
        [CHILD, {**STAFF, **DANGER, **PROTECTED, **ORDERED}],
    ),
    "Strategy discussion and enquiries": (
        "WT13-30",
        [{**CHILD, **SUSPECTED}, {**CHILD, **DISCUSSED}],
        [{**CHILD, "significant_harm_suspected": False}, {**STAFF, **SUSPECTED, **DISCUSSED}],
    ),
    "Conference and plan": (
        "WT13-39",
        [{**CHILD, **CONFERENCE}, {**CHILD, **ON_PLAN}, {**CHILD, **MOVED_IN, **NO_PLAN}],
        [{**CHILD, **NO_PLAN}, {**CHILD, "plan": "child_in_need"}, {**STAFF, **CONFERENCE, **ON_PLAN, **MOVED_IN}],
    ),
    "Return home": (
        "WT13-18",
        [
            {"legal_status": status}
            for status in ("accommodated", "interim_care_order", "care_order", "remanded", "other_looked_after")
        ],
        [{"legal_status": "not_looked_after"}, {"legal_status": "care_leaver"}],
    ),
    "Allegation": (
        "WT13-50",
        [
            {**CHILD, "happened": ["allegation"]},
            *({"subject_kind": kind} for kind in ("adult_in_position_of_trust", "staff_member", "foster_carer")),
        ],
        [{**CHILD, "happened": ["death"]}, {"subject_kind": "community_member"}],
    ),
    "Prisoner": ("WT13-60", [{"subject_kind": "community_member"}], [CHILD, STAFF]),
    "Serious case review": (
        "WT13-SCR1",
        [{**CHILD, "abuse_or_neglect": "suspected"}, {**GROUP, "abuse_or_neglect": "known"}],
        [{**CHILD, "abuse_or_neglect": "no"}, {**STAFF, "abuse_or_neglect": "known"}],
    ),
    "Death of a child": (
        "WT13-SCR2",
        [
            {**CHILD, "happened": ["death"]},
            {**CHILD, "happened": ["suicide"]},
            {**CHILD, **ALIVE, "died_at": YESTERDAY},
            {**GROUP, "happened": ["death"]},
        ],
        [{**CHILD, **ALIVE}, {**STAFF, "happened": ["death"], "died_at": YESTERDAY}],
    ),
}


def asked(facts: Facts) -> set[str]:
    """The parts of the form that are asked with these facts."""
    within = setting(EDITION, VOCABULARY.read(facts, NOON), NOON, england_and_wales())
    return {part.title for part in parts_asked(EDITION.form, within)}


@pytest.mark.parametrize("title", [pytest.param(each, marks=pytest.mark.rule(PARTS[each][0])) for each in PARTS])
def test_a_part_is_asked_of_the_cases_that_it_concerns_and_of_no_others(title: str) -> None:
    _, concerned, others = PARTS[title]
    assert all(title in asked(facts) for facts in concerned)
    assert not any(title in asked(facts) for facts in others)
