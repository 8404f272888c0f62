"""Commands and events of escalation about a national alert: what it follows there, and which message waits to be checked.

They belong to a routing's stream; `contracts.escalation` lists them with its own.
"""

from __future__ import annotations

from dataclasses import dataclass

from needfire.alerting import Message


@dataclass(frozen=True)
class FollowMessageV1:
    """A message of the case's national alert was written and is to be checked. Carried over from national alerts."""

    notification_id: str
    message: Message
    number: int
    written_by: str


@dataclass(frozen=True)
class FollowDoubtV1:
    """Something of the alert is to be looked at by whoever decides on it. Carried over from national alerts."""

    notification_id: str
    about: str
    rules: tuple[str, ...]


@dataclass(frozen=True)
class FollowResponseV1:
    """A custodian answered to the alert: somebody follows it up. Carried over from national alerts."""

    notification_id: str


@dataclass(frozen=True)
class FollowUnreachedV1:
    """Custodians were not reached with a message, or are silent on it: whoever released it sees to it. Carried over from national
    alerts."""

    notification_id: str
    about: str
    rules: tuple[str, ...]


@dataclass(frozen=True)
class AlertMessageFollowedV1:
    """A message of the national alert waits to be checked; its author cannot pass it."""

    message: Message
    number: int
    by: str


@dataclass(frozen=True)
class AlertMessagePassedV1:
    """The message waits no more: it was sent back, or released."""

    number: int


COMMANDS = (FollowMessageV1, FollowDoubtV1, FollowResponseV1, FollowUnreachedV1)
EVENTS = (AlertMessageFollowedV1, AlertMessagePassedV1)
