"""Facts on attention, law and the council."""

from __future__ import annotations

from needfire.facts import FactDefinition as Fact

WIDER = (
    Fact("lado_recommends", "flag", "Has the LADO recommended a notification?"),
    Fact(
        "media_interest",
        "choices",
        "Which attention has it attracted, or may it attract?",
        {
            "coverage": "media coverage",
            "possible_coverage": "possible media coverage",
            "local_or_national_media": "likely local or national media interest",
            "public_debate": "public debate or anxiety",
            "council_members": "members of the council",
            "members_of_parliament": "members of parliament",
        },
    ),
    Fact("affects_council", "flag", "May it have an impact on the council?"),
    Fact("raised_with_members", "flag", "Is it likely to be raised with elected members?"),
    Fact(
        "legal_matter",
        "choices",
        "Which legal matter?",
        {
            "inquest": "an inquest with the council involved or open to criticism",
            "litigation": "litigation with public bodies",
            "prosecution": "a prosecution by or against the council",
            "sensitive": "a sensitive case",
            "judicial_review": "judicial review, leave granted",
        },
    ),
)
