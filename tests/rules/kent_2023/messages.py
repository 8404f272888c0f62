"""The messages of a national alert under Kent's edition of 2023: how their forms are filled, and who says whether they pass."""

from __future__ import annotations

from typing import Any

from needfire.alerting import Message
from tests.rules.alerting import IN_OWN_WORDS, Form, fill
from tests.rules.kent_2023.playing import WORKER, alert_released, proposed, seen
from tests.unit.casework.case import Case

INITIAL: Form = {
    "person_completing": IN_OWN_WORDS,
    "protection_category": "neglect",
    "child_described": IN_OWN_WORDS,
    "parental_responsibility": IN_OWN_WORDS,
    "appearance": IN_OWN_WORDS,
    "has_photograph": "attached",
    "photograph": "attachment-1",
    "last_known_location": IN_OWN_WORDS,
    "linked_locations": IN_OWN_WORDS,
    "linked_localities": ["E10000016", "E06000032"],
    "reason": IN_OWN_WORDS,
    "media_involvement": IN_OWN_WORDS,
    "plan_and_approach": IN_OWN_WORDS,
    "contacts": IN_OWN_WORDS,
}
UPDATE: Form = {name: answer for name, answer in INITIAL.items() if name != "has_photograph"}
DE_ALERT: Form = {
    "de_alert_rationale": IN_OWN_WORDS,
    "found_on": "2026-11-20",
    "person_completing": IN_OWN_WORDS,
    "child_described": IN_OWN_WORDS,
    "contacts": IN_OWN_WORDS,
}
FORMS: dict[Message, Form] = {"initial": INITIAL, "update": UPDATE, "de_alert": DE_ALERT}
EXPECTING = {"expected_birth": "2027-02-01"}


def to_be_written(message: Message, **facts: Any) -> Case:
    """It is time for this message, and nothing hinders it but what its form must say."""
    case = proposed(**facts)
    if message == "initial":
        return case
    expecting = EXPECTING if facts.get("subject_kind") == "unborn_child" else {}
    alert_released(case.given(fill("initial", {**INITIAL, **expecting}), by=WORKER))
    return seen(case) if message == "de_alert" else case


# The task of the unit's service manager that says whether the message passes, and the outcome that sends it back.
CHECKED: dict[Message, tuple[str, str]] = {
    "initial": ("national_alert_check", "amend"),
    "update": ("national_alert_renewed", "not_needed"),
    "de_alert": ("national_de_alert", "amend"),
}
