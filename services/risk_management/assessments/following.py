"""What escalation and the assessments themselves tell of an assessment, as commands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from contracts import escalation
from contracts import risk_assessments as contract
from needfire.loading.deployment import Deployment
from needfire.procedure import Trigger
from services.risk_management.assessments.domain import Assessment
from services.risk_management.assessments.handlers import assessment
from services.risk_management.domain import Risk
from services.risk_management.grounding import risk_of, risk_stream, told
from shared_kernel.commits import Commit, CommitStore


@dataclass(frozen=True)
class AssessmentsFollowed:
    """Reads what was told, and the assessments that it is about."""

    store: CommitStore
    deployment: Deployment

    def noted(self, event: Any) -> Any:
        """What an assessment has come to: once its level is set, or at once where its instrument has no levels."""
        settled = isinstance(event, contract.LevelSetV1) or (
            isinstance(event, contract.AssessmentCompletedV1) and not event.wants_level
        )
        if not settled:
            return None
        completed = self._assessment(self._risk(event.notification_id), event.assessment_id).completed
        if completed is None:
            return None
        return contract.NoteAssessmentV1(
            notification_id=event.notification_id,
            assessment_id=event.assessment_id,
            number=event.number,
            instrument=completed.instrument,
            level=event.level if isinstance(event, contract.LevelSetV1) else None,
            by=event.by,
            settled_at=event.set_at if isinstance(event, contract.LevelSetV1) else event.completed_at,
            total=completed.total,
            sections=completed.sections,
        )

    def countersigned(self, event: Any, commit: Commit) -> Any:
        """The level that a decided step countersigns: that of the newest assessment that has one."""
        if not isinstance(event, escalation.TaskDecidedV1) or event.by is None:
            return None
        if not self._countersigns(commit.authority, Trigger("decided", event.step, event.outcome)):
            return None
        notification_id = f"notification-{commit.stream.removeprefix('routing-')}"
        if not self.store.stream(risk_stream(notification_id)):
            return None
        risk = self._risk(notification_id)
        newest = reversed([self._assessment(risk, each.assessment_id) for each in risk.begun])
        found = next((each for each in newest if each.level), None)
        return contract.FollowCountersignatureV1(found.begun.assessment_id, event.by) if found else None

    def _countersigns(self, authority: str, trigger: Trigger) -> bool:
        found = self.deployment.authorities.get(authority)
        editions = found.editions.values() if found else ()
        return any(each.assessing and each.assessing.countersigned == trigger for each in editions)

    def _risk(self, notification_id: str) -> Risk:
        return risk_of(told(self.store.stream(risk_stream(notification_id))))

    def _assessment(self, risk: Risk, assessment_id: str) -> Assessment:
        return assessment(risk, assessment_id, self.store.stream(assessment_id))
