"""Kent's rules, as far as intake keeps them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from contracts.intake import FactChange, NotificationRaisedV1, NotificationUpdatedV1, RecordConsultationV1
from tests.unit.casework.case import NOON, THIS, Case, at, close, raise_it
from tests.unit.casework.events import event

CHARGED = {
    "subject_kind": "child",
    "happened": ["charge"],
    "offence": "section_18",
    "charged_at": at(NOON - timedelta(hours=2)),
}


@pytest.mark.rule("KEN23-RAISE-1", "KEN23-RAISE-3")
@pytest.mark.parametrize(
    "by",
    [
        "kent-social-worker",
        "kent-youth-justice-worker",
        "kent-team-manager",
        "kent-service-manager",
        "kent-operational-manager",
    ],
)
def test_ken23_raise_1_and_3_an_allocated_worker_or_a_manager_raises(kent: Case, by: str) -> None:
    kent.given(raise_it({}, "KEN23-NTK-X", area="thanet"), by=by)
    assert kent.events[0].decisions[0].rules == ("KEN23-RAISE-1", "KEN23-RAISE-3", "KEN23-FORM-1")


@pytest.mark.rule("KEN23-FORM-1")
def test_ken23_form_1_the_assistant_director_does_not_start_the_form(kent: Case) -> None:
    kent.when(raise_it({}, "KEN23-NTK-X", area="thanet"), by="kent-assistant-director").refused("not_permitted")


@pytest.mark.rule("KEN23-FORM-1")
def test_ken23_form_1_it_names_managers_worker_and_reviewing_officer(kent: Case) -> None:
    named = {
        "team_manager": "kent-team-manager",
        "service_manager": "kent-service-manager",
        "assistant_director": "kent-assistant-director",
        "social_worker": "kent-social-worker",
        "reviewing_officer": "kent-reviewing-officer",
    }
    kent.when(raise_it({}, "KEN23-NTK-X", area="thanet", named=named), by="kent-team-manager")
    kent.then(event(NotificationRaisedV1, named=named))


@pytest.mark.rule("KEN23-NTK-G")
def test_ken23_ntk_g_the_category_and_the_alert_criterion_that_rests_on_it_are_suggested(kent: Case) -> None:
    kent.given(raise_it(CHARGED, "KEN23-NTK-G", area="ashford"), by="kent-social-worker")
    assert [each.rule for each in kent.events[0].suggested] == ["KEN23-NTK-G", "KEN23-ALERT-4"]
    answers = {each.rules: each.answer for each in kent.events[0].decisions}
    assert answers["KEN23-NTK-G",] == "The facts meet it, and it was chosen."
    assert answers["KEN23-ALERT-4", "KEN23-NTK-G"] == "The facts meet this alert criterion."


@pytest.mark.rule("KEN23-NTK-L")
def test_ken23_ntk_l_what_has_no_category_of_its_own_is_raised_as_other(kent: Case) -> None:
    died = {"subject_kind": "child", "legal_status": "care_leaver", "happened": ["death"], "age_years": 22}
    kent.given(raise_it(died, "KEN23-NTK-X", area="ashford"), by="kent-social-worker")
    assert [each.rule for each in kent.events[0].suggested] == ["KEN23-NTK-X", "KEN23-ALERT-7"]


@pytest.mark.rule("KEN23-FORM-4")
def test_ken23_form_4_an_update_copies_forward_and_is_marked_as_an_update(kent: Case) -> None:
    kent.given(raise_it(CHARGED, "KEN23-NTK-G", area="ashford"), by="kent-social-worker")
    kent.when(kent.update({"offence": "murder"}), by="kent-team-manager").then(
        event(
            NotificationUpdatedV1,
            number=1,
            facts={**CHARGED, "offence": "murder"},
            changed=(FactChange("offence", "section_18", "murder"),),
        )
    )


@pytest.mark.rule("KEN23-ALERT-9")
def test_ken23_alert_9_reviewing_officer_and_child_protection_chair_are_consulted(kent: Case) -> None:
    kent.given(raise_it({}, "KEN23-NTK-X", area="ashford"), by="kent-social-worker")
    kent.given(
        RecordConsultationV1(THIS, "reviewing_officer", "kent-reviewing-officer", "raise"),
        RecordConsultationV1(THIS, "child_protection_chair", "kent-conference-chair", "unsure"),
        by="kent-social-worker",
    )
    assert kent.events[0].decisions[0].rules == ("KEN23-RAISE-3", "KEN23-ALERT-9")


@pytest.mark.rule("KEN23-PLAT-3")
@pytest.mark.parametrize("by", ["kent-service-manager", "kent-assistant-director"])
def test_ken23_plat_3_a_service_manager_or_the_assistant_director_closes_it_with_the_reason(
    kent: Case, by: str
) -> None:
    kent.given(raise_it({}, "KEN23-NTK-X", area="ashford"), by="kent-social-worker")
    kent.when(close(), by="kent-team-manager").refused("not_permitted")
    kent.when(close(None), by=by).refused("comment_required", rules=["KEN23-PLAT-3"])
    kent.given(close("resolved"), by=by)


def expectation(case: Case) -> list[tuple[str, tuple[str, ...]]]:
    return [(each.answer, each.rules) for each in case.events[0].decisions if each.question.startswith("Who should")]


@pytest.mark.rule("KEN23-RAISE-1")
def test_ken23_raise_1_who_should_have_raised_it_is_shown_where_it_was_somebody_else(kent: Case) -> None:
    kent.given(raise_it(CHARGED, "KEN23-NTK-G", area="ashford"), by="kent-social-worker")
    [(answer, rules)] = expectation(kent)
    assert "allocated youth justice worker" in answer
    assert rules[0] == "KEN23-RAISE-1"


@pytest.mark.rule("KEN23-RAISE-1")
@pytest.mark.parametrize(
    ("facts", "by", "shown"),
    [
        (CHARGED, "kent-youth-justice-worker", False),
        ({"services_open": ["social_work", "early_help"]}, "kent-social-worker", False),
        ({"services_open": ["social_work", "early_help"]}, "kent-team-manager", True),
        ({"services_open": ["social_work"]}, "kent-team-manager", False),
        ({}, "kent-team-manager", False),
    ],
)
def test_ken23_raise_1_several_services_the_social_worker_and_for_the_board_the_youth_justice_worker(
    kent: Case, facts: dict[str, Any], by: str, shown: bool
) -> None:
    category = "KEN23-NTK-G" if facts is CHARGED else "KEN23-NTK-X"
    kent.given(raise_it({"happened": ["legal_matter"], **facts}, category, area="ashford"), by=by)
    assert bool(expectation(kent)) is shown
