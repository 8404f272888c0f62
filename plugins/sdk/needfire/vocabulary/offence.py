"""Facts on offences, charges and youth justice."""

from __future__ import annotations

from needfire.facts import FactDefinition as Fact

OFFENCE = (
    Fact(
        "offence",
        "choice",
        "Which offence?",
        {
            "attempted_murder": "attempted murder",
            "murder": "murder",
            "manslaughter": "manslaughter",
            "rape": "rape",
            "section_18": "grievous bodily harm or wounding with intent (section 18)",
            "section_20": "grievous bodily harm or wounding without intent (section 20)",
            "terrorism": "a terrorism-related offence",
            "other_against_person": "another offence against a person",
            "other": "another offence",
        },
    ),
    Fact("offence_serious", "flag", "Is the offence serious?"),
    Fact("charged_at", "moment", "When was the charge made?"),
    Fact("youth_justice_supervision_ended_at", "moment", "When did youth justice supervision end?"),
)
