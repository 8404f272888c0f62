"""Luton: the form, what goes onto the child's record, what becomes of Ofsted."""

from __future__ import annotations

import pytest

from contracts.escalation import (
    ConfirmDutyNotRequiredV1,
    DutyDoneV1,
    DutyOpenedV1,
    ProposeDutyNotRequiredV1,
    TaskOpenedV1,
)
from contracts.intake import NotificationRaisedV1
from contracts.national_alerts import WriteMessageV1
from tests.rules.alerting import propose
from tests.rules.luton.playing import (
    ANSWERS,
    CHILD,
    DIED,
    DIRECTOR,
    DIRECTORS,
    HEAD,
    LADO,
    MANAGER,
    MISSING,
    SOCIAL_WORKER,
    TEAM_MANAGER,
    THRESHOLD,
    TRUST,
    TRUST_CATEGORIES,
    asked,
    cited,
    claimed,
    completed,
    forwarded,
    raised,
    required,
)
from tests.unit.casework.authorities import real
from tests.unit.casework.case import THIS, Case, raise_it

ALLEGATION_OF_CHILD = {
    **CHILD,
    "happened": ["allegation"],
    "named_adult_role": "position_of_trust",
    "significant_harm_alleged": True,
}
HARMED = ("LUT-CLA-5", "LUT-TRUST-1")


@pytest.mark.rule("LUT-FORM-1")
def test_the_category_alone_is_enough_to_begin() -> None:
    begun = Case(real("luton")).given(raise_it({}, "LUT-OTHER-1", area="south"), by=SOCIAL_WORKER)
    [happened] = begun.of(NotificationRaisedV1)
    assert (happened.facts, happened.categories, happened.sealed) == ({}, ("LUT-OTHER-1",), None)


@pytest.mark.rule("LUT-FORM-1")
def test_nobody_can_be_named_for_a_step_as_the_form_does_not_ask_it() -> None:
    named = raise_it({}, "LUT-OTHER-1", area="south", named={"service_manager": MANAGER})
    Case(real("luton")).when(named, by=SOCIAL_WORKER).refused("unknown_role")


@pytest.mark.rule("LUT-FORM-1")
def test_more_can_be_asked_for_later() -> None:
    case = forwarded({}).given(asked("fuller_analysis"), by=DIRECTOR)
    assert "LUT-FORM-1" in case.of(TaskOpenedV1)[0].decisions[0].rules


@pytest.mark.rule("LUT-FORM-2")
def test_whoever_fills_in_the_national_alerts_template_reads_that_it_is_not_in_the_source() -> None:
    case = forwarded({"subject_kind": "child", "plan": "child_protection", "happened": ["missing"]}, "LUT-CP-1")
    case.given(propose(case, SOCIAL_WORKER, {**THRESHOLD, "legal_status": "not_looked_after"}), by=SOCIAL_WORKER)
    case.given(WriteMessageV1(THIS, "initial"), by=SOCIAL_WORKER)
    edition = case.deployment.authorities["luton"].editions["undated"]
    assert "LUT-FORM-2" in cited(case, TaskOpenedV1, step="national_alert")
    assert "LUT-FORM-2" in edition.form.rules
    assert edition.rules["LUT-FORM-2"].status == "gap"


@pytest.mark.rule("LUT-FORM-2")
def test_no_field_is_demanded_as_the_form_is_not_known() -> None:
    for facts in ({}, MISSING, TRUST, DIED):
        case = Case(real("luton"), alone=True)
        case.when(raise_it(facts, "LUT-OTHER-1", area="north"), by=SOCIAL_WORKER)
        assert case.answer.get("refused", {}).get("code") in (None, "category_left_out")


# --- the child's record -------------------------------------------------------------------------------------------------


@pytest.mark.rule("LUT-REC-1", "LUT-REC-1A")
def test_once_required_it_goes_onto_the_childs_record() -> None:
    assert raised(MISSING, "LUT-CLA-3").duties == []
    case = required(MISSING, "LUT-CLA-3")
    [duty] = case.ever(DutyOpenedV1)
    assert (duty.duty, duty.people, duty.must) == ("childs_record", (TEAM_MANAGER,), True)
    assert duty.decisions[0].rules == ("LUT-REC-1", "LUT-REC-1A", "LUT-CIRC-8")
    assert duty.decisions[0].question == "What is to be recorded?"


