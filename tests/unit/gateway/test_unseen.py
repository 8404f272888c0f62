"""What a reader may not see does not exist for them: not in answers, not in lists, not in errors, not in the time taken."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.api.operation import Operation
from gateway.api.operations import OPERATIONS
from tests.unit.access.asked import body_of
from tests.unit.gateway.callers import Callers
from tests.unit.gateway.house import House

# Emergency access is for who cannot see it: tests/unit/access/test_emergency.py.
OF_THE_DIRECTORY = ("keep_custodian", "prove_custodian")
"""Of the directory of custodians, which holds nobody's case, those are told that they may not who may not read it at all."""
OF_A_REGISTER = "/v1/register/meetings/"
"""Neither reader's procedure keeps a register: that is said before anything is looked for."""
WITH_IDS = [
    each for each in OPERATIONS if "_id}" in each.path and each.scope is None and each.deed != "emergency_access"
]


def ids(callers: Callers) -> dict[str, str]:
    notification = callers.raised()
    number = notification.removeprefix("notification-")
    exercise = callers.done("/v1/exercises", {"custodians": ["MDW"]}, "head")
    return {
        "notification_id": notification,
        "task_id": f"task-{number}-1",
        "notice_id": f"notice-{number}-1",
        "duty_id": f"duty-{number}-1",
        "report_id": "report",
        "concern_id": "concern-1",
        "delivery_id": "delivery-1",
        "subscription_id": "subscription-1",
        "alert_id": f"alert-{number}",
        "message_id": exercise["message_id"],
        "exercise_id": exercise["exercise_id"],
        "custodian": "MDW",
        "change_id": "change-1",
        "proof_id": "proof-1",
        "received_id": "received-1",
        "assessment_id": f"assessment-{number}-1",
        "action_id": "action-1",
        "change": "1",
        "meeting_id": "meeting-1",
        "earlier": "none",
        "filter_id": "filter-1",
    }


def asked(callers: Callers, operation: Operation, by: str, **names: str) -> Any:
    path = operation.path.format(**names)
    if operation.method == "GET":
        return callers.get(path, by)
    return callers.post(path, body_of(operation.name, by, names), by)


@pytest.mark.parametrize("operation", WITH_IDS, ids=lambda each: each.name)
@pytest.mark.parametrize("by", ["auditor", "kent-director"])
def test_what_one_may_not_see_is_answered_like_what_there_is_not(
    callers: Callers, operation: Operation, by: str
) -> None:
    names = ids(callers)
    unseen = asked(callers, operation, by, **names)
    missing = asked(callers, operation, by, **{name: f"{each}0" for name, each in names.items()})
    assert unseen.status_code == missing.status_code == _refused(operation)
    assert unseen.content == missing.content
    assert dict(unseen.headers) == dict(missing.headers)


def _refused(operation: Operation) -> int:
    if operation.deed in OF_THE_DIRECTORY:
        return 403
    return 422 if operation.path.startswith(OF_A_REGISTER) else 404


def test_waiting_for_it_tells_no_more(callers: Callers) -> None:
    notification = callers.raised()
    answers = [callers.get(f"/v1/notifications/{each}", "auditor", at_least_version=1) for each in (notification, "no")]
    assert answers[0].status_code == answers[1].status_code == 503
    assert answers[0].content == answers[1].content
    seconds = [answer.elapsed.total_seconds() for answer in answers]
    assert min(seconds) >= 0.19


def test_it_is_in_no_list_of_theirs(callers: Callers) -> None:
    callers.raised()
    assert callers.said("/v1/notifications", "auditor") == {"notifications": [], "next": None}
    assert callers.said("/v1/notifications", "kent-director") == {"notifications": [], "next": None}
    for tray in ("tasks", "notices", "duties"):
        assert callers.said(f"/v1/{tray}", "auditor") == {tray: [], "next": None}


def test_a_notification_of_another_authority_cannot_be_changed_either(callers: Callers, house: House) -> None:
    notification = callers.raised()
    before = len(house.services.commands)
    answer = callers.post(f"/v1/notifications/{notification}/closure", {}, "kent-director")
    assert answer.status_code == 404
    assert len(house.services.commands) == before
