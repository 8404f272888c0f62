"""Commands and events of the receiving side: other deployments' alerts, what the records said, and the end of the copy.

Only what travels without a name is here; what a match is made of stays where the records are.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from contracts.cascade import MessageKind, Result
from contracts.intake import SEALED
from contracts.schema import by_name, events_by_name

CONTENT = field(metadata={"metadata": {"longest": 200_000}})
DOCUMENT = field(metadata={"metadata": {"longest": 200_000}})
Likeness = Literal["certain", "likely", "possible", "none"]


@dataclass(frozen=True)
class TakeInAlertV1:
    """A webhook from another deployment, as it came: its three headers and its content. `sender` is whom it says it is from."""

    sender: str
    webhook_id: str
    webhook_timestamp: str
    webhook_signature: str
    content: str = CONTENT


@dataclass(frozen=True)
class TakeInDocumentV1:
    """A document of a message from another deployment: its webhook as it came, and what was opened of it, sealed anew at once with
    the key of `person`, who stands for nobody else."""

    sender: str
    webhook_id: str
    webhook_timestamp: str
    webhook_signature: str
    person: str
    content: str = CONTENT
    sealed: str = DOCUMENT


@dataclass(frozen=True)
class RecordSearchV1:
    """Record that the own records were searched for a received alert: how many candidates of each likeness, and the result."""

    received_id: str
    result: Result
    candidates: int
    likeness: Likeness
    sealed: str | None = SEALED


@dataclass(frozen=True)
class DestroyCopyV1:
    """The copy has not been followed up for so long that it must go; only the service's own clock asks for it."""

    received_id: str
    mark: str


@dataclass(frozen=True)
class AlertReceivedV1:
    """A message of a live alert of another authority was taken in."""

    received_id: str
    sender: str
    about: str
    message_id: str
    delivered_as: str
    number: int
    kind: MessageKind
    sent_at: datetime
    original: datetime
    severity: str
    link: str
    received_at: datetime
    ends: bool


@dataclass(frozen=True)
class ExerciseReceivedV1:
    """A message of a drill was taken in; nobody is missing."""

    received_id: str
    sender: str
    about: str
    message_id: str
    delivered_as: str
    number: int
    kind: MessageKind
    sent_at: datetime
    original: datetime
    severity: str
    link: str
    received_at: datetime
    ends: bool


@dataclass(frozen=True)
class DocumentReceivedV1:
    """The document of a message was taken in: what it tells of the child, sealed with the key of `person`."""

    received_id: str
    message_id: str
    person: str
    received_at: datetime
    sealed: str = DOCUMENT


@dataclass(frozen=True)
class SearchRecordedV1:
    """The own records were searched, and this is what was found."""

    received_id: str
    result: Result
    candidates: int
    likeness: Likeness
    by: str
    at: datetime
    sealed: str | None = SEALED


@dataclass(frozen=True)
class CopyDestroyedV2:
    """The certificate: what the copy was of, when it came, when it was last followed up, and that it is gone.

    `people` are those whose keys sealed its documents: with the keys these are gone, too.
    """

    received_id: str
    sender: str
    about: str
    messages: tuple[str, ...]
    first_received_at: datetime
    last_followed_up_at: datetime
    destroyed_at: datetime
    people: tuple[str, ...] = ()


COMMANDS = by_name(TakeInAlertV1, TakeInDocumentV1, RecordSearchV1, DestroyCopyV1)
EVENTS = events_by_name(AlertReceivedV1, ExerciseReceivedV1, DocumentReceivedV1, SearchRecordedV1, CopyDestroyedV2)
