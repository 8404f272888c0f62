"""What the gateway answers over HTTP: the body of each answer. Times are in UTC, with their offset."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from contracts.gateway_sharing import ExpectedShare, Share
from contracts.gateway_words import DecisionTold as DecisionTold
from contracts.gateway_words import FactInWords as FactInWords
from contracts.gateway_words import Opened as Opened
from contracts.gateway_words import Person as Person
from contracts.gateway_words import Role as Role
from contracts.gateway_words import RuleText as RuleText
from contracts.intake import Advice, LeftOutReason

CaseState = Literal["open", "finished", "not_required", "closed"]
TaskState = Literal["open", "decided", "returned", "withdrawn"]
ClockState = Literal["running", "breached", "met", "stopped"]
Tray = Literal["person", "group"]


@dataclass(frozen=True)
class Problem:
    """A problem+json answer (RFC 9457). `code` is stable; `title` is the sentence to show; `rules` are those behind it.

    `reasons` are those rules in plain words, each with its status and its place in the source.
    """

    type: str
    title: str
    status: int
    code: str
    rules: tuple[str, ...]
    details: Mapping[str, Any]
    reasons: tuple[RuleText, ...] = ()


@dataclass(frozen=True)
class Accepted:
    """It was done: the notification, and the version of the stream that the command wrote."""

    notification_id: str
    version: int


@dataclass(frozen=True)
class Raised(Accepted):
    """The notification was raised, under this edition, which it keeps; `person` is whom it is about.

    `reference` can be read aloud on the telephone.
    """

    edition: str
    person: str
    reference: str


@dataclass(frozen=True)
class AbsenceDelegated:
    """It was recorded who acts for whom, and for how long."""

    person: str
    delegate: str
    starts: datetime
    ends: datetime
    version: int


@dataclass(frozen=True)
class Why:
    """Every decision on a notification, or on one of its tasks, in the order in which they were made."""

    notification_id: str
    task_id: str | None
    decisions: tuple[DecisionTold, ...]


@dataclass(frozen=True)
class CategoryTold:
    """A category: its rule and title. `uncertain` are the rules of it that its source does not settle."""

    rule: str
    title: str
    uncertain: tuple[RuleText, ...] = ()


@dataclass(frozen=True)
class LeftOutTold:
    """A category that the facts met and the person left out, and why."""

    rule: str
    title: str
    reason: LeftOutReason


@dataclass(frozen=True)
class Named:
    """Who was named for a role when the notification was raised."""

    role: Role
    person: Person


@dataclass(frozen=True)
class FactChanged:
    """What changed; null in words is "not known"."""

    fact: str
    question: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Update:
    """One update of a notification."""

    number: int
    updated_by: Person
    updated_at: datetime
    changed: tuple[FactChanged, ...]
    opened: Opened | None


@dataclass(frozen=True)
class Consultation:
    """Who was consulted, and what they advised."""

    with_role: Role
    with_person: Person
    advice: Advice
    recorded_by: Person
    recorded_at: datetime
    opened: Opened | None


@dataclass(frozen=True)
class Outcome:
    """One way to decide a task."""

    id: str
    title: str
    comment_required: bool


@dataclass(frozen=True)
class RecordAsked:
    """Something that must be recorded with a decision; `words` are its choices, none for yes or no."""

    name: str
    question: str
    words: Mapping[str, str] | None


@dataclass(frozen=True)
class Task:
    """A step of the route: with whom it waits, or how it was decided.

    `uncertain`, here and in what follows, are the rules that it rests on and that their source does not settle: our
    assumption, a gap, a conflict, each with the other reading. `beside`: it is no step of the route, but a request or a
    review; who asked for it is in `asked_by`, and what is wanted in `asked`.
    """

    task_id: str
    notification_id: str
    step: str
    title: str
    state: TaskState
    role: Role
    people: tuple[Person, ...]
    tray: Tray
    claimed_by: Person | None
    opened_at: datetime
    due: datetime | None
    outcomes: tuple[Outcome, ...]
    asks: tuple[RecordAsked, ...]
    decided_as: str | None
    decided_by: Person | None
    decided_at: datetime | None
    records: Mapping[str, Any]
    opened: Opened | None
    uncertain: tuple[RuleText, ...]
    beside: bool
    urgent: bool
    asked_by: Person | None
    asked: Opened | None


@dataclass(frozen=True)
class Notice:
    """Somebody is to be told. `received_by` is who said that they have read it."""

    notice_id: str
    notification_id: str
    about: str
    role: Role
    people: tuple[Person, ...]
    given_at: datetime
    received_by: Person | None
    received_at: datetime | None
    uncertain: tuple[RuleText, ...]


@dataclass(frozen=True)
class Clock:
    """A deadline: when it is due, counted how, and whether it was met. `clock` is the edition's clock, or duty."""

    clock_id: str
    clock: str
    title: str
    state: ClockState
    owner: Role
    due: datetime
    due_in_words: str
    counted_from: datetime
    arithmetic: tuple[str, ...]
    count: int
    target: datetime | None
    target_missed: bool
    late: bool
    task_id: str | None
    duty_id: str | None
    uncertain: tuple[RuleText, ...]


