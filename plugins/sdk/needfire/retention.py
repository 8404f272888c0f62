"""How long records are kept: an authority's schedule, and when the time of a person's records has run out. Pure.

    retention:
      records_role: records_officer
      second_role: head_of_information
      classes:
        - {record: closed, title: "Need-to-know notification that was closed", counted_from: ended, years: 6,
           basis: "Limitation of claims", source: "Limitation Act 1980, s. 5", status: own_choice}

`status` says how sure the basis is: `text` (it is what the source says), `own_choice` (the authority decided so), `unconfirmed`
(somebody has to find out). What no class covers is kept.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Protocol

from needfire.london_time import on_the_wall

Record = Literal["closed", "not_required", "concern_not_taken_up"]
Counted = Literal["raised", "ended"]
BasisStatus = Literal["text", "own_choice", "unconfirmed"]
IN_WORDS = {"raised": "it was raised", "ended": "it ended"}
STATUS_IN_WORDS = {
    "text": "as the source says",
    "own_choice": "the authority's own choice",
    "unconfirmed": "not confirmed yet",
}


@dataclass(frozen=True)
class RetentionClass:
    """One class of record: what ended so is kept for so long from then.

    Notifications that were closed, those that were not required, and agencies' concerns from which none was raised.
    """

    record: Record
    title: str
    counted_from: Counted
    basis: str
    status: BasisStatus
    years: int = 0
    months: int = 0
    source: str | None = None


class Spanned(Protocol):
    """What lasts so many years and months."""

    @property
    def years(self) -> int: ...

    @property
    def months(self) -> int: ...


@dataclass(frozen=True)
class Retention:
    """The schedule, and who sees to it: a first and a second role, since nothing is deleted by one person.

    The first is told so many days before a record's time runs out; the second, so many days after that, if nobody said that it
    was read.
    """

    records_role: str
    second_role: str
    classes: tuple[RetentionClass, ...] = ()
    tell_days_before: int = 30
    chase_days_after: int = 7

    def class_of(self, record: str) -> RetentionClass | None:
        """The class that covers it."""
        return next((each for each in self.classes if each.record == record), None)


@dataclass(frozen=True)
class Kept:
    """A notification, or a concern from which none was raised, as retention sees it; `record` is None while it is open."""

    record_id: str
    raised_at: datetime
    ended_at: datetime | None
    record: str | None


@dataclass(frozen=True)
class KeptUntil:
    """Until when a record is kept, and how that was counted; no day where it is kept without end."""

    day: date | None
    because: str


def kept_until(retention: Retention | None, kept: Kept) -> KeptUntil:
    """Until when this record is kept: the day from which it may go."""
    named = kept.record_id
    if kept.record is None or kept.ended_at is None:
        return KeptUntil(None, f"{named} is still open.")
    found = retention.class_of(kept.record) if retention else None
    if found is None:
        return KeptUntil(None, f"No class of the schedule covers {named}, so it is kept.")
    begins = on_the_wall(kept.ended_at if found.counted_from == "ended" else kept.raised_at).date()
    day = _later(begins, found.years, found.months)
    source = f", {found.source}" if found.source else ""
    return KeptUntil(
        day,
        f"{named}: {span_kept(found)} from {begins.isoformat()}, when {IN_WORDS[found.counted_from]}, come to {day.isoformat()} "
        f"({found.title}; {found.basis}{source}; {STATUS_IN_WORDS[found.status]}).",
    )


def person_kept_until(retention: Retention | None, records: Iterable[Kept]) -> tuple[date | None, tuple[str, ...]]:
    """Until when what is held about a person is kept: as long as any of it; with how each was counted."""
    found = [kept_until(retention, each) for each in records]
    days = [each.day for each in found if each.day]
    return (max(days) if days and len(days) == len(found) else None), tuple(each.because for each in found)


def earlier(day: date, years: int, months: int) -> date:
    """So much before."""
    return _later(day, -years, -months)


def _later(day: date, years: int, months: int) -> date:
    whole = day.year * 12 + day.month - 1 + 12 * years + months
    year, month = whole // 12, whole % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def span_kept(of: Spanned) -> str:
    """How long that is: "1 year and 6 months"."""
    parts = ((of.years, "year"), (of.months, "month"))
    return " and ".join(f"{count} {unit}{'' if count == 1 else 's'}" for count, unit in parts if count)
