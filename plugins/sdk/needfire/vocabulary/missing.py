"""Facts on missing and absent children."""

from __future__ import annotations

from needfire.facts import FactDefinition as Fact

MISSING = (
    Fact("missing_since", "moment", "Since when has the child been missing?", ended_by="found_at"),
    Fact("found_at", "moment", "When was the child found, or when did they return?"),
    Fact(
        "absent_since",
        "moment",
        "Since when has the child been absent without authority?",
        ended_by="absence_ended_at",
    ),
    Fact("absence_ended_at", "moment", "When did the absence end?"),
    Fact("missing_episodes_over_24h", "count", "How many episodes of over 24 hours, this one included?"),
    Fact("missing_pattern", "flag", "Is there a significant and serious pattern of missing episodes?"),
    Fact("particularly_vulnerable", "flag", "Is the child particularly vulnerable to abuse or exploitation?"),
    Fact("grave_risk", "flag", "Is the child considered to be at grave risk?"),
    Fact(
        "whereabouts",
        "choice",
        "What is known of where the child is?",
        {
            "unknown": "nothing",
            "locality_known": "the locality, not the address",
            "thought_known": "it is thought to be known, but not confirmed",
            "known": "known",
        },
    ),
)
