"""How intake follows: a step decided as "not required" ends the notification; one that takes up a concern decides that.

What a national alert makes known is recorded of its notification.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from contracts import escalation, national_alerts
from contracts.intake import EVENTS, MarkNotRequiredV1, NotificationRaisedV1, RecordAlertV1
from contracts.intake_concerns import TakeUpConcernV1
from needfire.alerting import RECORDED
from shared_kernel.command_desk import CommandDesk, command_of, happened
from shared_kernel.commits import Commit

ITSELF = "service:intake"


@dataclass(frozen=True)
class EscalationFollower:
    """Carries out, once in effect, what a commit of escalation asks of intake."""

    desk: CommandDesk

    def __call__(self, commit: Commit) -> None:
        """Raises Refusal when it cannot be carried out; the reader then parks the commit."""
        for index, event in enumerate(happened(commit, escalation.EVENTS)):
            if isinstance(event, escalation.TaskDecidedV1) and event.not_required:
                command_id = f"{commit.commit_id}#{index}"
                rules = tuple(rule for decision in event.decisions for rule in decision.rules)
                notification_id = f"notification-{commit.stream.removeprefix('routing-')}"
                command = MarkNotRequiredV1(notification_id, event.task_id, event.by or ITSELF, rules)
                self.desk.carry_out(
                    command_of(
                        command,
                        command_id=command_id,
                        digest=command_id,
                        authority=commit.authority,
                        actor=ITSELF,
                    )
                )


@dataclass(frozen=True)
class ConcernFollower:
    """Follows intake itself: a notification that takes up a concern decides it."""

    desk: CommandDesk

    def __call__(self, commit: Commit) -> None:
        """Raises Refusal when it cannot be carried out; the reader then parks the commit."""
        for index, event in enumerate(happened(commit, EVENTS)):
            if isinstance(event, NotificationRaisedV1) and event.concern_id:
                command_id = f"{commit.commit_id}#{index}"
                command = TakeUpConcernV1(event.concern_id, event.notification_id, event.raised_by)
                self.desk.carry_out(
                    command_of(
                        command, command_id=command_id, digest=command_id, authority=commit.authority, actor=ITSELF
                    )
                )


@dataclass(frozen=True)
class AlertFollower:
    """Records, once in effect, what a commit of national alerts makes known: facts stated with it, and the release itself."""

    desk: CommandDesk

    def __call__(self, commit: Commit) -> None:
        """Raises Refusal when it cannot be carried out; the reader then parks the commit."""
        if not commit.stream.startswith("alert-"):
            return
        for index, event in enumerate(happened(commit, national_alerts.FEED)):
            facts = _made_known(event)
            if facts:
                command_id = f"{commit.commit_id}#{index}"
                rules = tuple(dict.fromkeys(rule for decision in event.decisions for rule in decision.rules))
                command = RecordAlertV1(event.notification_id, facts, _stated_by(event), rules)
                self.desk.carry_out(
                    command_of(
                        command, command_id=command_id, digest=command_id, authority=commit.authority, actor=ITSELF
                    )
                )


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
