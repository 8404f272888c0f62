"""Commands and events of intake: the notification and its life.

In each of them facts are apart from what identifies a person: particulars and free text travel as `sealed`, ciphertext that
only the gateway opens.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from contracts import intake_concerns, intake_persons, intake_register
from contracts.intake_emergency import EmergencyAccessOpenedV1 as EmergencyAccessOpenedV1
from contracts.intake_emergency import OpenEmergencyAccessV1 as OpenEmergencyAccessV1
from contracts.schema import by_name, events_by_name
from needfire.decisions import Decision

SEALED = field(default=None, metadata={"metadata": {"longest": 400_000}})
LeftOutReason = Literal["facts_need_correction", "another_category_covers_it", "judged_not_needed"]
Advice = Literal["raise", "do_not_raise", "unsure"]


@dataclass(frozen=True)
class LeftOut:
    """A category that the facts meet and the person did not choose, and why; more can be said in the particulars."""

    rule: str
    reason: LeftOutReason


@dataclass(frozen=True)
class SuggestedCategory:
    """A category that the facts met, with the facts used and how it was counted."""

    rule: str
    facts_used: tuple[str, ...] = ()
    arithmetic: tuple[str, ...] = ()


@dataclass(frozen=True)
class FactChange:
    """One fact of an update: what it was and what it is (null: not known)."""

    fact: str
    before: Any = None
    after: Any = None


@dataclass(frozen=True)
class RaiseNotificationV1:
    """Raise a notification: facts, chosen categories by rule id, people named for roles, particulars sealed.

    `person` is whom it is about: an id with whose key it is sealed, the same in each case of theirs that was recognised.
    `concern_id` is the agency's concern that it takes up.
    """

    notification_id: str
    person: str
    area: str
    facts: Mapping[str, Any]
    categories: tuple[str, ...]
    left_out: tuple[LeftOut, ...] = ()
    named: Mapping[str, str] = field(default_factory=dict)
    restrictions: tuple[str, ...] = ()
    sealed: str | None = SEALED
    concern_id: str | None = None


@dataclass(frozen=True)
class RecordConsultationV1:
    """Record that somebody was consulted on whether or how to notify, and what they advised."""

    notification_id: str
    with_role: str
    with_person: str
    advice: Advice
    sealed: str | None = SEALED


@dataclass(frozen=True)
class UpdateNotificationV1:
    """Update a notification: only what is new; all else is copied forward. `based_on` is the update number that was read."""

    notification_id: str
    based_on: int
    facts: Mapping[str, Any] = field(default_factory=dict)
    withdrawn: tuple[str, ...] = ()
    sealed: str | None = SEALED


@dataclass(frozen=True)
class CloseNotificationV1:
    """Close a notification; why it is resolved, and what was learnt, are in `sealed`."""

    notification_id: str
    sealed: str | None = SEALED


@dataclass(frozen=True)
class ShareNotificationV1:
    """Share a case under one of its edition's ways to share: with a role, a person of the directory, or a body outside.

    Exactly one of the three is given; why it is shared is in `sealed`.
    """

    notification_id: str
    circulation: str
    to_role: str | None = None
    to_person: str | None = None
    to_body: str | None = None
    sealed: str | None = SEALED


@dataclass(frozen=True)
class ReceiveShareV1:
    """The body with which a case was shared says that it has read it. `number` counts the case's shares from 1."""

    notification_id: str
    number: int
    agency: str


@dataclass(frozen=True)
class MarkNotRequiredV1:
    """End a notification because a step of its route was decided so; escalation's decision, carried over."""

    notification_id: str
    task_id: str
    decided_by: str
    rules: tuple[str, ...]


@dataclass(frozen=True)
class RecordAlertV1:
    """What a national alert has made known of the case, and by whom. Carried over from national alerts."""

    notification_id: str
    facts: Mapping[str, Any]
    recorded_by: str
    rules: tuple[str, ...]


@dataclass(frozen=True)
class RecordRiskV1:
    """What risk management has made known of the case, and by whom. Carried over from risk management."""

    notification_id: str
    facts: Mapping[str, Any]
    recorded_by: str
    rules: tuple[str, ...]


@dataclass(frozen=True)
class NotificationRaisedV1:
    """A notification was raised under an edition, which it keeps."""

    notification_id: str
    person: str
    area: str
    edition: str
    edition_digest: str
    raised_by: str
    raised_at: datetime
    facts: Mapping[str, Any]
    categories: tuple[str, ...]
    suggested: tuple[SuggestedCategory, ...]
    left_out: tuple[LeftOut, ...]
    named: Mapping[str, str]
    restrictions: tuple[str, ...]
    decisions: tuple[Decision, ...]
    sealed: str | None = SEALED
    concern_id: str | None = None


@dataclass(frozen=True)
class ConsultationRecordedV1:
    """Somebody was consulted and advised."""

    notification_id: str
    with_role: str
    with_person: str
    advice: Advice
    recorded_by: str
    decisions: tuple[Decision, ...]
    sealed: str | None = SEALED


@dataclass(frozen=True)
class NotificationUpdatedV1:
    """An update: all facts as they now stand, and what changed. `number` counts from 1; the notification itself is 0."""

    notification_id: str
    number: int
    updated_by: str
    updated_at: datetime
    facts: Mapping[str, Any]
    changed: tuple[FactChange, ...]
    suggested: tuple[SuggestedCategory, ...]
    decisions: tuple[Decision, ...]
    sealed: str | None = SEALED


@dataclass(frozen=True)
class NotificationSharedV1:
    """The case was shared with a role, a person, or a body outside; `title` is what the way to share is called.

    `number` counts the case's shares from 1.
    """

    notification_id: str
    circulation: str
    title: str
    to_role: str | None
    to_person: str | None
    to_body: str | None
    by: str
    decisions: tuple[Decision, ...]
    sealed: str | None = SEALED
    number: int = 1


@dataclass(frozen=True)
class ShareReceivedV1:
    """The body with which the case was shared has read it: now it is told."""

    notification_id: str
    number: int
    by: str


@dataclass(frozen=True)
class NotificationNotRequiredV1:
    """It was decided that no notification is required; the reason is in escalation's decision."""

    notification_id: str
    task_id: str
    decided_by: str
    decisions: tuple[Decision, ...]


@dataclass(frozen=True)
class NotificationClosedV1:
    """The notification was closed as resolved."""

    notification_id: str
    closed_by: str
    closed_at: datetime
    decisions: tuple[Decision, ...]
    sealed: str | None = SEALED


COMMANDS = by_name(
    RaiseNotificationV1,
    RecordConsultationV1,
    UpdateNotificationV1,
    ShareNotificationV1,
    CloseNotificationV1,
    OpenEmergencyAccessV1,
    MarkNotRequiredV1,
    ReceiveShareV1,
    RecordAlertV1,
    RecordRiskV1,
    *intake_concerns.COMMANDS,
    *intake_persons.COMMANDS,
    *intake_register.COMMANDS,
)
EVENTS = events_by_name(
    NotificationRaisedV1,
    ConsultationRecordedV1,
    NotificationUpdatedV1,
    NotificationSharedV1,
    ShareReceivedV1,
    NotificationNotRequiredV1,
    NotificationClosedV1,
    EmergencyAccessOpenedV1,
    *intake_concerns.EVENTS,
    *intake_persons.EVENTS,
    *intake_register.EVENTS,
)
