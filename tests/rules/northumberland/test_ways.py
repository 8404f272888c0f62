"""The ways on that are open and those that are not: by level, by where the name stands, by what is recorded with it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.rules.northumberland.assessing import edition
from tests.rules.northumberland.playing import (
    AGREED,
    GROUP,
    LEAD,
    LINE,
    ON_FILE,
    PRACTITIONER,
    due,
    in_step_down,
    level,
    on_register,
    raised,
    referred,
    started,
)
from tests.unit.casework.case import NOON

HALF_A_YEAR = datetime(2027, 5, 17, 11, tzinfo=UTC)  # noon in England, in summer time


@pytest.mark.rule("NBL-P01", "NBL-P03", "NBL-P04", "NBL-SCOPE-1")
def test_only_a_concern_without_a_level_is_offered_whatever_the_facts() -> None:
    offered = [each.rule for each in edition().categories if each.is_judgement]
    assert [rule for rule in offered if rule.startswith("NBL-")] == ["NBL-P01"]


@pytest.mark.rule("NBL-P04", "NBL-P04B")
@pytest.mark.parametrize(
    ("value", "open_to_it"), [("low", False), ("medium", True), ("high", False), ("very_high", False)]
)
def test_only_medium_is_managed_by_the_agency_in_supervision(value: str, open_to_it: bool) -> None:
    case = raised(level(value))
    case.when(case.decide("line_manager", "managed_by_agency", ON_FILE), by=LINE)
    if open_to_it:
        assert case.waiting == ["medium_plan"]
    else:
        assert case.refused("outcome_refused")["rules"] == ["NBL-P04"]


@pytest.mark.rule("NBL-P14", "NBL-P14B")
@pytest.mark.parametrize(("standing", "goes_on"), [("on_it", True), ("not_on_it", False), ("step_down", False)])
def test_reviews_end_with_the_standing_though_the_level_is_still_high(standing: str, goes_on: bool) -> None:
    case = on_register()
    case.given(case.update({"register_standing": standing, "age_years": 16}), by=GROUP)
    states = {case.running(each).state for each in ("monthly_review", "three_weekly_review")}
    assert states == ({"running"} if goes_on else {"stopped"})


@pytest.mark.rule("NBL-P14", "NBL-P14B")
def test_reviews_are_asked_for_with_the_groups_decision_before_the_standing_is_recorded() -> None:
    case = referred(level("high"))
    assert not {"plan_review", "checklist_review"} & set(case.waiting)
    case.given(case.decide("rmg_decision", "concurs", AGREED), by=GROUP)
    assert {"plan_review", "checklist_review"} <= set(case.waiting)


@pytest.mark.rule("NBL-P18")
def test_that_the_6_months_are_over_needs_no_words() -> None:
    case = in_step_down()
    case.given(case.update({"vulnerability_level": "high"}), by=PRACTITIONER)
    case.until(HALF_A_YEAR)
    case.given(case.update({"vulnerability_level": "medium"}), by=PRACTITIONER)
    case.given(case.decide("step_down", "six_months_over"), by=LEAD)
    assert "child_in_need_review" in case.waiting


@pytest.mark.rule("NBL-P05")
def test_the_same_day_is_that_day_on_a_saturday_too() -> None:
    saturday = datetime(2026, 11, 21, 12, tzinfo=UTC)
    case = raised(level("high", saturday), now=saturday)
    assert due(case, "discussion_high") == datetime(2026, 11, 22, tzinfo=UTC)


@pytest.mark.rule("NBL-P06", "NBL-CLOCK-1")
def test_the_days_to_the_meeting_are_counted_from_the_day_on_which_the_level_was_set() -> None:
    case = raised(level("high", NOON - timedelta(days=1)))  # on Monday the 16th: by the end of Monday the 23rd
    assert due(case, "planning_meeting_in_time") == datetime(2026, 11, 24, tzinfo=UTC)


REVIEWS = {"monthly_review", "three_weekly_review"}
IN_STEP_DOWN = {"step_down_review", "end_of_step_down"}


@pytest.mark.rule("NBL-P14", "NBL-P14B", "NBL-P16", "NBL-P18", "NBL-CLOCK-1")
def test_no_time_of_the_register_begins_with_an_update() -> None:
    case = referred(level("high"))
    case.given(case.update({"age_years": 16}), by=GROUP)
    assert not (REVIEWS | IN_STEP_DOWN) & set(started(case))
    case.given(case.decide("rmg_decision", "concurs", AGREED), by=GROUP)
    assert set(started(case)) >= REVIEWS
    case.given(case.update({"age_years": 17}), by=GROUP)
    assert not IN_STEP_DOWN & set(started(case))
    assert set(started(in_step_down())) >= IN_STEP_DOWN
