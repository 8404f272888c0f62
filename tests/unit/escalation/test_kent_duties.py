"""Kent's duties to bodies outside: what opens each, what only nearly does, who leads it, and by when it is due."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from contracts.escalation import (
    ClockBreachedV1,
    ClockMetV1,
    ClockStartedV1,
    DutyOpenedV1,
    NoticeGivenV1,
    TaskDecidedV1,
)
from tests.unit.casework.case import NOON, Case, at
from tests.unit.casework.events import event
from tests.unit.escalation.kent import CHARGED, CHILD, DIED_IN_CARE, DIRECTOR, IN_CARE, alerted, raised, with_director

H = timedelta(hours=1)
LEARNED = NOON - 20 * H  # Monday 16 November 2026, 16:00
KNOWN = {"learned_at": at(LEARNED)}
FIVE_WORKING_DAYS = datetime(2026, 11, 24, tzinfo=UTC)  # by the end of Monday 23 November
LEAD = "kent-principal-social-worker"
YOUTH_JUSTICE = "kent-assistant-director-adolescents"
ABUSED = {**CHILD, **KNOWN, "happened": ["serious_injury"], "abuse_or_neglect": "known", "harm_place": "own_area"}
DIED_UNDER_YOUTH_JUSTICE = {**CHILD, **KNOWN, "happened": ["death"], "services_open": ["youth_justice"]}
IMPORTANT = {**CHILD, **KNOWN, "happened": ["near_miss"], "importance_to_area": True}
MISSING = {**CHILD, "plan": "child_protection", "happened": ["missing"], "missing_since": at(NOON - 50 * H)}
CARE_LEAVER = {**CHILD, "legal_status": "care_leaver", "happened": ["death"], "age_years": 24}


def sent(facts: Mapping[str, Any], category: str = "KEN23-NTK-X", **others: Any) -> Case:
    return alerted(facts, category, **others)


def opened(case: Case, duty: str) -> Any:
    """The event that opened the duty."""
    [found] = [each for each in case.ever(DutyOpenedV1) if each.duty == duty]
    return found


def chases(case: Case, clock: str, due: datetime, lead: str) -> None:
    """When it is not done in time, the one who leads is reminded and the director told."""
    case.until(due - timedelta(seconds=1))
    breached = [each for each in case.of(ClockBreachedV1) if each.clock_id == case.running(clock).clock_id]
    assert breached == []
    case.until(due)
    title = opened(case, clock).title
    about = [(each.people, each.decisions[0].rules) for each in case.of(NoticeGivenV1) if title in each.about]
    assert about == [((lead,), ("KEN23-PLAT-1",)), (("kent-director",), ("KEN23-PLAT-1",))]


# --- KEN23-DUTY-1 --------------------------------------------------------------------------------------------------


@pytest.mark.rule("KEN23-DUTY-1")
def test_ken23_duty_1_a_looked_after_childs_death_goes_to_the_secretary_of_state_and_ofsted() -> None:
    case = sent({**DIED_IN_CARE, **KNOWN}, "KEN23-NTK-A")
    assert case.duties == ["secretary_of_state_and_ofsted"]
    assert event(
        DutyOpenedV1,
        to="Secretary of State and Ofsted",
        lead="principal_social_worker",
        people=(LEAD,),
        consults=("unit_assistant_director", "director"),
        must=True,
    ).met_by(opened(case, "secretary_of_state_and_ofsted"))
    assert opened(case, "secretary_of_state_and_ofsted").decisions[0].rules[0] == "KEN23-DUTY-1"
    clock = case.running("secretary_of_state_and_ofsted")
    assert (clock.counted_from, clock.due) == (LEARNED, FIVE_WORKING_DAYS)
    chases(case, "secretary_of_state_and_ofsted", FIVE_WORKING_DAYS, LEAD)


@pytest.mark.rule("KEN23-DUTY-1")
def test_ken23_duty_1_not_for_a_child_who_was_not_looked_after() -> None:
    case = sent({**DIED_IN_CARE, **KNOWN, "legal_status": "not_looked_after"})
    assert case.duties == []


@pytest.mark.rule("KEN23-DUTY-1")
def test_ken23_duty_1_not_before_the_unit_has_the_alert() -> None:
    assert with_director(DIED_IN_CARE, "KEN23-NTK-A").duties == []


@pytest.mark.rule("KEN23-DUTY-1")
@pytest.mark.parametrize(
    ("learned", "due"),
    [
        # Counted by hand: 25 and 28 December 2026 and 1 January 2027 are bank holidays.
        (datetime(2026, 12, 23, 11, tzinfo=UTC), datetime(2027, 1, 5, tzinfo=UTC)),
        (datetime(2026, 12, 24, 18, tzinfo=UTC), datetime(2027, 1, 6, tzinfo=UTC)),
        (datetime(2026, 12, 25, 3, tzinfo=UTC), datetime(2027, 1, 6, tzinfo=UTC)),
        (datetime(2026, 11, 16, 16, tzinfo=UTC), datetime(2026, 11, 24, tzinfo=UTC)),
        (datetime(2026, 11, 14, 16, tzinfo=UTC), datetime(2026, 11, 21, tzinfo=UTC)),
    ],
)
def test_ken23_duty_1_5_working_days_leave_out_weekends_and_bank_holidays(learned: datetime, due: datetime) -> None:
    case = sent({**DIED_IN_CARE, "learned_at": at(learned)}, "KEN23-NTK-A", now=learned + H)
    assert case.running("secretary_of_state_and_ofsted").due == due


# --- KEN23-DUTY-2 and 3 --------------------------------------------------------------------------------------------


@pytest.mark.rule("KEN23-DUTY-2")
def test_ken23_duty_2_the_panel_must_and_the_partners_should_be_told_of_abuse_with_serious_harm() -> None:
    case = sent(ABUSED)
    assert case.duties == ["practice_review_panel", "safeguarding_partners"]
    assert [opened(case, each).must for each in case.duties] == [True, False]
    assert {opened(case, each).people for each in case.duties} == {(LEAD,)}
    assert {case.running(each).due for each in case.duties} == {FIVE_WORKING_DAYS}
    assert opened(case, "practice_review_panel").to == "Child Safeguarding Practice Review Panel"
    chases(case, "practice_review_panel", FIVE_WORKING_DAYS, LEAD)


@pytest.mark.rule("KEN23-DUTY-2")
def test_ken23_duty_2_telling_the_panel_does_not_tell_the_partners() -> None:
    case = sent(ABUSED)
    case.given(case.complete("practice_review_panel"), by=LEAD)
    assert [case.running(each).state for each in ("practice_review_panel", "safeguarding_partners")] == [
        "met",
        "running",
    ]
    assert case.of(ClockMetV1) == [
        ClockMetV1(case.running("practice_review_panel").clock_id, "done:practice_review_panel", False)
    ]


@pytest.mark.rule("KEN23-DUTY-2")
@pytest.mark.parametrize(
    "nearly",
    [
        {"abuse_or_neglect": "no"},
        {"happened": ["self_harm"]},
        {"harm_place": "elsewhere_in_england"},
        {"harm_place": "outside_england", "normally_resident": False},
    ],
)
def test_ken23_duty_2_not_without_abuse_serious_harm_or_a_tie_to_kent(nearly: Mapping[str, Any]) -> None:
    assert sent({**ABUSED, **nearly}).duties == []


@pytest.mark.rule("KEN23-DUTY-2")
def test_ken23_duty_2_harm_outside_england_counts_where_the_child_lives_in_kent() -> None:
    case = sent({**ABUSED, "harm_place": "outside_england", "normally_resident": True})
    assert "practice_review_panel" in case.duties


@pytest.mark.rule("KEN23-DUTY-3")
def test_ken23_duty_3_the_placing_authority_is_invited_and_has_24_hours_from_the_invitation() -> None:
    case = sent({**ABUSED, "placed_by": "other_authority"})
    assert case.duties == ["safeguarding_partners", "invite_placing_authority"]
    case.passes(hours=7).given(case.complete("invite_placing_authority", "letter 17"), by=LEAD)
    clock = case.running("placing_authority_confirms")
    assert (clock.counted_from, clock.due) == (NOON + 7 * H, NOON + 31 * H)
    assert case.until(NOON + 31 * H - timedelta(seconds=1)).of(DutyOpenedV1) == []
    case.until(NOON + 31 * H)
    assert [each.people for each in case.of(NoticeGivenV1)] == [(LEAD,), ("kent-director",)]
    assert [each.outcome for each in case.of(TaskDecidedV1)] == ["unconfirmed"]
    assert [each.duty for each in case.of(DutyOpenedV1)] == ["panel_in_place_of_placing_authority"]
    assert case.running("panel_in_place_of_placing_authority").due == FIVE_WORKING_DAYS


@pytest.mark.rule("KEN23-DUTY-3")
def test_ken23_duty_3_a_placing_authority_that_confirms_in_time_notifies_and_kent_does_not() -> None:
    case = sent({**ABUSED, "placed_by": "other_authority"})
    case.given(case.complete("invite_placing_authority", "letter 17"), by=LEAD)
    case.passes(hours=23).given(case.decide("placing_authority_confirms", "confirmed"), by=LEAD)
    case.passes(days=30)
    assert "panel_in_place_of_placing_authority" not in case.duties


@pytest.mark.rule("KEN23-DUTY-3")
def test_ken23_duty_3_not_for_a_child_whom_kent_placed() -> None:
    assert "invite_placing_authority" not in sent({**ABUSED, "placed_by": "own_authority"}).duties


# --- KEN23-DUTY-4 --------------------------------------------------------------------------------------------------


@pytest.mark.rule("KEN23-DUTY-4")
def test_ken23_duty_4_a_charge_goes_to_the_youth_justice_board_24_hours_from_the_charge_before_any_alert() -> None:
    case = raised(CHARGED, "KEN23-NTK-G")
    assert case.duties == ["youth_justice_board"]
    clock = case.running("youth_justice_board")
    assert (clock.counted_from, clock.due) == (NOON - 2 * H, NOON + 22 * H)
    duty = opened(case, "youth_justice_board")
    assert (duty.people, duty.consults, duty.must) == ((YOUTH_JUSTICE,), ("director",), True)
    assert set(duty.decisions[0].rules) >= {"KEN23-DUTY-4", "KEN23-ALERT-4"}
    chases(case, "youth_justice_board", NOON + 22 * H, YOUTH_JUSTICE)


@pytest.mark.rule("KEN23-DUTY-4")
def test_ken23_duty_4_the_alert_that_comes_later_moves_nothing() -> None:
    case = with_director(CHARGED, "KEN23-NTK-G")
    case.passes(hours=10).given(case.decide("assistant_director", "send_to_unit"), by=DIRECTOR)
    assert case.running("youth_justice_board").due == NOON + 22 * H
    assert case.duties == ["youth_justice_board"]


@pytest.mark.rule("KEN23-DUTY-4")
def test_ken23_duty_4_a_charge_that_was_learned_of_after_a_day_is_overdue_at_once() -> None:
    charged = NOON - 30 * H
    case = raised({**CHARGED, "charged_at": at(charged)}, "KEN23-NTK-G")
    assert case.running("youth_justice_board").due == charged + 24 * H
    assert [each.clock_id for each in case.of(ClockBreachedV1)] == [case.running("youth_justice_board").clock_id]
    case.given(case.complete("youth_justice_board"), by=YOUTH_JUSTICE)
    assert [each.late for each in case.of(ClockMetV1)] == [True]


@pytest.mark.rule("KEN23-DUTY-4")
def test_ken23_duty_4_not_for_another_offence() -> None:
    assert raised({**CHARGED, "offence": "other_against_person"}).duties == []


@pytest.mark.rule("KEN23-DUTY-4")
def test_ken23_duty_4_a_charge_that_an_update_brings_opens_it_then() -> None:
    case = raised({**CHILD, "happened": ["arrest"]})
    assert case.duties == []
    case.passes(hours=40)
    charge = {"happened": ["charge"], "offence": "rape", "charged_at": at(NOON + 39 * H)}
    case.given(case.update(charge), by="kent-youth-justice-worker")
    assert case.running("youth_justice_board").due == NOON + 63 * H


@pytest.mark.rule("KEN23-DUTY-4")
def test_ken23_duty_4_the_time_of_the_charge_when_it_becomes_known_is_what_counts() -> None:
    case = raised({**CHILD, "happened": ["charge"], "offence": "rape"}, "KEN23-NTK-G")
    assert case.running("youth_justice_board").due == NOON + 24 * H
    case.passes(hours=3).given(case.update({"charged_at": at(NOON - 9 * H)}), by="kent-youth-justice-worker")
    assert case.running("youth_justice_board").due == NOON + 15 * H
    chases(case, "youth_justice_board", NOON + 15 * H, YOUTH_JUSTICE)


@pytest.mark.rule("KEN23-DUTY-4")
def test_ken23_duty_4_a_death_under_youth_justice_counts_from_when_it_was_learned_of() -> None:
    case = raised(DIED_UNDER_YOUTH_JUSTICE, "KEN23-NTK-F")
    assert case.duties == ["youth_justice_board_death"]
    assert case.running("youth_justice_board_death").due == LEARNED + 24 * H


@pytest.mark.rule("KEN23-DUTY-4")
@pytest.mark.parametrize(("days", "opens"), [(20, True), (22, False)])
def test_ken23_duty_4_up_to_20_calendar_days_after_supervision_ended(days: int, opens: bool) -> None:
    died = NOON - 3 * H
    facts = {
        **CHILD,
        "happened": ["death"],
        "died_at": at(died),
        "youth_justice_supervision_ended_at": at(died - timedelta(days=days)),
    }
    case = raised(facts, "KEN23-NTK-F" if opens else "KEN23-NTK-X")
    assert ("youth_justice_board_death" in case.duties) is opens


@pytest.mark.rule("KEN23-DUTY-4")
def test_ken23_duty_4_what_went_to_the_board_goes_to_the_unit_too() -> None:
    case = raised(CHARGED, "KEN23-NTK-G")
    case.given(case.complete("youth_justice_board", "YJB-9"), by=YOUTH_JUSTICE)
    assert case.duties == ["youth_justice_board", "youth_justice_copy_to_unit"]
    assert [each.late for each in case.of(ClockMetV1)] == [False]
    assert case.of(ClockStartedV1) == []


# --- KEN23-DUTY-5 to 8 ---------------------------------------------------------------------------------------------


@pytest.mark.rule("KEN23-DUTY-5")
def test_ken23_duty_5_a_missing_child_on_a_plan_has_a_national_alert_considered_by_the_units_manager() -> None:
    case = sent(MISSING, "KEN23-NTK-I")
    assert case.duties == ["national_alert"]
    duty = opened(case, "national_alert")
    assert (duty.people, duty.must, duty.to) == (("kent-unit-service-manager",), False, "Allocated social worker")
    assert [each for each in case.routing.clocks.values() if each.clock == "national_alert"] == []


@pytest.mark.rule("KEN23-DUTY-5")
def test_ken23_duty_5_on_a_plan_however_short_and_in_care_only_when_significant() -> None:
    just_now = {"missing_since": at(NOON - H)}
    assert sent({**MISSING, **just_now}).duties == ["national_alert"]
    assert sent({**MISSING, **just_now, "plan": "none", "legal_status": "care_order"}).duties == []
    assert sent({**MISSING, "plan": "none", "legal_status": "care_order"}, "KEN23-NTK-I").duties == ["national_alert"]


@pytest.mark.rule("KEN23-DUTY-6")
def test_ken23_duty_6_an_incident_of_importance_in_the_area_should_be_told_to_the_partnership() -> None:
    case = sent(IMPORTANT)
    assert case.duties == ["safeguarding_partnership"]
    duty = opened(case, "safeguarding_partnership")
    assert (duty.to, duty.people, duty.must) == ("Kent Safeguarding Multi Agency Partnership", (LEAD,), False)
    assert case.running("safeguarding_partnership").due == FIVE_WORKING_DAYS
    chases(case, "safeguarding_partnership", FIVE_WORKING_DAYS, LEAD)


@pytest.mark.rule("KEN23-DUTY-6")
def test_ken23_duty_6_not_for_one_of_no_importance() -> None:
    assert sent({**IMPORTANT, "importance_to_area": False}).duties == []


@pytest.mark.rule("KEN23-DUTY-7")
def test_ken23_duty_7_a_care_leavers_death_before_25_should_be_told_without_a_time() -> None:
    case = sent(CARE_LEAVER)
    assert case.duties == ["care_leaver_death"]
    duty = opened(case, "care_leaver_death")
    assert (duty.to, duty.people, duty.must) == ("Secretary of State for Education and Ofsted", (LEAD,), False)
    assert [each.clock for each in case.routing.clocks.values()] == ["alert_to_unit"]


@pytest.mark.rule("KEN23-DUTY-7")
def test_ken23_duty_7_not_from_25_on_nor_before_2024() -> None:
    assert sent({**CARE_LEAVER, "age_years": 25}).duties == []
    assert sent({**CARE_LEAVER, "died_at": "2023-12-31T23:59:00+00:00"}).duties == []
    assert sent({**CARE_LEAVER, "died_at": "2024-01-01T00:00:00+00:00"}).duties == ["care_leaver_death"]


@pytest.mark.rule("KEN23-DUTY-8")
@pytest.mark.parametrize(
    ("facts", "category", "told"),
    [
        (DIED_IN_CARE, "KEN23-NTK-A", True),
        (ABUSED, "KEN23-NTK-X", True),
        (CHARGED, "KEN23-NTK-G", True),
        (DIED_UNDER_YOUTH_JUSTICE, "KEN23-NTK-F", True),
        (IMPORTANT, "KEN23-NTK-X", True),
        (CARE_LEAVER, "KEN23-NTK-X", False),
        (MISSING, "KEN23-NTK-I", False),
        ({**IN_CARE, "placement": "foster", "happened": ["serious_incident"]}, "KEN23-NTK-H", False),
    ],
)
def test_ken23_duty_8_the_director_is_told_once_the_unit_has_an_alert_under_duties_1_2_4_or_6(
    facts: Mapping[str, Any], category: str, told: bool
) -> None:
    case = with_director(facts, category)
    assert [each for each in case.of(NoticeGivenV1) if each.role == "director"] == []
    case.given(case.decide("assistant_director", "send_to_unit"), by=DIRECTOR)
    to_director = [each.decisions[0].rules for each in case.of(NoticeGivenV1) if each.role == "director"]
    assert bool(to_director) is told
    assert all(rules[0] == "KEN23-DUTY-8" for rules in to_director)
