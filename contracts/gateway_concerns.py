"""What agencies and the authority's people ask and are answered about concerns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from contracts.gateway import Particulars
from contracts.gateway_answers import DecisionTold, FactInWords, Opened, Person, Role, RuleText, Versions
from contracts.intake_concerns import Closing, ConcernReason, Urgency

ConcernState = Literal["waiting", "taken_up", "no_further_action", "referred_elsewhere"]


@dataclass(frozen=True)
class ConcernRequest:
    """Raise a concern about a child. Facts as far as they are known; who it is about, what happened, whom to ring and your own
    reference (`case_reference`) in the particulars, which are sealed.
    """

    urgency: Urgency
    particulars: Particulars
    area: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ConcernDecisionRequest:
    """Decide that nothing is raised from the concern. `particulars`: why in the comment, and what the referrer is told in
    the feedback, which may also follow later.
    """

    outcome: Closing
    reason: ConcernReason
    particulars: Particulars | None = None


@dataclass(frozen=True)
class FeedbackRequest:
    """Tell the referrer what was decided: in the feedback of the particulars."""

    particulars: Particulars


@dataclass(frozen=True)
class ConcernAccepted:
    """It was done. `reference` can be read aloud on the telephone: no two of its characters look alike, and the last checks it."""

    concern_id: str
    reference: str
    version: int


@dataclass(frozen=True)
class ConcernAcknowledged(ConcernAccepted):
    """The concern arrived. `decide_by` is when the authority has to have decided on it, by these rules."""

    decide_by: datetime | None
    rules: tuple[RuleText, ...]


@dataclass(frozen=True)
class Feedback:
    """What the referrer was told, and when they said that they have read it."""

    opened: Opened | None
    given_at: datetime
    received_at: datetime | None
    rules: tuple[RuleText, ...]


@dataclass(frozen=True)
class ConcernDecided:
    """What became of the concern, and why: a code, and the rules."""

    outcome: ConcernState
    title: str
    reason: ConcernReason | None
    decided_at: datetime
    rules: tuple[RuleText, ...]


@dataclass(frozen=True)
class AgencyConcern:
    """A concern as the agency that raised it sees it. `overdue`: it should have been decided by now."""

    concern_id: str
    reference: str
    versions: Versions
    raised_at: datetime
    urgency: Urgency
    area: str
    facts: Mapping[str, Any]
    opened: Opened | None
    state: ConcernState
    decide_by: datetime | None
    overdue: bool
    rules: tuple[RuleText, ...]
    decided: ConcernDecided | None
    feedback: Feedback | None


@dataclass(frozen=True)
class ConcernLine:
    """A concern in a list."""

    concern_id: str
    reference: str
    raised_at: datetime
    urgency: Urgency
    state: ConcernState
    decide_by: datetime | None
    overdue: bool
    answered: bool


@dataclass(frozen=True)
class AgencyConcernList:
    """The concerns that the agency raised, newest first; `next` is the cursor of the page that follows."""

    concerns: tuple[ConcernLine, ...]
    next: str | None


@dataclass(frozen=True)
class AgencyNamed:
    """An agency of the authority's directory."""

    id: str
    name: str
    kind: str


@dataclass(frozen=True)
class Concern(AgencyConcern):
    """A concern as the front door sees it. `reminded` counts how often its holder was reminded."""

    agency: AgencyNamed
    role: Role
    facts_in_words: tuple[FactInWords, ...]
    person: str
    decided_by: Person | None
    comment: Opened | None
    notifications: tuple[str, ...]
    reminded: int
    decisions: tuple[DecisionTold, ...]


@dataclass(frozen=True)
class FrontDoorLine(ConcernLine):
    """A concern in the front door's list."""

    agency: AgencyNamed


@dataclass(frozen=True)
class ConcernList:
    """The concerns that the reader decides on, newest first; `next` is the cursor of the page that follows."""

    concerns: tuple[FrontDoorLine, ...]
    next: str | None
