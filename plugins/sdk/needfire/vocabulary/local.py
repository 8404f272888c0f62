"""Facts on what single authorities ask besides."""

from __future__ import annotations

from needfire.facts import FactDefinition as Fact

LOCAL: tuple[Fact, ...] = (
    Fact("serious_case_review_possible", "flag", "Is a serious case review possible?"),
    Fact("death_needs_referral", "flag", "Does the death make a referral necessary, because of concerns?"),
    Fact("staff_conduct_concern", "flag", "Are there serious concerns about the conduct of a member of staff?"),
)
