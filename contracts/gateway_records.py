"""What those who keep an authority's records send and are answered: retention, holds, deletion, exports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from contracts.gateway_words import FactInWords, Person
from contracts.intake_persons import Chain, Cut, DeletionReason, HoldReason, LiftReason
from needfire.retention import BasisStatus, Counted, Record


@dataclass(frozen=True)
class HoldRequest:
    """Place a legal hold: nothing about this person is deleted until it is lifted. `reference` names a paper of your own."""

    reason: HoldReason
    reference: str | None = None


@dataclass(frozen=True)
class LiftRequest:
    """Lift a legal hold, by its number."""

    hold: int
    reason: LiftReason
    reference: str | None = None


@dataclass(frozen=True)
class DeletionRequest:
    """Propose that all that is held about a person be deleted; `although_kept`: although its time has not run out."""

    reason: DeletionReason
    reference: str | None = None
    although_kept: bool = False


@dataclass(frozen=True)
class DeletionAnswer:
    """Say, as a second person, whether it is to be deleted."""

    agrees: bool


@dataclass(frozen=True)
class RedactionRequest:
    """Say which pieces of a text of an export are about others: `text` and `name` as the export has them. None: nothing is."""

    text: str
    name: str
    cuts: tuple[Cut, ...] = ()


@dataclass(frozen=True)
class RecordsAccepted:
    """It was recorded; `version` is how far the person's records have come."""

    person: str
    version: int


@dataclass(frozen=True)
class Hold:
    """A legal hold; `lifted_by` once it was lifted."""

    hold: int
    reason: HoldReason
    reference: str | None
    placed_by: Person
    placed_at: datetime
    lifted_by: Person | None
    lifted_at: datetime | None
    lifted_because: LiftReason | None


@dataclass(frozen=True)
class Proposal:
    """That all of it be deleted, and by what it was counted; `confirmed_by` once a second person agreed."""

    reason: DeletionReason
    reference: str | None
    although_kept: bool
    because: tuple[str, ...]
    proposed_by: Person
    proposed_at: datetime
    confirmed_by: Person | None


@dataclass(frozen=True)
class Certificate:
    """What was deleted, when, by whom and why, and the commits that stay, each stream with the hash of its last one.

    Copies of the database that were made before hold the wrapped key until they are deleted themselves.
    """

    person: str
    authority: str
    texts: int
    deleted_at: datetime
    reason: DeletionReason
    reference: str | None
    although_kept: bool
    proposed_by: Person
    confirmed_by: Person
    confirmed_at: datetime
    chains: tuple[Chain, ...]
    sentence: str


@dataclass(frozen=True)
class RecordHeld:
    """A notification as those see it who keep the records: until when it is kept, and how that was counted."""

    notification_id: str
    area: str
    state: str
    raised_at: datetime
    kept_until: date | None
    because: str


@dataclass(frozen=True)
class ConcernHeld:
    """An agency's concern as those see it who keep the records, and the notifications that were raised from it.

    With notifications it is kept as long as they are; without any until a day of its own, and how that was counted.
    """

    concern_id: str
    reference: str
    agency: str
    state: str
    raised_at: datetime
    notifications: tuple[str, ...]
    kept_until: date | None
    because: str


@dataclass(frozen=True)
class PersonRecords:
    """What is held about a person, and what was decided on it. `kept_until` is that of the last of it; none while one is open."""

    person: str
    version: int
    kept_until: date | None
    records: tuple[RecordHeld, ...]
    concerns: tuple[ConcernHeld, ...]
    holds: tuple[Hold, ...]
    proposal: Proposal | None
    deleted: Certificate | None


@dataclass(frozen=True)
class RetentionClassTold:
    """A class of record: how long it is kept, from when, on what basis, and how sure that is."""

    record: Record
    title: str
    counted_from: Counted
    years: int
    months: int
    basis: str
    source: str | None
    status: BasisStatus


@dataclass(frozen=True)
class Expiring:
    """A person all of whose records have run out by then. `told_at`: when the role that sees to it was last given notice;
    `read_by`, and when: who said that they have read it.
    """

    person: str
    kept_until: date
    records: tuple[str, ...]
    because: tuple[str, ...]
    is_held: bool
    is_proposed: bool
    told_at: datetime | None
    read_by: Person | None
    read_at: datetime | None


@dataclass(frozen=True)
class RetentionReceiptRequest:
    """Say that you have read that the time of this record runs out soon: a notification, or a concern that became none."""

    record_id: str


@dataclass(frozen=True)
class RetentionNotice:
    """A record's time runs out soon, and nobody has said yet that they have read it."""

    person: str
    record_id: str
    kept_until: date
    because: str
    role: str
    given_at: datetime


@dataclass(frozen=True)
class RetentionNotices:
    """What you are to read on records whose time runs out soon, the soonest first. `more`: there is more than is shown."""

    notices: tuple[RetentionNotice, ...]
    more: bool


@dataclass(frozen=True)
class ExpiringMonth:
    """Whose records run out in this month (2032-11). Nothing is deleted by itself."""

    month: str
    people: tuple[Expiring, ...]


@dataclass(frozen=True)
class RetentionTold:
    """The authority's schedule, and what runs out when, by month. `more`: there is more than is shown."""

    classes: tuple[RetentionClassTold, ...]
    records_role: str
    second_role: str
    tell_days_before: int
    until: date
    months: tuple[ExpiringMonth, ...]
    more: bool


@dataclass(frozen=True)
class ExportedText:
    """A text as it is given out: `value`, with what is about others left out as █, or nothing while nobody has gone through it."""

    text: str
    name: str
    title: str
    written_at: datetime
    value: str | None
    withheld: str | None


@dataclass(frozen=True)
class TextToGoThrough:
    """A text of an export in full, for whoever goes through it: `cuts` are what is left out now; none while nobody has gone through it."""

    text: str
    name: str
    title: str
    value: str
    cuts: tuple[Cut, ...] | None


@dataclass(frozen=True)
class ExportedCase:
    """A notification in an export: what was known, what it was for, and with which roles and bodies it was shared."""

    notification_id: str
    raised_at: datetime
    state: str
    categories: tuple[str, ...]
    facts: tuple[FactInWords, ...]
    shared_with: tuple[str, ...]
    texts: tuple[ExportedText, ...]


@dataclass(frozen=True)
class ExportedConcern:
    """What an agency was concerned about, in an export: what it told, and what became of it."""

    concern_id: str
    raised_at: datetime
    state: str
    agency: str
    facts: tuple[FactInWords, ...]
    texts: tuple[ExportedText, ...]


@dataclass(frozen=True)
class SubjectExport:
    """All that is held about a person, for them. Left out: fields that are about others. `withheld` counts what waits."""

    person: str
    authority: str
    made_at: datetime
    made_by: Person
    about: Mapping[str, str]
    cases: tuple[ExportedCase, ...]
    concerns: tuple[ExportedConcern, ...]
    left_out: tuple[str, ...]
    withheld: int
