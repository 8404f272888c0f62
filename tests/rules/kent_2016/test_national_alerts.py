"""The way and the times of a national alert under Kent's edition of 2016 (KEN16-NA-2, 3, 7 to 9, KEN16-CPCIN-4)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from contracts.escalation import ClockBreachedV1, ClockMetV1, NoticeGivenV1, TaskDecidedV1, TaskOpenedV1
from tests.rules.kent import ask, binds, cited, read, take, told
from tests.rules.kent_2016.playing import (
    ANSWERED,
    AWAY,
    EDITION,
    IN_NEED,
    INFORMATION,
    NOW,
    OFFICER,
    SERVICE_MANAGER,
    SOCIAL_WORKER,
    TEAM_MANAGER,
    THREE_WEEKS,
    UNIT_MANAGER,
    H,
    at_step,
    considered,
    raised,
)
from tests.unit.casework.case import Case, at


@pytest.mark.rule("KEN16-CPCIN-4", "KEN16-CPCIN-4A")
def test_the_criteria_are_considered_however_short_the_absence_and_for_an_unborn_child_too() -> None:
    for more in ({"missing_since": at(NOW - timedelta(minutes=5))}, {"subject_kind": "unborn_child"}):
        case = considered({**AWAY, **more})
        assert case.task("consider_national_alert").people == (SERVICE_MANAGER,)
        assert "KEN16-CPCIN-4" in cited(case.ever(TaskOpenedV1))


@pytest.mark.rule("KEN16-CPCIN-4")
@pytest.mark.parametrize("nearly", [{"missing_from_area": False}, {"plan": "child_in_need"}])
def test_not_within_the_area_nor_without_a_protection_plan(nearly: dict[str, Any]) -> None:
    assert "consider_national_alert" not in considered({**AWAY, **nearly}).waiting
    there = {name: value for name, value in AWAY.items() if name != "missing_since"}
    assert "consider_national_alert" not in considered({**there, "happened": ["near_miss"]}).waiting


WAY = {
    "national_template": (SOCIAL_WORKER,),
    "template_checked_by_officer": (OFFICER,),
    "template_checked_by_manager": (SERVICE_MANAGER,),
    "approve_national_alert": (UNIT_MANAGER,),
    "cascade_national_alert": (INFORMATION, "kent-management-information-2"),
}


@pytest.mark.rule("KEN16-NA-2")
@pytest.mark.parametrize("step", WAY)
def test_the_template_goes_from_one_to_the_next_and_past_nobody(step: str) -> None:
    case = at_step(step)
    assert case.task(step).people == WAY[step]
    later = list(WAY)[list(WAY).index(step) + 1 :]
    assert set(later) & set(case.waiting) == set()
    assert "KEN16-NA-2" in cited([each for each in case.ever(TaskOpenedV1) if each.step == step])


@pytest.mark.rule("KEN16-NA-2")
@pytest.mark.parametrize(
    ("step", "outcome", "by"),
    [
        ("template_checked_by_officer", "amend", OFFICER),
        ("template_checked_by_manager", "amend", SERVICE_MANAGER),
        ("approve_national_alert", "refuse", UNIT_MANAGER),
    ],
)
def test_what_is_not_right_goes_back_to_the_template(step: str, outcome: str, by: str) -> None:
    case = at_step(step)
    case.when(case.decide(step, outcome), by=by).refused("comment_required")
    case.given(case.decide(step, outcome, sealed="what is wrong"), by=by)
    assert "national_template" in case.waiting
    assert set(WAY) & set(case.waiting) == {"national_template"}


@pytest.mark.rule("KEN16-NA-2", "KEN16-CPCIN-4")
def test_what_is_not_required_goes_no_further_and_the_service_manager_can_ask_for_it_later() -> None:
    case = considered(AWAY)
    case.when(case.decide("consider_national_alert", "not_required"), by=SERVICE_MANAGER).refused("comment_required")
    case.given(case.decide("consider_national_alert", "not_required", sealed="why"), by=SERVICE_MANAGER)
    assert set(WAY) & set(case.waiting) == set()
    case.given(case.update({"missing_from_area": False}), by=TEAM_MANAGER)
    assert "consider_national_alert" not in case.waiting
    case.given(case.update({"missing_from_area": True}), by=TEAM_MANAGER)
    assert "consider_national_alert" in case.waiting
    case.when(ask("national_template"), by=TEAM_MANAGER).refused("not_permitted")
    case.given(ask("national_template"), by=SERVICE_MANAGER)
    assert "national_template" in case.waiting


@pytest.mark.rule("KEN16-NA-7")
def test_a_person_signs_it_off_before_it_goes_to_the_custodians() -> None:
    case = at_step("approve_national_alert")
    for by in (SERVICE_MANAGER, INFORMATION, OFFICER):
        case.when(case.decide("approve_national_alert", "approve"), by=by).refused("not_permitted")
    case.given(case.decide("approve_national_alert", "approve"), by=UNIT_MANAGER)
    take(case, "cascade_national_alert", INFORMATION)
    case.given(case.decide("cascade_national_alert", "cascaded"), by=INFORMATION)
    [decided] = case.of(TaskDecidedV1)
    assert "every custodian or designated officer" in decided.title
    assert "KEN16-NA-7" in cited([decided])


@pytest.mark.rule("KEN16-CPCIN-4", "KEN16-NA-4", "KEN16-NA-10")
@pytest.mark.parametrize(
    ("nearly", "rule"),
    [
        ({"whereabouts": "locality_known"}, "KEN16-NA-4"),
        ({"whereabouts": "known"}, "KEN16-NA-4"),
        ({"missing_since": at(NOW - THREE_WEEKS + timedelta(minutes=1))}, "KEN16-NA-10"),
        ({"missing_since": None}, "KEN16-NA-10"),
        ({"reasonable_attempts_verified": False}, "KEN16-NA-10"),
    ],
)
def test_issuing_still_waits_for_locality_three_weeks_and_attempts(nearly: dict[str, Any], rule: str) -> None:
    case = at_step("approve_national_alert", **nearly)
    case.when(case.decide("approve_national_alert", "approve"), by=UNIT_MANAGER)
    assert case.refused("outcome_refused")["rules"] == [rule]


# --- its times ---------------------------------------------------------------------------------------------------------

ISSUED = NOW - timedelta(days=1)  # 3 October 2016


def issued(**facts: Any) -> Case:
    """The national alert was issued the day before."""
    return considered({**AWAY, "national_alert_issued_at": at(ISSUED), **facts})


@pytest.mark.rule("KEN16-NA-8")
def test_a_new_notification_is_due_every_six_months_from_the_last() -> None:
    case = issued()
    due = datetime(2017, 4, 3, 11, tzinfo=UTC)
    assert (case.running("national_alert_anew").due, case.running("national_alert_anew").owner) == (
        due,
        "practice_development_officer",
    )
    assert case.until(due - timedelta(seconds=1)).of(ClockBreachedV1) == []
    anew = datetime(2017, 3, 1, 9, tzinfo=UTC)
    other = issued().until(anew + H)
    other.given(other.update({"national_alert_updated_at": at(anew)}), by=OFFICER)
    assert [each.by_trigger for each in other.of(ClockMetV1)] == ["known:national_alert_updated_at"] * 2
    assert other.running("national_alert_anew").due == datetime(2017, 9, 1, 8, tzinfo=UTC)
    assert other.notification.facts["missing_since"] == AWAY["missing_since"]
    assert told(case.until(due)) == ["practice_development_officer"]
    assert binds(case, "national_alert_anew")
    assert read(EDITION, "KEN16-NA-8").other_reading


@pytest.mark.rule("KEN16-NA-8", "KEN16-NA-9")
@pytest.mark.parametrize("ended", [{"found_at": at(NOW)}, {"national_alert_ended_at": at(NOW)}])
def test_not_once_the_child_is_located_or_the_alert_ended(ended: dict[str, str]) -> None:
    case = issued()
    case.given(case.update(ended), by=TEAM_MANAGER)
    case.passes(days=800)
    assert {each.clock for each in case.routing.clocks.values() if each.state == "breached"} <= {"return_interview"}
    assert [each for each in case.ever(NoticeGivenV1) if "national alert" in each.about.lower()] == []


@pytest.mark.rule("KEN16-NA-8", "KEN16-NA-9")
def test_no_time_runs_before_the_alert_was_issued() -> None:
    assert considered(AWAY).routing.clocks == {}


@pytest.mark.rule("KEN16-NA-9")
def test_after_twelve_months_without_a_follow_up_the_receivers_delete_it_and_the_unit_is_told() -> None:
    case = issued()
    lapses = datetime(2017, 10, 3, 11, tzinfo=UTC)
    assert case.running("national_alert_lapses").due == lapses
    assert case.running("national_alert_lapses").owner == "practice_development_officer"
    assert binds(case, "national_alert_lapses")
    case.until(lapses - timedelta(seconds=1))
    assert "unit_service_manager" not in [each.role for each in case.ever(NoticeGivenV1)]
    case.until(lapses)
    assert "unit_service_manager" in told(case)
    assert "KEN16-NA-9" in cited([each for each in case.of(NoticeGivenV1) if each.role == "unit_service_manager"])
    assert read(EDITION, "KEN16-NA-9").other_reading


@pytest.mark.rule("KEN16-NA-9")
def test_a_follow_up_counts_the_twelve_months_anew() -> None:
    case = issued().until(NOW + timedelta(days=300))
    followed = NOW + timedelta(days=299)
    case.given(case.update({"national_alert_updated_at": at(followed)}), by=OFFICER)
    assert case.running("national_alert_lapses").due == datetime(2018, 7, 30, 11, tzinfo=UTC)


@pytest.mark.rule("KEN16-NA-3", "KEN16-NA-8")
def test_a_located_child_is_followed_by_a_national_found_notification() -> None:
    case = issued()
    assert "national_found" not in case.waiting
    case.given(case.update({"found_at": at(NOW)}), by=TEAM_MANAGER)
    assert case.task("national_found").people == (OFFICER,)
    assert "KEN16-NA-3" in cited([each for each in case.of(TaskOpenedV1) if each.step == "national_found"])
    case.given(case.decide("national_found", "sent"), by=OFFICER)
    case.given(case.update({"well_being_established": True}), by=TEAM_MANAGER)
    assert "national_found" not in case.waiting
    never = considered(AWAY)
    never.given(never.update({"found_at": at(NOW)}), by=TEAM_MANAGER)
    assert "national_found" not in never.waiting


@pytest.mark.rule("KEN16-NA-1")
def test_a_child_in_need_has_none_considered() -> None:
    case = raised({**IN_NEED, **ANSWERED, "missing_from_area": True}, "KEN16-CAT-6", "KEN16-CAT-9")
    assert "consider_national_alert" not in case.waiting
