"""Kent's alert to the safeguarding unit: 24 hours the target, 48 the limit (KEN23-ALERT-0, KEN23-ALERT-8)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from contracts.escalation import (
    ClockBreachedV1,
    ClockMetV1,
    ClockStartedV1,
    ClockStoppedV1,
    ClockTargetMissedV1,
    NoticeGivenV1,
    TaskDecidedV1,
    TaskOpenedV1,
    TaskReassignedV1,
)
from contracts.intake import LeftOut
from tests.unit.casework.case import NOON, at
from tests.unit.casework.events import event
from tests.unit.escalation.kent import (
    CHARGED,
    CHILD,
    DIED_IN_CARE,
    DIRECTOR,
    HARMLESS,
    IN_CARE,
    alerted,
    raised,
    with_director,
)

H = timedelta(hours=1)
MISSING_50H = {**CHILD, "plan": "child_protection", "happened": ["missing"], "missing_since": at(NOON - 50 * H)}
MET: Mapping[str, tuple[Mapping[str, Any], str]] = {
    "KEN23-ALERT-1": (DIED_IN_CARE, "KEN23-NTK-A"),
    "KEN23-ALERT-2": (
        {**CHILD, "happened": ["death"], "abuse_or_neglect": "suspected", "harm_place": "own_area"},
        "KEN23-NTK-B",
    ),
    "KEN23-ALERT-3": ({**CHILD, "happened": ["death"], "services_open": ["youth_justice"]}, "KEN23-NTK-F"),
    "KEN23-ALERT-4": (CHARGED, "KEN23-NTK-G"),
    "KEN23-ALERT-5": (MISSING_50H, "KEN23-NTK-I"),
    "KEN23-ALERT-6": ({**IN_CARE, "placement": "foster", "happened": ["serious_incident"]}, "KEN23-NTK-H"),
    "KEN23-ALERT-7": (
        {**CHILD, "legal_status": "care_leaver", "happened": ["death"], "age_years": 24},
        "KEN23-NTK-X",
    ),
    "KEN23-ALERT-10": ({**CHILD, "happened": ["near_miss"], "importance_to_area": True}, "KEN23-NTK-X"),
}


@pytest.mark.rule("KEN23-ALERT-0")
@pytest.mark.parametrize("rule", MET)
def test_ken23_alert_0_while_a_criterion_holds_the_form_is_not_finalised_and_the_alert_has_its_time(rule: str) -> None:
    facts, category = MET[rule]
    case = with_director(facts, category)
    clock = case.running("alert_to_unit")
    assert (clock.target, clock.due, clock.owner) == (NOON + 24 * H, NOON + 48 * H, "assistant_director")
    case.when(case.decide("assistant_director", "finalise"), by=DIRECTOR)
    refusal = case.refused("outcome_refused")
    assert refusal["rules"][0] == "KEN23-ALERT-0"
    assert rule in refusal["rules"]
    assert "Alert the safeguarding unit" in refusal["sentence"]


@pytest.mark.rule("KEN23-ALERT-8")
def test_ken23_alert_8_without_a_criterion_the_assistant_director_judges_and_no_time_runs() -> None:
    for outcome in ("finalise", "send_to_unit"):
        case = with_director(HARMLESS, "KEN23-NTK-K")
        assert case.of(ClockStartedV1) == []
        case.given(case.decide("assistant_director", outcome), by=DIRECTOR)


@pytest.mark.rule("KEN23-ALERT-0")
def test_ken23_alert_0_the_time_runs_from_the_forms_arrival_not_from_the_raising() -> None:
    case = raised(CHARGED, "KEN23-NTK-G", by="kent-team-manager")
    case.passes(hours=30).given(case.decide("service_manager", "send_on", sealed="c"), by="kent-service-manager")
    clock = case.running("alert_to_unit")
    assert (clock.counted_from, clock.due) == (NOON + 30 * H, NOON + 78 * H)


@pytest.mark.rule("KEN23-ALERT-0")
def test_ken23_alert_0_a_weekend_does_not_stop_the_hours() -> None:
    friday = datetime(2026, 12, 24, 16, tzinfo=UTC)
    case = with_director({**CHARGED, "charged_at": at(friday)}, "KEN23-NTK-G", now=friday)
    assert case.running("alert_to_unit").due == datetime(2026, 12, 26, 16, tzinfo=UTC)


@pytest.mark.rule("KEN23-ALERT-0")
def test_ken23_alert_0_alerted_within_the_target_nothing_is_chased() -> None:
    case = with_director(CHARGED, "KEN23-NTK-G")
    case.passes(hours=23).given(case.decide("assistant_director", "send_to_unit"), by=DIRECTOR)
    assert [(each.by_trigger, each.late) for each in case.of(ClockMetV1)] == [
        ("decided:assistant_director.send_to_unit", False)
    ]


@pytest.mark.rule("KEN23-ALERT-0", "KEN23-PLAT-1")
def test_ken23_alert_0_the_target_is_missed_after_24_hours_and_the_limit_breached_after_48() -> None:
    case = with_director(DIED_IN_CARE, "KEN23-NTK-A")
    case.until(NOON + 24 * H).then(
        event(ClockTargetMissedV1), event(NoticeGivenV1, role="assistant_director", people=(DIRECTOR,))
    )
    assert case.until(NOON + 48 * H - timedelta(seconds=1)).events == []
    case.until(NOON + 48 * H).then(
        event(ClockBreachedV1),
        event(NoticeGivenV1, role="assistant_director"),
        event(TaskReassignedV1, role="director", people=("kent-director",)),
    )
    assert case.of(TaskReassignedV1)[0].decisions[0].rules == ("KEN23-PLAT-1",)
    case.when(case.decide("assistant_director", "send_to_unit"), by=DIRECTOR).refused("not_permitted")
    case.passes(hours=5).given(case.decide("assistant_director", "send_to_unit"), by="kent-director")
    assert [each.late for each in case.of(ClockMetV1)] == [True]


@pytest.mark.rule("KEN23-ALERT-0")
def test_ken23_alert_0_the_clock_cites_the_rule_and_how_it_was_counted() -> None:
    case = with_director(CHARGED, "KEN23-NTK-G")
    [started] = [each for each in case.of(ClockStartedV1) if each.clock == "alert_to_unit"]
    [decision] = started.decisions
    assert decision.rules == ("KEN23-ALERT-0",)
    assert decision.answer == "By Thursday 19 November 2026 at 12:00; aim for Wednesday 18 November 2026 at 12:00."


@pytest.mark.rule("KEN23-ALERT-0")
def test_ken23_alert_0_given_back_the_clock_runs_on() -> None:
    case = with_director(CHARGED, "KEN23-NTK-G")
    case.passes(hours=3).given(case.give_back("assistant_director"), by=DIRECTOR)
    case.given(case.decide("service_manager", "send_on", sealed="c"), by="kent-service-manager")
    assert case.running("alert_to_unit").due == NOON + 48 * H
    case.until(NOON + 48 * H)
    assert case.task("assistant_director").role == "director"


@pytest.mark.rule("KEN23-ALERT-0")
def test_ken23_alert_0_a_criterion_that_no_longer_holds_leaves_nothing_to_chase() -> None:
    left_out = (LeftOut("KEN23-NTK-G", "facts_need_correction"),)
    case = with_director({**HARMLESS, **CHARGED}, "KEN23-NTK-K", left_out=left_out)
    assert case.running("alert_to_unit").state == "running"
    case.given(
        case.update({"happened": ["arrest"]}, withdrawn=("charged_at", "offence")), by="kent-youth-justice-worker"
    )
    case.given(case.decide("assistant_director", "finalise"), by=DIRECTOR)
    assert [each.clock for each in case.routing.clocks.values() if each.waits] == ["youth_justice_board"]


@pytest.mark.rule("KEN23-PLAT-4")
def test_ken23_plat_4_an_update_that_first_meets_a_criterion_starts_the_alerts_time_for_the_open_step() -> None:
    case = with_director(HARMLESS, "KEN23-NTK-K")
    case.passes(hours=5).given(
        case.update({"happened": ["death"], "legal_status": "care_order"}), by="kent-social-worker"
    )
    clock = case.running("alert_to_unit")
    assert (clock.counted_from, clock.task_id) == (NOON + 5 * H, case.task("assistant_director").task_id)
    case.when(case.decide("assistant_director", "finalise"), by=DIRECTOR).refused("outcome_refused")


@pytest.mark.rule("KEN23-PLAT-4")
def test_ken23_plat_4_a_finalised_form_is_opened_again_for_the_assistant_director() -> None:
    case = with_director(HARMLESS, "KEN23-NTK-K")
    case.given(case.decide("assistant_director", "finalise"), by=DIRECTOR)
    case.passes(days=3).given(
        case.update({"happened": ["death"], "legal_status": "care_order"}), by="kent-social-worker"
    )
    [opened] = case.of(TaskOpenedV1)
    assert (opened.step, opened.people) == ("assistant_director", (DIRECTOR,))
    assert {"KEN23-ALERT-0", "KEN23-PLAT-4", "KEN23-ALERT-1"} <= set(opened.decisions[0].rules)
    assert case.running("alert_to_unit").due == NOON + timedelta(days=3) + 48 * H
    case.given(case.decide("assistant_director", "send_to_unit"), by=DIRECTOR)
    assert [step for step in case.waiting if step != "discuss_alert"] == ["unit_response"]


@pytest.mark.rule("KEN23-PLAT-4")
def test_ken23_plat_4_a_form_that_was_given_back_or_has_not_arrived_comes_by_itself_and_is_not_opened_twice() -> None:
    death = {"happened": ["death"], "legal_status": "care_order"}
    case = with_director(HARMLESS, "KEN23-NTK-K")
    case.given(case.give_back("assistant_director"), by=DIRECTOR).given(case.update(death), by="kent-social-worker")
    assert case.waiting == ["service_manager"]
    case.given(case.decide("service_manager", "send_on", sealed="c"), by="kent-service-manager")
    assert case.waiting == ["assistant_director"]
    early = raised(HARMLESS, "KEN23-NTK-K")
    early.given(early.update(death), by="kent-social-worker")
    assert early.waiting == ["complete_form"]


@pytest.mark.rule("KEN23-PLAT-4")
def test_ken23_plat_4_an_update_that_meets_none_opens_nothing_and_once_alerted_nothing_opens_again() -> None:
    finalised = with_director(HARMLESS, "KEN23-NTK-K")
    finalised.given(finalised.decide("assistant_director", "finalise"), by=DIRECTOR)
    finalised.given(finalised.update({"raised_with_members": True}), by="kent-social-worker")
    assert finalised.of(TaskOpenedV1, ClockStartedV1) == []
    sent = alerted(HARMLESS, "KEN23-NTK-K")
    sent.given(sent.update({"happened": ["death"], "legal_status": "care_order"}), by="kent-social-worker")
    assert sent.of(TaskOpenedV1) == []
    assert [each.clock for each in sent.of(ClockStartedV1)] == ["secretary_of_state_and_ofsted"]


@pytest.mark.rule("KEN23-ALERT-5")
def test_ken23_alert_5_a_child_missing_41_hours_meets_it_by_an_update_after_48() -> None:
    facts = {**MISSING_50H, "missing_since": at(NOON - 41 * H), "particularly_vulnerable": False}
    facts |= {"missing_pattern": False, "grave_risk": False, "legal_status": "not_looked_after"}
    case = with_director(facts, "KEN23-NTK-X")
    assert case.of(ClockStartedV1) == []
    case.passes(hours=7).given(case.update({"whereabouts": "unknown"}), by="kent-social-worker")
    assert [each.clock for each in case.of(ClockStartedV1)] == ["alert_to_unit"]


def test_a_met_alert_is_not_asked_for_again_by_the_next_update() -> None:
    case = alerted(CHARGED, "KEN23-NTK-G")
    case.given(case.update({"offence": "murder"}), by="kent-youth-justice-worker")
    assert case.of(ClockStartedV1, ClockStoppedV1, TaskOpenedV1, TaskDecidedV1) == []