@pytest.mark.rule("LUT-REC-1", "LUT-REC-1A")
def test_a_no_puts_nothing_on_the_record_here() -> None:
    case = raised(MISSING, "LUT-CLA-3")
    case.given(case.decide("decide_required", "not_required", sealed="why"), by=MANAGER)
    assert case.duties == []


@pytest.mark.rule("LUT-REC-1")
def test_what_is_about_no_child_goes_onto_no_childs_record() -> None:
    facts = {"subject_kind": "staff_member", "happened": ["accident"]}
    assert required(facts, "LUT-STAFF-2").duties == []
    assert required({"subject_kind": "group", "happened": ["staff_implications"]}, "LUT-CLA-8").duties == [
        "childs_record"
    ]


@pytest.mark.rule("LUT-REC-1A")
def test_it_is_done_with_the_reference_of_the_entry_by_the_team_manager() -> None:
    case = required(MISSING, "LUT-CLA-3")
    case.when(case.complete("childs_record", " "), by=TEAM_MANAGER).refused("reference_required")
    case.when(case.complete("childs_record", "R-1"), by=SOCIAL_WORKER).refused("not_permitted")
    case.given(case.complete("childs_record", "R-1"), by=TEAM_MANAGER)
    assert [each.reference for each in case.of(DutyDoneV1)] == ["R-1"]


@pytest.mark.rule("LUT-REC-1A", "LUT-REC-2")
@pytest.mark.parametrize("duty", ["childs_record", "allegations_database"])
def test_the_service_manager_may_stand_in_and_is_the_second_person_for_a_no(duty: str) -> None:
    case = required(ALLEGATION_OF_CHILD, *HARMED)
    opened = next(each for each in case.ever(DutyOpenedV1) if each.duty == duty)
    assert (opened.deputy, opened.confirmed_by) == ("service_manager", ("service_manager",))
    duty_id = case.duty(duty).duty_id
    case.given(ProposeDutyNotRequiredV1(THIS, duty_id, "why"), by=TEAM_MANAGER)
    case.when(ConfirmDutyNotRequiredV1(THIS, duty_id, True), by=TEAM_MANAGER).refused("second_person_needed")
    case.given(ConfirmDutyNotRequiredV1(THIS, duty_id, True, "agreed"), by=MANAGER)


@pytest.mark.rule("LUT-REC-1", "LUT-REC-1A")
def test_each_update_goes_onto_the_childs_record_too() -> None:
    case = forwarded(MISSING, "LUT-CLA-3")
    assert "record_update" not in case.waiting
    case.given(case.update({"whereabouts": "unknown"}), by=TEAM_MANAGER)
    assert case.task("record_update").people == (TEAM_MANAGER,)
    case.when(case.decide("record_update", "recorded"), by=TEAM_MANAGER).refused("comment_required")
    case.given(case.decide("record_update", "recorded", sealed="entry 2"), by=TEAM_MANAGER)
    assert "record_update" not in case.waiting
    case.given(case.update({"affects_council": True}), by=TEAM_MANAGER)
    assert "record_update" in case.waiting


@pytest.mark.rule("LUT-REC-1")
def test_nobody_asks_for_that_by_hand_and_not_for_what_is_about_no_child() -> None:
    case = forwarded({"subject_kind": "staff_member", "happened": ["accident"]}, "LUT-STAFF-2")
    case.when(asked("record_update"), by=TEAM_MANAGER).refused("not_permitted")
    case.given(case.update({"affects_council": True}), by=TEAM_MANAGER)
    assert "record_update" not in case.waiting


@pytest.mark.rule("LUT-REC-2")
def test_on_an_adult_in_trust_it_goes_onto_the_database_and_where_there_is_a_child_onto_the_record_as_well() -> None:
    assert required(TRUST, *TRUST_CATEGORIES).duties == ["allegations_database"]
    case = required(ALLEGATION_OF_CHILD, *HARMED)
    assert set(case.duties) == {"allegations_database", "childs_record"}
    [opened] = [each for each in case.ever(DutyOpenedV1) if each.duty == "allegations_database"]
    assert (opened.people, opened.must, opened.decisions[0].rules[0]) == ((TEAM_MANAGER,), True, "LUT-REC-2")
    assert opened.decisions[0].question == "What is to be recorded?"
    case.given(case.complete("allegations_database", "A-1"), by=TEAM_MANAGER)


