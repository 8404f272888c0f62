"""What the gateway is sent and answers on risk assessments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from contracts.gateway_answers import Accepted
from contracts.gateway_words import DecisionTold, Person, RuleText
from contracts.risk_assessments import AnswerState, Which

AssessmentState = Literal["draft", "complete", "level_set", "countersigned"]
Asks = Literal["flag", "choice", "choices", "count", "text"]


@dataclass(frozen=True)
class AssessmentBeginning:
    """Begin the first assessment of a notification, or a review of the one before."""

    notification_id: str
    which: Which


@dataclass(frozen=True)
class AssessmentAccepted(Accepted):
    """It was done to this assessment, whose stream is now at `version`."""

    assessment_id: str


@dataclass(frozen=True)
class AssessmentDraft:
    """What was filled in since the version `based_on` was read; nothing else is touched.

    `answers` by place: an item `{"answer": "2", "asked": {"history": true, "harm_feared": "…"}, "rests_on": [1]}`, or
    `{"state": "not_applicable"}`; a section's evidence `{"asked": {"text": "…"}}`; a question on the whole
    `{"asked": {"young_person_scale": 4}}`; null takes back what stood there. `instrument` is as the form has it.
    """

    instrument: str
    based_on: int
    answers: Mapping[str, Any]


@dataclass(frozen=True)
class AssessmentCompletion:
    """Complete the assessment. `acknowledged` are the keys of the warnings that were read and left as they are."""

    acknowledged: tuple[str, ...] = ()


@dataclass(frozen=True)
class LevelDecision:
    """The level that a person sets. `asked` is what the instrument wants with it: a text in one's own words, a flag.

    `facts` are what the procedure wants to know with it.
    """

    level: str
    asked: Mapping[str, Any] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class TotalTold:
    """A total: from `lowest` to `highest` as long as answers are missing, one number when none is."""

    lowest: int
    highest: int


@dataclass(frozen=True)
class SectionTold:
    """The total of a section."""

    section: str
    title: str
    lowest: int
    highest: int


@dataclass(frozen=True)
class RemarkTold:
    """What stands against it, is doubtful, or is to be thought of; `key` is what a warning is acknowledged by."""

    key: str
    about: str | None
    sentence: str
    rules: tuple[RuleText, ...]


@dataclass(frozen=True)
class VersionBeside:
    """What somebody else filled in at the same place at the same time: it is kept beside what stands."""

    by: Person
    at: datetime
    answer: tuple[str, ...]
    asked: Mapping[str, Any]


@dataclass(frozen=True)
class PlaceTold:
    """What stands at a place, who filled it in, and since which version of the assessment. Texts are as this reader may see them."""

    place: str
    state: AnswerState
    answer: tuple[str, ...]
    asked: Mapping[str, Any]
    rests_on: tuple[int, ...]
    by: Person
    at: datetime
    changed: int
    beside: tuple[VersionBeside, ...]


@dataclass(frozen=True)
class LevelTold:
    """A level as a person set it. `indicated` is what the authority's bands indicate, if it has any."""

    level: str
    title: str
    by: Person
    set_at: datetime
    reason: Mapping[str, str]
    indicated: tuple[str, ...]
    countersigned_by: Person | None
    countersigned_at: datetime | None


@dataclass(frozen=True)
class SetOffTold:
    """What the answers set off."""

    title: str
    must: bool
    rules: tuple[RuleText, ...]


@dataclass(frozen=True)
class Assessment:
    """One filling-in of an instrument, how far it is, and what the instrument says to it as it stands."""

    assessment_id: str
    notification_id: str
    number: int
    which: Which
    instrument: str
    previous: str | None
    state: AssessmentState
    version: int
    begun_by: Person
    begun_at: datetime
    completed_by: Person | None
    completed_at: datetime | None
    places: tuple[PlaceTold, ...]
    total: TotalTold
    sections: tuple[SectionTold, ...]
    unanswered: tuple[str, ...]
    against: tuple[RemarkTold, ...]
    warnings: tuple[RemarkTold, ...]
    prompts: tuple[RemarkTold, ...]
    set_off: tuple[SetOffTold, ...]
    support: Mapping[str, Any]
    levels: tuple[LevelTold, ...]


@dataclass(frozen=True)
class AssessmentLine:
    """An assessment as a line in the row of reviews: its level and totals once it is settled."""

    assessment_id: str
    number: int
    which: Which
    begun_at: datetime
    settled_at: datetime | None
    level: str | None
    total: TotalTold | None
    sections: tuple[SectionTold, ...]


@dataclass(frozen=True)
class AssessmentRow:
    """The assessments of a notification in order. `change` is from the original total to the current, where both are settled
    and of one version."""

    notification_id: str
    assessments: tuple[AssessmentLine, ...]
    original: TotalTold | None
    current: TotalTold | None
    change: int | None


@dataclass(frozen=True)
class AskedTold:
    """A question beside a score. `words` are its answers by value; `best` says which end of a scale is the good one."""

    id: str
    asks: str
    kind: Asks
    required: bool
    words: Mapping[str, str] | None
    lowest: int | None
    highest: int | None
    best: int | None
    guidance: str | None
    rules: tuple[RuleText, ...]


@dataclass(frozen=True)
class AnswerTold:
    """An answer that may be given, and its score, if it has one."""

    value: str
    title: str
    says: str
    score: int | None


@dataclass(frozen=True)
class AnswersTold:
    """The answers of which one is chosen."""

    title: str
    answers: tuple[AnswerTold, ...]


@dataclass(frozen=True)
class ItemTold:
    """A row of the instrument with its guidance."""

    id: str
    title: str
    guidance: str | None
    required: bool
    not_applicable: bool
    answers: tuple[AnswersTold, ...]
    asks: tuple[AskedTold, ...]
    rules: tuple[RuleText, ...]


@dataclass(frozen=True)
class FormSection:
    """Items under one heading with one place for evidence."""

    id: str
    title: str
    part: str
    guidance: str | None
    items: tuple[ItemTold, ...]
    evidence: tuple[AskedTold, ...]
    rules: tuple[RuleText, ...]


@dataclass(frozen=True)
class LevelOffered:
    """A level that a person may set, in the procedure's words."""

    id: str
    title: str
    says: str


@dataclass(frozen=True)
class AssessmentForm:
    """The instrument of an assessment, in its version. `level_facts` are asked with a level, by fact."""

    assessment_id: str
    instrument: str
    title: str
    sections: tuple[FormSection, ...]
    asks: tuple[AskedTold, ...]
    levels: tuple[LevelOffered, ...]
    level_asks: tuple[AskedTold, ...]
    level_facts: Mapping[str, str]
    rules: tuple[RuleText, ...]


@dataclass(frozen=True)
class AssessmentWhy:
    """Every decision on the assessment, in order."""

    assessment_id: str
    decisions: tuple[DecisionTold, ...]
