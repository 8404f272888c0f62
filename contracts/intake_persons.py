"""Commands and events of intake on what is held about a person: legal holds, deletion, redactions for an export, retention.

A person's stream is `person:<id>`. Reasons are chosen from lists and `reference` names a paper of the authority's own: nothing in
here is sealed, since it has to be read once the person's key is gone. A record is a notification, or an agency's concern from which
none was raised; `record_id` is its id.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

HoldReason = Literal[
    "court_proceedings", "public_inquiry", "safeguarding_review", "complaint", "police_investigation", "other"
]
LiftReason = Literal["proceedings_ended", "inquiry_ended", "review_ended", "placed_in_error", "other"]
DeletionReason = Literal["time_has_run_out", "erasure_request_upheld", "recorded_in_error", "court_order", "other"]


@dataclass(frozen=True)
class PlaceHoldV1:
    """Nothing held about this person is deleted until the hold is lifted."""

    person: str
    reason: HoldReason
    reference: str | None = None


@dataclass(frozen=True)
class LiftHoldV1:
    """Lift a hold, by its number, and say why."""

    person: str
    hold: int
    reason: LiftReason
    reference: str | None = None


@dataclass(frozen=True)
class ProposeDeletionV1:
    """Propose that all that is held about a person be deleted. `kept_until` is what the schedule comes to, `because` how.

    Before that day, or without one, it is refused unless `although_kept` says that it is meant so.
    """

    person: str
    reason: DeletionReason
    reference: str | None = None
    although_kept: bool = False
    kept_until: date | None = None
    because: tuple[str, ...] = ()


@dataclass(frozen=True)
class ConfirmDeletionV1:
    """Say, as another person, whether it is to be deleted."""

    person: str
    agrees: bool


@dataclass(frozen=True)
class Chain:
    """A stream that stays: how far it goes, the hash of its last commit, and how many sealed texts it holds."""

    stream: str
    version: int
    hash: str
    texts: int


@dataclass(frozen=True)
class RecordDeletionV1:
    """The key and what the index held are gone: the gateway's own, once it was confirmed."""

    person: str
    chains: tuple[Chain, ...]


@dataclass(frozen=True)
class Cut:
    """A piece of a text that is left out of an export: from this character, to before that one."""

    start: int
    end: int


@dataclass(frozen=True)
class RedactTextV1:
    """Say what of a text is about others and is left out of an export; no cuts: nothing is. `text` names it by its commit."""

    person: str
    text: str
    name: str
    cuts: tuple[Cut, ...] = ()


@dataclass(frozen=True)
class TellRetentionV1:
    """A record's time runs out soon: intake's own clock."""

    person: str
    record_id: str
    kept_until: date
    because: str


@dataclass(frozen=True)
class ChaseRetentionV1:
    """Nobody said that they have read that a record's time runs out soon: intake's own clock."""

    person: str
    record_id: str


@dataclass(frozen=True)
class ReceiveRetentionV1:
    """Say that one has read that a record's time runs out soon."""

    person: str
    record_id: str


@dataclass(frozen=True)
class HoldPlacedV1:
    """A legal hold was placed; `hold` counts from 1 for each person."""

    person: str
    hold: int
    reason: HoldReason
    reference: str | None
    by: str
    at: datetime


@dataclass(frozen=True)
class HoldLiftedV1:
    """A legal hold was lifted."""

    person: str
    hold: int
    reason: LiftReason
    reference: str | None
    by: str
    at: datetime


@dataclass(frozen=True)
class DeletionProposedV1:
    """It was proposed that all that is held about a person be deleted."""

    person: str
    reason: DeletionReason
    reference: str | None
    although_kept: bool
    kept_until: date | None
    because: tuple[str, ...]
    by: str
    at: datetime


@dataclass(frozen=True)
class DeletionConfirmedV1:
    """A second person confirmed it: the key goes next."""

    person: str
    proposed_by: str
    by: str
    at: datetime


@dataclass(frozen=True)
class DeletionRejectedV1:
    """A second person said that it is not to be deleted."""

    person: str
    proposed_by: str
    by: str
    at: datetime


@dataclass(frozen=True)
class PersonDeletedV1:
    """The certificate: the key and what the index held are gone, and so many texts can never be read again.

    `chains` are the commits that stay, with the hash that each of them had: they verify as before.
    """

    person: str
    texts: int
    chains: tuple[Chain, ...]
    reason: DeletionReason
    reference: str | None
    although_kept: bool
    proposed_by: str
    confirmed_by: str
    confirmed_at: datetime
    deleted_at: datetime


@dataclass(frozen=True)
class TextRedactedV1:
    """Somebody has gone through a text for an export."""

    person: str
    text: str
    name: str
    by: str
    at: datetime
    cuts: tuple[Cut, ...] = ()


@dataclass(frozen=True)
class RetentionEndsSoonV1:
    """The time of a record runs out on this day: the role that sees to it is given notice. Nothing is deleted by itself.

    It comes once more for the second role when nobody said that they have read it.
    """

    person: str
    record_id: str
    kept_until: date
    because: str
    role: str
    told_at: datetime


@dataclass(frozen=True)
class RetentionReadV1:
    """Somebody has read that the record's time runs out soon: only now they are told."""

    person: str
    record_id: str
    by: str
    read_at: datetime


COMMANDS = (
    PlaceHoldV1,
    LiftHoldV1,
    ProposeDeletionV1,
    ConfirmDeletionV1,
    RecordDeletionV1,
    RedactTextV1,
    TellRetentionV1,
    ChaseRetentionV1,
    ReceiveRetentionV1,
)
EVENTS = (
    HoldPlacedV1,
    HoldLiftedV1,
    DeletionProposedV1,
    DeletionConfirmedV1,
    DeletionRejectedV1,
    PersonDeletedV1,
    TextRedactedV1,
    RetentionEndsSoonV1,
    RetentionReadV1,
)
