"""Folding a notification's events into its state."""

from __future__ import annotations

import pytest

from contracts.intake import ConsultationRecordedV1, NotificationClosedV1, NotificationUpdatedV1
from contracts.refusals import Refusal
from services.intake.domain import evolve
from services.intake.handlers import notification
from tests.unit.casework.case import NOON, THIS

EVENTS = (
    NotificationClosedV1(THIS, "manager", NOON, ()),
    NotificationUpdatedV1(THIS, 1, "manager", NOON, {}, (), (), ()),
    ConsultationRecordedV1(THIS, "manager", "manager", "raise", "worker", ()),
)


@pytest.mark.parametrize("event", EVENTS)
def test_what_was_never_raised_is_not_found(event: object) -> None:
    with pytest.raises(Refusal) as refused:
        evolve(None, event)
    assert refused.value.code == "not_found"


def test_a_stream_without_commits_is_no_notification() -> None:
    with pytest.raises(Refusal) as refused:
        notification(())
    assert refused.value.code == "not_found"
