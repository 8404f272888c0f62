"""What the gateway is sent and answers on the cascade's ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from contracts.cascade import MessageKind
from contracts.custodians import ChannelKind, ContactKind
from contracts.gateway_custodians import LineState, ReceiptGiven


@dataclass(frozen=True)
class LedgerLine:
    """A custodian's line: how far it is, how often it was tried, and why it failed. `silent`: a person has to see to it."""

    custodian: str
    name: str
    state: LineState
    approaches: int
    sent_at: datetime | None
    contact: ContactKind | None
    channel: ChannelKind | None
    reason: str | None
    silent: bool
    receipts: tuple[ReceiptGiven, ...]


@dataclass(frozen=True)
class AlertLedger:
    """A message's way to every custodian: how many lines are in each state, and a page of them. `next` leads on."""

    about_id: str
    message_id: str
    exercise: bool
    number: int
    kind: MessageKind
    started_at: datetime
    counts: Mapping[str, int]
    silent: int
    lines: tuple[LedgerLine, ...]
    next: str | None


@dataclass(frozen=True)
class Redrive:
    """Try anew to bring a message to a custodian, from its first contact on."""

    message: int
    custodian: str
