"""What the gateway is sent and answers on exercises."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contracts.cascade import MessageKind
from contracts.gateway_custodians import LineState
from contracts.gateway_words import Person


@dataclass(frozen=True)
class ExerciseStart:
    """Start an exercise; with its id, send its next message. Without custodians a new one goes to all, and what follows to those
    who had the message before."""

    kind: MessageKind = "initial"
    exercise_id: str | None = None
    custodians: tuple[str, ...] = ()


@dataclass(frozen=True)
class ExerciseStarted:
    """The exercise's message is on its way."""

    exercise_id: str
    message_id: str


@dataclass(frozen=True)
class ExerciseLine:
    """A message of an exercise, as a line in a list."""

    exercise_id: str
    message_id: str
    number: int
    kind: MessageKind
    started_at: datetime
    started_by: Person | None
    custodians: int
    acknowledged: int


@dataclass(frozen=True)
class ExerciseList:
    """The authority's exercises, the newest message first. `next` leads on."""

    exercises: tuple[ExerciseLine, ...]
    next: str | None


@dataclass(frozen=True)
class ReportLine:
    """One custodian and message of an exercise; seconds are counted from the message's start, None where it did not come so far."""

    message_id: str
    number: int
    custodian: str
    name: str
    state: LineState
    sent_after_seconds: int | None
    acknowledged_after_seconds: int | None
    approaches: int
    reason: str | None


@dataclass(frozen=True)
class ExerciseReport:
    """What an exercise showed, custodian by custodian."""

    exercise_id: str
    lines: tuple[ReportLine, ...]
