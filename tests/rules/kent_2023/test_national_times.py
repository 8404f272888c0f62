"""The times of a national alert under Kent's edition of 2023: updates, de-alert, planning (KEN23-NA-7, 8, 13)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from contracts.escalation import ClockMetV1, TaskDecidedV1, TaskOpenedV1
from tests.rules.kent import ask, cited, take, told
from tests.rules.kent_2023.playing import (
    MANAGER,
    UNIT_MANAGER,
    WORKER,
    H,
    breached,
    missing_child,
)
from tests.unit.casework.case import NOON, Case, at
from tests.unit.escalation.kent import DIRECTOR

ISSUED = datetime(2026, 11, 16, 9, tzinfo=UTC)  # a Monday


def issued(**facts: Any) -> Case:
    """The national alert was issued on the day before."""
    return missing_child(national_alert_issued_at=at(ISSUED), **facts)


@pytest.mark.rule("KEN23-NA-7")
def test_an_update_is_due_after_four_weeks_and_then_every_three_months() -> None:
    case = issued()
    first = datetime(2026, 12, 14, 9, tzinfo=UTC)
    assert (case.running("national_alert_update").due, case.running("national_alert_update").owner) == (
        first,
        "unit_service_manager",
    )
    assert "national_alert_update" not in breached(case.until(first - timedelta(seconds=1)))
    updated = issued().until(first - H)
    updated.given(updated.update({"national_alert_updated_at": at(first - 2 * H)}), by=WORKER)
    assert [each.late for each in updated.of(ClockMetV1)] == [False]
    assert updated.running("national_alert_update").due == datetime(2027, 3, 14, 7, tzinfo=UTC)
    assert "national_alert_update" in breached(case.until(first))
    assert case.running("national_alert_update").due == datetime(2027, 3, 14, 9, tzinfo=UTC)


@pytest.mark.rule("KEN23-NA-7")
@pytest.mark.parametrize(
    "ended",
    [
        {"seen_and_no_longer_missing_at": at(NOON)},
        {"national_alert_ended_at": at(NOON)},
        {"happened": ["missing", "death"], "died_at": at(NOON)},
    ],
)
def test_not_once_the_child_was_seen_or_died_or_the_alert_ended(ended: dict[str, Any]) -> None:
    case = issued()
    case.given(case.update(ended), by=WORKER)
    assert case.running("national_alert_update").state == "stopped"
    never = missing_child()
    assert "national_alert_update" not in {each.clock for each in never.routing.clocks.values()}


@pytest.mark.rule("KEN23-NA-7", "KEN23-NA-5")
def test_an_update_is_sent_at_any_time_when_the_alert_is_overtaken() -> None:
    case = issued()
    assert "national_alert_renewed" not in case.waiting
    case.given(case.update({"national_alert_overtaken_at": at(NOON - H)}), by=WORKER)
    [opened] = [each for each in case.of(TaskOpenedV1) if each.step == "national_alert_renewed"]
    assert {"KEN23-NA-7", "KEN23-NA-5"} <= cited([opened])
    case.when(case.decide("national_alert_renewed", "not_needed"), by=UNIT_MANAGER).refused("comment_required")
    case.when(case.decide("national_alert_renewed", "send"), by=UNIT_MANAGER).refused("message_not_written")
    for by in (WORKER, "kent-team-manager", MANAGER, DIRECTOR):
        case.given(ask("national_alert_renewed"), by=by)


@pytest.mark.rule("KEN23-NA-7")
def test_there_is_none_to_update_before_it_was_issued_or_after_it_ended() -> None:
    for case in (missing_child(), issued(national_alert_ended_at=at(NOON - H))):
        case.when(ask("national_alert_renewed"), by=WORKER).refused("outcome_refused", rules=["KEN23-NA-7"])
        case.given(case.update({"national_alert_overtaken_at": at(NOON - H)}), by=WORKER)
        assert "national_alert_renewed" not in case.waiting


@pytest.mark.rule("KEN23-NA-8")
@pytest.mark.parametrize(
    ("ended", "clock"),
    [
        ({"seen_and_no_longer_missing_at": at(NOON - H)}, "de_alert"),
        ({"died_at": at(NOON - H)}, "de_alert_after_death"),
    ],
)
def test_a_de_alert_follows_within_3_working_days(ended: dict[str, str], clock: str) -> None:
    case = issued()
    case.given(case.update(ended), by=WORKER)
    due = datetime(2026, 11, 21, tzinfo=UTC)  # by the end of Friday
    assert (case.running(clock).due, case.running(clock).owner) == (due, "unit_service_manager")
    assert clock not in breached(case.until(due - timedelta(seconds=1)))
    assert clock in breached(case.until(due))
    assert "unit_service_manager" in told(case)
    in_time = issued()
    in_time.given(in_time.update(ended), by=WORKER)
    in_time.passes(days=2).given(in_time.update({"national_alert_ended_at": at(NOON + 40 * H)}), by=WORKER)
    assert in_time.running(clock).state == "met"


@pytest.mark.rule("KEN23-NA-8")
@pytest.mark.parametrize("fact", ["seen_and_no_longer_missing_at", "died_at"])
def test_no_de_alert_where_no_alert_was_issued_and_none_for_one_who_was_only_located(fact: str) -> None:
    never = missing_child()
    never.given(never.update({fact: at(NOON - H)}), by=WORKER)
    located = issued()
    located.given(located.update({"found_at": at(NOON - H)}), by=WORKER)
    for case in (never, located):
        assert not {"de_alert", "de_alert_after_death"} & {each.clock for each in case.routing.clocks.values()}


@pytest.mark.rule("KEN23-NA-13")
def test_strategy_discussion_and_planning_go_on_until_the_child_is_found() -> None:
    case = issued()
    assert "strategy_while_missing" in case.waiting
    case.given(ask("strategy_while_missing", "team_manager"), by=MANAGER)
    case.when(case.decide("strategy_while_missing", "held"), by="kent-team-manager").refused("comment_required")
    case.given(case.decide("strategy_while_missing", "held", sealed="plan"), by="kent-team-manager")
    assert "KEN23-NA-13" in cited(case.of(TaskDecidedV1))
    case.given(case.update({"seen_and_no_longer_missing_at": at(NOON - H)}), by=WORKER)
    case.when(ask("strategy_while_missing"), by=MANAGER).refused("outcome_refused", rules=["KEN23-NA-13"])


@pytest.mark.rule("KEN23-NA-13")
def test_each_update_of_the_alert_asks_for_it_again_but_not_once_the_child_was_seen() -> None:
    for seen, expected in (({}, True), ({"seen_and_no_longer_missing_at": at(NOON - 2 * H)}, False)):
        case = take(issued(), "strategy_while_missing", WORKER)
        case.given(case.decide("strategy_while_missing", "held", sealed="plan"), by=WORKER)
        case.given(case.update({"national_alert_updated_at": at(NOON - H), **seen}), by=WORKER)
        assert ("strategy_while_missing" in case.waiting) is expected
    assert "strategy_while_missing" not in missing_child().waiting
