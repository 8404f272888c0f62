"""Luton: updates, fuller analyses, closing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from contracts.escalation import ClockBreachedV1, ClockMetV1, ClockStartedV1, NoticeGivenV1, TaskDecidedV1
from contracts.intake import FactChange, NotificationClosedV1, NotificationUpdatedV1
from tests.rules.luton.playing import (
    CHILD,
    DIRECTOR,
    DIRECTORS,
    HEAD,
    MANAGER,
    MISSING,
    SOCIAL_WORKER,
    SUPPORT,
    TEAM_MANAGER,
    WEEK,
    asked,
    forwarded,
    raised,
    told,
)
from tests.unit.casework.case import NOON, at, close


@pytest.mark.rule("LUT-UPD-1", "LUT-PLAT-1")
def test_the_team_manager_updates_and_what_changed_is_shown() -> None:
    case = raised(MISSING, "LUT-CLA-3")
    case.given(case.update({"whereabouts": "locality_known"}), by=TEAM_MANAGER)
    [updated] = case.of(NotificationUpdatedV1)
    assert (updated.number, updated.changed) == (1, (FactChange("whereabouts", None, "locality_known"),))
    assert updated.decisions[0].rules == ("LUT-UPD-1", "LUT-UPD-3")


@pytest.mark.rule("LUT-UPD-1")
def test_an_update_that_brings_nothing_new_is_refused() -> None:
    case = raised(MISSING, "LUT-CLA-3")
    case.when(case.update({"happened": ["missing"]}), by=TEAM_MANAGER).refused("nothing_changed")


@pytest.mark.rule("LUT-UPD-1")
def test_a_social_worker_does_not_update() -> None:
    case = raised(MISSING, "LUT-CLA-3")
    case.when(case.update({"whereabouts": "known"}), by=SOCIAL_WORKER).refused("not_permitted")


@pytest.mark.rule("LUT-UPD-1A", "LUT-MGT-1", "LUT-MGT-1A")
def test_an_update_goes_to_director_inbox_and_support() -> None:
    case = forwarded({})
    case.given(case.update({"affects_council": True}), by=TEAM_MANAGER)
    assert told(case) == [
        ("service_director", ("LUT-UPD-1A",)),
        ("need_to_know_inbox", ("LUT-UPD-1A",)),
        ("service_director_support", ("LUT-UPD-1A", "LUT-MGT-1", "LUT-MGT-1A")),
    ]


# --- a fuller analysis ----------------------------------------------------------------------------------------------------

COVERED = {
    "covers_severity": True,
    "covers_impact": True,
    "covers_recommendations": True,
    "covers_lessons": False,
}


@pytest.mark.rule("LUT-UPD-2", "LUT-UPD-2A")
@pytest.mark.parametrize("by", [DIRECTOR, DIRECTORS[0], HEAD])
def test_the_service_manager_is_asked_for_a_fuller_analysis_without_a_time(by: str) -> None:
    case = forwarded({}).given(asked("fuller_analysis"), by=by)
    assert case.task("fuller_analysis").people == (MANAGER,)
    assert case.of(ClockStartedV1) == []
    case.given(case.decide("fuller_analysis", "given", COVERED, "the analysis"), by=MANAGER)
    assert [each.records for each in case.of(TaskDecidedV1)] == [COVERED]


@pytest.mark.rule("LUT-UPD-2")
@pytest.mark.parametrize("left_out", COVERED)
def test_it_says_of_severity_impact_recommendations_and_lessons_whether_it_covers_them(left_out: str) -> None:
    case = forwarded({}).given(asked("fuller_analysis"), by=DIRECTOR)
    records = {name: answer for name, answer in COVERED.items() if name != left_out}
    refusal = case.when(case.decide("fuller_analysis", "given", records, "analysis"), by=MANAGER).refused(
        "record_required"
    )
    assert list(refusal["details"]["records"]) == [left_out]
    case.when(case.decide("fuller_analysis", "given", COVERED), by=MANAGER).refused("comment_required")


@pytest.mark.rule("LUT-UPD-2A")
@pytest.mark.parametrize("by", [SOCIAL_WORKER, TEAM_MANAGER, SUPPORT])
def test_nobody_else_asks_for_it(by: str) -> None:
    forwarded({}).when(asked("fuller_analysis"), by=by).refused("not_permitted")


# --- each week, while a child is missing -----------------------------------------------------------------------------------


@pytest.mark.rule("LUT-UPD-3")
def test_a_missing_child_is_updated_weekly_from_the_last_update_by_the_team_manager() -> None:
    case = raised(MISSING, "LUT-CLA-3")
    clock = case.running("weekly_update")
    assert (clock.owner, clock.due) == ("team_manager", NOON + WEEK)
    case.passes(days=5).given(case.update({"whereabouts": "unknown"}), by=TEAM_MANAGER)
    assert [each.late for each in case.of(ClockMetV1)] == [False]
    assert case.running("weekly_update").due == NOON + timedelta(days=12)


@pytest.mark.rule("LUT-UPD-3", "LUT-MGT-1", "LUT-MGT-1A", "LUT-PLAT-1")
def test_a_missed_update_is_chased_with_team_manager_and_support_every_week() -> None:
    case = raised(MISSING, "LUT-CLA-3")
    for week in (1, 2, 3):
        case.until(NOON + week * WEEK)
        [breached] = case.of(ClockBreachedV1)
        assert breached.decisions[0].answer == "No: it was missed."
        notices = [each for each in case.of(NoticeGivenV1) if each.about == "Overdue: Weekly update on a missing child"]
        assert [(each.role, each.people) for each in notices] == [
            ("team_manager", (TEAM_MANAGER,)),
            ("service_director_support", (SUPPORT,)),
        ]
        assert "LUT-PLAT-1" in notices[0].decisions[0].rules
        [again] = [each for each in case.of(ClockStartedV1) if each.clock == "weekly_update"]
        assert (again.count, again.due) == (week + 1, NOON + (week + 1) * WEEK)
        assert case.waiting[0] == "decide_required"


@pytest.mark.rule("LUT-UPD-3")
def test_a_minute_before_the_week_is_over_nothing_is_chased() -> None:
    assert raised(MISSING, "LUT-CLA-3").until(NOON + WEEK - timedelta(minutes=1)).events == []


@pytest.mark.rule("LUT-UPD-3")
def test_an_update_which_says_found_ends_it() -> None:
    case = raised(MISSING, "LUT-CLA-3")
    case.passes(days=9).given(case.update({"found_at": at(NOON + timedelta(days=8))}), by=TEAM_MANAGER)
    assert not [each for each in case.routing.clocks.values() if each.clock == "weekly_update" and each.waits]
    assert case.passes(days=365).of(ClockBreachedV1) == []


@pytest.mark.rule("LUT-UPD-3")
@pytest.mark.parametrize(
    ("facts", "category", "runs"),
    [
        ({**CHILD, "happened": ["missing"]}, "LUT-OTHER-1", True),
        ({**CHILD, "missing_since": at(NOON - timedelta(hours=30))}, "LUT-CLA-3", True),
        ({**MISSING, "found_at": at(NOON - timedelta(hours=1))}, "LUT-CLA-3", False),
        ({**CHILD, "happened": ["self_harm"]}, "LUT-CLA-12", False),
    ],
    ids=["since when not known", "known by its time", "found", "not missing"],
)
def test_it_runs_while_a_child_is_missing(facts: dict[str, Any], category: str, runs: bool) -> None:
    clocks = [each.clock for each in raised(facts, category).ever(ClockStartedV1)]
    assert ("weekly_update" in clocks) is runs


@pytest.mark.rule("LUT-UPD-3")
def test_it_begins_with_the_update_that_says_missing() -> None:
    case = raised({**CHILD, "happened": ["self_harm"]}, "LUT-CLA-12").passes(days=2)
    case.given(case.update({"happened": ["missing"]}), by=TEAM_MANAGER)
    assert case.running("weekly_update").due == NOON + timedelta(days=9)


@pytest.mark.rule("LUT-UPD-3")
def test_twelve_weeks_of_silence_are_twelve_missed_updates() -> None:
    case = raised(MISSING, "LUT-CLA-3")
    case.passes(days=84)
    assert len(case.of(ClockBreachedV1)) == 12


# --- closing -----------------------------------------------------------------------------------------------------------------


@pytest.mark.rule("LUT-MGT-3")
def test_the_service_manager_closes_with_the_final_update() -> None:
    case = raised(MISSING, "LUT-CLA-3")
    case.when(close(None), by=MANAGER).refused("comment_required", rules=["LUT-MGT-3"])
    case.when(close("resolved, nothing learnt"), by=TEAM_MANAGER).refused("not_permitted")
    case.given(close("resolved, nothing learnt"), by=MANAGER)
    assert [(each.closed_by, each.sealed) for each in case.of(NotificationClosedV1)] == [
        (MANAGER, "resolved, nothing learnt")
    ]


@pytest.mark.rule("LUT-MGT-3")
def test_the_final_update_goes_to_inbox_and_service_director_and_ends_the_waiting() -> None:
    case = forwarded(MISSING, "LUT-CLA-3").given(close(), by=MANAGER)
    assert told(case) == [("need_to_know_inbox", ("LUT-MGT-3",)), ("service_director", ("LUT-MGT-3",))]
    assert case.routing.ended == "closed"
    assert [each for each in case.passes(days=365).events if not _is_notice(each)] == []


def _is_notice(happened: object) -> bool:
    return isinstance(happened, NoticeGivenV1)
