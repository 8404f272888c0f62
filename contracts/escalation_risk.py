"""Commands and events of escalation about an assessed risk: the level that was set, and the step that setting it decides.

They belong to a routing's stream; `contracts.escalation` lists them with its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class FollowLevelV1:
    """A person set the level of the case's assessment. Carried over from risk management."""

    notification_id: str
    by: str
    set_at: datetime


@dataclass(frozen=True)
class LevelFollowedV1:
    """The level was set, and its step is decided once the level has arrived among the facts of the case."""

    by: str
    set_at: datetime


@dataclass(frozen=True)
class LevelPassedV1:
    """The level is among the facts: nothing waits for it any more."""

    by: str


COMMANDS = (FollowLevelV1,)
EVENTS = (LevelFollowedV1, LevelPassedV1)
