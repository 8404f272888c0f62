"""What the gateway is sent over HTTP: the body of each request.

They are the data of the commands, without the ids that stand in the address, and with `particulars` in plain text where a
command has them sealed. What it answers is in `gateway_answers`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from contracts.intake import Advice, LeftOut


def _text(longest: int) -> Any:
    return field(default=None, metadata={"metadata": {"longest": longest}})


@dataclass(frozen=True)
class Particulars:
    """What identifies a person, and free text. Sealed before it leaves the gateway.

    An edition's form and restrictions name them so; each is asked for where the form does.
    """

    name: str | None = _text(200)
    date_of_birth: date | None = None
    address: str | None = _text(500)
    adult_name: str | None = _text(200)
    case_reference: str | None = _text(100)
    account: str | None = _text(20_000)
    action_taken: str | None = _text(5_000)
    comment: str | None = _text(5_000)
    resolution: str | None = _text(5_000)
    learning: str | None = _text(5_000)


@dataclass(frozen=True)
class RaiseRequest:
    """Raise a notification. `authority` may be left out: it is that of the person who asks."""

    area: str
    facts: Mapping[str, Any]
    categories: tuple[str, ...]
    left_out: tuple[LeftOut, ...] = ()
    named: Mapping[str, str] = field(default_factory=dict)
    restrictions: tuple[str, ...] = ()
    particulars: Particulars | None = None
    authority: str | None = None


@dataclass(frozen=True)
class ConsultationRequest:
    """Record that somebody was consulted, and what they advised."""

    with_role: str
    with_person: str
    advice: Advice
    particulars: Particulars | None = None


@dataclass(frozen=True)
class UpdateRequest:
    """Update a notification: only what is new. `based_on` is the number of the update that was read; 0 for the first."""

    based_on: int
    facts: Mapping[str, Any] = field(default_factory=dict)
    withdrawn: tuple[str, ...] = ()
    particulars: Particulars | None = None


@dataclass(frozen=True)
class ClosureRequest:
    """Close a notification, with why it is resolved."""

    particulars: Particulars | None = None


@dataclass(frozen=True)
class SuggestionRequest:
    """Ask which categories these facts meet, now, in the authority's procedure (one's own if none is named)."""

    facts: Mapping[str, Any]
    authority: str | None = None


@dataclass(frozen=True)
class NoContent:
    """Nothing need be said; an empty object or no body."""


@dataclass(frozen=True)
class DecisionRequest:
    """Decide a task."""

    outcome: str
    records: Mapping[str, Any] = field(default_factory=dict)
    particulars: Particulars | None = None


@dataclass(frozen=True)
class ReturnRequest:
    """Give the matter back to the step before."""

    particulars: Particulars | None = None


@dataclass(frozen=True)
class ReassignmentRequest:
    """Give a task to somebody else who holds the post."""

    to_person: str


@dataclass(frozen=True)
class CompletionRequest:
    """Record that the body outside was told; `reference` is the number it gave."""

    reference: str
    particulars: Particulars | None = None


@dataclass(frozen=True)
class AbsenceRequest:
    """Have somebody else act for oneself from one moment to another."""

    delegate: str
    starts: datetime
    ends: datetime
