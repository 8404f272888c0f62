"""What is asked for beside the route: when it is asked again, when not yet, and when no longer."""

from __future__ import annotations

import pytest

from tests.rules.northumberland.playing import (
    GROUP,
    LEAD,
    PRACTITIONER,
    REVIEWED,
    RISK_REDUCED,
    in_step_down,
    level,
    on_register,
    raised,
    started,
)
from tests.unit.casework.case import Case, at

RIGHT = {"keyworker_still_right": True}
HELD = {"checklist_updated": True, **RIGHT}


def set_level(case: Case, value: str) -> Case:
    return case.given(case.update({"vulnerability_level": value}), by=PRACTITIONER)


@pytest.mark.rule("NBL-P08")
def test_which_action_was_taken_on_a_very_high_risk_is_told() -> None:
    case = raised(level("very_high"))
    surveillance = {"action": "surveillance"}
    case.when(case.decide("immediate_action", "taken", surveillance), by=LEAD).refused("comment_required")
    case.given(case.decide("immediate_action", "taken", surveillance, sealed="what"), by=LEAD)


@pytest.mark.rule("NBL-P08")
def test_very_high_once_more_asks_for_action_once_more() -> None:
    case = raised(level("very_high"))
    case.given(case.decide("immediate_action", "taken", {"action": "both"}, sealed="what"), by=LEAD)
    set_level(case, "high")
    assert "immediate_action" not in case.waiting
    set_level(case, "very_high")
    assert "immediate_action" in case.waiting


@pytest.mark.rule("NBL-T02")
def test_a_referral_to_sorted_is_discussed_whenever_it_is_needed_anew() -> None:
    case = raised(level("low", sorted_referral_needed=False))
    assert "discuss_sorted" not in case.waiting
    for _ in range(2):
        case.given(case.update({"sorted_referral_needed": True}), by=PRACTITIONER)
        assert "discuss_sorted" in case.waiting
        case.given(case.decide("discuss_sorted", "discussed"), by=LEAD)
        case.given(case.update({"sorted_referral_needed": False}), by=PRACTITIONER)
        assert "discuss_sorted" not in case.waiting


@pytest.mark.rule("NBL-P14", "NBL-P14B")
@pytest.mark.parametrize(("value", "goes_on"), [("very_high", True), ("medium", False), ("low", False)])
def test_no_further_review_is_asked_for_once_the_level_is_down(value: str, goes_on: bool) -> None:
    case = set_level(on_register(), value)
    case.given(case.decide("plan_review", "reviewed", REVIEWED), by=GROUP)
    case.given(case.decide("checklist_review", "reviewed", RIGHT), by=LEAD)
    assert ("plan_review" in case.waiting) == ("checklist_review" in case.waiting) == goes_on


@pytest.mark.rule("NBL-P16")
def test_the_care_team_meets_once_the_name_is_off_and_not_before() -> None:
    case = on_register()
    down = {"register_standing": "step_down", "left_register_at": at(case.clock.now())}
    case.given(case.update({**down, "vulnerability_level": "medium"}), by=GROUP)
    assert "care_team_meeting" not in case.waiting
    assert "step_down_review" not in started(case)
    case.given(case.decide("on_register", "reduced", RISK_REDUCED, sealed="why"), by=GROUP)
    assert "care_team_meeting" in case.waiting
    assert started(case).count("step_down_review") == 1


@pytest.mark.rule("NBL-P16")
@pytest.mark.parametrize(("standing", "goes_on"), [("step_down", True), ("on_it", False), ("not_on_it", False)])
def test_the_care_team_meets_again_only_in_step_down(standing: str, goes_on: bool) -> None:
    case = in_step_down()
    case.given(case.update({"register_standing": standing, "age_years": 16}), by=GROUP)
    case.given(case.decide("care_team_meeting", "held", HELD), by=LEAD)
    assert ("care_team_meeting" in case.waiting) == goes_on
