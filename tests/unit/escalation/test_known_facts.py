"""Clocks, duties and requests that recorded facts set off: counted by what was recorded, not by when it was typed in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from contracts.escalation import (
    ClockBreachedV1,
    ClockMetV1,
    ClockStartedV1,
    ClockStoppedV1,
    DutyOpenedV1,
    TaskOpenedV1,
)
from tests.unit.casework.case import NOON, Case, at, close
from tests.unit.escalation.fen import raised

DAY = timedelta(days=1)
CONFERENCE = """
clocks:
- id: conference
  title: Conference after the discussion
  rules: [FEN-2]
  within: 15d
  starts: "known:strategy_discussion_at"
  met_by: ["known:initial_conference_at"]
  owner: manager
  on_breach: [{does: remind, rules: [FEN-4]}]
"""
REVIEWS = """
clocks:
- id: review
  title: Review conference
  rules: [FEN-2]
  first: 10d
  within: 30d
  starts: "known:initial_conference_at"
  met_by: ["known:review_conference_at"]
  owner: manager
  repeats: true
"""
DISCUSSED, HELD = NOON - 10 * DAY, NOON - 2 * DAY


def known(case: Case, withdrawn: tuple[str, ...] = (), **moments: datetime) -> Case:
    facts = {name: at(moment) for name, moment in moments.items()}
    return case.given(case.update(facts, withdrawn=withdrawn), by="worker")


def dues(case: Case) -> list[datetime]:
    return [each.due for each in case.of(ClockStartedV1)]


def met(case: Case) -> list[bool]:
    return [each.late for each in case.of(ClockMetV1)]


def discussed(moment: datetime = DISCUSSED, stated: str = CONFERENCE) -> Case:
    return known(raised(stated), strategy_discussion_at=moment)


def test_a_fact_that_is_recorded_starts_a_clock_counted_from_its_moment() -> None:
    case = discussed()
    assert dues(case) == [DISCUSSED + 15 * DAY]
    [decision] = case.of(ClockStartedV1)[0].decisions
    assert decision.facts == {"strategy_discussion_at": at(DISCUSSED)}
    assert decision.rules == ("FEN-2",)
    assert "strategy discussion at" in decision.arithmetic[0]


def test_it_starts_with_the_notification_where_the_fact_is_known_then() -> None:
    case = raised(CONFERENCE, {"strategy_discussion_at": at(DISCUSSED)})
    assert dues(case) == [DISCUSSED + 15 * DAY]


def test_an_update_that_leaves_the_fact_as_it_is_starts_nothing_again() -> None:
    case = discussed()
    case.given(case.update({"happened": ["arrest"]}), by="worker")
    assert case.of(ClockStartedV1, ClockStoppedV1) == []


@pytest.mark.parametrize(
    ("held", "late"), [(DISCUSSED + 15 * DAY - timedelta(minutes=1), False), (NOON + 5 * DAY, True)]
)
def test_it_was_met_in_time_or_late_by_when_the_conference_was_held(held: datetime, late: bool) -> None:
    case = discussed().passes(days=30)
    known(case, initial_conference_at=held)
    assert met(case) == [late]


def test_what_is_planned_meets_it_from_when_it_was_recorded() -> None:
    case = raised(CONFERENCE.replace("initial_conference_at", "return_home_planned_at"))
    known(case, strategy_discussion_at=DISCUSSED, return_home_planned_at=NOON + 90 * DAY)
    assert met(case) == [False]


def test_the_order_in_which_two_facts_are_recorded_does_not_matter() -> None:
    together, first, last = raised(CONFERENCE), raised(CONFERENCE), raised(CONFERENCE)
    known(together, strategy_discussion_at=DISCUSSED, initial_conference_at=HELD)
    known(known(first, strategy_discussion_at=DISCUSSED), initial_conference_at=HELD)
    known(known(last, initial_conference_at=HELD), strategy_discussion_at=DISCUSSED)
    for case in (together, first, last):
        assert [(each.due, each.state, each.late) for each in case.routing.clocks.values()] == [
            (DISCUSSED + 15 * DAY, "met", False)
        ]


def test_both_at_one_moment_meet_each_other() -> None:
    case = known(raised(CONFERENCE), strategy_discussion_at=HELD, initial_conference_at=HELD)
    assert met(case) == [False]


def test_what_meets_it_may_lie_between_what_it_counts_from_and_what_starts_it() -> None:
    case = raised(CONFERENCE + "  from_facts: [learned_at]\n")
    known(case, learned_at=DISCUSSED, initial_conference_at=HELD, strategy_discussion_at=NOON - DAY)
    assert (dues(case), met(case)) == ([DISCUSSED + 15 * DAY], [False])


def test_a_conference_from_before_the_discussion_does_not_meet_it() -> None:
    case = known(discussed(), initial_conference_at=DISCUSSED - DAY)
    assert met(case) == []
    case = known(raised(CONFERENCE), initial_conference_at=DISCUSSED - DAY, strategy_discussion_at=DISCUSSED)
    assert (met(case), case.running("conference").state) == ([], "running")


def test_a_corrected_fact_counts_it_anew() -> None:
    case = known(discussed(), strategy_discussion_at=DISCUSSED + DAY)
    assert [each.because for each in case.of(ClockStoppedV1)] == [
        "It is counted anew from the time recorded as “strategy discussion at”."
    ]
    assert dues(case) == [DISCUSSED + 16 * DAY]
    assert case.clocks.count() == 1


def test_a_correction_counts_before_what_meets_it_in_the_same_update() -> None:
    case = discussed(NOON - 40 * DAY)
    assert case.running("conference").state == "breached"
    known(case, strategy_discussion_at=DISCUSSED, initial_conference_at=HELD)
    assert met(case) == [False]


def test_a_withdrawn_fact_stops_the_clock_that_it_started() -> None:
    case = discussed()
    known(case, withdrawn=("strategy_discussion_at",))
    assert [each.because for each in case.of(ClockStoppedV1)] == [
        "What was recorded as “strategy discussion at” was withdrawn."
    ]
    assert (case.clocks.count(), case.passes(days=60).of(ClockBreachedV1)) == (0, [])
    known(case, strategy_discussion_at=NOON)
    assert dues(case) == [NOON + 15 * DAY]


def test_a_conference_that_was_not_held_after_all_is_waited_for_again() -> None:
    case = known(discussed(), initial_conference_at=HELD)
    known(case, withdrawn=("initial_conference_at",))
    assert dues(case) == [DISCUSSED + 15 * DAY]
    assert len(case.passes(days=5).of(ClockBreachedV1)) == 1


def test_a_conference_that_was_held_later_than_was_said_was_late() -> None:
    case = known(discussed(), initial_conference_at=HELD).passes(days=10)
    known(case, initial_conference_at=HELD + DAY)
    assert (met(case), dues(case)) == ([], [])
    known(case, initial_conference_at=NOON + 6 * DAY)
    assert met(case) == [True]
    assert [each.state for each in case.routing.clocks.values()] == ["met", "met"]


def test_what_it_applies_to_may_become_known_last() -> None:
    case = discussed(stated=CONFERENCE + "  applies_when: {happened: arrest}\n")
    assert dues(case) == []
    case.given(case.update({"happened": ["arrest"]}), by="worker")
    assert dues(case) == [DISCUSSED + 15 * DAY]
    case.given(case.update({"happened": ["arrest"], "age_years": 3}), by="worker")
    assert dues(case) == []


def test_what_was_met_does_not_begin_again_when_its_start_is_corrected_afterwards() -> None:
    case = known(discussed(), initial_conference_at=HELD)
    known(case, strategy_discussion_at=DISCUSSED - DAY)
    case.given(case.update({"happened": ["arrest"]}), by="worker")
    assert len(case.ever(ClockStartedV1)) == 1


def test_a_value_that_changes_is_known_anew() -> None:
    stated = CONFERENCE.replace("known:strategy_discussion_at", "known:legal_status")
    case = raised(stated, {"legal_status": "care_order"})
    case.passes(days=1).given(case.update({"legal_status": "not_looked_after"}), by="worker")
    assert len(case.routing.clocks) == 1, "it waits already"
    known(case, initial_conference_at=NOON + DAY)
    case.given(case.update({"legal_status": "care_order"}), by="worker")
    assert dues(case) == [], "what does not repeat has been"


# --- what comes again ---------------------------------------------------------------------------------------------------


def reviewed() -> Case:
    """The initial conference was held at noon; the first review is due ten days later."""
    return known(raised(REVIEWS), initial_conference_at=NOON)


def test_the_first_time_has_a_period_of_its_own() -> None:
    case = reviewed()
    assert dues(case) == [NOON + 10 * DAY]
    case.passes(days=100)
    assert dues(case) == [NOON + days * DAY for days in (40, 70, 100, 130)]
    assert [each.count for each in case.of(ClockStartedV1)] == [2, 3, 4, 5]


def test_from_the_first_review_on_the_later_period_counts_from_each_review() -> None:
    case = reviewed().passes(days=12)
    known(case, review_conference_at=NOON + 9 * DAY)
    assert (met(case), dues(case)) == ([False, False], [NOON + 39 * DAY])
    case.passes(days=30)
    assert dues(case) == [NOON + 69 * DAY]
    known(case, review_conference_at=NOON + 41 * DAY)
    assert (met(case)[-1], dues(case)) == (False, [NOON + 71 * DAY])


def test_a_first_period_of_working_days_goes_on_in_working_days() -> None:
    monday = datetime(2026, 11, 16, 9, tzinfo=UTC)
    case = raised(REVIEWS.replace("10d", "2wd").replace("30d", "5wd"), {"initial_conference_at": at(monday)}, now=NOON)
    case.passes(days=16)
    assert [each.due for each in case.routing.clocks.values()] == [
        datetime(2026, 11, 19, tzinfo=UTC),  # the end of Wednesday
        datetime(2026, 11, 26, tzinfo=UTC),
        datetime(2026, 12, 3, tzinfo=UTC),
        datetime(2026, 12, 10, tzinfo=UTC),
    ]


def test_the_start_corrected_counts_the_first_time_anew() -> None:
    case = known(reviewed(), initial_conference_at=NOON - DAY)
    assert dues(case) == [NOON + 9 * DAY]
    assert len([each for each in case.routing.clocks.values() if each.waits]) == 1


def test_a_review_corrected_backwards_counts_from_it_and_meets_nothing() -> None:
    case = known(reviewed().passes(days=9), review_conference_at=NOON + 9 * DAY)
    known(case, review_conference_at=NOON + 8 * DAY)
    assert (met(case), dues(case)) == ([], [NOON + 38 * DAY])
    assert len([each for each in case.routing.clocks.values() if each.waits]) == 1


def test_a_review_withdrawn_leaves_the_one_before_it_owed() -> None:
    case = known(reviewed().passes(days=9), review_conference_at=NOON + 9 * DAY)
    known(case, withdrawn=("review_conference_at",))
    assert dues(case) == [NOON + 10 * DAY]
    assert [each.due for each in case.routing.clocks.values() if each.waits] == [NOON + 10 * DAY]


def test_a_new_start_after_a_review_begins_the_first_time_again() -> None:
    case = known(reviewed().passes(days=9), review_conference_at=NOON + 9 * DAY).passes(days=5)
    known(case, initial_conference_at=NOON + 12 * DAY)
    assert dues(case) == [NOON + 22 * DAY]


def test_one_fact_that_starts_and_meets_it_is_counted_on_each_time() -> None:
    stated = REVIEWS.replace("initial_conference_at", "core_group_met_at").replace(
        "review_conference_at", "core_group_met_at"
    )
    case = known(raised(stated), core_group_met_at=NOON)
    assert (met(case), dues(case)) == ([], [NOON + 10 * DAY])
    known(case.passes(days=8), core_group_met_at=NOON + 7 * DAY)
    assert (met(case), dues(case)) == ([False], [NOON + 37 * DAY])


@pytest.mark.parametrize("lasting", ["40d", "69d"])
def test_it_comes_round_only_so_long_after_the_first_start(lasting: str) -> None:
    case = known(raised(REVIEWS + f"  lasting: {lasting}\n"), initial_conference_at=NOON)
    case.passes(days=400)
    assert [each.due for each in case.ever(ClockStartedV1)] == [NOON + 10 * DAY, NOON + 40 * DAY]
    assert all(each.because.startswith(f"It comes round for {lasting[:-1]} days") for each in case.of(ClockStoppedV1))
    assert (len(case.of(ClockStoppedV1)), case.clocks.count()) == (2, 0)
    case.given(case.update({"happened": ["arrest"]}), by="worker")
    assert case.of(ClockStartedV1) == []


def test_what_was_met_as_the_last_time_stays_met() -> None:
    case = known(raised(REVIEWS + "  lasting: 30d\n"), initial_conference_at=NOON).passes(days=9)
    known(case, review_conference_at=NOON + 9 * DAY)
    assert (met(case), dues(case), case.running("review").state) == ([False], [], "met")
    assert len(case.of(ClockStoppedV1)) == 1
    case.given(case.update({"happened": ["arrest"]}), by="worker")
    assert case.of(ClockStartedV1) == []


# --- counted back, and what should be ------------------------------------------------------------------------------------


def test_a_clock_can_be_due_so_long_before_a_planned_moment() -> None:
    stated = CONFERENCE.replace("strategy_discussion_at", "publication_planned_at") + "  counts: before\n"
    case = known(raised(stated), publication_planned_at=NOON + 20 * DAY)
    assert dues(case) == [NOON + 5 * DAY]
    known(case, publication_planned_at=NOON + 30 * DAY)
    assert dues(case) == [NOON + 15 * DAY]
    assert len(case.passes(days=15).of(ClockBreachedV1)) == 1


def test_what_is_due_before_a_planned_moment_is_met_before_it() -> None:
    stated = CONFERENCE.replace("strategy_discussion_at", "publication_planned_at") + "  counts: before\n"
    case = known(raised(stated), publication_planned_at=NOON + 20 * DAY)
    known(case, initial_conference_at=NOON - DAY)
    assert met(case) == [False]
    other = known(raised(stated), initial_conference_at=NOON - DAY)
    assert met(known(other, publication_planned_at=NOON + 20 * DAY)) == [False]


def test_back_from_what_is_not_known_nothing_is_counted() -> None:
    stated = CONFERENCE.replace('"known:strategy_discussion_at"', "raised")
    case = raised(stated + "  counts: before\n  from_facts: [publication_planned_at]\n")
    assert dues(case) == []
    known(case, publication_planned_at=NOON + 20 * DAY)
    assert dues(case) == [NOON + 5 * DAY]


def test_what_should_be_done_is_no_less_visible_when_it_was_not() -> None:
    case = discussed(stated=CONFERENCE + "  must: false\n").passes(days=6)
    [breached] = case.of(ClockBreachedV1)
    assert breached.decisions[0].answer == "No: it should have been done by then, and was not."
    assert case.notice("manager").people == ("manager",)
    must = discussed().passes(days=6).of(ClockBreachedV1)[0]
    assert must.decisions[0].answer == "No: it was missed."


# --- duties and requests -------------------------------------------------------------------------------------------------


def test_a_duty_and_a_request_open_on_a_fact_and_count_from_its_moment() -> None:
    case = raised("""
duties:
- {id: college, title: Tell the college, rules: [FEN-3], to: College, lead: liaison, opens: ["known:found_at"], within: 24h}
requests:
- id: interview
  title: Return interview
  rules: [FEN-1]
  of: [liaison]
  opens: ["known:found_at"]
  within: 72h
  outcomes: [{id: held, title: Held}]
""")
    known(case, missing_since=NOON - 3 * DAY, found_at=NOON - DAY)
    assert (len(case.of(DutyOpenedV1)), len(case.of(TaskOpenedV1))) == (1, 1)
    assert (case.running("college").due, case.running("interview").due) == (NOON, NOON + 2 * DAY)
    known(case, found_at=NOON - 2 * DAY)
    assert case.of(DutyOpenedV1, TaskOpenedV1) == [], "one waits already"
    assert [each.clock_id for each in case.of(ClockStoppedV1)] == ["clock-1-1", "clock-1-2"]
    assert (case.running("college").due, case.running("interview").due) == (NOON - DAY, NOON + DAY)


def test_after_the_end_nothing_begins() -> None:
    case = raised(CONFERENCE)
    case.given(close(), by="manager")
    assert case.routing.clocks == {}
