"""Clocks of a route: what starts them, what meets and stops them, and how their time is counted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from contracts.escalation import ClockBreachedV1, ClockMetV1, ClockStartedV1, ClockStoppedV1, FireClockV1
from tests.unit.casework.case import NOON, THIS, Case, at, close
from tests.unit.casework.events import event
from tests.unit.escalation.fen import ONE_STEP, at_sort, raised

DAY = timedelta(days=1)


def clock(**stated: str) -> str:
    """Fenshire with one clock, of which this is stated otherwise."""
    parts = {
        "id": "in_time",
        "title": "Check in time",
        "rules": "[FEN-2]",
        "within": "24h",
        "starts": '"opened:check"',
        "met_by": '["decided:check.pass"]',
        "owner": "manager",
        **stated,
    }
    return "clocks: [{" + ", ".join(f"{name}: {value}" for name, value in parts.items()) + "}]\n"


def test_a_step_that_opens_starts_its_clock_and_the_decision_meets_it() -> None:
    case = raised(clock())
    [started] = case.of(ClockStartedV1)
    assert event(
        ClockStartedV1,
        clock_id="clock-1-1",
        clock="in_time",
        title="Check in time",
        owner="manager",
        due=NOON + DAY,
        counted_from=NOON,
        count=1,
        target=None,
        task_id="task-1-1",
        duty_id=None,
    ).met_by(started)
    [decision] = started.decisions
    assert (decision.question, decision.answer) == (
        "By when: Check in time?",
        "By Wednesday 18 November 2026 at 12:00.",
    )
    assert (decision.rules, decision.facts) == (("FEN-2",), {})
    assert decision.arithmetic == (
        "Counted from Tuesday 17 November 2026 at 12:00.",
        "Counted 24 hours from Tuesday 17 November 2026 at 12:00, nights, weekends and bank holidays included.",
        "Due on Wednesday 18 November 2026 at 12:00.",
    )
    case.passes(hours=3).given(case.decide("check", "pass"), by="manager")
    [met] = case.of(ClockMetV1)
    assert (met.clock_id, met.by_trigger, met.late) == ("clock-1-1", "decided:check.pass", False)
    assert case.passes(days=9).events == []


def test_another_outcome_does_not_meet_it() -> None:
    case = raised(clock(met_by='["decided:sort.sorted"]'))
    case.given(case.decide("check", "pass"), by="manager")
    assert case.running("in_time").state == "running"
    case.given(case.claim("sort"), by="desk-1").given(case.decide("sort", "sorted"), by="desk-1")
    assert case.running("in_time").state == "met"


def test_at_the_very_moment_when_it_is_due_it_is_too_late() -> None:
    case = raised(clock())
    case.until(NOON + DAY - timedelta(seconds=1))
    in_time = case.decide("check", "pass")
    assert case.of(ClockBreachedV1) == []
    late = raised(clock())
    late.clock.set(NOON + DAY)
    late.given(in_time, by="manager")
    assert [each.late for each in late.of(ClockMetV1)] == [True]
    case.given(in_time, by="manager")
    assert [each.late for each in case.of(ClockMetV1)] == [False]


def test_a_clock_does_not_start_where_it_does_not_apply() -> None:
    applies = clock(applies_when="{category: FEN-B}")
    assert raised(applies).of(ClockStartedV1) == []
    assert len(raised(applies, {}, "FEN-B").of(ClockStartedV1)) == 1


def test_a_clock_does_not_start_where_it_has_ended_already() -> None:
    ends = clock(ends_when="{found_at: known}")
    assert raised(ends, {"found_at": at(NOON)}).of(ClockStartedV1) == []


def test_an_update_after_which_it_no_longer_applies_stops_it() -> None:
    case = raised(clock(ends_when="{found_at: known}"))
    case.given(case.update({"found_at": at(NOON)}), by="worker")
    [stopped] = case.of(ClockStoppedV1)
    assert (stopped.clock_id, stopped.because) == ("clock-1-1", "found at is recorded.")
    assert case.passes(days=2).events == []


def test_an_update_that_changes_nothing_for_it_leaves_it_running() -> None:
    case = raised(clock(ends_when="{found_at: known}"))
    case.given(case.update({"happened": ["arrest"]}), by="worker")
    assert case.of(ClockStoppedV1, ClockStartedV1) == []


@pytest.mark.parametrize(
    ("starts", "met_by"), [("raised", "updated"), ("raised", "closed"), ('"opened:check"', "updated")]
)
def test_it_may_start_with_the_raising_and_be_met_by_an_update_or_the_close(starts: str, met_by: str) -> None:
    case = raised(clock(starts=starts, met_by=f"[{met_by}]"))
    case.passes(hours=1)
    if met_by == "updated":
        case.given(case.update({"happened": ["arrest"]}), by="worker")
    else:
        case.given(close(), by="manager")
    assert [each.by_trigger for each in case.of(ClockMetV1)] == [met_by]
    assert case.of(ClockStoppedV1, ClockStartedV1) == []


def test_what_starts_with_the_raising_starts_with_an_update_whose_facts_meet_it_first() -> None:
    stated = clock(starts="raised", applies_when="{happened: missing}", met_by="[closed]")
    case = raised(stated)
    case.passes(hours=5).given(case.update({"happened": ["missing"]}), by="worker")
    assert [each.counted_from for each in case.of(ClockStartedV1)] == [NOON + timedelta(hours=5)]
    case.given(case.update({"missing_since": at(NOON)}), by="worker")
    assert case.of(ClockStartedV1) == []


def test_what_was_met_does_not_start_again_with_the_next_update() -> None:
    case = raised(clock(starts="raised", met_by='["decided:check.pass"]'))
    case.given(case.decide("check", "pass"), by="manager").given(case.update({"happened": ["arrest"]}), by="worker")
    assert case.of(ClockStartedV1) == []


def test_what_was_stopped_starts_again_when_it_applies_again() -> None:
    stated = clock(starts="raised", applies_when="{happened: missing}", ends_when="{found_at: known}")
    case = raised(stated, {"happened": ["missing"]}, "FEN-A")
    case.given(case.update({"found_at": at(NOON)}), by="worker")
    assert case.running("in_time").state == "stopped"
    case.given(case.update(withdrawn=("found_at",)), by="worker")
    assert [each.clock_id for each in case.of(ClockStartedV1)] == ["clock-1-2"]


def test_the_clock_of_an_open_step_that_was_stopped_starts_again_from_the_update_that_makes_it_apply() -> None:
    case = raised(clock(ends_when="{found_at: known}"))
    case.given(case.update({"found_at": at(NOON)}), by="worker")
    case.passes(hours=2).given(case.update(withdrawn=("found_at",)), by="worker")
    [started] = case.of(ClockStartedV1)
    assert (started.counted_from, started.task_id) == (NOON + timedelta(hours=2), "task-1-1")


def test_a_step_that_opens_again_starts_no_second_clock_while_the_first_waits() -> None:
    case = at_sort(clock(met_by='["decided:sort.sorted"]'))
    case.given(case.claim("sort"), case.give_back("sort"), by="desk-1")
    assert case.of(ClockStartedV1) == []
    case.passes(days=2).given(case.decide("check", "pass"), by="manager")
    case.given(case.claim("sort"), case.give_back("sort"), by="desk-1")
    assert case.of(ClockStartedV1) == []


def test_a_step_that_opens_again_after_its_clock_was_met_starts_it_anew() -> None:
    case = at_sort(clock())
    case.passes(hours=30).given(case.claim("sort"), case.give_back("sort"), by="desk-1")
    [started] = case.of(ClockStartedV1)
    assert (started.clock_id, started.task_id, started.counted_from) == (
        "clock-1-2",
        "task-1-3",
        NOON + timedelta(hours=30),
    )


def test_a_decision_may_start_a_clock_that_belongs_to_no_task() -> None:
    case = at_sort(clock(starts='"decided:check.pass"', met_by='["decided:sort.sorted"]'))
    [started] = case.of(ClockStartedV1)
    assert (started.task_id, started.due) == (None, NOON + DAY)


def test_closing_stops_what_runs_on_the_route() -> None:
    case = raised(clock())
    case.given(close(), by="manager")
    [stopped] = case.of(ClockStoppedV1)
    assert (stopped.clock_id, stopped.because) == ("clock-1-1", "The notification was closed.")


def test_a_case_that_is_not_required_stops_its_clocks_and_says_so() -> None:
    case = raised(clock())
    case.given(case.decide("check", "drop", sealed="why"), by="manager")
    assert [each.because for each in case.of(ClockStoppedV1)] == ["It was decided that no notification is required."]


def test_a_route_that_has_finished_leaves_clocks_that_still_wait_for_an_update() -> None:
    case = raised(ONE_STEP + clock(starts="raised", met_by="[updated]"))
    case.given(case.decide("check", "pass"), by="manager")
    assert case.routing.ended == "finished"
    assert case.running("in_time").state == "running"
    case.given(case.update({"happened": ["arrest"]}), by="worker")
    assert case.running("in_time").state == "met"


def test_a_fact_that_becomes_known_moves_a_clock_of_a_step_with_its_target() -> None:
    case = raised(clock(from_facts="[arose_at]", target="4h"))
    case.passes(hours=2).given(case.update({"arose_at": at(NOON - timedelta(hours=1))}), by="worker")
    moved = case.running("in_time")
    assert (moved.target, moved.due) == (NOON + timedelta(hours=3), NOON + timedelta(hours=23))
    assert moved.task_id == case.task("check").task_id


@pytest.mark.parametrize(
    ("within", "now", "due"),
    [
        # Counted by hand. Christmas 2026: 25 December and Monday 28 December are bank holidays.
        ("5wd", datetime(2026, 12, 21, 15, tzinfo=UTC), datetime(2026, 12, 31, tzinfo=UTC)),
        ("5wd", datetime(2026, 12, 24, 9, tzinfo=UTC), datetime(2027, 1, 6, tzinfo=UTC)),
        ("1w", datetime(2027, 3, 24, 9, tzinfo=UTC), datetime(2027, 3, 31, 8, tzinfo=UTC)),
        ("24h", datetime(2027, 3, 27, 9, tzinfo=UTC), datetime(2027, 3, 28, 9, tzinfo=UTC)),
        ("1d", datetime(2026, 10, 24, 9, tzinfo=UTC), datetime(2026, 10, 25, 10, tzinfo=UTC)),
        ("6mo", datetime(2026, 8, 31, 9, tzinfo=UTC), datetime(2027, 2, 28, 10, tzinfo=UTC)),
    ],
)
def test_due_dates_leave_out_bank_holidays_and_keep_the_time_of_day_over_a_change_of_clocks(
    within: str, now: datetime, due: datetime
) -> None:
    assert raised(clock(within=within), now=now).running("in_time").due == due


def test_a_clock_asked_to_fire_before_it_is_due_is_refused() -> None:
    case = raised(clock())
    case.when_own(FireClockV1(THIS, "clock-1-1", "due")).refused("clock_not_due")


def test_a_clock_that_is_not_there_does_nothing() -> None:
    case = raised(clock())
    case.when_own(FireClockV1(THIS, "clock-1-9", "due")).then()
    case.when_own(FireClockV1(THIS, "clock-1-1", "target")).then()


def test_people_do_not_fire_clocks() -> None:
    case: Case = raised(clock())
    case.when(FireClockV1(THIS, "clock-1-1", "due"), by="head").refused("unknown_command")
