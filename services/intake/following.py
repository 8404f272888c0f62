"""How intake follows: a step decided as "not required" ends the notification; one that takes up a concern decides that.

What a national alert or the risk work makes known is recorded of its notification.
"""

from __future__ import annotations

from typing import Any

from contracts import escalation, national_alerts, risk_management
from contracts.intake import EVENTS, MarkNotRequiredV1, NotificationRaisedV1, RecordAlertV1, RecordRiskV1
from contracts.intake_concerns import TakeUpConcernV1
from needfire.alerting import RECORDED
from needfire.decisions import rules_of
from services.intake import register
from shared_kernel.command_desk import CommandDesk
from shared_kernel.commits import Commit
from shared_kernel.following import CommitFollower

ITSELF = "service:intake"


def escalation_follower(desk: CommandDesk) -> CommitFollower:
    """Carries out what a commit of escalation asks of intake."""
    return CommitFollower(desk, escalation.EVENTS, _of_escalation, ITSELF)


def concern_follower(desk: CommandDesk) -> CommitFollower:
    """Follows intake itself: a notification that takes up a concern decides it."""
    return CommitFollower(desk, EVENTS, _of_intake, ITSELF)


def alert_follower(desk: CommandDesk) -> CommitFollower:
    """Records what a commit of national alerts makes known: facts stated with it, and the release itself."""
    return CommitFollower(desk, national_alerts.FEED, _of_alerts, ITSELF, streams="alert-")


def risk_follower(desk: CommandDesk) -> CommitFollower:
    """Records what a commit of risk management makes known."""
    return CommitFollower(desk, risk_management.EVENTS, _of_risk, ITSELF)


def _of_risk(event: Any, _commit: Commit) -> Any:
    if type(event) not in risk_management.MAKES_KNOWN or not event.facts:
        return register.command_for(event)
    return RecordRiskV1(event.notification_id, event.facts, event.by, rules_of(event.decisions))


def _of_escalation(event: Any, commit: Commit) -> Any:
    if not (isinstance(event, escalation.TaskDecidedV1) and event.not_required):
        return None
    notification_id = f"notification-{commit.stream.removeprefix('routing-')}"
    return MarkNotRequiredV1(notification_id, event.task_id, event.by or ITSELF, rules_of(event.decisions))


def _of_intake(event: Any, _commit: Commit) -> Any:
    if not (isinstance(event, NotificationRaisedV1) and event.concern_id):
        return None
    return TakeUpConcernV1(event.concern_id, event.notification_id, event.raised_by)


def _of_alerts(event: Any, _commit: Commit) -> Any:
    facts = _made_known(event)
    if not facts:
        return None
    return RecordAlertV1(event.notification_id, facts, _stated_by(event), rules_of(event.decisions))


def _made_known(event: Any) -> dict[str, Any]:
    match event:
        case national_alerts.ThresholdJudgedV1() | national_alerts.MessageWrittenV1():
            return dict(event.facts)
        case national_alerts.AlertReleasedV1():
            return {RECORDED[event.message]: event.released_at.isoformat()}
    return {}


def _stated_by(event: Any) -> str:
    by = event.released_by if isinstance(event, national_alerts.AlertReleasedV1) else event.by
    return by or ITSELF
