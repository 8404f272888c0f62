"""Clocks that come again: from the last time they were met, without drift, until they no longer apply."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from contracts.escalation import (
    ClockBreachedV1,
    ClockMetV1,
    ClockStartedV1,
    ClockStoppedV1,
    ClockTargetMissedV1,
)
from tests.unit.casework.case import NOON, Case, at, close
from tests.unit.escalation.fen import raised

MISSING = {"happened": ["missing"], "missing_since": at(NOON - timedelta(hours=1))}


def every(period: str, more: str = "") -> str:
    return f"""
clocks:
- id: regularly
  title: Regular update
  rules: [FEN-2]
  within: {period}
  starts: raised
  met_by: [updated]
  owner: manager
  applies_when: {{happened: missing, not: {{found_at: known}}}}
  ends_when: {{found_at: known}}
  repeats: true
  on_breach: [{{does: remind, rules: [FEN-4]}}]
{more}"""


def missing(period: str = "1w", now: datetime = NOON, more: str = "") -> Case:
    return raised(every(period, more), {**MISSING, "missing_since": at(now)}, "FEN-A", now=now)


def said(case: Case) -> None:
    """An update that says something new, but not that the child was found."""
    case.given(case.update(sealed="still looking"), by="worker")


def dues(case: Case) -> list[datetime]:
    return [each.due for each in case.of(ClockStartedV1)]


def test_each_update_meets_it_and_starts_it_from_there() -> None:
    case = missing()
    case.passes(days=3)
    said(case)
    assert [each.late for each in case.of(ClockMetV1)] == [False]
    assert dues(case) == [NOON + timedelta(days=10)]
    assert case.passes(days=6, hours=23).events == []
    assert len(case.passes(hours=1).of(ClockBreachedV1)) == 1


def test_a_missed_update_is_missed_again_every_week_until_one_comes() -> None:
    case = missing()
    case.passes(days=21)
    assert [each.clock_id for each in case.of(ClockBreachedV1)] == ["clock-1-1", "clock-1-2", "clock-1-3"]
    assert [each.count for each in case.of(ClockStartedV1)] == [2, 3, 4]
    assert dues(case) == [NOON + timedelta(days=days) for days in (14, 21, 28)]
    said(case)
    assert [(each.clock_id, each.late) for each in case.of(ClockMetV1)] == [
        ("clock-1-1", True),
        ("clock-1-2", True),
        ("clock-1-3", True),
        ("clock-1-4", False),
    ]
    assert [(each.count, each.due) for each in case.of(ClockStartedV1)] == [(1, NOON + timedelta(days=28))]


def test_an_update_that_says_found_ends_it() -> None:
    case = missing()
    case.passes(days=8).given(case.update({"found_at": at(NOON + timedelta(days=8))}), by="worker")
    assert len(case.of(ClockMetV1)) == 2
    assert case.of(ClockStartedV1) == []
    assert (case.clocks.count(), case.passes(days=300).events) == (0, [])


def test_closing_ends_it() -> None:
    case = missing()
    case.given(close(), by="manager")
    assert (case.clocks.count(), case.passes(days=300).events) == (0, [])


def test_closing_that_meets_it_does_not_start_it_once_more() -> None:
    case = raised(every("1w").replace("met_by: [updated]", "met_by: [updated, closed]"), MISSING, "FEN-A")
    case.given(close(), by="manager")
    assert [each.by_trigger for each in case.of(ClockMetV1)] == ["closed"]
    assert case.of(ClockStartedV1, ClockStoppedV1) == []


def test_a_missed_target_does_not_bring_the_next_time() -> None:
    case = missing(more="  target: 5d\n")
    case.passes(days=5)
    assert [type(each) for each in case.events] == [ClockTargetMissedV1]


def test_a_child_that_goes_missing_again_is_waited_for_again() -> None:
    case = missing()
    case.passes(days=2).given(case.update({"found_at": at(case.clock.now())}), by="worker")
    again = {"missing_since": at(NOON + timedelta(days=30))}
    case.passes(days=40).given(case.update(again, withdrawn=("found_at",)), by="worker")
    assert dues(case) == [NOON + timedelta(days=49)]
    assert len(case.passes(days=7).of(ClockBreachedV1)) == 1


def test_a_case_that_becomes_one_by_an_update_starts_it_from_that_update() -> None:
    case = raised(every("1w"))
    case.passes(days=2).given(case.update(MISSING), by="worker")
    assert dues(case) == [NOON + timedelta(days=9)]


def test_over_a_year_a_week_keeps_its_time_of_day_through_both_changes_of_clocks() -> None:
    case = missing(now=datetime(2026, 10, 5, 8, tzinfo=UTC))  # 9 o'clock in England
    case.passes(days=365)
    hours = {(each.due.month, each.due.hour) for each in case.of(ClockStartedV1)}
    assert {month for month, hour in hours if hour == 8} == {3, 4, 5, 6, 7, 8, 9, 10}
    assert {month for month, hour in hours if hour == 9} == {10, 11, 12, 1, 2, 3}
    assert len(case.of(ClockBreachedV1)) == 52


def test_working_days_do_not_drift() -> None:
    case = missing("5wd", now=datetime(2026, 11, 16, 9, tzinfo=UTC))  # a Monday
    case.passes(days=28)
    assert [each.due.isoweekday() for each in case.of(ClockStartedV1)] == [2, 2, 2]  # each ends with a Monday
    assert dues(case)[-1] == datetime(2026, 12, 15, tzinfo=UTC)


def test_months_do_not_drift() -> None:
    case = missing("1mo", now=datetime(2026, 8, 31, 9, tzinfo=UTC))
    case.passes(days=130)
    assert [each.due.day for each in case.of(ClockStartedV1)] == [31, 30, 31, 31]


def test_what_is_counted_from_a_fact_is_counted_from_the_update_once_it_was_met() -> None:
    case = missing(more="  from_facts: [missing_since]\n", now=NOON)
    case.passes(days=3)
    said(case)
    assert dues(case) == [NOON + timedelta(days=10)]


def test_what_a_breach_has_met_is_not_started_twice() -> None:
    sends_on = (
        every("1w")
        .replace("does: remind", "does: send_on, outcome: drop")
        .replace("met_by: [updated]", 'met_by: [updated, "decided:check.drop"]')
    )
    case = raised(sends_on, MISSING, "FEN-A")
    case.passes(days=7)
    assert case.routing.ended == "not_required"
    assert [each.clock_id for each in case.routing.clocks.values() if each.waits] == []
    assert case.passes(days=60).events == []


def test_a_machine_that_slept_for_weeks_catches_up_in_order() -> None:
    case = missing()
    case.clock.set(NOON + timedelta(days=23))
    case.until(case.clock.now())
    assert [each.count for each in case.of(ClockStartedV1)] == [2, 3, 4]
    assert case.clocks.count() == 1
