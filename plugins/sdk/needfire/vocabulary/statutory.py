"""Facts on what the law counts from: referrals, discussions, conferences, enquiries, allegations, notices."""

from __future__ import annotations

from needfire.facts import FactDefinition as Fact

_HELP_AND_REFERRAL = (
    Fact(
        "early_help_agreement",
        "choice",
        "Do the child and the parents agree to an early help assessment?",
        {"agreed": "they agree", "refused": "one of them refuses"},
    ),
    Fact("early_help_needed", "flag", "Would the child and family benefit from coordinated early help?"),
    Fact("child_may_be_in_need", "flag", "May the child be in need (section 17)?"),
    Fact("harm_suffered_or_likely", "flag", "Has the child suffered significant harm, or is it likely?"),
    Fact(
        "referral_received_at",
        "moment",
        "When did children's social care receive the referral?",
        ended_by="assessment_concluded_at",
    ),
    Fact("referral_acknowledged_at", "moment", "When was the referrer told that it has arrived?"),
    Fact("referral_decided_at", "moment", "When was the type of response to the referral decided?"),
    Fact(
        "referral_response",
        "choice",
        "Which response to the referral was decided?",
        {
            "immediate_protection": "immediate protection",
            "child_in_need_assessment": "an assessment of need (section 17)",
            "section_47_enquiries": "enquiries under section 47",
            "specialist_assessment": "further specialist assessment",
            "services": "services, without an assessment",
            "below_threshold": "none: it is below the threshold",
        },
    ),
    Fact("assessment_concluded_at", "moment", "When was the assessment concluded?"),
    Fact("crime_committed", "flag", "Has a crime been committed?"),
    Fact(
        "return_home_planned_at",
        "moment",
        "When is the looked after child to return home?",
        planned=True,
    ),
    Fact("return_home_assessed_at", "moment", "When was the return home assessed by a social worker?"),
)

_EMERGENCY = (
    Fact("immediate_danger_seen_at", "moment", "When was the risk to life, or of serious immediate harm, seen?"),
    Fact("emergency_action_at", "moment", "When was action taken to make the child safe?"),
    Fact(
        "responsible_authority",
        "choice",
        "Which authority looks after the child, or has the child's protection plan?",
        {"none": "none", "own_authority": "this authority", "other_authority": "another authority"},
    ),
    Fact("responsibility_accepted_at", "moment", "When did the other authority explicitly accept responsibility?"),
    Fact(
        "police_protection_began_at",
        "moment",
        "When did police protection begin?",
        ended_by="police_protection_ended_at",
    ),
    Fact("police_protection_ended_at", "moment", "When did police protection end?"),
    Fact("emergency_protection_order_at", "moment", "When was an emergency protection order made?"),
)

_ENQUIRIES = (
    Fact(
        "significant_harm_suspected",
        "flag",
        "Is there reasonable cause to suspect that the child suffers, or is likely to suffer, significant harm?",
    ),
    Fact("strategy_discussion_at", "moment", "When was the first strategy discussion?"),
    Fact(
        "strategy_discussion_with",
        "choices",
        "Who took part in the strategy discussion?",
        {
            "social_worker": "a social worker",
            "manager": "the social worker's manager",
            "health": "health",
            "police": "the police",
            "referrer": "who referred the child",
            "school": "the school or nursery",
            "other": "others",
        },
    ),
    Fact(
        "section_47_discussion_at",
        "moment",
        "When was the strategy discussion at which section 47 enquiries were started?",
    ),
    Fact(
        "section_47_outcome",
        "choice",
        "How did the section 47 enquiries end?",
        {
            "substantiated": "significant harm is substantiated",
            "not_substantiated": "significant harm is not substantiated",
            "not_started": "no enquiries were started",
        },
    ),
    Fact("conference_decision", "choice", "Is a child protection conference held?", {"held": "yes", "not_held": "no"}),
    Fact("initial_conference_at", "moment", "When was the initial child protection conference?"),
    Fact(
        "initial_conference_outcome",
        "choice",
        "How did the initial conference end?",
        {"plan": "with a child protection plan", "no_plan": "without one"},
    ),
    Fact("core_group_met_at", "moment", "When did the core group first meet?"),
    Fact("review_conference_at", "moment", "When was the last review conference?"),
    Fact("protection_plan_ended_at", "moment", "When did the child protection plan end?"),
    Fact(
        "moved_in_notified_at", "moment", "When was this authority told that a child on a plan has moved here for good?"
    ),
    Fact("moved_away_at", "moment", "When did a child on this authority's plan move away for good?"),
    Fact("receiving_conference_at", "moment", "When did the receiving authority hold its conference?"),
)

_ALLEGATIONS = (
    Fact("works_with_children", "flag", "Does the person work with children, paid or not?"),
    Fact(
        "allegation_says",
        "choices",
        "What does the allegation say of the person?",
        {
            "harmed": "has harmed a child, or may have",
            "offence": "may have committed an offence against, or related to, a child",
            "indicates_risk": "has behaved so that there may be a risk of harm to children",
            "other": "something else",
        },
    ),
    Fact(
        "allegation_learned_at",
        "moment",
        "When did the allegation come to the employer's attention, or reach the police directly?",
    ),
    Fact(
        "removed_for_risk_of_harm",
        "flag",
        "Was the person removed for a risk of harm to children, or would have been had they not left?",
    ),
    Fact("prisoner_poses_risk", "flag", "Is this a prisoner who presents a risk of harm to children?"),
    Fact(
        "prisoner_moves",
        "choices",
        "Of which of these is notice due?",
        {"reception": "reception to prison", "transfer": "a transfer", "release": "the address on release"},
    ),
    Fact("sentence_months", "count", "How long is the sentence, in months?"),
)

_SINCE_2013 = (
    Fact("care_leaver_death_known_at", "moment", "When did the authority learn of the care leaver's death?"),
    Fact("youth_justice_incident_at", "moment", "When was the incident of which youth justice must give notice?"),
    Fact(
        "supported_accommodation_incident_at",
        "moment",
        "When was the incident of which the supported accommodation's provider must give notice?",
    ),
    Fact("return_interview_offered_at", "moment", "When was the return interview offered?"),
)

STATUTORY: tuple[Fact, ...] = (*_HELP_AND_REFERRAL, *_EMERGENCY, *_ENQUIRIES, *_ALLEGATIONS, *_SINCE_2013)
