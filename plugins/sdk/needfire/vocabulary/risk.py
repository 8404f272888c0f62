"""Facts on assessed risk: the level that a person set, what a checklist's scores ask for, a register and leaving it."""

from __future__ import annotations

from needfire.facts import FactDefinition as Fact

RISK = (
    Fact(
        "vulnerability_level",
        "choice",
        "Which level of vulnerability was set?",
        {"low": "low", "medium": "medium", "high": "high", "very_high": "very high"},
    ),
    Fact("level_set_at", "moment", "When was the level of vulnerability set?"),
    Fact("new_information_at", "moment", "When did new information on the risk become known?"),
    Fact("risk_to_self_or_others", "flag", "Is there a risk to the young person or to others?"),
    Fact("social_worker_involved", "flag", "Is a social worker involved?"),
    Fact("sexual_health_scored_high", "flag", "Is a sexual health item scored high?"),
    Fact(
        "sorted_referral_needed",
        "flag",
        "Does the young person speak of substance misuse without Sorted being involved?",
    ),
    Fact("poly_drug_use_scored", "flag", "Is poly drug use scored?"),
    Fact("absconding_or_exploitation_concern", "flag", "Is there a concern about absconding or sexual exploitation?"),
    Fact("release_due_at", "moment", "When is release from custody or secure accommodation due?", planned=True),
    Fact("placed_at_kyloe_house", "flag", "Is the young person placed at Kyloe House?"),
    Fact("risk_assessment_attached", "flag", "Is the risk assessment with the referral?"),
    Fact("risk_plan_attached", "flag", "Is the risk management plan with the referral?"),
    Fact(
        "supporting_agencies",
        "choices",
        "Which agencies support the plan?",
        {
            "childrens_services": "children's services",
            "education": "education",
            "police": "police",
            "sorted": "Sorted (substance misuse)",
            "youth_offending": "youth offending service",
            "camhs": "child and adolescent mental health service",
            "sexual_health": "sexual health service",
        },
    ),
    Fact(
        "register_standing",
        "choice",
        "How does the young person stand with the high risk register?",
        {"not_on_it": "not on it", "on_it": "on it", "step_down": "in step-down"},
    ),
    Fact("left_register_at", "moment", "When did the young person come off the high risk register?"),
)
