"""Facts on attempts to find a child, and what is known of an absence."""

from __future__ import annotations

from needfire.facts import FactDefinition as Fact

REPORTS = (
    Fact("reported_to_police", "flag", "Has the child been reported missing to the police?"),
    Fact("reported_to_out_of_hours", "flag", "Has the out of hours service been told that the child is missing?"),
    Fact(
        "reported_missing_by",
        "choice",
        "Who reported the child missing to the police?",
        {"family": "the family", "carer": "a carer", "council": "the council", "other": "somebody else"},
    ),
    Fact("absence_reported", "flag", "Was the council or the police told that the child is absent?"),
    Fact("carer_concerned", "flag", "Is the carer concerned about the absence?"),
    Fact("not_where_expected", "flag", "Is the child away from the placement, or from where they are expected?"),
    Fact("ran_away", "flag", "Has the child run away, or do they feel forced or lured to leave?"),
    Fact(
        "police_classification",
        "choice",
        "What do the police class it as, by their risk assessment?",
        {"missing": "missing", "absent": "absent"},
    ),
    Fact(
        "police_risk_level",
        "choice",
        "At which risk do the police see the child (National Decision Model)?",
        {"low": "low", "medium": "medium", "high": "high"},
    ),
    Fact(
        "absence_taken_as",
        "choice",
        "Where it may be either: as what is the absence taken?",
        {"missing": "missing", "unauthorised_absence": "unauthorised absence"},
    ),
    Fact("senior_action_needed", "flag", "Does it need action by a senior manager?"),
    Fact("missing_from_area", "flag", "Has the child gone missing from the authority's area?"),
)

ATTEMPTS = (
    Fact("last_seen_at", "moment", "When was the child last seen?"),
    Fact("temporarily_absent", "flag", "Is the family only away from their address for a while?"),
    Fact("with_family_or_friends", "flag", "Are they staying with family or friends?"),
    Fact("on_holiday", "flag", "Are they away on holiday?"),
    Fact("believed_missing_by_family", "flag", "Do friends, neighbours and family believe that they are missing?"),
    Fact("parent_in_custody", "flag", "Is a parent in custody?"),
    Fact("police_consulted", "flag", "Have the police been asked what they know?"),
    Fact("key_agencies_asked", "flag", "Have all local key agencies been asked whether they know where the family is?"),
    Fact(
        "reasonable_attempts_verified", "flag", "Has it been verified that reasonable attempts to find them were made?"
    ),
    Fact("unaccompanied_asylum_seeker", "flag", "Is the child an unaccompanied asylum seeker?"),
    Fact("vulnerable_adult", "flag", "Is the missing person a vulnerable adult?"),
)

DANGER = (
    Fact(
        "section_47_investigation",
        "choice",
        "Did the child disappear around a section 47 investigation of serious allegations?",
        {"none": "no", "before": "just before it", "during": "during it", "after": "just after it"},
    ),
    Fact("sufficient_danger", "flag", "Is there evidence of enough danger to justify a national alert?"),
    Fact(
        "abducted_by_person_of_risk",
        "flag",
        "Was the child abducted by a parent or person who poses a significant risk?",
    ),
    Fact(
        "removed_by_person_of_risk",
        "flag",
        "Was the child removed without notice by a parent or person who poses a significant risk?",
    ),
    Fact(
        "accommodated_after_protection_concerns",
        "flag",
        "Was the child accommodated after significant child protection concerns?",
    ),
)

ALERTING = (
    Fact("local_alert_raised_at", "moment", "When was an alert raised under the authority's own procedure?"),
    Fact("national_alert_required", "flag", "Is a national alert required?"),
    Fact("national_alert_issued_at", "moment", "When was the national alert issued?"),
    Fact("national_alert_updated_at", "moment", "When was the national alert last updated, or issued anew?"),
    Fact("national_alert_ended_at", "moment", "When was the national alert ended (found, or de-alert)?"),
    Fact(
        "national_alert_risk_level",
        "choice",
        "Which risk level does the national alert state?",
        {"low": "low", "medium": "medium", "high": "high"},
    ),
    Fact(
        "risk_difference_explained",
        "flag",
        "Is it explained why the stated risk level differs from that of the police?",
    ),
    Fact(
        "media_strategy",
        "choice",
        "What was decided on the media?",
        {"considered": "a media strategy was considered", "necessary": "a media strategy is necessary"},
    ),
    Fact("links_in_uk", "flag", "Have the child or family links to other areas of the United Kingdom?"),
    Fact("links_abroad", "flag", "Have the child or family links abroad?"),
    Fact(
        "national_alert_overtaken_at",
        "moment",
        "When did something change that the national alert should tell (a sighting, a link to an area, the risk, the media)?",
    ),
)

RETURN = (
    Fact("well_being_established", "flag", "Has the child's well-being, or otherwise, been established?"),
    Fact("seen_and_no_longer_missing_at", "moment", "When was the child seen, and no longer missing?"),
    Fact("return_interview_at", "moment", "When was the return interview completed?"),
)

LOCATING: tuple[Fact, ...] = (*REPORTS, *ATTEMPTS, *DANGER, *ALERTING, *RETURN)
