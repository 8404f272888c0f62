"""How risk management follows: what intake, escalation and its own assessments tell becomes commands of its own.

Only notifications of an edition that has an instrument or a register are followed; of the others there is nothing here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from contracts import escalation, intake
from contracts import risk_assessments as contract
from contracts import risk_management as all_of_it
from contracts.refusals import Refusal
from needfire.loading.deployment import Deployment
from services.risk_management.assessments.following import AssessmentsFollowed
from services.risk_management.grounding import risk_stream
from shared_kernel.command_desk import CommandDesk
from shared_kernel.commits import Commit, CommitStore
from shared_kernel.following import CommitFollower

ITSELF = "service:risk_management"


@dataclass(frozen=True)
class Follower:
    """Carries out, once in effect, what a commit asks of risk management."""

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

    @property
    def assessments(self) -> CommitFollower:
        """Follows its own assessments: what one comes to stands with the risk work."""
        return CommitFollower(self.desk, all_of_it.EVENTS, self._of_assessment, ITSELF, streams="assessment-")

    def _of_intake(self, event: Any, commit: Commit) -> Any:
        match event:
            case intake.NotificationRaisedV1() if self._is_for_us(commit.authority, event.edition):
                return contract.LinkRiskV1(
                    event.notification_id,
                    event.person,
                    event.area,
                    event.edition,
                    event.edition_digest,
                    event.raised_by,
                    event.raised_at,
                    event.facts,
                )
            case intake.NotificationUpdatedV1() if self._is_linked(event.notification_id):
                return contract.FollowRiskFactsV1(event.notification_id, event.facts)
            case intake.NotificationClosedV1() | intake.NotificationNotRequiredV1() if self._is_linked(
                event.notification_id
            ):
                return contract.FollowRiskEndV1(event.notification_id)
        return None

    def _of_escalation(self, event: Any, commit: Commit) -> Any:
        return AssessmentsFollowed(self.store, self.deployment).countersigned(event, commit)

    def _of_assessment(self, event: Any, _commit: Commit) -> Any:
        return AssessmentsFollowed(self.store, self.deployment).noted(event)

    def _is_for_us(self, authority: str, edition: str) -> bool:
        if authority in self.deployment.stopped:
            raise Refusal("authority_stopped")  # parked until it is mended: what is not linked could have no assessment
        found = self.deployment.authorities.get(authority)
        stated = found.editions.get(edition) if found else None
        return stated is not None and bool(stated.instruments or stated.register)

    def _is_linked(self, notification_id: str) -> bool:
        return bool(self.store.stream(risk_stream(notification_id)))
