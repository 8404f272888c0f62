"""An agency's concern through both services: acknowledged at once, decided within a working day (WT13-05), answered (WT13-06)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from contracts import escalation, intake
from contracts import intake_concerns as concerns
from contracts.intake_concerns import ConcernDecidedV1, ConcernRaisedV1, FeedbackGivenV1, FeedbackReceivedV1
from needfire.concerns import front_door
from services.escalation.handlers import routing, stream_of
from services.escalation.routing import Routing
from services.intake.concern_handlers import concern
from tests.unit.casework.authorities import fenshire, real
from tests.unit.casework.case import NOON, THIS, Case

ID, REFERENCE = "concern-k7m42x9rtw", "K7M-42X-9RTW"
PERSON = "person-1"
CLIENT = "client:kent-police-1"
SOCIAL_WORKER = "kent-social-worker"
WEDNESDAY_ENDS = datetime(2026, 11, 19, tzinfo=UTC)  # one working day after Tuesday noon


def raising(**others: Any) -> concerns.RaiseConcernV1:
    return concerns.RaiseConcernV1(ID, REFERENCE, PERSON, **{"agency": "kent-police", "urgency": "today", **others})


def deciding(outcome: concerns.Closing = "no_further_action", feedback: str | None = "sealed") -> Any:
    return concerns.DecideConcernV1(ID, outcome, "below_threshold", "sealed", feedback)


def kent(**others: Any) -> Case:
    return Case(real("kent")).given(raising(**others), by=CLIENT)


def waiting(case: Case) -> Routing:
    return routing(case.escalation.stream(stream_of(ID)))


def clocks(case: Case) -> Mapping[str, tuple[str, bool]]:
    return {each.clock: (each.state, each.late) for each in waiting(case).clocks.values()}


def test_a_concern_is_acknowledged_at_once_and_lies_with_the_front_door() -> None:
    case = kent(facts={"subject_kind": "child"})
    raised = case.ever(ConcernRaisedV1)[0]
    assert case.answer["accepted"] == {
        "concern_id": ID,
        "reference": REFERENCE,
        "decide_by": WEDNESDAY_ENDS.isoformat(),
        "version": 1,
    }
    assert raised.decisions[0].rules == ("WT13-05",)
    assert REFERENCE in raised.decisions[0].answer
    [task] = waiting(case).open_tasks
    assert (task.role, task.people) == ("social_worker", (SOCIAL_WORKER,))
    assert clocks(case) == {"law_referral_decision": ("running", False), "law_referral_acknowledged": ("met", False)}


def test_the_decision_is_due_after_one_working_day_and_says_by_which_rule() -> None:
    case = kent()
    started = next(each for each in case.ever(escalation.ClockStartedV1) if each.clock == "law_referral_decision")
    assert started.due == WEDNESDAY_ENDS
    [decision] = started.decisions
    assert decision.rules == ("WT13-05",)
    assert any("1 working day" in line for line in decision.arithmetic)


def test_who_does_not_decide_in_time_is_reminded() -> None:
    case = kent().until(WEDNESDAY_ENDS)
    [notice] = case.of(escalation.NoticeGivenV1)
    assert (notice.role, notice.about) == ("social_worker", "Overdue: Decide the response to the referral")
    assert clocks(case)["law_referral_decision"][0] == "breached"


def test_no_further_action_with_its_feedback_ends_it() -> None:
    case = kent().given(deciding(), by=SOCIAL_WORKER)
    decided, told = case.ever(ConcernDecidedV1)[0], case.ever(FeedbackGivenV1)[0]
    assert (decided.outcome, decided.reason, decided.decisions[0].rules) == (
        "no_further_action",
        "below_threshold",
        ("WT13-05",),
    )
    assert told.decisions[0].rules == ("WT13-06",)
    assert waiting(case).open_tasks == ()
    assert {state for state, _ in clocks(case).values()} == {"met"}
    assert [each.about for each in case.until(WEDNESDAY_ENDS.replace(day=30)).of(escalation.NoticeGivenV1)] == []


def test_feedback_that_is_not_given_is_chased() -> None:
    case = kent().given(deciding("referred_elsewhere", feedback=None), by=SOCIAL_WORKER)
    assert clocks(case)["concern_feedback"] == ("running", False)
    [notice] = case.until(WEDNESDAY_ENDS).of(escalation.NoticeGivenV1)
    assert notice.about == "Overdue: Tell the referrer what was decided"
    assert notice.decisions[0].rules == ("WT13-06",)
    case.given(concerns.GiveFeedbackV1(ID, "sealed"), by=SOCIAL_WORKER)
    assert clocks(case)["concern_feedback"] == ("met", True)


def test_told_is_who_says_that_they_have_read_it() -> None:
    case = kent()
    case.when(concerns.ReceiveFeedbackV1(ID, "kent-police"), CLIENT).refused("nothing_to_receive")
    case.given(deciding(), by=SOCIAL_WORKER).given(concerns.ReceiveFeedbackV1(ID, "kent-police"), by=CLIENT)
    assert case.of(FeedbackReceivedV1)[0].by == CLIENT
    case.when(concerns.ReceiveFeedbackV1(ID, "kent-police"), CLIENT).refused("already_received")


def test_a_notification_raised_from_it_takes_it_up() -> None:
    case = kent()
    facts = {"subject_kind": "child", "happened": ["complaint"]}
    case.given(
        intake.RaiseNotificationV1(THIS, PERSON, "ashford", facts, ("KEN23-NTK-X",), concern_id=ID), by=SOCIAL_WORKER
    )
    state = concern(case.intake.stream(ID))
    assert (state.outcome, state.notifications) == ("taken_up", (THIS,))
    assert waiting(case).open_tasks == ()
    assert clocks(case)["law_referral_decision"] == ("met", False)
    assert clocks(case)["concern_feedback"] == ("running", False)
    case.when(deciding(), SOCIAL_WORKER).refused("concern_decided")


@pytest.mark.parametrize(
    ("command", "by", "code"),
    [
        (deciding(), "kent-lado", "not_found"),
        (concerns.GiveFeedbackV1(ID, "sealed"), "kent-lado", "not_found"),
        (concerns.GiveFeedbackV1(ID, "sealed"), SOCIAL_WORKER, "concern_undecided"),
        (concerns.DecideConcernV1("concern-x", "no_further_action", "other"), SOCIAL_WORKER, "not_found"),
        (raising(), CLIENT, "busy"),
    ],
)
def test_what_may_not_be_is_refused(command: Any, by: str, code: str) -> None:
    kent().when(command, by).refused(code)


def test_feedback_says_something() -> None:
    case = kent().given(deciding(feedback=None), by=SOCIAL_WORKER)
    case.when(concerns.GiveFeedbackV1(ID), SOCIAL_WORKER).refused("feedback_required")


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (raising(agency="nobody"), "not_permitted"),
        (raising(area="atlantis"), "unknown_area"),
        (raising(facts={"subject_kind": "cat"}), "facts_refused"),
        (concerns.RaiseConcernV1("notification-1", REFERENCE, PERSON, "kent-police", "today"), "malformed"),
    ],
)
def test_a_concern_that_cannot_be_is_refused(command: Any, code: str) -> None:
    Case(real("kent")).when(command, CLIENT).refused(code)


def test_another_authoritys_concern_does_not_exist() -> None:
    case = kent()
    case.deploy(fenshire())
    case.when(deciding(), "desk-1").refused("not_found")


def test_without_a_front_door_whoever_owns_the_decisions_clock_takes_it_in() -> None:
    luton = real("luton")
    edition = luton.authorities["luton"].edition_at(NOON)
    assert edition is not None
    assert front_door(edition, luton.directories["luton"]).role == "social_worker"
    fen = fenshire()
    assert (
        front_door(next(iter(fen.authorities["fenshire"].editions.values())), fen.directories["fenshire"]).role
        == "desk"
    )
