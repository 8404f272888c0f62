"""Facts on whom or what a case is about."""

from __future__ import annotations

from needfire.facts import FactDefinition as Fact

SUBJECT = (
    Fact(
        "subject_kind",
        "choice",
        "Whom or what is this about?",
        {
            "child": "a child or young person",
            "unborn_child": "an unborn child",
            "group": "a group of children",
            "staff_member": "a member of staff",
            "foster_carer": "a foster carer",
            "adopter": "an adoptive parent",
            "special_guardian": "a special guardian",
            "commissioned_service": "a commissioned service",
            "community_member": "a member of the community",
            "adult_in_position_of_trust": "an adult in a position of trust",
            "premises": "premises",
            "legal_proceedings": "legal proceedings",
            "directorate": "the directorate or council",
        },
    ),
    Fact("age_years", "count", "How old is the young person, in years?"),
    Fact("open_to_services", "flag", "Is the child open to, or served by, children's services?"),
    Fact(
        "services_open",
        "choices",
        "Which services hold the child?",
        {
            "social_work": "social work",
            "youth_justice": "youth justice",
            "early_help": "early help",
            "disabled_children": "disabled children (strengthening independence)",
            "care_leaving": "care leavers",
            "asylum_seeking_children": "unaccompanied asylum-seeking children",
            "reception_centre": "a reception centre",
        },
    ),
    Fact(
        "legal_status",
        "choice",
        "What is the child's legal status?",
        {
            "not_looked_after": "not looked after",
            "accommodated": "accommodated (section 20)",
            "interim_care_order": "interim care order",
            "care_order": "care order",
            "remanded": "remanded",
            "other_looked_after": "looked after, other",
            "care_leaver": "care leaver",
        },
    ),
    Fact(
        "plan",
        "choice",
        "Which plan is the child on?",
        {"none": "none", "child_in_need": "child in need plan", "child_protection": "child protection plan"},
    ),
    Fact(
        "placement",
        "choice",
        "Where does the child live?",
        {
            "family_home": "at home",
            "foster": "a foster placement",
            "residential": "a residential placement",
            "reception_centre": "a reception centre",
            "council_unit": "a council unit",
            "semi_independent": "semi-independent",
            "secure": "a secure home",
            "custody": "custody",
            "hospital": "hospital",
            "other": "elsewhere",
        },
    ),
    Fact(
        "placed_by",
        "choice",
        "Who placed the child?",
        {"own_authority": "this authority", "other_authority": "another authority"},
    ),
    Fact(
        "named_adult_role",
        "choice",
        "Which role has the adult who is the subject of the concern?",
        {
            "parent_or_carer": "parent or carer",
            "position_of_trust": "an adult in a position of trust with children",
            "directorate_staff": "staff employed in the directorate",
            "other": "another adult",
        },
    ),
)
