"""Events as they are read today: each in its newest version, whatever version it was written in.

Every reader of events takes them from here: those who decide, follow, fold and count. Whoever copies, hashes or counts commits as they lie
takes `commit.events`.
"""

from __future__ import annotations

from typing import ClassVar

from contracts import released
from shared_kernel.commits import Commit, EventRecord
from shared_kernel.errors import CodedError


class UnknownEvent(CodedError):
    """An event of a name or version that this process does not know: it is older than the one that wrote it."""

    code: ClassVar[str] = "unknown_event"

    def __init__(self) -> None:
        super().__init__("This process does not know the event; it must be brought up to date.")


def events_of(commit: Commit) -> tuple[EventRecord, ...]:
    """The commit's events, each in its place. Raises UnknownEvent for one in a newer version than is known here."""
    return tuple(current(each) for each in commit.events)


def current(event: EventRecord) -> EventRecord:
    """The event in its newest version. Raises UnknownEvent."""
    while upcast := released.UPCASTS.get((event.name, event.version)):
        event = EventRecord(event.name, event.version + 1, upcast(event.data))
    if event.version > released.NEWEST.get(event.name, event.version):
        raise UnknownEvent
    return event
