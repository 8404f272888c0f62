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
from needfire.particulars import PARTICULARS


def _text(name: str) -> Any:
    return field(default=None, metadata={"metadata": {"longest": PARTICULARS[name].longest}})


@dataclass(frozen=True)
class Particulars:
    """What identifies a person, and free text. Sealed before it leaves the gateway.

    An edition's form and restrictions name them so; each is asked for where the form does.
    """

    name: str | None = _text("name")
    date_of_birth: date | None = None
    nhs_number: str | None = _text("nhs_number")
    address: str | None = _text("address")
    names_of_children: str | None = _text("names_of_children")
    adult_name: str | None = _text("adult_name")
    case_reference: str | None = _text("case_reference")
    contact: str | None = _text("contact")
    account: str | None = _text("account")
    action_taken: str | None = _text("action_taken")
    concern: str | None = _text("concern")
    comment: str | None = _text("comment")
    feedback: str | None = _text("feedback")
    resolution: str | None = _text("resolution")
    learning: str | None = _text("learning")


@dataclass(frozen=True)
class RaiseRequest:
    """Raise a notification. `authority` may be left out: it is that of the person who asks.

    `person` is whom it is about, where an earlier case shows that they are known (found by their name); left out, it is
    somebody new. `concern_id` is the agency's concern that it takes up: it is then about whom that is about.
    """

    area: str
    facts: Mapping[str, Any]
    categories: tuple[str, ...]
    left_out: tuple[LeftOut, ...] = ()
    named: Mapping[str, str] = field(default_factory=dict)
    restrictions: tuple[str, ...] = ()
    particulars: Particulars | None = None
    authority: str | None = None
    person: str | None = None
    concern_id: str | None = None


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
class ShareRequest:
    """Share the case under one of the procedure's ways: with one role, one person or one body; why, in the comment."""

    circulation: str
    to_role: str | None = None
    to_person: str | None = None
    to_body: str | None = None
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


@dataclass(frozen=True)
class AbsenceEndRequest:
    """Be there again: the absence that runs now ends, or the one that was to begin then."""

    starts: datetime | None = None


@dataclass(frozen=True)
class AskRequest:
    """Ask something of somebody. Without `of_role` it goes to the first role named; what is wanted stands in the comment."""

    request: str
    of_role: str | None = None
    of_person: str | None = None
    urgent: bool = False
    particulars: Particulars | None = None


@dataclass(frozen=True)
class NotRequiredRequest:
    """Propose that a body outside need not be told, with the reason in the comment."""

    particulars: Particulars | None = None


@dataclass(frozen=True)
class ConfirmationRequest:
    """Say whether one agrees that the body outside need not be told."""

    agrees: bool
    particulars: Particulars | None = None
