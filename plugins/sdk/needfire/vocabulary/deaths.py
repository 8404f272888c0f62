"""Facts on reviews of deaths and serious harm."""

from __future__ import annotations

from needfire.facts import FactDefinition as Fact

_REVIEWS = (
    Fact("seriously_harmed", "flag", "Was the child seriously harmed?"),
    Fact(
        "joint_working",
        "choice",
        "Is there concern about how organisations worked together?",
        {"concern": "yes", "unclear": "it is not clear", "clearly_no_concern": "clearly none"},
    ),
    Fact(
        "held_in",
        "choice",
        "Where was the child held?",
        {
            "police_custody": "police custody",
            "remand": "on remand",
            "after_sentence": "after sentence",
            "young_offender_institution": "a young offender institution",
            "secure_training_centre": "a secure training centre",
            "secure_childrens_home": "a secure children's home",
            "mental_health_detention": "detained under the Mental Health Act",
            "not_held": "the child was not held",
        },
    ),
    Fact("board_notified_at", "moment", "When was the safeguarding board notified of the incident?"),
    Fact("review_delayed", "flag", "Is it not possible to complete the review in the time aimed at?"),
    Fact("review_completed_at", "moment", "When was the review completed?"),
    Fact("publication_planned_at", "moment", "When is the review's report to be published?", planned=True),
    Fact("report_sent_to_panel_at", "moment", "When was the report sent to the national panel?"),
    Fact("report_published_at", "moment", "Since when has the review's report been published?"),
    Fact("notifiable_incident_known_at", "moment", "When did the authority become aware of the notifiable incident?"),
    Fact("rapid_review_completed_at", "moment", "When was the rapid review completed?"),
)

_CHILD_DEATHS = (
    Fact("death_registered_at", "moment", "When was the death registered?"),
    Fact("registrar_told_board_at", "moment", "When did the registrar tell the safeguarding board?"),
    Fact("inquest_or_post_mortem_at", "moment", "Since when is it a fact that there is an inquest or a post mortem?"),
    Fact("coroner_told_board_at", "moment", "When did the coroner tell the safeguarding board?"),
    Fact("death_unexpected", "flag", "Was the death unexpected, or is that in doubt?"),
    Fact("death_confirmed_at", "moment", "When was the death confirmed?"),
    Fact(
        "death_place",
        "choice",
        "Where did the child die?",
        {"home": "at home", "community": "in the community", "hospital": "in hospital", "other": "elsewhere"},
    ),
    Fact("place_of_death_visited_at", "moment", "When was the place of death visited?"),
    Fact(
        "cause_of_death",
        "choice",
        "What is known of the cause of death?",
        {"natural": "natural", "unnatural": "unnatural", "not_confirmed": "it cannot be confirmed"},
    ),
    Fact("crucial_information_missing", "flag", "Is information that is crucial for the report not yet available?"),
    Fact("joint_report_sent_at", "moment", "When did the joint report go to the coroner?"),
    Fact("post_mortem_suggests_abuse", "flag", "Do the first post mortem results suggest abuse or neglect?"),
    Fact("death_notice_received_at", "moment", "When did the notice of the child's death arrive here?"),
)

DEATHS: tuple[Fact, ...] = (*_REVIEWS, *_CHILD_DEATHS)
