"""How national alerts follow: what intake and escalation tell becomes commands of their own.

Only notifications of an edition that knows national alerts are followed; of the others there is nothing here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from contracts import cascade, escalation, intake
from contracts import national_alerts as contract
from contracts.refusals import Refusal
from needfire.loading.deployment import Deployment
from needfire.procedure import Trigger
from services.national_alerts.handlers import stream_of
from shared_kernel.command_desk import CommandDesk, among
from shared_kernel.commits import Commit, CommitStore
from shared_kernel.following import CommitFollower

ITSELF = "service:national_alerts"


@dataclass(frozen=True)
class Follower:
    """Carries out, once in effect, what a commit of intake or escalation asks of national alerts."""

    desk: CommandDesk
    store: CommitStore
    deployment: Deployment

    @property
    def intake(self) -> CommitFollower:
        """What is done about a commit of intake."""
        return CommitFollower(self.desk, intake.EVENTS, self._of_intake, ITSELF)

    @property
    def escalation(self) -> CommitFollower:
        """What is done about a commit of escalation."""
        return CommitFollower(self.desk, escalation.EVENTS, self._of_escalation, ITSELF)

    def answers(self, commit: Commit) -> None:
        """Follows the cascade, which is of the same store: what a custodian answers, and that one does not, goes to the alert,
        in its own authority. Of a drill nothing does."""
        for index, told in among(commit, [cascade.CustodianRespondedV1, cascade.CustodianSilentV1]):
            is_answer = isinstance(told, cascade.CustodianRespondedV1)
            linked = self.store.stream(told.alert_id if is_answer else told.message_id.rpartition(".")[0])
            if linked:
                command = _answer(told) if is_answer else _unreached(told)
                self.desk.follow_up(command, f"{commit.commit_id}#{index}", linked[0].authority, ITSELF)

    def _of_intake(self, event: Any, commit: Commit) -> Any:
        match event:
            case intake.NotificationRaisedV1() if self._knows_alerts(commit.authority, event.edition):
                return contract.FollowNotificationV1(
                    event.notification_id,
                    event.area,
                    event.edition,
                    event.edition_digest,
                    event.raised_by,
                    event.raised_at,
                    event.facts,
                )
            case intake.NotificationUpdatedV1() if self._is_linked(event.notification_id):
                return contract.FollowFactsV1(event.notification_id, event.facts)
            case intake.NotificationClosedV1() | intake.NotificationNotRequiredV1() if self._is_linked(
                event.notification_id
            ):
                return contract.FollowEndV1(event.notification_id)
        return None

    def _of_escalation(self, event: Any, commit: Commit) -> Any:
        if not isinstance(event, escalation.TaskDecidedV1):
            return None
        notification_id = f"notification-{commit.stream.removeprefix('routing-')}"
        trigger = Trigger("decided", event.step, event.outcome)
        if not self._on_the_way(commit.authority, trigger) or not self._is_linked(notification_id):
            return None
        return contract.FollowDecisionV1(notification_id, event.step, event.outcome, event.by)

    def _knows_alerts(self, authority: str, edition: str) -> bool:
        if authority in self.deployment.stopped:
            raise Refusal("authority_stopped")  # parked until it is mended: what is not linked could have no alert
        found = self.deployment.authorities.get(authority)
        stated = found.editions.get(edition) if found else None
        return stated is not None and stated.alerting is not None

    def _on_the_way(self, authority: str, trigger: Trigger) -> bool:
        found = self.deployment.authorities.get(authority)
        editions = found.editions.values() if found else ()
        return any(each.alerting and each.alerting.of(trigger) for each in editions)

    def _is_linked(self, notification_id: str) -> bool:
        return bool(self.store.stream(stream_of(notification_id)))


def _answer(told: cascade.CustodianRespondedV1) -> contract.FollowAnswerV1:
    notification_id = f"notification-{told.alert_id.removeprefix('alert-')}"
    return contract.FollowAnswerV1(
        notification_id, told.message_id, told.custodian, told.result, told.by, told.at, told.sealed
    )


def _unreached(told: cascade.CustodianSilentV1) -> contract.FollowUnreachedV1:
    notification_id = f"notification-{told.message_id.rpartition('.')[0].removeprefix('alert-')}"
    return contract.FollowUnreachedV1(notification_id, told.message_id, told.custodian, told.because)
