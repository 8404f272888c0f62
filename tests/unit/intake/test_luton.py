"""Luton's rules, as far as intake keeps them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from contracts.intake import (
    FactChange,
    LeftOut,
    NotificationClosedV1,
    NotificationRaisedV1,
    NotificationUpdatedV1,
    RecordConsultationV1,
)
from tests.unit.casework.case import NOON, THIS, Case, at, close, raise_it
from tests.unit.casework.events import event

MISSING_FOR_30H = {
    "subject_kind": "child",
    "legal_status": "care_order",
    "happened": ["missing"],
    "missing_since": at(NOON - timedelta(hours=30)),
}


@pytest.fixture
def raised(luton: Case) -> Case:
    return luton.given(raise_it(MISSING_FOR_30H, "LUT-CLA-3", area="north"), by="luton-social-worker")


@pytest.mark.parametrize(
    ("by", "title"),
    [
        ("luton-social-worker", "social worker"),
        ("luton-personal-adviser", "leaving care personal adviser"),
        ("luton-residential-officer", "residential officer"),
        ("luton-fostering-officer", "fostering officer"),
        ("luton-team-manager", "team manager"),
        ("luton-service-manager", "service manager"),
        ("luton-lado", "local authority designated officer (LADO)"),
    ],
)
def test_lut_raise_2_and_3_any_worker_manager_or_the_lado_raises(luton: Case, by: str, title: str) -> None:
    luton.given(raise_it({}, "LUT-OTHER-1", area="north"), by=by)
    permitted = luton.events[0].decisions[0]
    assert permitted.answer == f"Yes, as {title}."
    assert permitted.rules == ("LUT-SCOPE-1", "LUT-RAISE-1", "LUT-RAISE-2", "LUT-RAISE-3")


def test_who_only_receives_notifications_does_not_raise(luton: Case) -> None:
    luton.when(raise_it({}, "LUT-OTHER-1", area="north"), by="luton-director").refused("not_permitted")


def test_lut_raise_1_who_was_unsure_records_what_the_line_manager_advised(raised: Case) -> None:
    raised.given(RecordConsultationV1(THIS, "line_manager", "luton-team-manager", "raise"), by="luton-social-worker")
    [consulted] = raised.events
    assert consulted.decisions[0].question == "What did the line manager advise?"
    assert consulted.decisions[0].rules == ("LUT-RAISE-1", "LUT-RAISE-2", "LUT-PLAT-1")


def test_lut_raise_2_the_service_manager_of_the_area_is_consulted_not_another(raised: Case) -> None:
    of_south = RecordConsultationV1(THIS, "service_manager", "luton-service-manager-2", "raise")
    raised.when(of_south, by="luton-team-manager").refused("unknown_person")
    of_north = RecordConsultationV1(THIS, "service_manager", "luton-service-manager", "do_not_raise")
    raised.given(of_north, by="luton-team-manager")


def test_lut_form_1_the_category_alone_is_enough_to_begin(luton: Case) -> None:
    luton.when(raise_it({}, "LUT-OTHER-1", area="south"), by="luton-social-worker")
    luton.then(event(NotificationRaisedV1, facts={}, categories=("LUT-OTHER-1",), sealed=None))


def test_lut_form_1_the_form_asks_only_for_what_can_be_recorded(luton: Case) -> None:
    edition = luton.deployment.authorities["luton"].editions["undated"]
    assert "account" in edition.form.particulars
    assert edition.form.named_roles == ()
    named = raise_it({}, "LUT-OTHER-1", area="south", named={"service_manager": "luton-service-manager"})
    luton.when(named, by="luton-social-worker").refused("unknown_role")


def test_lut_cla_3_a_child_missing_for_over_24_hours_is_asked_about_when_left_out(luton: Case) -> None:
    luton.when(raise_it(MISSING_FOR_30H, "LUT-OTHER-1", area="north"), by="luton-social-worker")
    luton.refused("category_left_out", rules=["LUT-CLA-3"])
    answered = (LeftOut("LUT-CLA-3", "facts_need_correction"),)
    luton.given(raise_it(MISSING_FOR_30H, "LUT-OTHER-1", area="north", left_out=answered), by="luton-social-worker")


def test_lut_cla_3_exactly_24_hours_are_not_more_than_24_hours(luton: Case) -> None:
    facts = {**MISSING_FOR_30H, "missing_since": at(NOON - timedelta(hours=24))}
    luton.given(raise_it(facts, "LUT-OTHER-1", area="north"), by="luton-social-worker")
    assert luton.events[0].suggested == ()


def test_lut_upd_1_the_team_manager_updates_and_what_changed_is_shown(raised: Case) -> None:
    raised.when(raised.update({"whereabouts": "locality_known"}), by="luton-team-manager").then(
        event(NotificationUpdatedV1, number=1, changed=(FactChange("whereabouts", None, "locality_known"),))
    )
    assert raised.events[0].decisions[0].rules == ("LUT-UPD-1", "LUT-UPD-3")


def test_lut_upd_1_a_social_worker_does_not_update(raised: Case) -> None:
    raised.when(raised.update({"whereabouts": "known"}), by="luton-social-worker").refused("not_permitted")


def test_lut_mgt_3_the_service_manager_closes_with_the_final_update(raised: Case) -> None:
    raised.when(close(None), by="luton-service-manager").refused("comment_required", rules=["LUT-MGT-3"])
    raised.when(close("resolved, nothing learnt"), by="luton-team-manager").refused("not_permitted")
    raised.when(close("resolved, nothing learnt"), by="luton-service-manager")
    raised.then(event(NotificationClosedV1, closed_by="luton-service-manager", sealed="resolved, nothing learnt"))


def test_lut_circ_4_the_adults_name_may_be_restricted_when_it_is_raised(luton: Case) -> None:
    facts = {"subject_kind": "staff_member", "happened": ["allegation"]}
    raised = raise_it(facts, "LUT-TRUST-2", area="north", restrictions=("LUT-CIRC-4",))
    luton.when(raised, by="luton-lado").then(event(NotificationRaisedV1, restrictions=("LUT-CIRC-4",)))
