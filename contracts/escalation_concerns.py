"""Commands of escalation on concerns, carried over from intake: their clocks are escalation's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from needfire.concerns import ConcernOutcome


@dataclass(frozen=True)
class StartConcernV1:
    """A concern arrived and was acknowledged: it waits for a decision, and its clocks run."""

    concern_id: str
    person: str
    area: str
    edition: str
    edition_digest: str
    raised_by: str
    raised_at: datetime


@dataclass(frozen=True)
class FollowConcernV1:
    """A concern was decided: its clock is met, and the referrer is to be told."""

    concern_id: str
    outcome: ConcernOutcome
    decided_by: str
    decided_at: datetime


@dataclass(frozen=True)
class FollowFeedbackV1:
    """The referrer was told what was decided."""

    concern_id: str
    by: str
    given_at: datetime


COMMANDS = (StartConcernV1, FollowConcernV1, FollowFeedbackV1)
