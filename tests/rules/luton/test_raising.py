"""Luton: whom a notification may be about, who raises it, who decides that it is required, who completes it."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.escalation import (
    RoutingEndedV1,
    RoutingStartedV1,
    TaskDecidedV1,
    TaskOpenedV1,
)
from contracts.intake import ConsultationRecordedV1, NotificationNotRequiredV1, NotificationRaisedV1
from tests.rules.luton.playing import (
    CHILD,
    DIRECTOR,
    DIRECTORS,
    LADO,
    MANAGER,
    MANAGER_OF_SOUTH,
    MISSING,
    SOCIAL_WORKER,
    TEAM_MANAGER,
    TRUST,
    TRUST_CATEGORIES,
    cited,
    completed,
    consulted,
    raised,
    required,
)
from tests.unit.casework.authorities import real
from tests.unit.casework.case import Case, raise_it

MAY_RAISE = {
    SOCIAL_WORKER: "social worker",
    "luton-personal-adviser": "leaving care personal adviser",
    "luton-residential-officer": "residential officer",
    "luton-fostering-officer": "fostering officer",
    TEAM_MANAGER: "team manager",
    MANAGER: "service manager",
    LADO: "local authority designated officer (LADO)",
}
SUBJECTS = (
    "child", "unborn_child", "group", "staff_member", "foster_carer", "adopter", "special_guardian",
    "commissioned_service", "community_member", "adult_in_position_of_trust", "premises", "legal_proceedings",
)  # fmt: skip


@pytest.mark.rule("LUT-SCOPE-1")
@pytest.mark.parametrize("subject", SUBJECTS)
def test_it_may_be_about_children_staff_carers_the_community_premises_and_proceedings(subject: str) -> None:
    case = raised({"subject_kind": subject})
    assert "LUT-SCOPE-1" in case.of(NotificationRaisedV1)[0].decisions[0].rules


@pytest.mark.rule("LUT-SCOPE-1")
def test_a_child_whom_another_authority_placed_in_luton_is_as_good_a_subject() -> None:
    case = raised({**CHILD, "placed_by": "other_authority", "happened": ["self_harm"]}, "LUT-CLA-12")
    assert "LUT-CLA-12" in [each.rule for each in case.of(NotificationRaisedV1)[0].suggested]


@pytest.mark.rule("LUT-SCOPE-1")
def test_of_something_else_it_cannot_be() -> None:
    Case(real("luton")).when(
        raise_it({"subject_kind": "weather"}, "LUT-OTHER-1", area="north"), by=SOCIAL_WORKER
    ).refused("facts_refused")


def category_decisions(facts: dict[str, Any], *categories: str) -> dict[str, tuple[str, ...]]:
    """What each category that applies rests on besides its own rule."""
    happened = raised(facts, *categories).of(NotificationRaisedV1)[0]
    decisions = [each.rules for each in happened.decisions if each.question.startswith("Does “")]
    return {rules[0]: rules[1:] for rules in decisions}


@pytest.mark.rule("LUT-SCOPE-2")
def test_a_group_is_a_subject_like_one_child_and_says_by_which_rule() -> None:
    injured = {"happened": ["serious_injury"], "unusual_circumstances": True}
    assert category_decisions({"subject_kind": "group", **injured}, "LUT-CP-3") == {"LUT-CP-3": ("LUT-SCOPE-2",)}
    assert category_decisions({"subject_kind": "child", **injured}, "LUT-CP-3") == {"LUT-CP-3": ()}


@pytest.mark.rule("LUT-SCOPE-3")
@pytest.mark.parametrize(
    ("category", "facts"),
    [
        ("LUT-PREM-3", {"subject_kind": "premises", "happened": ["arson"]}),
        ("LUT-FIN-2", {"subject_kind": "directorate", "happened": ["fraud_investigation"]}),
        ("LUT-STAFF-2", {"subject_kind": "staff_member", "happened": ["accident"]}),
        ("LUT-MEDIA-3", {"subject_kind": "directorate", "media_interest": ["public_debate"]}),
        ("LUT-LEGAL-2", {"subject_kind": "legal_proceedings", "legal_matter": ["inquest"]}),
    ],
)
def test_a_listed_item_counts_without_a_child_looked_after_and_says_that_this_is_a_reading(
    category: str, facts: dict[str, Any]
) -> None:
    assert "LUT-SCOPE-3" in category_decisions(facts, category)[category]


@pytest.mark.rule("LUT-SCOPE-3")
def test_what_stands_under_no_such_heading_does_not_rest_on_that_reading() -> None:
    assert category_decisions({**CHILD, "happened": ["self_harm"]}, "LUT-CLA-12") == {"LUT-CLA-12": ()}


@pytest.mark.rule("LUT-SCOPE-4")
@pytest.mark.parametrize(
    ("subject", "category"),
    [("commissioned_service", "LUT-STAFF-2"), ("adopter", "LUT-STAFF-3"), ("special_guardian", "LUT-STAFF-3")],
)
def test_those_whom_only_the_heading_names_are_covered_and_the_reader_is_told(subject: str, category: str) -> None:
    facts = {"subject_kind": subject, "happened": ["accident"]}
    assert category_decisions(facts, category) == {category: ("LUT-SCOPE-3", "LUT-SCOPE-4")}


@pytest.mark.rule("LUT-SCOPE-4")
def test_somebody_in_the_community_is_not_covered() -> None:
    facts = {"subject_kind": "community_member", "happened": ["accident"]}
    assert set(category_decisions(facts)) == {"LUT-OTHER-1"}


@pytest.mark.rule("LUT-RAISE-1", "LUT-RAISE-2", "LUT-RAISE-3", "LUT-SCOPE-1")
@pytest.mark.parametrize(("by", "title"), MAY_RAISE.items())
def test_any_worker_manager_or_the_lado_raises(by: str, title: str) -> None:
    permitted = raised({}, by=by).ever(NotificationRaisedV1)[0].decisions[0]
    assert permitted.answer == f"Yes, as {title}."
    assert permitted.rules == ("LUT-SCOPE-1", "LUT-RAISE-1", "LUT-RAISE-2", "LUT-RAISE-3")


@pytest.mark.rule("LUT-RAISE-2")
def test_who_only_receives_notifications_does_not_raise() -> None:
    Case(real("luton")).when(raise_it({}, "LUT-OTHER-1", area="north"), by=DIRECTOR).refused("not_permitted")


@pytest.mark.rule("LUT-RAISE-1", "LUT-PLAT-1")
def test_who_was_unsure_records_what_the_line_manager_advised() -> None:
    case = raised({}).given(consulted("line_manager", TEAM_MANAGER), by=SOCIAL_WORKER)
    [decision] = case.of(ConsultationRecordedV1)[0].decisions
    assert decision.question == "What did the line manager advise?"
    assert decision.rules == ("LUT-RAISE-1", "LUT-RAISE-2", "LUT-CIRC-7", "LUT-PLAT-1")


@pytest.mark.rule("LUT-RAISE-1")
def test_a_consultation_with_somebody_whom_the_guidance_does_not_name_is_refused() -> None:
    raised({}).when(consulted("personal_adviser", "luton-personal-adviser"), by=SOCIAL_WORKER).refused("unknown_role")


@pytest.mark.rule("LUT-RAISE-2")
def test_the_service_manager_of_the_area_is_consulted_not_another() -> None:
    case = raised({})
    case.when(consulted("service_manager", MANAGER_OF_SOUTH), by=TEAM_MANAGER).refused("unknown_person")
    case.given(consulted("service_manager", MANAGER), by=TEAM_MANAGER)


@pytest.mark.rule("LUT-RAISE-2")
@pytest.mark.parametrize(("area", "manager"), [("north", MANAGER), ("south", MANAGER_OF_SOUTH)])
def test_the_service_manager_of_the_area_decides_whether_it_is_required(area: str, manager: str) -> None:
    case = Case(real("luton"))
    case.given(raise_it({}, "LUT-OTHER-1", area=area), by=SOCIAL_WORKER)
    assert [each.route for each in case.of(RoutingStartedV1)] == ["need_to_know"]
    assert [(each.step, each.people) for each in case.of(TaskOpenedV1)] == [("decide_required", (manager,))]


@pytest.mark.rule("LUT-RAISE-2", "LUT-PLAT-1")
@pytest.mark.parametrize(("facts", "categories"), [({}, ("LUT-OTHER-1",)), (TRUST, TRUST_CATEGORIES)])
def test_a_no_is_recorded_with_its_reason(facts: dict[str, Any], categories: tuple[str, ...]) -> None:
    case = raised(facts, *categories)
    case.when(case.decide("decide_required", "not_required"), by=MANAGER)
    case.refused("comment_required", rules=["LUT-RAISE-2", "LUT-RAISE-4", "LUT-CIRC-8", "LUT-PLAT-1"])
    case.when(case.decide("decide_required", "not_required", sealed="why"), by=MANAGER)
    assert [(each.not_required, each.by, each.sealed) for each in case.of(TaskDecidedV1)] == [(True, MANAGER, "why")]
    assert [each.how for each in case.of(RoutingEndedV1)] == ["not_required"]
    assert [each.decided_by for each in case.of(NotificationNotRequiredV1)] == [MANAGER]


@pytest.mark.rule("LUT-RAISE-2")
@pytest.mark.parametrize("by", [TEAM_MANAGER, SOCIAL_WORKER, MANAGER_OF_SOUTH, DIRECTORS[0]])
def test_nobody_else_decides_it(by: str) -> None:
    case = raised({})
    case.when(case.decide("decide_required", "required"), by=by).refused("not_permitted")


@pytest.mark.rule("LUT-RAISE-4")
def test_a_no_to_a_listed_circumstance_is_the_service_managers_and_shown_as_such() -> None:
    case = raised(MISSING, "LUT-CLA-3")
    case.given(case.decide("decide_required", "not_required", sealed="why"), by=MANAGER)
    [decision] = case.of(NotificationNotRequiredV1)[0].decisions
    assert "LUT-RAISE-4" in decision.rules
    assert [each.answer for each in case.ever(NotificationRaisedV1)[0].decisions if each.rules[0] == "LUT-CLA-3"] == [
        "The facts meet it, and it was chosen."
    ]


@pytest.mark.rule("LUT-RAISE-4")
def test_a_yes_and_a_no_are_open_to_the_service_manager_and_the_step_says_that_this_is_a_reading() -> None:
    assert "LUT-RAISE-4" in cited(raised(MISSING, "LUT-CLA-3"), TaskOpenedV1, step="decide_required")
    assert required(MISSING, "LUT-CLA-3").waiting == ["complete_form"]


@pytest.mark.rule("LUT-RAISE-2", "LUT-RAISE-3", "LUT-CIRC-1")
@pytest.mark.parametrize(
    ("facts", "categories", "by"), [({}, ("LUT-OTHER-1",), TEAM_MANAGER), (TRUST, TRUST_CATEGORIES, LADO)]
)
def test_required_and_completed_the_notification_stands(
    facts: dict[str, Any], categories: tuple[str, ...], by: str
) -> None:
    assert required(facts, *categories).notification.ended is None
    assert completed(facts, *categories, by=by).notification.ended is None


@pytest.mark.rule("LUT-RAISE-4")
def test_a_no_ends_the_weekly_update_and_the_weekly_review_too() -> None:
    case = raised(MISSING, "LUT-CLA-3")
    case.given(case.decide("decide_required", "not_required", sealed="why"), by=MANAGER)
    assert case.passes(days=60).events == []


@pytest.mark.rule("LUT-RAISE-2")
@pytest.mark.parametrize(("facts", "categories"), [({}, ("LUT-OTHER-1",)), (TRUST, TRUST_CATEGORIES)])
def test_a_service_manager_who_raises_has_decided_that_it_is_required(
    facts: dict[str, Any], categories: tuple[str, ...]
) -> None:
    case = raised(facts, *categories, by=MANAGER)
    assert case.waiting == ["complete_form"]
    assert [(each.step, each.by) for each in case.ever(TaskDecidedV1)] == [("decide_required", MANAGER)]


@pytest.mark.rule("LUT-RAISE-3")
@pytest.mark.parametrize(
    ("facts", "categories"),
    [
        (TRUST, TRUST_CATEGORIES),
        ({"subject_kind": "staff_member", "happened": ["allegation"]}, ("LUT-TRUST-2",)),
        ({}, ("LUT-TRUST-1",)),
        ({}, ("LUT-TRUST-2",)),
        ({}, ("LUT-TRUST-3",)),
    ],
)
def test_an_allegation_on_an_adult_in_trust_is_completed_by_the_lado(
    facts: dict[str, Any], categories: tuple[str, ...]
) -> None:
    case = raised(facts, *categories, by=LADO)
    assert case.routing.route == "position_of_trust"
    case.given(case.decide("decide_required", "required"), by=MANAGER)
    # The LADO has completed the form in raising it.
    assert [(each.step, each.by) for each in case.ever(TaskDecidedV1)] == [
        ("decide_required", MANAGER),
        ("complete_form", LADO),
    ]
    assert (case.waiting, case.task("forward").people) == (["forward"], (MANAGER,))


@pytest.mark.rule("LUT-RAISE-3")
def test_raised_by_somebody_else_it_waits_for_the_lado_and_not_for_the_team_manager() -> None:
    case = required(TRUST, *TRUST_CATEGORIES)
    assert case.task("complete_form").people == (LADO,)
    case.when(case.decide("complete_form", "completed"), by=TEAM_MANAGER).refused("not_permitted")
    case.given(case.decide("complete_form", "completed"), by=LADO)
    assert case.waiting == ["forward"]


@pytest.mark.rule("LUT-RAISE-3")
def test_any_other_matter_is_completed_by_the_team_manager() -> None:
    case = required({"subject_kind": "staff_member", "happened": ["accident"]}, "LUT-STAFF-2", by=LADO)
    assert case.routing.route == "need_to_know"
    assert case.task("complete_form").people == (TEAM_MANAGER,)


@pytest.mark.rule("LUT-RAISE-3")
def test_an_adult_in_trust_of_whom_nothing_of_the_kind_is_alleged_is_any_other_matter() -> None:
    facts = {
        "subject_kind": "adult_in_position_of_trust",
        "happened": ["allegation"],
        "significant_harm_alleged": False,
    }
    assert raised(facts).routing.route == "need_to_know"


@pytest.mark.rule("LUT-RAISE-3")
def test_which_allegations_and_who_forwards_is_marked_as_not_said() -> None:
    case = required(TRUST, *TRUST_CATEGORIES)
    rule = case.deployment.authorities["luton"].editions["undated"].rules["LUT-RAISE-3"]
    assert rule.status == "gap"
    assert rule.other_reading
    assert "LUT-RAISE-3" in cited(case, RoutingStartedV1) & cited(case, TaskOpenedV1, step="complete_form")
