"""How a notification ends: closed by a person, or not required as escalation decided."""

from __future__ import annotations

import pytest

from contracts.intake import MarkNotRequiredV1, NotificationClosedV1, NotificationNotRequiredV1
from services.intake.following import ITSELF
from tests.unit.casework.case import NOON, THIS, Case, close, raise_it
from tests.unit.casework.events import event

NOT_REQUIRED = MarkNotRequiredV1(THIS, "task-1-1", "manager", ("FEN-1", "FEN-2"))


@pytest.fixture
def raised(fen: Case) -> Case:
    return fen.given(raise_it({}, "FEN-X"), by="worker")


def test_it_is_closed_with_why_it_is_resolved(raised: Case) -> None:
    raised.when(close("why, and what was learnt"), by="manager").then(
        event(
            NotificationClosedV1,
            notification_id=THIS,
            closed_by="manager",
            closed_at=NOON,
            sealed="why, and what was learnt",
        )
    )
    [decision] = raised.events[0].decisions
    assert (decision.question, decision.answer) == ("May this person close it?", "Yes, as manager.")
    assert raised.notification.ended == "closed"


def test_closing_needs_its_reason(raised: Case) -> None:
    raised.when(close(None), by="manager").refused("comment_required", rules=["FEN-1"])


def test_who_holds_no_post_that_may_close_is_refused(raised: Case) -> None:
    raised.when(close(), by="worker").refused("not_permitted", details={"roles": ["Manager"]})


def test_it_is_closed_once(raised: Case) -> None:
    raised.given(close(), by="manager")
    raised.when(close(), by="manager").refused("notification_ended", details={"ended": "closed"})


def test_not_required_is_recorded_with_who_decided_and_by_which_rules(raised: Case) -> None:
    raised.when_own(NOT_REQUIRED).then(
        event(NotificationNotRequiredV1, notification_id=THIS, task_id="task-1-1", decided_by="manager")
    )
    [decision] = raised.events[0].decisions
    assert (decision.question, decision.answer) == ("Is a notification required?", "Not required.")
    assert decision.rules == ("FEN-1", "FEN-2")
    assert raised.notification.ended == "not_required"
    raised.when(close(), by="manager").refused("notification_ended", details={"ended": "not_required"})


def test_what_has_ended_already_is_not_ended_again(raised: Case) -> None:
    raised.given(close(), by="manager")
    raised.when_own(NOT_REQUIRED).then()
    assert raised.notification.ended == "closed"


def test_nobody_but_intakes_own_worker_ends_it_as_not_required(raised: Case) -> None:
    raised.when(NOT_REQUIRED, by=ITSELF).refused("unknown_command")
