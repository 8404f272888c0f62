"""What the gateway is sent and answers on other deployments' alerts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from contracts.cascade import MessageKind, Result
from contracts.gateway_custodians import Told
from contracts.gateway_words import Person
from contracts.received_alerts import Likeness


@dataclass(frozen=True)
class AlertWebhookData:
    """A message's id, whether it is of an exercise, and the alert as CAP 1.2; of a document the message's id, what that is `about`,
    and the `document`, sealed to the body's key (JWE)."""

    message_id: str
    exercise: bool | None = None
    cap: str | None = field(default=None, metadata={"metadata": {"longest": 131_072}})
    about: str | None = None
    document: str | None = field(default=None, metadata={"metadata": {"longest": 131_072}})


@dataclass(frozen=True)
class AlertWebhook:
    """What another deployment sends: `type` is national_alert.message or national_alert.document, whose `webhook-id` ends in
    ".document". At most 131,072 bytes, read as it was signed."""

    type: str
    data: AlertWebhookData


@dataclass(frozen=True)
class WebhookTaken:
    """The message is part of a copy now."""

    received_id: str
    version: int


@dataclass(frozen=True)
class ReceivedMessage:
    """A message of a copy; `link` is where its sender shows it, behind sign-in."""

    message_id: str
    number: int
    kind: MessageKind
    severity: str
    link: str
    sent_at: datetime
    received_at: datetime


@dataclass(frozen=True)
class SearchTold:
    """What the own records said."""

    result: Result
    candidates: int
    likeness: Likeness
    by: Person
    at: datetime


@dataclass(frozen=True)
class DestructionCertificate:
    """Which messages the copy had, when it came, when it was followed up last, and when it was destroyed."""

    messages: tuple[str, ...]
    first_received_at: datetime
    last_followed_up_at: datetime
    destroyed_at: datetime


@dataclass(frozen=True)
class MatchRequest:
    """Whom the own records are searched for: as the sender names the child. Nothing of it is kept."""

    name: str
    born: str | None = None
    nhs_number: str | None = None


@dataclass(frozen=True)
class DocumentTold:
    """What the newest document tells of the child, where its sender sends such: `search` is whom to search the own records for."""

    message_id: str
    told: tuple[Told, ...]
    search: MatchRequest | None


@dataclass(frozen=True)
class ReceivedAlert:
    """A copy of another deployment's alert: what came, what was searched, and its certificate once it is destroyed.

    `document` is there when one alert is read, until the alert has ended.
    """

    received_id: str
    sender: str
    about: str
    exercise: bool
    ended: bool
    messages: tuple[ReceivedMessage, ...]
    searches: tuple[SearchTold, ...]
    destroyed: DestructionCertificate | None
    version: int
    document: DocumentTold | None


@dataclass(frozen=True)
class ReceivedList:
    """The copies, the newest first. `next` leads on."""

    received: tuple[ReceivedAlert, ...]
    next: str | None


@dataclass(frozen=True)
class MatchTold:
    """A record that may be the child, and why, in sentences that repeat nothing of it."""

    notification_id: str
    likeness: Likeness
    why: tuple[str, ...]


@dataclass(frozen=True)
class Matches:
    """The records that are at least possible, the most alike first."""

    found: tuple[MatchTold, ...]
    likeness: Likeness
    candidates: int


@dataclass(frozen=True)
class SearchRecord:
    """What the search of the own records found."""

    result: Result
    candidates: int = 0
    likeness: Likeness = "none"


@dataclass(frozen=True)
class SearchAccepted:
    """The search is recorded."""

    received_id: str
    version: int
