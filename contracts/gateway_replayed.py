"""What the gateway answers on past cases under two editions: numbers, what differs, and which cases by their references."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from contracts.gateway_procedures import EditionSummary

ReplayedAbout = Literal["notified", "category", "route", "told", "body", "clock"]


@dataclass(frozen=True)
class ReplayedChange:
    """One thing that differs, such as a deadline, in what way, and in how many cases."""

    what: str
    how: str
    cases: int


@dataclass(frozen=True)
class ReplayedCase:
    """A case, by its id and its reference; `seen`: whether it exists for the reader."""

    notification_id: str
    reference: str
    seen: bool


@dataclass(frozen=True)
class ReplayedKind:
    """What differs of one kind, the most frequent first, and in which cases, the newest first."""

    about: ReplayedAbout
    changes: tuple[ReplayedChange, ...]
    cases: tuple[ReplayedCase, ...]


@dataclass(frozen=True)
class CasesReplayed:
    """An authority's newest cases under two editions. `found`: how many were to be replayed, at most `most`; `late`: for how many of
    them the time did not suffice; `unreadable`: how many could not be. `since`: when the oldest replayed was raised.
    """

    before: EditionSummary
    after: EditionSummary
    most: int
    found: int
    late: int
    unreadable: int
    replayed: int
    differ: int
    since: datetime | None
    kinds: tuple[ReplayedKind, ...]
