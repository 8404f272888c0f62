"""Working Together 2013: when a serious case review follows, and what is to be done by when."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from contracts.escalation import DutyOpenedV1
from tests.rules.england.playing import (
    BOARD,
    CHILD,
    DAY,
    ask,
    decided,
    judged,
    met,
    missed_at,
    opened,
    raised,
    record,
    running,
)
from tests.unit.casework.case import NOON, Case, at

DEATH: dict[str, Any] = {**CHILD, "happened": ["death"], "abuse_or_neglect": "suspected"}
HARM: dict[str, Any] = {**CHILD, "happened": ["serious_injury"], "abuse_or_neglect": "known"}
UNHARMED = {"happened": ["accident"], "seriously_harmed": False}
DETAINED = [
    "police_custody",
    "remand",
    "after_sentence",
    "young_offender_institution",
    "secure_training_centre",
    "secure_childrens_home",
    "mental_health_detention",
]


def by_rules(facts: dict[str, Any]) -> set[str]:
    """The rules by which a review follows."""
    found = judged("law_serious_case_review", facts)
    assert (found.verdict == "met") == bool(found.carried_by)
    return {ground.rule for ground, _ in found.carried_by}


@pytest.mark.rule("WT13-SCR1")
@pytest.mark.parametrize("happened", ["death", "suicide"])
@pytest.mark.parametrize("abuse", ["suspected", "known"])
def test_a_review_follows_a_death_with_abuse_or_neglect_in_question(happened: str, abuse: str) -> None:
    assert "WT13-SCR1" in by_rules({**DEATH, "happened": [happened], "abuse_or_neglect": abuse})


@pytest.mark.rule("WT13-SCR1")
@pytest.mark.parametrize(
    "otherwise",
    [
        {"abuse_or_neglect": "no"},
        {"happened": ["accident"], "seriously_harmed": False},
        {"subject_kind": "staff_member"},
    ],
)
def test_no_review_follows_where_one_of_them_is_not(otherwise: dict[str, Any]) -> None:
    facts = {**DEATH, "held_in": "not_held", "seriously_harmed": False, **otherwise}
    assert judged("law_serious_case_review", facts).verdict == "not_met"


@pytest.mark.rule("WT13-SCR1", "WT13-SCR3")
@pytest.mark.parametrize(
    ("joint_working", "rules"),
    [
        ("concern", {"WT13-SCR1", "WT13-SCR3"}),
        ("unclear", {"WT13-SCR3"}),
        (None, {"WT13-SCR3"}),
        ("clearly_no_concern", set()),
    ],
)
@pytest.mark.parametrize("harm", [{}, {"happened": ["accident"], "seriously_harmed": True}])
def test_serious_harm_is_reviewed_unless_joint_working_is_clearly_sound(
    joint_working: str | None, rules: set[str], harm: dict[str, Any]
) -> None:
    said = {"joint_working": joint_working} if joint_working else {}
    assert by_rules({**HARM, **harm, **said, "held_in": "not_held"}) == rules


@pytest.mark.rule("WT13-SCR2")
@pytest.mark.parametrize("held_in", DETAINED)
def test_a_review_should_follow_every_death_of_a_child_who_was_held(held_in: str) -> None:
    assert by_rules({**DEATH, "abuse_or_neglect": "no", "held_in": held_in}) == {"WT13-SCR2"}


@pytest.mark.rule("WT13-SCR2")
def test_a_child_who_was_not_held_or_did_not_die_has_none_by_that() -> None:
    assert by_rules({**DEATH, "abuse_or_neglect": "no", "held_in": "not_held"}) == set()
    alive = {**CHILD, "happened": ["serious_injury"], "abuse_or_neglect": "no", "held_in": "remand"}
    assert by_rules(alive) == set()


def notified(now: datetime = NOON, **facts: Any) -> Case:
    """A case of which the board was notified at that moment."""
    return record(raised(now), **facts, board_notified_at=at(now))


@pytest.mark.rule("WT13-SCR4")
def test_the_board_decides_within_1_month_of_the_notification() -> None:
    case = notified(datetime(2026, 1, 31, 10, tzinfo=UTC), happened=["death"], abuse_or_neglect="known")
    assert "law_decide_on_review" in opened(case)
    missed_at(case, "law_decide_on_review", datetime(2026, 2, 28, 10, tzinfo=UTC))


@pytest.mark.rule("WT13-SCR4")
@pytest.mark.parametrize(("abuse", "outcome"), [("known", "initiate"), ("no", "not_initiated")])
def test_ofsted_and_the_panel_are_told_whichever_way_it_is_decided(abuse: str, outcome: str) -> None:
    case = notified(happened=["death"], abuse_or_neglect=abuse)
    assert opened(decided(case, "law_decide_on_review", outcome, BOARD)) == {"law_ofsted", "law_national_panel"}
    assert all(each.must for each in case.of(DutyOpenedV1))
    assert "law_decide_on_review" not in running(case)


@pytest.mark.rule("WT13-SCR1", "WT13-SCR3")
@pytest.mark.parametrize("facts", [DEATH, HARM, {**HARM, "joint_working": "concern"}])
def test_where_a_review_must_follow_it_cannot_be_left_out(facts: dict[str, Any]) -> None:
    case = notified(**facts)
    left_out = case.decide("law_decide_on_review", "not_initiated", sealed="sealed")
    assert set(case.when(left_out, by=BOARD).refused("outcome_refused")["rules"]) == {"WT13-SCR1", "WT13-SCR3"}
    decided(case, "law_decide_on_review", "initiate", BOARD)


@pytest.mark.rule("WT13-SCR3")
def test_the_chair_may_leave_it_out_where_joint_working_is_clearly_sound() -> None:
    decided(notified(**HARM, joint_working="clearly_no_concern"), "law_decide_on_review", "not_initiated", BOARD)


@pytest.mark.rule("WT13-SCR1", "WT13-SCR2", "WT13-SCR3")
@pytest.mark.parametrize(
    "facts",
    [
        {**DEATH, "subject_kind": "staff_member", "held_in": "remand"},
        {**HARM, "subject_kind": "staff_member", "joint_working": "concern"},
        {**HARM, "abuse_or_neglect": "no", "joint_working": "concern"},
        {**CHILD, "abuse_or_neglect": "known", **UNHARMED, "joint_working": "concern"},
        {**CHILD, "abuse_or_neglect": "known", **UNHARMED, "joint_working": "unclear"},
    ],
)
def test_where_no_child_was_harmed_or_by_nobody_the_chair_may_leave_it_out(facts: dict[str, Any]) -> None:
    assert by_rules(facts) == set()
    case = record(raised(), **facts, board_notified_at=at(NOON))
    decided(case, "law_decide_on_review", "not_initiated", BOARD)


@pytest.mark.rule("WT13-SCR1", "WT13-SCR2", "WT13-SCR3")
@pytest.mark.parametrize(
    ("facts", "rules"),
    [
        ({**DEATH, "subject_kind": "group", "happened": ["accident"], "died_at": at(NOON)}, {"WT13-SCR1"}),
        ({**CHILD, "abuse_or_neglect": "no", "died_at": at(NOON), "held_in": "remand"}, {"WT13-SCR2"}),
    ],
)
def test_a_death_counts_by_its_day_too_and_of_one_child_among_several(facts: dict[str, Any], rules: set[str]) -> None:
    assert by_rules(facts) == rules


def under_review() -> Case:
    """A serious case review was initiated at noon."""
    return decided(notified(**DEATH), "law_decide_on_review", "initiate", BOARD)


@pytest.mark.rule("WT13-SCR8")
def test_a_review_aims_to_be_complete_within_6_months() -> None:
    missed_at(under_review(), "law_review_complete", datetime(2027, 5, 17, 11, tzinfo=UTC))


@pytest.mark.rule("WT13-SCR8")
def test_a_review_that_was_completed_or_never_begun_has_no_time() -> None:
    case = under_review().passes(days=30)
    assert met(record(case, review_completed_at=at(NOON + 30 * DAY))) == [False]
    assert "law_review_complete" not in running(notified(**DEATH))


@pytest.mark.rule("WT13-SCR8")
def test_where_it_takes_longer_points_are_captured_meanwhile() -> None:
    case = under_review()
    assert opened(record(case, review_delayed=False)) == set()
    assert opened(record(case, review_delayed=True)) == {"law_points_meanwhile"}
    decided(case, "law_points_meanwhile", "captured", BOARD)


@pytest.mark.rule("WT13-SCR9")
def test_the_panel_has_the_report_1_week_before_it_is_published() -> None:
    case = record(raised(), publication_planned_at=at(NOON + 30 * DAY))
    missed_at(case, "law_report_to_panel", NOON + 23 * DAY)


@pytest.mark.rule("WT13-SCR9")
def test_a_report_sent_in_time_meets_it() -> None:
    case = record(raised(), publication_planned_at=at(NOON + 30 * DAY)).passes(days=22)
    assert met(record(case, report_sent_to_panel_at=at(NOON + 22 * DAY))) == [False]


@pytest.mark.rule("WT13-SCR9")
def test_the_report_stays_published_for_12_months() -> None:
    case = raised()
    case.when(ask("law_withdraw_report"), by=BOARD).refused("outcome_refused")
    record(case, report_published_at=at(NOON))
    case.until(datetime(2027, 11, 17, 11, 59, tzinfo=UTC))
    case.when(ask("law_withdraw_report"), by=BOARD).refused("outcome_refused")
    case.until(datetime(2027, 11, 17, 12, tzinfo=UTC)).given(ask("law_withdraw_report"), by=BOARD)


@pytest.mark.rule("WT13-SCR8", "WT13-SCR9")
def test_what_should_be_is_not_shown_as_what_must_be() -> None:
    case = under_review()
    [started] = [each for each in case.events if getattr(each, "clock", "") == "law_review_complete"]
    assert "should be" in started.decisions[0].answer
