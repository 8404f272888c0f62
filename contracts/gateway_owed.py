"""What agencies are owed and shared, as they are answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from contracts.gateway_answers import FactInWords, Opened, RuleText


@dataclass(frozen=True)
class OwedDuty:
    """Something that the authority is to tell a body that the agency is. It says what and by when, and nothing of whom."""

    duty_id: str
    title: str
    to: str
    must: bool
    evidence: str
    opened_at: datetime
    due: datetime | None
    overdue: bool
    rules: tuple[RuleText, ...]


@dataclass(frozen=True)
class OwedDuties:
    """What the agency is owed and has not acknowledged, the soonest due first; `next` is the cursor of the page that follows."""

    duties: tuple[OwedDuty, ...]
    next: str | None


@dataclass(frozen=True)
class DutyReceipt:
    """You were told: `reference` is the number under which your own records have it."""

    reference: str


@dataclass(frozen=True)
class Receipt:
    """What was acknowledged, and the version that the record of it wrote."""

    id: str
    version: int


@dataclass(frozen=True)
class SharedLine:
    """Something that was shared with the agency; `title` is what the way to share is called."""

    share_id: str
    title: str
    body: str
    shared_at: datetime
    received_at: datetime | None


@dataclass(frozen=True)
class SharedList:
    """What was shared with the agency, newest case first; `next` is the cursor of the page that follows."""

    shares: tuple[SharedLine, ...]
    next: str | None


@dataclass(frozen=True)
class Shared(SharedLine):
    """What was shared: what the person who shared it wrote for the agency, and the facts of the case, which identify nobody."""

    opened: Opened | None
    facts: Mapping[str, Any]
    facts_in_words: tuple[FactInWords, ...]
