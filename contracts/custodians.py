"""Commands and events of the custodian directory: who is told of a national alert at each body, and proof that they are there.

A contact is a post's address, never a person's. Nothing of a child's is in any of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from contracts.schema import by_name, events_by_name

ContactKind = Literal["primary", "second", "out_of_hours"]
ChannelKind = Literal["webhook", "mail"]
KEY = field(default=None, metadata={"metadata": {"longest": 1_000}})


@dataclass(frozen=True)
class Contacts:
    """Addresses of mail of the posts, and where the body's own system listens. `channels` are tried in their order.

    `key` is a public JWK of the body's: what its webhook is sent of a child is sealed to it, where the sender's policy is so.
    """

    primary: str
    second: str | None = None
    out_of_hours: str | None = None
    webhook: str | None = None
    channels: tuple[ChannelKind, ...] = ("mail",)
    key: str | None = KEY


@dataclass(frozen=True)
class ProposeContactsV1:
    """Propose how a body is reached from a moment on; somebody else has to confirm it before it holds."""

    custodian: str
    change_id: str
    contacts: Contacts
    begins: datetime


@dataclass(frozen=True)
class ConfirmContactsV1:
    """Confirm what another person proposed."""

    custodian: str
    change_id: str


@dataclass(frozen=True)
class RejectContactsV1:
    """Say that what was proposed is not to hold; whoever proposed it may take it back so."""

    custodian: str
    change_id: str


@dataclass(frozen=True)
class AskProofV1:
    """Send a contact a test message that a person there has to confirm."""

    custodian: str
    contact: ContactKind


@dataclass(frozen=True)
class GiveProofV1:
    """A person at the custodian confirms the test message."""

    custodian: str
    proof_id: str


@dataclass(frozen=True)
class ContactsProposedV2:
    """A change was proposed; nothing holds yet."""

    custodian: str
    change_id: str
    contacts: Contacts
    begins: datetime
    proposed_by: str
    proposed_at: datetime


@dataclass(frozen=True)
class ContactsConfirmedV2:
    """From `begins` on the body is reached so."""

    custodian: str
    change_id: str
    contacts: Contacts
    begins: datetime
    proposed_by: str
    confirmed_by: str


@dataclass(frozen=True)
class ContactsRejectedV1:
    """What was proposed will not hold."""

    custodian: str
    change_id: str
    rejected_by: str


@dataclass(frozen=True)
class ProofAskedV1:
    """A test message is to go to this contact's address, as it stood then."""

    custodian: str
    proof_id: str
    contact: ContactKind
    address: str
    asked_by: str
    asked_at: datetime


@dataclass(frozen=True)
class ProofGivenV1:
    """A person confirmed that the test message reached this address."""

    custodian: str
    proof_id: str
    contact: ContactKind
    address: str
    given_by: str
    given_at: datetime


COMMANDS = by_name(ProposeContactsV1, ConfirmContactsV1, RejectContactsV1, AskProofV1, GiveProofV1)
EVENTS = events_by_name(ContactsProposedV2, ContactsConfirmedV2, ContactsRejectedV1, ProofAskedV1, ProofGivenV1)
