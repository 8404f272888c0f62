"""Reviews side by side, what is missed, leaving, step-down and its end."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from contracts import risk_register as contract
from tests.unit.risk_register.house import CHAIR, JANE, LEAD, MONDAY, PRACTITIONER, TEAM, WEEK, RegisterHouse, rules_of

MONTHLY = contract.ReviewEntryV1(JANE, "monthly_review")
THREE_WEEKLY = contract.ReviewEntryV1(JANE, "three_weekly_review", keyworker_still_right=True)
LEAVE = contract.LeaveRegisterV1(JANE, sealed="why")
STEP_DOWN = contract.ReviewStepDownV1(JANE, keyworker_still_right=True)
END = contract.EndStepDownV1(JANE, further_concern=False, sealed="monthly")
HALF_A_YEAR = datetime(2027, 5, 16, 9, tzinfo=UTC)


@pytest.mark.rule("NBL-P14", "NBL-P14B", "NBL-CLOCK-1")
def test_both_clocks_run_side_by_side_and_the_procedures_governs() -> None:
    house = RegisterHouse().on_register()
    monthly, three_weekly = house.entry().due
    assert (monthly.cycle, monthly.governs, monthly.due) == (
        "monthly_review",
        True,
        datetime(2026, 12, 16, 10, tzinfo=UTC),
    )
    assert (three_weekly.cycle, three_weekly.governs, three_weekly.due) == (
        "three_weekly_review",
        False,
        MONDAY + 3 * WEEK,
    )
    house.until(MONDAY + 2 * WEEK)
    house.review("high")
    assert [each.due for each in house.entry().due] == [monthly.due, MONDAY + 5 * WEEK]  # each from its own last review
    house.given(MONTHLY, CHAIR)
    assert house.entry().due[0].due == datetime(2026, 12, 30, 10, tzinfo=UTC)


@pytest.mark.rule("NBL-P14B")
def test_a_review_before_its_assessment_is_refused() -> None:
    house = RegisterHouse().on_register()
    house.until(MONDAY + 2 * WEEK)
    refusal = house.refused("assessment_needed", THREE_WEEKLY, LEAD)
    assert "NBL-P14B" in refusal["rules"]
    house.review("high")
    assert "NBL-P14B" in house.refused("assessment_needed", THREE_WEEKLY, LEAD)["rules"]
    house.given(MONTHLY, CHAIR)  # of the plan: it needs none of its own


@pytest.mark.rule("NBL-KEY-1")
def test_the_keyworker_is_kept_under_review() -> None:
    house = RegisterHouse().on_register()
    house.assess("high")
    house.refused("record_required", replace(THREE_WEEKLY, keyworker_still_right=None), LEAD)


@pytest.mark.rule("NBL-P14", "NBL-P14B", "NBL-LOG-3")
def test_what_is_not_reviewed_in_time_is_said_once_and_who_is_told_is_named() -> None:
    house = RegisterHouse().on_register()
    house.until(MONDAY + 3 * WEEK - timedelta(minutes=1))
    assert house.of(contract.ReviewMissedV1) == []
    house.until(MONDAY + 8 * WEEK)
    three_weekly, monthly = house.of(contract.ReviewMissedV1)
    assert (three_weekly.cycle, three_weekly.due) == ("three_weekly_review", MONDAY + 3 * WEEK)
    assert three_weekly.told == ("lead_professional", "register_log_holder")
    assert monthly.told == ("risk_management_group", "register_log_holder")
    assert "NBL-P14" in rules_of(monthly) and "NBL-P14B" in rules_of(three_weekly)


@pytest.mark.rule("NBL-P14")
def test_a_review_in_time_leaves_nothing_missed() -> None:
    house = RegisterHouse().on_register()
    for week in (2, 4, 6):
        house.until(MONDAY + week * WEEK)
        house.review("high").given(MONTHLY, CHAIR)
    assert house.of(contract.ReviewMissedV1) == []


@pytest.mark.rule("NBL-USE-1")
def test_a_review_says_which_needs_are_not_met_and_a_resource_is_decided_with_a_reason() -> None:
    house = RegisterHouse().on_register()
    house.given(replace(MONTHLY, unmet=("accommodation",)), CHAIR)
    house.refused("unknown_need", replace(MONTHLY, unmet=("a yacht",)), CHAIR)
    house.refused("comment_required", contract.DecideResourceV1(JANE, "accommodation", True), CHAIR)
    house.given(contract.DecideResourceV1(JANE, "accommodation", False, sealed="why"), CHAIR)
    [decided] = house.of(contract.ResourceDecidedV1)
    assert (decided.granted, "NBL-USE-1" in rules_of(decided)) == (False, True)


@pytest.mark.rule("NBL-USE-1")
@pytest.mark.parametrize("need", ["accommodation", "specialist_assessment", "support", "other"])
def test_each_of_these_needs_may_be_unmet_and_be_decided_on(need: str) -> None:
    house = RegisterHouse().on_register()
    house.given(replace(MONTHLY, unmet=(need,)), CHAIR)
    house.given(contract.DecideResourceV1(JANE, need, True, sealed="why"), CHAIR)
    assert [each.need for each in house.of(contract.ResourceDecidedV1)] == [need]


@pytest.mark.rule("NBL-P16")
@pytest.mark.parametrize("level", ["high", "very_high"])
def test_a_name_stays_on_while_the_level_is_high(level: str) -> None:
    house = RegisterHouse().on_register().review(level)
    refusal = house.refused("leaving_refused", LEAVE, CHAIR)
    assert ("NBL-P16" in refusal["rules"], refusal["details"]["against"][0]["about"]) == (True, "level")


@pytest.mark.rule("NBL-P16")
def test_a_level_that_came_down_counts_once_a_review_has_looked_at_it() -> None:
    house = RegisterHouse().on_register()
    house.assess("medium")
    assert [each["about"] for each in house.refused("leaving_refused", LEAVE, CHAIR)["details"]["against"]] == [
        "review"
    ]
    house.given(THREE_WEEKLY, LEAD)
    house.refused("comment_required", contract.LeaveRegisterV1(JANE), CHAIR)
    house.given(LEAVE, CHAIR)
    assert house.entry().stage == "step_down"


@pytest.mark.rule("NBL-P19")
@pytest.mark.parametrize("why", ["turned_18", "moved", "died", "other"])
def test_otherwise_it_is_left_by_a_recorded_decision_with_its_reason(why: str) -> None:
    house = RegisterHouse().on_register()
    house.refused("leaving_refused", contract.LeaveRegisterV1(JANE, why), CHAIR)
    house.refused("leaving_refused", contract.LeaveRegisterV1(JANE, "forgotten", sealed="why"), CHAIR)
    house.given(contract.LeaveRegisterV1(JANE, why, sealed="why"), CHAIR)
    [left] = house.of(contract.LeftRegisterV1)
    assert (left.otherwise, left.step_down_ends, "NBL-P19" in rules_of(left)) == (why, None, True)
    assert house.entry().stage == "ended"


@pytest.mark.rule("NBL-P16", "NBL-CLOCK-1")
def test_step_down_is_a_meeting_every_3_weeks_for_6_months() -> None:
    house = RegisterHouse().stepped_down()
    assert house.entry().step_down_ends == HALF_A_YEAR
    assert house.refused("assessment_needed", STEP_DOWN, LEAD)["rules"] == ["NBL-P16", "NBL-CLOCK-1"]
    for number in range(1, 9):
        house.until(MONDAY + number * 3 * WEEK)
        house.assess("low")
        house.given(STEP_DOWN, LEAD)
        assert house.entry().step_down_meetings == number
    assert [each.cycle for each in house.entry().due] == ["end_of_step_down"]  # the ninth would lie beyond the 6 months


@pytest.mark.rule("NBL-P17")
def test_a_rise_in_step_down_is_referred_again() -> None:
    house = RegisterHouse().stepped_down()
    house.until(MONDAY + 3 * WEEK - timedelta(hours=1))
    house.assess("high")
    house.given(STEP_DOWN, LEAD).given(contract.ReferV1(JANE), TEAM)
    again = house.of(contract.ReferredV1)[-1]
    assert (again.again, again.number, "NBL-P17" in rules_of(again)) == (True, 2, True)
    house.views("does_not_agree").given(contract.DecideReferralV1(JANE, False, sealed="why"), CHAIR)
    assert house.entry().stage == "step_down"  # it goes on
    house.given(contract.ReferV1(JANE), TEAM).views().given(contract.DecideReferralV1(JANE, True), CHAIR)
    assert house.entry().stage == "on_register"


@pytest.mark.rule("NBL-P18", "NBL-P17")
def test_at_the_end_a_team_manager_chairs_the_review_and_a_rise_stands_against_it() -> None:
    house = RegisterHouse().stepped_down()
    assert house.refused("step_down_runs", END, TEAM)["rules"] == ["NBL-P18"]
    house.until(HALF_A_YEAR)
    assert house.of(contract.ReviewMissedV1)[-1].told == ("team_manager", "register_log_holder")
    house.refused("comment_required", replace(END, sealed=None), TEAM)
    house.refused("not_permitted", END, LEAD)
    house.assess("high")
    assert {"NBL-P17", "NBL-P18"} <= set(house.refused("leaving_refused", END, TEAM)["rules"])
    house.assess("low")
    house.given(END, TEAM)
    assert house.entry().stage == "ended"
    house.assess("very_high")
    house.given(contract.ReferV1(JANE), TEAM)


def test_no_review_before_the_register_and_none_by_others() -> None:
    house = RegisterHouse().referred()
    assert house.refused("register_stage", MONTHLY, CHAIR)["details"]["fits"] == ["on_register"]
    house.refused("unknown_cycle", contract.ReviewEntryV1(JANE, "yearly"), CHAIR)
    house.refused("not_permitted", MONTHLY, PRACTITIONER)