@dataclass(frozen=True)
class Duty:
    """A body outside that must (or should) be told. `duty` is the edition's; `reference` is the evidence that it was.

    Where it `does` "record", it is a record that must (or should) be made, and `to` is its place.

    `evidence` says what that is to be, `deputy` who may do it while nobody who leads is there. `proposed_by` has proposed, for
    this `reason`, that it is not required, which waits for a second person; `not_required_by` is that second person.
    """

    duty_id: str
    notification_id: str
    duty: str
    does: str
    title: str
    to: str
    must: bool
    lead: Role
    people: tuple[Person, ...]
    consults: tuple[Role, ...]
    opened_at: datetime
    due: datetime | None
    done_by: Person | None
    done_at: datetime | None
    reference: str | None
    opened: Opened | None
    uncertain: tuple[RuleText, ...]
    evidence: str
    proposed_by: Person | None
    not_required_by: Person | None
    deputy: Role | None
    reason: Opened | None


@dataclass(frozen=True)
class Vacancy:
    """A post that nobody held when it was to act or to be told."""

    role: Role
    about: str
    found_at: datetime


@dataclass(frozen=True)
class Versions:
    """How far the read model has come in this notification's two streams."""

    intake: int
    routing: int


@dataclass(frozen=True)
class NotificationSummary:
    """A notification in a list. `reference` can be read aloud on the telephone."""

    notification_id: str
    reference: str
    authority: str
    area: str
    edition: str
    state: CaseState
    raised_by: Person
    raised_at: datetime
    categories: tuple[CategoryTold, ...]
    waits_with: tuple[str, ...]
    next_due: datetime | None
    next_due_title: str | None
    breached: bool


@dataclass(frozen=True)
class Notification:
    """A notification as it stands. `number` is that of its latest update: base the next one on it.

    `reference` can be read aloud on the telephone; its national alert and its entry on the register have the same.
    """

    notification_id: str
    reference: str
    versions: Versions
    authority: str
    area: str
    edition: str
    edition_title: str
    state: CaseState
    raised_by: Person
    raised_at: datetime
    number: int
    facts: Mapping[str, Any]
    facts_in_words: tuple[FactInWords, ...]
    categories: tuple[CategoryTold, ...]
    left_out: tuple[LeftOutTold, ...]
    named: tuple[Named, ...]
    restrictions: tuple[str, ...]
    opened: Opened | None
    updates: tuple[Update, ...]
    consultations: tuple[Consultation, ...]
    shares: tuple[Share, ...]
    expected_shares: tuple[ExpectedShare, ...]
    route: str | None
    tasks: tuple[Task, ...]
    notices: tuple[Notice, ...]
    clocks: tuple[Clock, ...]
    duties: tuple[Duty, ...]
    vacancies: tuple[Vacancy, ...]


@dataclass(frozen=True)
class NotificationList:
    """Notifications that the reader may see, newest first; `next` is the cursor of the page that follows."""

    notifications: tuple[NotificationSummary, ...]
    next: str | None


@dataclass(frozen=True)
class TimelineEntry:
    """Something that happened. `kind` is the event's name; `concerns` the id of the task, notice, clock or duty."""

    at: datetime
    kind: str
    sentence: str
    by: Person | None
    concerns: str | None
    opened: Opened | None
    decisions: tuple[DecisionTold, ...]


@dataclass(frozen=True)
class Timeline:
    """A notification's story, oldest first."""

    notification_id: str
    versions: Versions
    entries: tuple[TimelineEntry, ...]
