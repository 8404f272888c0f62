"""Facts on practice, briefings, interviews and what was done about a case."""

from __future__ import annotations

from needfire.facts import FactDefinition as Fact

_BRIEFINGS = (
    Fact("update_expected_at", "moment", "When is an update expected?", planned=True),
    Fact(
        "reported_by",
        "choice",
        "Who reports it?",
        {"own_staff": "the authority's own staff", "partner_agency": "a partner agency"},
    ),
    Fact("team_around_child", "flag", "Is a Team Around the Child at work?"),
    Fact(
        "health_matter",
        "choices",
        "On which matters is a health body to be written to?",
        {
            "health_care": "the child's health care",
            "safeguarding_commissioning": "the commissioning of safeguarding",
            "primary_care": "the commissioning of primary care",
            "public_health": "public health",
        },
    ),
)

_DIRECTORS_LIST = (
    Fact("sexual_exploitation", "flag", "Is the child sexually exploited, or is it suspected?"),
    Fact("violence_against_staff", "flag", "Was the violence against staff?"),
    Fact("accident_at_work", "flag", "Was it an accident at work?"),
    Fact("gross_misconduct_alleged", "flag", "Is gross misconduct of a member of staff alleged?"),
    Fact(
        "serious_risk_of_significant_harm",
        "flag",
        "Is the child at serious risk of significant harm from other factors, such as age and vulnerability?",
    ),
    Fact("removed_from_uk_unplanned", "flag", "Was the child taken out of the United Kingdom in an unplanned way?"),
    Fact("made_homeless", "flag", "Was the child made homeless?"),
    Fact(
        "out_of_education_since",
        "moment",
        "Since when has the child been out of education?",
        ended_by="back_in_education_at",
    ),
    Fact("back_in_education_at", "moment", "When did the child go back into education?"),
    Fact(
        "practice_concern_unresolved", "flag", "Is there a serious concern on practice that managers have not resolved?"
    ),
    Fact(
        "allegation_outcome",
        "choice",
        "How did the LADO's case end?",
        {"open": "it has not", "substantiated": "substantiated", "not_substantiated": "not substantiated"},
    ),
    Fact("senior_person_accused", "flag", "Does the LADO's case involve a senior person, such as a head teacher?"),
    Fact("expected_to_die_by", "moment", "By when is the child expected to die?", planned=True),
)

PRACTICE: tuple[Fact, ...] = (
    *_BRIEFINGS,
    *_DIRECTORS_LIST,
    Fact("practice_advice_wanted", "flag", "Is the alert raised to ask for practice advice?"),
)
