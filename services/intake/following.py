"""How intake follows: a step decided as "not required" ends the notification; one that takes up a concern decides that."""

from __future__ import annotations

from dataclasses import dataclass

from contracts import escalation
from contracts.intake import EVENTS, MarkNotRequiredV1, NotificationRaisedV1
from contracts.intake_concerns import TakeUpConcernV1
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
