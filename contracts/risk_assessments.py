"""Commands and events of risk assessments: how one is filled in and completed, and the level that a person sets.

A young person's risk work hangs on a notification. `risk-…` is its stream: on it assessments begin, and the register stands. Each
assessment is a stream of its own, `assessment-…-<number>`. Free text travels sealed, each text by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from contracts.intake import SEALED
from contracts.schema import by_name, events_by_name
from needfire.decisions import Decision

AnswerState = Literal["missing", "answered", "not_applicable", "unknown"]
Which = Literal["first", "review"]


@dataclass(frozen=True)
class Filled:
    """What stands at one place of the form: an item, a section's evidence, or a question on the whole.

    `values` are the answers chosen, `asked` the answers to its questions (of a text: that it is written), `rests_on` the numbers
    of pieces of evidence. `texts` are what was written, each sealed under its name; what does not fit is "unreadable", and
    stands there as it was typed.
    """

    place: str
    state: AnswerState = "missing"
    values: tuple[str, ...] = ()
    asked: Mapping[str, Any] = field(default_factory=dict)
    rests_on: tuple[int, ...] = ()
    texts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class BoundsTold:
    """A total: one number when nothing is missing that could change it."""

    lowest: int
    highest: int


@dataclass(frozen=True)
class SectionTotal:
    """The total of one section."""

    section: str
    lowest: int
    highest: int


@dataclass(frozen=True)
class BeginAssessmentV1:
    """Begin the first assessment, or a review of the one before. Its instrument is the newest of the case's edition."""

    notification_id: str
    which: Which


@dataclass(frozen=True)
class SaveDraftV1:
    """Save what was filled in since the version `based_on` was read. It is kept, whatever it says.

    What somebody else has changed there meanwhile is not overwritten: what is saved then lies beside it.
    """

    assessment_id: str
    instrument: str
    based_on: int
    places: tuple[Filled, ...]


@dataclass(frozen=True)
class CompleteAssessmentV1:
    """Complete the assessment. `acknowledged` names the warnings that were read and left as they are."""

    assessment_id: str
    acknowledged: tuple[str, ...] = ()


@dataclass(frozen=True)
class SetLevelV1:
    """Set the level: a person's decision. `asked` is what the instrument has recorded with it, `facts` are stated besides."""

    assessment_id: str
    level: str
    asked: Mapping[str, Any] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    sealed: str | None = SEALED


@dataclass(frozen=True)
class LinkRiskV1:
    """A notification was raised under an edition that has an instrument. Carried over from intake."""

    notification_id: str
    person: str
    area: str
    edition: str
    edition_digest: str
    raised_by: str
    raised_at: datetime
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class FollowRiskFactsV1:
    """A notification was updated. Carried over from intake."""

    notification_id: str
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class FollowRiskEndV1:
    """A notification has ended. Carried over from intake."""

    notification_id: str


@dataclass(frozen=True)
class FollowCountersignatureV1:
    """The step that countersigns the assessment was decided. Carried over from escalation."""

    assessment_id: str
    by: str


@dataclass(frozen=True)
class NoteAssessmentV1:
    """What an assessment has come to, for all that hangs on the notification. Carried over from the assessment."""

    notification_id: str
    assessment_id: str
    number: int
    instrument: str
    level: str | None
    by: str
    settled_at: datetime
    total: BoundsTold
    sections: tuple[SectionTotal, ...]


@dataclass(frozen=True)
class RiskLinkedV1:
    """The notification that the risk work hangs on, and the edition that decides on it."""

    risk_id: str
    notification_id: str
    person: str
    area: str
    edition: str
    edition_digest: str
    raised_by: str
    raised_at: datetime
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class RiskFactsChangedV1:
    """The facts of the notification, as they now stand."""

    risk_id: str
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class RiskCaseEndedV1:
    """The notification has ended."""

    risk_id: str


@dataclass(frozen=True)
class AssessmentBegunV1:
    """An assessment began; `number` counts those of the notification from 1, `previous` is the one that it reviews."""

    risk_id: str
    notification_id: str
    assessment_id: str
    number: int
    which: Which
    instrument: str
    previous: str | None
    by: str
    begun_at: datetime
    decisions: tuple[Decision, ...]


@dataclass(frozen=True)
class AssessmentNotedV1:
    """What an assessment has come to: its totals, and the level that a person set. A later one of the same number replaces it."""

    risk_id: str
    notification_id: str
    assessment_id: str
    number: int
    instrument: str
    level: str | None
    by: str
    settled_at: datetime
    total: BoundsTold
    sections: tuple[SectionTotal, ...]


@dataclass(frozen=True)
class DraftSavedV1:
    """Something was filled in. It stands from now on, but for the places `beside`, which somebody else had changed meanwhile:
    there it lies beside what stands, until one of both is saved anew."""

    assessment_id: str
    notification_id: str
    by: str
    saved_at: datetime
    places: tuple[Filled, ...]
    beside: tuple[str, ...]


@dataclass(frozen=True)
class Remark:
    """A warning or a prompt: what it says, by which rules, about which item or section."""

    rules: tuple[str, ...]
    sentence: str
    about: str | None


@dataclass(frozen=True)
class SetOff:
    """What the answers set off: duties or requests of the edition by id, and the fact that says so in the case."""

    rules: tuple[str, ...]
    title: str
    starts: tuple[str, ...]
    must: bool


@dataclass(frozen=True)
class AssessmentCompletedV1:
    """The assessment is complete and is not changed any more. It says nothing of the level.

    `facts` are what it makes known of the case; `warnings` were read and left as they are; `wants_level`: a person sets one now.
    """

    assessment_id: str
    notification_id: str
    number: int
    instrument: str
    by: str
    completed_at: datetime
    total: BoundsTold
    sections: tuple[SectionTotal, ...]
    unanswered: tuple[str, ...]
    warnings: tuple[Remark, ...]
    prompts: tuple[Remark, ...]
    set_off: tuple[SetOff, ...]
    facts: Mapping[str, Any]
    wants_level: bool
    decisions: tuple[Decision, ...]


@dataclass(frozen=True)
class LevelSetV1:
    """A person set the level, and said why. `indicated` are the levels that the authority's bands indicate: none without bands.

    `facts` are what it makes known of the case.
    """

    assessment_id: str
    notification_id: str
    number: int
    level: str
    by: str
    set_at: datetime
    asked: Mapping[str, Any]
    facts: Mapping[str, Any]
    indicated: tuple[str, ...]
    decisions: tuple[Decision, ...]
    sealed: str | None = SEALED


@dataclass(frozen=True)
class LevelCountersignedV1:
    """Somebody other than the one who set the level countersigned it."""

    assessment_id: str
    notification_id: str
    by: str
    countersigned_at: datetime
    decisions: tuple[Decision, ...]


MAKES_KNOWN = (AssessmentCompletedV1, LevelSetV1)
"""Events whose `facts` are recorded of the notification, in the name of the one that they are `by`."""
COMMANDS = by_name(
    BeginAssessmentV1,
    SaveDraftV1,
    CompleteAssessmentV1,
    SetLevelV1,
    LinkRiskV1,
    FollowRiskFactsV1,
    FollowRiskEndV1,
    FollowCountersignatureV1,
    NoteAssessmentV1,
)
EVENTS = events_by_name(
    RiskLinkedV1,
    RiskFactsChangedV1,
    RiskCaseEndedV1,
    AssessmentBegunV1,
    AssessmentNotedV1,
    DraftSavedV1,
    AssessmentCompletedV1,
    LevelSetV1,
    LevelCountersignedV1,
)
