"""One message of a national alert, from which every document of it is made. What it is about is a type: a live alert, or a
drill, which has no case behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

Kind = Literal["initial", "update", "renewal", "found", "de_alert"]
Risk = Literal["low", "medium", "high"]

ENDING: tuple[Kind, ...] = ("found", "de_alert")
MEANS_NOTHING_AFTER = timedelta(days=365)
"""Without a follow-up for so long a copy is destroyed, and the message means nothing any more."""
TITLES: dict[Kind, str] = {
    "initial": "Initial alert",
    "update": "Update",
    "renewal": "Renewal",
    "found": "Found",
    "de_alert": "De-alert",
}


@dataclass(frozen=True)
class Live:
    """A child who is missing now."""

    alert_id: str


@dataclass(frozen=True)
class Drill:
    """An exercise: nobody is missing, and there is no alert that it could touch."""

    exercise_id: str


@dataclass(frozen=True)
class Sender:
    """The authority whose message it is; `address` is its name on the network, without spaces or commas."""

    code: str
    name: str
    address: str


def sender_at(code: str, name: str, address: str) -> Sender:
    """How others know an authority of a deployment: its code at the host of the deployment's address."""
    host = address.partition("://")[2].partition(":")[0]
    return Sender(code, name, f"{code}@{host}")


@dataclass(frozen=True)
class Reference:
    """An earlier message, as whoever has it can tell it from all others."""

    sender: str
    message_id: str
    sent: datetime


@dataclass(frozen=True)
class AlertMessage:
    """`number` counts the messages of what it is about, from 1; `follows` is the one before, of every message but the first.

    `original` is the day and time of the first alert, which a renewal keeps. `link` is where a custodian reads it, signed in.
    Nothing here identifies a child.
    """

    about: Live | Drill
    message_id: str
    number: int
    kind: Kind
    sender: Sender
    sent: datetime
    original: datetime
    expires: datetime
    link: str
    follows: Reference | None = None
    risk: Risk | None = None
    edition: str = ""
    rules: tuple[str, ...] = ()

    @property
    def is_exercise(self) -> bool:
        """Whether it is a drill's."""
        return isinstance(self.about, Drill)

    @property
    def about_id(self) -> str:
        """The id of the alert, or of the exercise."""
        return self.about.exercise_id if isinstance(self.about, Drill) else self.about.alert_id

    @property
    def title(self) -> str:
        """What it is, in words; an exercise says so first."""
        return f"{'EXERCISE: ' if self.is_exercise else ''}{TITLES[self.kind]}"

    @property
    def as_reference(self) -> Reference:
        """How a later message names this one."""
        return Reference(self.sender.address, self.message_id, self.sent)


@dataclass(frozen=True)
class Released:
    """A message as it was released: what its documents are made of, beside its sender and where it is read."""

    about: Live | Drill
    message_id: str
    number: int
    kind: Kind
    started_at: datetime
    original: datetime
    follows: str | None = None
    follows_sent: datetime | None = None
    risk: str | None = None
    edition: str = ""
    rules: tuple[str, ...] = ()


def message_of(released: Released, sender: Sender, address: str) -> AlertMessage:
    """The message; `address` is that of the deployment in which it is read, signed in."""
    risks: dict[str | None, Risk] = {"low": "low", "medium": "medium", "high": "high"}
    follows = None
    if released.follows and released.follows_sent:
        follows = Reference(sender.address, released.follows, released.follows_sent)
    return AlertMessage(
        about=released.about,
        message_id=released.message_id,
        number=released.number,
        kind=released.kind,
        sender=sender,
        sent=released.started_at,
        original=released.original,
        expires=released.started_at + MEANS_NOTHING_AFTER,
        link=f"{address}/national-alerts/{released.message_id}",
        follows=follows,
        risk=risks.get(released.risk),
        edition=released.edition,
        rules=released.rules,
    )
