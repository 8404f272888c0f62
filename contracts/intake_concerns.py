"""Commands and events of intake on concerns: what an agency tells the authority, and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from needfire.concerns import ConcernOutcome
from needfire.decisions import Decision

SEALED = field(default=None, metadata={"metadata": {"longest": 400_000}})
FEEDBACK = field(default=None, metadata={"metadata": {"longest": 400_000}})
Urgency = Literal["immediate_danger", "today", "soon"]
Closing = Literal["no_further_action", "referred_elsewhere"]
ConcernReason = Literal[
    "below_threshold", "known_already", "not_of_this_area", "another_service_helps", "mistaken", "other"
]


@dataclass(frozen=True)
class RaiseConcernV1:
    """An agency is concerned about a child: facts as far as it gives them, all else sealed under the person's key."""

    concern_id: str
    reference: str
    person: str
    agency: str
    urgency: Urgency
    area: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    sealed: str | None = SEALED


@dataclass(frozen=True)
class DecideConcernV1:
    """Decide that nothing is raised from the concern, and why; `feedback` is what the referrer is told, sealed."""

    concern_id: str
    outcome: Closing
    reason: ConcernReason
    sealed: str | None = SEALED
    feedback: str | None = FEEDBACK


@dataclass(frozen=True)
class TakeUpConcernV1:
    """A notification was raised from the concern: intake's own, carried over from the notification."""

    concern_id: str
    notification_id: str
    by: str


@dataclass(frozen=True)
class GiveFeedbackV1:
    """Tell the referrer what was decided."""

    concern_id: str
    feedback: str | None = FEEDBACK


@dataclass(frozen=True)
class ReceiveFeedbackV1:
    """The agency says that it has read the feedback."""

    concern_id: str
    agency: str


@dataclass(frozen=True)
class ConcernRaisedV1:
    """A concern arrived, and was acknowledged with its reference; it keeps its edition. `decide_by` is when it is to be decided."""

    concern_id: str
    reference: str
    agency: str
    raised_by: str
    raised_at: datetime
    urgency: Urgency
    area: str
    edition: str
    edition_digest: str
    facts: Mapping[str, Any]
    person: str
    decide_by: datetime | None
    decisions: tuple[Decision, ...]
    sealed: str | None = SEALED


@dataclass(frozen=True)
class ConcernDecidedV1:
    """What becomes of the concern was decided: `notification_id` where it was taken up, else a `reason`."""

    concern_id: str
    agency: str
    outcome: ConcernOutcome
    reason: ConcernReason | None
    notification_id: str | None
    decided_by: str
    decided_at: datetime
    decisions: tuple[Decision, ...]
    sealed: str | None = SEALED


@dataclass(frozen=True)
class FeedbackGivenV1:
    """The referrer can read what was decided."""

    concern_id: str
    agency: str
    by: str
    given_at: datetime
    decisions: tuple[Decision, ...]
    sealed: str | None = SEALED


@dataclass(frozen=True)
class FeedbackReceivedV1:
    """The agency has read the feedback: now it is told."""

    concern_id: str
    by: str
    received_at: datetime


COMMANDS = (RaiseConcernV1, DecideConcernV1, TakeUpConcernV1, GiveFeedbackV1, ReceiveFeedbackV1)
EVENTS = (ConcernRaisedV1, ConcernDecidedV1, FeedbackGivenV1, FeedbackReceivedV1)