@pytest.mark.rule("LUT-REC-2")
def test_an_accident_of_a_member_of_staff_does_not_go_onto_the_database_nor_before_it_is_required() -> None:
    assert required({"subject_kind": "staff_member", "happened": ["accident"]}, "LUT-STAFF-2").duties == []
    assert raised(TRUST, *TRUST_CATEGORIES).duties == []


# --- Ofsted -----------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("LUT-OFSTED-1", "LUT-OFSTED-1A")
@pytest.mark.parametrize(("categories", "by"), [((), TEAM_MANAGER), (TRUST_CATEGORIES, LADO)])
@pytest.mark.parametrize("unanswered", ANSWERS)
def test_the_service_manager_answers_three_questions_when_forwarding(
    unanswered: str, categories: tuple[str, ...], by: str
) -> None:
    case = completed(TRUST if categories else {}, *categories, by=by)
    answers = {name: answer for name, answer in ANSWERS.items() if name != unanswered}
    case.when(case.decide("forward", "forward", answers), by=MANAGER)
    refusal = case.refused("record_required", rules=["LUT-CIRC-1", "LUT-OFSTED-1", "LUT-OFSTED-1A", "LUT-CIRC-8"])
    assert list(refusal["details"]["records"]) == [unanswered]
    case.given(case.decide("forward", "forward", ANSWERS), by=MANAGER)


@pytest.mark.rule("LUT-OFSTED-1", "LUT-OFSTED-1A")
@pytest.mark.parametrize("by", [MANAGER, DIRECTORS[0]])
def test_a_service_director_decides_on_ofsted_and_then_it_is_owed(by: str) -> None:
    case = forwarded(DIED, "LUT-CLA-1").given(asked("decide_on_ofsted"), by=by)
    assert case.task("decide_on_ofsted").people == DIRECTORS
    assert "ofsted" not in case.duties
    claimed(case, "decide_on_ofsted", DIRECTORS[0]).given(case.decide("decide_on_ofsted", "notify"), by=DIRECTORS[0])
    [owed] = case.of(DutyOpenedV1)
    assert (owed.duty, owed.to, owed.people, owed.must) == ("ofsted", "Ofsted", DIRECTORS, True)
    assert owed.decisions[0].question == "Which body outside is to be told?"
    case.given(case.complete("ofsted", "OF-1"), by=DIRECTORS[0])


@pytest.mark.rule("LUT-OFSTED-1", "LUT-OFSTED-1A")
def test_or_decides_against_it_with_a_reason_and_nothing_is_owed() -> None:
    case = forwarded(DIED, "LUT-CLA-1").given(asked("decide_on_ofsted"), by=MANAGER)
    claimed(case, "decide_on_ofsted", DIRECTORS[0])
    case.when(case.decide("decide_on_ofsted", "do_not_notify"), by=DIRECTORS[0]).refused("comment_required")
    case.given(case.decide("decide_on_ofsted", "do_not_notify", sealed="why"), by=DIRECTORS[0])
    assert "ofsted" not in case.duties


@pytest.mark.rule("LUT-OFSTED-1A")
@pytest.mark.parametrize("by", [SOCIAL_WORKER, TEAM_MANAGER, HEAD])
def test_nobody_else_asks_and_nothing_asks_by_itself(by: str) -> None:
    case = forwarded(DIED, "LUT-CLA-1")
    assert "decide_on_ofsted" not in case.waiting
    case.when(asked("decide_on_ofsted"), by=by).refused(
        "not_permitted", rules=["LUT-OFSTED-1", "LUT-OFSTED-1A", "LUT-CIRC-8"]
    )


@pytest.mark.rule("LUT-REC-2")
def test_a_death_in_care_with_nothing_alleged_owes_no_entry_in_the_database() -> None:
    assert "allegations_database" not in required(DIED, "LUT-CLA-1").duties
