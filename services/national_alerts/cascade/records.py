"""A message on its way to the custodians, and the ledger's line of each of them: what the commits tell. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal, get_args

from contracts import cascade as contract
from contracts.cascade import Occasion, Receipt, Result, Towards
from contracts.refusals import Refusal
from documents.message import ENDING, Drill, Kind, Live

State = Literal[
    "pending", "sending", "sent", "delivered", "opened", "acknowledged", "searched", "not_known", "known", "sighting",
    "linked", "found", "failed",
]  # fmt: skip
RESULTS: tuple[Result, ...] = get_args(Result)
HEARD: tuple[Receipt, ...] = ("acknowledged", "searched", *RESULTS)
"""Receipts by which a person shows that they have it."""


@dataclass(frozen=True)
class Cascade:
    """A message on its way to the custodians."""

    message_id: str
    about: Live | Drill
    number: int
    kind: Kind
    started_at: datetime
    original: datetime
    custodians: frozenset[str]
    follows: str | None = None
    follows_sent: datetime | None = None
    risk: str | None = None
    edition: str = ""
    rules: tuple[str, ...] = ()

    @property
    def about_id(self) -> str:
        """The alert's id, or the exercise's."""
        return self.about.exercise_id if isinstance(self.about, Drill) else self.about.alert_id

    @property
    def asks_for_search(self) -> bool:
        """Whether a custodian is asked to look; what ends an alert asks to be acknowledged only."""
        return self.kind not in ENDING


@dataclass(frozen=True)
class Approach:
    """One time that the message is brought to a contact. `ended`: it went out, or could not be brought."""

    number: int
    towards: Towards
    occasion: Occasion
    ended: Literal["", "sent", "failed"] = ""


@dataclass(frozen=True)
class Entry:
    """The ledger's line of one custodian and message."""

    message_id: str
    custodian: str
    approaches: tuple[Approach, ...] = (Approach(1, "first", "release"),)
    receipts: Mapping[Receipt, datetime] = field(default_factory=dict)
    sent_at: datetime | None = None
    reason: str | None = None
    silent: bool = False

    @property
    def last(self) -> Approach:
        """The approach that counts now."""
        return self.approaches[-1]

    @property
    def heard(self) -> bool:
        """Whether a person there has shown that they have it."""
        return any(each in self.receipts for each in HEARD)

    @property
    def state(self) -> State:
        """How far it is: what a person said before what a channel did."""
        for result in reversed(RESULTS):
            if result in self.receipts:
                return result
        steps: tuple[Receipt, ...] = ("searched", "acknowledged", "opened", "delivered")
        for step in steps:
            if step in self.receipts:
                return step
        if self.sent_at:
            return "sent"
        return "failed" if self.silent else "pending"


def cascade_of(event: Any) -> Cascade:
    """The cascade that this event began."""
    if isinstance(event, contract.ExerciseStartedV1):
        return Cascade(
            event.message_id, Drill(event.exercise_id), event.number, event.kind, event.started_at, event.original,
            frozenset(event.custodians), event.follows, event.follows_sent,
        )  # fmt: skip
    if isinstance(event, contract.CascadeStartedV1):
        return Cascade(
            event.message_id, Live(event.alert_id), event.number, event.kind, event.started_at, event.original,
            frozenset(event.custodians), event.follows, event.follows_sent, event.risk, event.edition, event.rules,
        )  # fmt: skip
    raise Refusal("not_found")


def evolve(state: Entry, event: Any) -> Entry:
    """The entry after this event."""
    match event:
        case contract.CustodianApproachedV1():
            anew = Approach(event.approach, event.towards, event.occasion)
            return replace(state, approaches=(*state.approaches, anew), silent=False)
        case contract.MessageSentV1():
            sent = _ended(state, event.approach, "sent")
            return replace(sent, sent_at=sent.sent_at or event.sent_at, reason=None)
        case contract.MessageFailedV1():
            return replace(_ended(state, event.approach, "failed"), reason=event.reason)
        case contract.CustodianSilentV1():
            return replace(state, silent=True)
        case contract.ReceiptGivenV1():
            return replace(state, receipts={**state.receipts, event.receipt: event.given_at})
        case _:
            return state


def _ended(state: Entry, number: int, how: Literal["sent", "failed"]) -> Entry:
    marked = (replace(each, ended=how) if each.number == number else each for each in state.approaches)
    return replace(state, approaches=tuple(marked))
