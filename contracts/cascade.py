"""Commands and events of the cascade: a message's way to every custodian, and what each of them answered.

A live alert and an exercise are apart by type: what answers an exercise has no place for an alert's id.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from contracts.custodians import ChannelKind, ContactKind
from contracts.intake import SEALED
from contracts.schema import by_name, events_by_name

MessageKind = Literal["initial", "update", "renewal", "found", "de_alert"]
Receipt = Literal[
    "delivered", "opened", "acknowledged", "searched", "not_known", "known", "sighting", "linked", "found"
]
Result = Literal["not_known", "known", "sighting", "linked", "found"]
Towards = Literal["first", "second"]
Occasion = Literal["release", "silence", "failure", "by_hand", "later_message"]


@dataclass(frozen=True)
class StartCascadeV1:
    """Send a released message to every custodian. `expires` is when it no longer means anything unless it was followed."""

    alert_id: str
    number: int
    kind: MessageKind
    original: datetime
    risk: str | None = None
    edition: str = ""
    rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class StartExerciseV1:
    """Send a message of a drill to custodians (none named: to all). It is marked as such wherever it is seen."""

    exercise_id: str
    number: int
    kind: MessageKind
    custodians: tuple[str, ...] = ()


@dataclass(frozen=True)
class RecordSentV1:
    """A channel took the message for this contact."""

    message_id: str
    custodian: str
    approach: int
    contact: ContactKind
    channel: ChannelKind


@dataclass(frozen=True)
class RecordFailedV1:
    """It could not be brought to this contact within the time for it."""

    message_id: str
    custodian: str
    approach: int
    contact: ContactKind
    channel: ChannelKind
    reason: str


@dataclass(frozen=True)
class ChaseV1:
    """Nobody there has acknowledged it in time since this approach."""

    message_id: str
    custodian: str
    approach: int


@dataclass(frozen=True)
class GiveReceiptV1:
    """The custodian's person or system says how far it is; what a result means in words is in `sealed`."""

    message_id: str
    custodian: str
    receipt: Receipt
    sealed: str | None = SEALED


@dataclass(frozen=True)
class RedriveV1:
    """Try anew from the first contact: by hand."""

    message_id: str
    custodian: str


@dataclass(frozen=True)
class TakeUpV1:
    """Try anew from the first contact, since a later message waits behind this one."""

    message_id: str
    custodian: str


@dataclass(frozen=True)
class CascadeStartedV1:
    """A message of a live alert is on its way to these custodians."""

    message_id: str
    alert_id: str
    number: int
    kind: MessageKind
    started_at: datetime
    original: datetime
    follows: str | None
    follows_sent: datetime | None
    risk: str | None
    edition: str
    rules: tuple[str, ...]
    custodians: tuple[str, ...]


@dataclass(frozen=True)
class ExerciseStartedV1:
    """A message of a drill is on its way to these custodians."""

    message_id: str
    exercise_id: str
    number: int
    kind: MessageKind
    started_at: datetime
    original: datetime
    follows: str | None
    follows_sent: datetime | None
    started_by: str
    custodians: tuple[str, ...]


@dataclass(frozen=True)
class MessageSentV1:
    """It went out to this contact."""

    message_id: str
    custodian: str
    approach: int
    contact: ContactKind
    channel: ChannelKind
    sent_at: datetime


@dataclass(frozen=True)
class MessageFailedV1:
    """It could not be brought to this contact; `reason` is a code."""

    message_id: str
    custodian: str
    approach: int
    contact: ContactKind
    channel: ChannelKind
    reason: str
    failed_at: datetime


@dataclass(frozen=True)
class CustodianApproachedV1:
    """It is sent once more, to the first or the second contact, and why."""

    message_id: str
    custodian: str
    approach: int
    towards: Towards
    occasion: Occasion
    by: str


@dataclass(frozen=True)
class CustodianSilentV1:
    """Neither contact was reached, or neither acknowledged it: a person has to see to it."""

    message_id: str
    custodian: str
    because: Literal["silence", "failure"]
    since: datetime


@dataclass(frozen=True)
class ReceiptGivenV1:
    """How far the custodian is, in its own word."""

    message_id: str
    custodian: str
    receipt: Receipt
    by: str
    given_at: datetime


@dataclass(frozen=True)
class CustodianRespondedV1:
    """A custodian's result on a live alert; it goes back to the alert's case."""

    alert_id: str
    message_id: str
    custodian: str
    result: Result
    by: str
    at: datetime
    sealed: str | None = SEALED


@dataclass(frozen=True)
class ExerciseAnsweredV1:
    """A custodian's result in a drill; it goes to the drill's report and nowhere else."""

    exercise_id: str
    message_id: str
    custodian: str
    result: Result
    by: str
    at: datetime


COMMANDS = by_name(
    StartCascadeV1,
    StartExerciseV1,
    RecordSentV1,
    RecordFailedV1,
    ChaseV1,
    GiveReceiptV1,
    RedriveV1,
    TakeUpV1,
)
EVENTS = events_by_name(
    CascadeStartedV1,
    ExerciseStartedV1,
    MessageSentV1,
    MessageFailedV1,
    CustodianApproachedV1,
    CustodianSilentV1,
    ReceiptGivenV1,
    CustodianRespondedV1,
    ExerciseAnsweredV1,
)
