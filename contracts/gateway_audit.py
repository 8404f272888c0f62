"""What the gateway answers to those who oversee: who was shown what, and who was refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class AuditEntry:
    """`actor` asked for `operation` and was shown `things` (ids), or was refused: then `outcome` is the refusal's code.

    `record` is its place in the authority's record. What was asked for and may not be seen stands as a mark, the same for the same
    id (asked-…): look for the id, and entries with its mark are found.
    """

    record: int
    at: datetime
    actor: str
    deed: str
    operation: str
    purpose: str
    outcome: str
    things: tuple[str, ...]


@dataclass(frozen=True)
class AuditPage:
    """The newest first. `next`, where there is more, is the cursor of the next page."""

    entries: tuple[AuditEntry, ...]
    next: str | None


@dataclass(frozen=True)
class ReaderOfCase:
    """Somebody who was shown something of a case: how often, when first and last, and for which purposes."""

    person: str
    times: int
    first_at: datetime
    last_at: datetime
    purposes: tuple[str, ...]


@dataclass(frozen=True)
class ReadersOfCase:
    """Whoever was shown something of it, the last one first. `complete` is false where only the latest entries were counted."""

    notification_id: str
    readers: tuple[ReaderOfCase, ...]
    complete: bool
