"""Commands and events of national alerts: from the threshold to what is released to the custodians.

All that belongs to one notification's alert is one stream, its alert. What identifies a person travels as `sealed`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from contracts import cascade, custodians, received_alerts
from contracts.cascade import Result
from contracts.intake import SEALED
from contracts.schema import by_name, events_by_name
from needfire.alerting import Message
from needfire.decisions import Decision
from needfire.thresholds import Verdict

Unreached = Literal["silence", "failure"]
AskedOf = Literal["family", "friends", "neighbours", "police", "key_agency", "prison", "other"]


@dataclass(frozen=True)
class Enquiry:
    """How an answer came about: the fact that it settled, who of the council asked, of whom, and when."""

    fact: str
    asked_by: str
    asked_of: AskedOf
    asked_at: datetime


@dataclass(frozen=True)
class ProposeAlertV1:
    """Put the notification to the threshold of a national alert, on the facts recorded of it and those given here."""

    notification_id: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    enquiries: tuple[Enquiry, ...] = ()


@dataclass(frozen=True)
class WriteMessageV1:
    """Complete the form of one of the alert's messages.

    `answers` are its typed parts, `given` names those of its parts that stand in `sealed`, `facts` are recorded besides.
    """

    notification_id: str
    message: Message
    facts: Mapping[str, Any] = field(default_factory=dict)
    answers: Mapping[str, Any] = field(default_factory=dict)
    given: tuple[str, ...] = ()
    sealed: str | None = SEALED


@dataclass(frozen=True)
class FollowNotificationV1:
    """A notification was raised under an edition that knows national alerts. Carried over from intake."""

    notification_id: str
    area: str
    edition: str
    edition_digest: str
    raised_by: str
    raised_at: datetime
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class FollowFactsV1:
    """A notification was updated. Carried over from intake."""

    notification_id: str
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class FollowEndV1:
    """A notification has ended. Carried over from intake."""

    notification_id: str


@dataclass(frozen=True)
class FollowDecisionV1:
    """A step or request of the case was decided. Carried over from escalation."""

    notification_id: str
    step: str
    outcome: str
    by: str | None


@dataclass(frozen=True)
class FollowAnswerV1:
    """A custodian answered to one of the alert's messages. Carried over from the cascade."""

    notification_id: str
    message_id: str
    custodian: str
    result: Result
    answered_by: str
    answered_at: datetime
    sealed: str | None = SEALED


@dataclass(frozen=True)
class FollowUnreachedV1:
    """A custodian could not be reached with one of the alert's messages, or nobody there acknowledges it. Carried over
    from the cascade."""

    notification_id: str
    message_id: str
    custodian: str
    because: Unreached


@dataclass(frozen=True)
class NotificationLinkedV1:
    """The notification that an alert could be of, and the edition that decides on it."""

    alert_id: str
    notification_id: str
    area: str
    edition: str
    edition_digest: str
    raised_by: str
    raised_at: datetime
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class AlertFactsChangedV1:
    """The facts that the alert is judged by, as they now stand."""

    alert_id: str
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class LinkedNotificationEndedV1:
    """The notification has ended; an alert that is current goes on until it is ended itself."""

    alert_id: str


@dataclass(frozen=True)
class ThresholdJudgedV1:
    """It was asked whether the threshold is met. `decisions` follow the National Decision Model: information, threat and
    risk, powers and policy, options, action and review. `facts` were stated with it; `passes_from`: when time alone mends it."""

    alert_id: str
    notification_id: str
    verdict: Verdict
    by: str
    judged_at: datetime
    facts: Mapping[str, Any]
    enquiries: tuple[Enquiry, ...]
    passes_from: datetime | None
    decisions: tuple[Decision, ...]


@dataclass(frozen=True)
class MessageWrittenV1:
    """The form of a message is complete and goes to whoever checks it; `facts` were stated with it."""

    alert_id: str
    notification_id: str
    message: Message
    number: int
    by: str
    written_at: datetime
    facts: Mapping[str, Any]
    answers: Mapping[str, Any]
    given: tuple[str, ...]
    decisions: tuple[Decision, ...]
    sealed: str | None = SEALED


@dataclass(frozen=True)
class MessageSentBackV1:
    """Whoever checked the message did not pass it; it can be written anew."""

    alert_id: str
    message: Message
    number: int
    by: str | None
    decisions: tuple[Decision, ...]


@dataclass(frozen=True)
class MessageSignedOffV1:
    """A person other than its author signed the message off."""

    alert_id: str
    message: Message
    number: int
    by: str
    decisions: tuple[Decision, ...]


@dataclass(frozen=True)
class MessageWithdrawnV1:
    """The message is not wanted any more and will not be released."""

    alert_id: str
    message: Message
    number: int
    decisions: tuple[Decision, ...]


@dataclass(frozen=True)
class AlertReleasedV1:
    """The message is released to every custodian. `number` counts the alert's messages from 1.

    `edition` is cited as "kent 2023-12"; `ends` says that it is the alert's last.
    """

    alert_id: str
    notification_id: str
    message: Message
    number: int
    original_missing_since: datetime | None
    risk: str | None
    edition: str
    area: str
    released_by: str | None
    released_at: datetime
    ends: bool
    answers: Mapping[str, Any]
    decisions: tuple[Decision, ...]
    sealed: str | None = SEALED


@dataclass(frozen=True)
class AlertAnsweredV1:
    """A custodian knows something of the child; `sealed` is what they say, if they say more."""

    alert_id: str
    notification_id: str
    message_id: str
    custodian: str
    result: Result
    answered_by: str
    answered_at: datetime
    decisions: tuple[Decision, ...]
    sealed: str | None = SEALED


@dataclass(frozen=True)
class CustodianUnreachedV1:
    """The first custodian whom a message did not reach, or who stays silent on it: a person sees to it, and to all of whom
    the message's ledger says the same."""

    alert_id: str
    notification_id: str
    message_id: str
    custodian: str
    because: Unreached
    decisions: tuple[Decision, ...]


@dataclass(frozen=True)
class AlertInDoubtV1:
    """Facts were corrected after the release, and the threshold would not be met by them: whoever decides on it is told."""

    alert_id: str
    notification_id: str
    decisions: tuple[Decision, ...]


COMMANDS = by_name(
    ProposeAlertV1,
    WriteMessageV1,
    FollowNotificationV1,
    FollowFactsV1,
    FollowEndV1,
    FollowDecisionV1,
    FollowAnswerV1,
    FollowUnreachedV1,
)
EVENTS = events_by_name(
    NotificationLinkedV1,
    AlertFactsChangedV1,
    LinkedNotificationEndedV1,
    ThresholdJudgedV1,
    MessageWrittenV1,
    MessageSentBackV1,
    MessageSignedOffV1,
    MessageWithdrawnV1,
    AlertReleasedV1,
    AlertAnsweredV1,
    CustodianUnreachedV1,
    AlertInDoubtV1,
)
FEED = {**EVENTS, **cascade.EVENTS, **custodians.EVENTS, **received_alerts.EVENTS}
"""Every event of the service's feed: who follows it knows them all."""
