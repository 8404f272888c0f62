"""What the gateway answers to whoever runs the platform: how each process does, and what lies parked. Ids and codes, and nothing of a case."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

ServiceState = Literal["works", "without_store", "silent"]
DriveState = Literal["done", "again", "asked"]


@dataclass(frozen=True)
class ServiceStanding:
    """A service: it works, its store does not answer, or it does not."""

    service: str
    state: ServiceState


@dataclass(frozen=True)
class ReaderStanding:
    """A reader of a feed, and how many commits it has yet to take; null where the feed's service does not say."""

    reader: str
    source: str
    behind: int | None


@dataclass(frozen=True)
class StuckPart:
    """A part of a worker of which no run has ended well for so many seconds, and the last error's code, if there was one."""

    part: str
    seconds: int
    error: str | None


@dataclass(frozen=True)
class WorkerStanding:
    """A worker. `unpublished`: commits nobody was told of yet. `late`, `given_up`, `parked`: of the reader's own authority, deadlines
    past due that have not fired, deliveries that were given up, cases that wait. `messages`: those that could not be read.
    """

    owner: str
    answers: bool
    unpublished: int = 0
    readers: tuple[ReaderStanding, ...] = ()
    stuck: tuple[StuckPart, ...] = ()
    late: int = 0
    given_up: int = 0
    parked: int = 0
    messages: int = 0


@dataclass(frozen=True)
class Running:
    """How the platform does. `well`: every part answers, and nothing waits for a person."""

    well: bool
    services: tuple[ServiceStanding, ...]
    workers: tuple[WorkerStanding, ...]


@dataclass(frozen=True)
class ParkedStream:
    """A stream that waits since an owner's reader could not apply a commit: which, why as a code and in words, since when, and how many of
    its later commits wait behind it. `tried_at`: when it was last driven again, in vain.
    """

    owner: str
    reader: str
    source: str
    stream: str
    version: int
    reason: str
    says: str
    since: datetime
    tried_at: datetime | None
    waiting_behind: int


@dataclass(frozen=True)
class ParkedBrokerMessage:
    """A message that an owner could not read: why, and where it was parked. Nothing of its content; `can_be_driven`: enough of it was
    kept to send it back.
    """

    owner: str
    message_id: str
    reason: str
    says: str
    queue: str
    size: int
    since: datetime
    can_be_driven: bool


@dataclass(frozen=True)
class Parked:
    """What lies parked, of the reader's own authority, and messages of which nobody knows whose they are; the oldest first.

    `silent` are owners that do not answer; `more`: there is more than is listed.
    """

    streams: tuple[ParkedStream, ...]
    messages: tuple[ParkedBrokerMessage, ...]
    silent: tuple[str, ...]
    more: bool


@dataclass(frozen=True)
class DriveStream:
    """Have what is parked of this stream driven again, in order, by the reader that could not apply it."""

    owner: str
    reader: str
    source: str
    stream: str


@dataclass(frozen=True)
class DriveMessage:
    """Have this message sent back to where it was parked."""

    owner: str
    message_id: str = field(metadata={"metadata": {"longest": 64}})


@dataclass(frozen=True)
class Driven:
    """`done`: nothing of it waits any more. `again`: it was tried, and parked again. `asked`: the reader will, in some seconds."""

    state: DriveState
