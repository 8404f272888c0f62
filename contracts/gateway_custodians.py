"""What the gateway is sent and answers on what custodians receive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from contracts.cascade import MessageKind, Receipt
from contracts.gateway_receipts import Said

LineState = Literal[
    "pending", "failed", "sent", "delivered", "opened", "acknowledged", "searched", "not_known", "known", "sighting",
    "linked", "found",
]  # fmt: skip


@dataclass(frozen=True)
class SentLine:
    """A message that was sent to the custodian, as a line in a list. In an `exercise` nobody is missing."""

    message_id: str
    about_id: str
    exercise: bool
    number: int
    kind: MessageKind
    title: str
    sender: str
    sent_at: datetime
    risk: str | None
    state: LineState


@dataclass(frozen=True)
class SentList:
    """What was sent to the custodian, the newest first. `next` leads on."""

    messages: tuple[SentLine, ...]
    next: str | None


@dataclass(frozen=True)
class Told:
    """A part of the message's form: what was asked, and what was answered."""

    question: str
    answer: str


@dataclass(frozen=True)
class ReceiptGiven:
    """What the custodian has said, and when."""

    receipt: Receipt
    at: datetime


@dataclass(frozen=True)
class SentMessage(SentLine):
    """A message in full. `closed` says why nothing is told of the child (any more); `cap` is the message for systems."""

    original: datetime
    follows: str | None
    told: tuple[Told, ...]
    closed: str | None
    receipts: tuple[ReceiptGiven, ...]
    may_say: tuple[Said, ...]
    cap: str
