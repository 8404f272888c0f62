"""What the gateway is sent and answers on national alerts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from contracts.cascade import Result
from contracts.gateway_answers import Accepted
from contracts.gateway_words import DecisionTold, Person, RuleText
from contracts.national_alerts import AskedOf
from needfire.alerting import Message, PartKind
from needfire.thresholds import Verdict

AlertState = Literal["none", "not_met", "proposed", "current", "ended"]
MessageState = Literal["written", "sent_back", "signed_off", "withdrawn", "released"]


@dataclass(frozen=True)
class EnquiryMade:
    """How an answer came about: the fact that it settled, who of the council asked, of whom, and when."""

    fact: str
    asked_by: str
    asked_of: AskedOf
    asked_at: datetime


@dataclass(frozen=True)
class AlertProposal:
    """Put a notification to the threshold of a national alert, on the facts recorded of it and those given here."""

    notification_id: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    enquiries: tuple[EnquiryMade, ...] = ()


@dataclass(frozen=True)
class MessageForm:
    """The form of one of the alert's messages: `answers` are its typed parts, `particulars` those in one's own words, by name.

    Each of these is a text of at most 5,000 characters.
    """

    message: Message
    facts: Mapping[str, Any] = field(default_factory=dict)
    answers: Mapping[str, Any] = field(default_factory=dict)
    particulars: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class AlertProposed(Accepted):
    """The threshold is met; the initial message can be written."""

    alert_id: str
    verdict: Verdict


@dataclass(frozen=True)
class MessageAccepted(Accepted):
    """The message is on its way to whoever checks it."""

    alert_id: str


@dataclass(frozen=True)
class Judgement:
    """How the threshold came out, when it was asked, and from when it would be met if only time went on."""

    verdict: Verdict
    by: Person
    at: datetime
    passes_from: datetime | None


@dataclass(frozen=True)
class AlertMessageTold:
    """A message and how far it is. `particulars` are its parts in one's own words, as this reader may see them."""

    message: Message
    number: int
    state: MessageState
    written_by: Person | None
    written_at: datetime
    released_at: datetime | None
    answers: Mapping[str, Any]
    particulars: Mapping[str, str]


@dataclass(frozen=True)
class CustodianAnswer:
    """What a custodian knows of the child."""

    message_id: str
    custodian: str
    result: Result
    answered_at: datetime


@dataclass(frozen=True)
class Alert:
    """The national alert of a notification, with whose reference it is spoken of."""

    alert_id: str
    notification_id: str
    reference: str
    state: AlertState
    version: int
    missing_since: datetime | None
    risk: str | None
    judged: tuple[Judgement, ...]
    messages: tuple[AlertMessageTold, ...]
    answers: tuple[CustodianAnswer, ...]


@dataclass(frozen=True)
class AlertSummary:
    """An alert as a line in a list."""

    alert_id: str
    notification_id: str
    reference: str
    state: AlertState
    area: str
    released: int


@dataclass(frozen=True)
class AlertList:
    """The alerts of the notifications on this page; one on which none was ever proposed has none. `next` leads on."""

    alerts: tuple[AlertSummary, ...]
    next: str | None


@dataclass(frozen=True)
class AlertPartAsked:
    """A part of the form. `words` are its answers by value where it has some."""

    name: str
    question: str
    kind: PartKind
    required: bool
    required_if: Mapping[str, str]
    words: Mapping[str, str] | None
    rules: tuple[RuleText, ...]


@dataclass(frozen=True)
class AlertForm:
    """What one of the alert's messages asks in this case. `refused` is what the procedure says against it now."""

    alert_id: str
    message: Message
    parts: tuple[AlertPartAsked, ...]
    refused: str | None


@dataclass(frozen=True)
class AlertWhy:
    """Every decision on the alert, in order."""

    alert_id: str
    decisions: tuple[DecisionTold, ...]
