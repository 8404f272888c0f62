"""Absences: cover and delegate act, the absent holder does not."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from contracts.escalation import AbsenceDelegatedV1, AbsenceEndedV1, DelegateAbsenceV1, EndAbsenceV1, TaskDecidedV1
from tests.unit.casework.authorities import fenshire
from tests.unit.casework.case import NOON, Case, raise_it
from tests.unit.casework.events import event
from tests.unit.escalation.fen import ONE_STEP, raised

WEEK = timedelta(days=7)
AWAY = "absences: [{person: manager, from: 2026-11-16, until: 2026-11-20}]"


def away(delegate: str = "clerk", starts: datetime = NOON, ends: datetime = NOON + WEEK) -> DelegateAbsenceV1:
    return DelegateAbsenceV1(delegate, starts, ends)


def test_somebody_has_another_act_for_them_in_their_absence() -> None:
    case = raised(ONE_STEP)
    case.when(away(), by="manager").then(
        event(AbsenceDelegatedV1, person="manager", delegate="clerk", starts=NOON, ends=NOON + WEEK)
    )
    assert case.answer["accepted"] == {"person": "manager", "delegate": "clerk", "version": 1}
    case.when(case.decide("check", "pass"), by="manager").refused("not_permitted")
    case.when(case.decide("check", "pass"), by="clerk")
    assert [each.by for each in case.of(TaskDecidedV1)] == ["clerk"]


def test_before_and_after_the_absence_the_holder_acts_and_the_delegate_does_not() -> None:
    case = raised(ONE_STEP)
    case.given(away(starts=NOON + timedelta(days=1)), by="manager")
    case.when(case.decide("check", "pass"), by="clerk").refused("not_permitted")
    case.passes(days=1).when(case.decide("check", "pass"), by="manager").refused("not_permitted")
    case.until(NOON + WEEK).when(case.decide("check", "pass"), by="clerk").refused("not_permitted")
    case.given(case.decide("check", "pass"), by="manager")


def test_what_is_opened_in_an_absence_goes_to_the_delegate_with_the_reason() -> None:
    case = Case(fenshire(ONE_STEP))
    case.given(away(), by="manager").given(raise_it({}, "FEN-X"), by="worker")
    assert case.task("check").people == ("clerk",)
    because = case.events[2].decisions[0].arithmetic
    assert because[-1] == "manager is absent until Tuesday 24 November 2026 at 12:00; clerk stands in as delegate."


def test_the_cover_acts_while_the_holder_is_away_without_a_delegate() -> None:
    case = raised(ONE_STEP, directory=AWAY)
    assert case.task("check").people == ("deputy",)
    case.when(case.decide("check", "pass"), by="manager").refused("not_found")
    case.given(case.decide("check", "pass"), by="deputy")


def test_the_cover_does_not_act_while_the_holder_is_there() -> None:
    case = raised(ONE_STEP)
    case.when(case.decide("check", "pass"), by="deputy").refused("not_found")


def test_the_holder_who_is_back_decides_what_was_opened_for_the_cover() -> None:
    case = raised(ONE_STEP, directory=AWAY)
    case.passes(days=7).when(case.decide("check", "pass"), by="deputy").refused("not_permitted")
    case.given(case.decide("check", "pass"), by="manager")


@pytest.mark.parametrize(
    ("command", "by", "code"),
    [
        (away(ends=NOON), "manager", "period_backwards"),
        (away(ends=NOON - WEEK), "manager", "period_backwards"),
        (away("stranger"), "manager", "unknown_person"),
        (away("manager"), "manager", "unknown_person"),
        (away("clerk"), "stranger", "not_permitted"),
    ],
)
def test_an_absence_that_cannot_be_is_refused(command: DelegateAbsenceV1, by: str, code: str) -> None:
    raised(ONE_STEP).when(command, by=by).refused(code)


def test_absences_of_another_authority_are_theirs_alone() -> None:
    case = raised(ONE_STEP)
    case.when(away(), by="manager", authority="rutland").refused("unknown_authority")
    assert case.escalation.stream("absences-rutland") == ()


def test_delegations_follow_each_other_in_one_stream() -> None:
    case = raised(ONE_STEP)
    case.given(away("clerk"), by="manager").given(away("auditor"), by="clerk")
    assert case.answer["accepted"]["version"] == 2
    case.when(case.decide("check", "pass"), by="clerk").refused("not_permitted")
    case.given(case.decide("check", "pass"), by="auditor")


# --- back early ----------------------------------------------------------------------------------------------------------


def test_who_comes_back_early_acts_again_and_the_delegate_does_not() -> None:
    case = raised(ONE_STEP).given(away(), by="manager").passes(days=2)
    case.when(EndAbsenceV1(), by="manager").then(
        event(AbsenceEndedV1, person="manager", starts=NOON, ends=NOON + timedelta(days=2))
    )
    case.when(case.decide("check", "pass"), by="clerk").refused("not_permitted")
    case.given(case.decide("check", "pass"), by="manager")


def test_an_absence_to_come_is_taken_back_by_its_start() -> None:
    later = NOON + timedelta(days=1)
    case = raised(ONE_STEP).given(away(starts=later), by="manager")
    case.when(EndAbsenceV1(), by="manager").refused("not_absent")
    case.when(EndAbsenceV1(later + timedelta(hours=1)), by="manager").refused("not_absent")
    case.given(EndAbsenceV1(later), by="manager")
    assert [(each.starts, each.ends) for each in case.of(AbsenceEndedV1)] == [(later, later)]
    case.when(EndAbsenceV1(later), by="manager").refused("not_absent")
    case.passes(days=2).given(case.decide("check", "pass"), by="manager")


def test_only_ones_own_absence_ends_and_only_once() -> None:
    case = raised(ONE_STEP).given(away(), by="manager")
    case.when(EndAbsenceV1(), by="clerk").refused("not_absent")
    case.given(EndAbsenceV1(), by="manager").when(EndAbsenceV1(), by="manager").refused("not_absent")
    case.given(away(starts=NOON + timedelta(days=3)), by="manager").passes(days=4)
    case.when(case.decide("check", "pass"), by="manager").refused("not_permitted")


def test_what_was_over_by_itself_cannot_be_ended() -> None:
    case = raised(ONE_STEP).given(away(), by="manager").until(NOON + WEEK)
    case.when(EndAbsenceV1(), by="manager").refused("not_absent")


def test_two_absences_that_overlap_both_end() -> None:
    case = raised(ONE_STEP).given(away(), by="manager").passes(hours=1)
    case.given(away("auditor", NOON + timedelta(hours=1)), by="manager").given(EndAbsenceV1(), by="manager")
    assert len(case.of(AbsenceEndedV1)) == 2
    case.given(case.decide("check", "pass"), by="manager")
