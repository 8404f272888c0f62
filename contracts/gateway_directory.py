"""What the gateway is sent and answers on the directory of custodians."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from contracts.custodians import ChannelKind, ContactKind, Contacts
from contracts.gateway_words import Person


@dataclass(frozen=True)
class ContactTold:
    """A contact that holds now, and whether a person there has shown that they are: `stale` where that is too long ago."""

    contact: ContactKind
    address: str
    alive: Literal["never_proven", "alive", "stale"]
    proven_at: datetime | None


@dataclass(frozen=True)
class ProofTold:
    """A test message that nobody has confirmed yet."""

    proof_id: str
    contact: ContactKind
    asked_by: Person
    asked_at: datetime


@dataclass(frozen=True)
class ChangeTold:
    """A change of the contacts that waits for a second person, or is confirmed and begins later; with the key's thumbprint."""

    change_id: str | None
    contacts: Contacts
    begins: datetime
    proposed_by: Person | None
    thumbprint: str | None


@dataclass(frozen=True)
class CustodianLine:
    """A body of the directory. `stale` counts contacts that have not proven themselves in time."""

    custodian: str
    name: str
    nation: str
    kind: str
    stale: int
    contacts: int
    waiting: int


@dataclass(frozen=True)
class CustodianList:
    """The bodies that are custodians today, by their names. `next` leads on."""

    custodians: tuple[CustodianLine, ...]
    next: str | None


@dataclass(frozen=True)
class CustodianEntry(CustodianLine):
    """A body in full: how it is reached now, what is to change, which tests are open. `may_keep`, `may_prove`: whoever asks.

    `thumbprint` is that of the key to which documents for it are sealed; people compare it with the body's own.
    """

    official_name: str
    told: tuple[ContactTold, ...]
    webhook: str | None
    channels: tuple[ChannelKind, ...]
    thumbprint: str | None
    proposed: tuple[ChangeTold, ...]
    to_come: tuple[ChangeTold, ...]
    proofs: tuple[ProofTold, ...]
    may_keep: bool
    may_prove: bool


@dataclass(frozen=True)
class ContactsProposal:
    """How the body is to be reached from a moment on; it holds once somebody else confirms it."""

    contacts: Contacts
    begins: datetime


@dataclass(frozen=True)
class ChangeDecision:
    """Whether the second person agrees; whoever proposed it may only take it back."""

    agrees: bool


@dataclass(frozen=True)
class ProofRequest:
    """Which contact is to prove itself."""

    contact: ContactKind = "primary"


@dataclass(frozen=True)
class EntryAccepted:
    """What was asked of the directory is recorded."""

    custodian: str
    change_id: str | None
    proof_id: str | None
    version: int
