"""What every view is made of: a document, and how one commit changes it.

A view's document keeps, of each stream that it is folded from, the version it has come to. So a commit that comes again
changes nothing, one that comes before its predecessor is refused, and the two streams of a notification may arrive in
any order between them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

import orjson

from shared_kernel.commits import Commit
from shared_kernel.errors import CodedError
from shared_kernel.time import NotAnInstant, instant_text
from shared_kernel.upcasting import UnknownEvent, events_of

Document = dict[str, Any]


class OutOfOrder(CodedError):
    """An earlier commit of the stream has not been folded yet."""

    code: ClassVar[str] = "out_of_order"

    def __init__(self) -> None:
        super().__init__("An earlier commit of this stream has not been seen yet.")


@dataclass(frozen=True)
class Happening:
    """One event of a commit, with what the commit says of it. `data` is the event's, as JSON."""

    name: str
    version: int
    data: Mapping[str, Any]
    source: str
    at: str
    actor: str
    stream_version: int
    index: int


def by_source(source: str, _commit: Commit) -> str:
    """The name of a document that has one stream of each source."""
    return source


def copied(value: Any) -> Any:
    """A deep copy of plain JSON: written and read again, which takes less than visiting its parts."""
    return orjson.loads(orjson.dumps(value))


def as_it_is(document: Document) -> Document:
    """What was taken in is all that the document tells."""
    return document


@dataclass(frozen=True)
class View:
    """A read model: which document a commit belongs to (None: not this view's), and how it changes it.

    `take` takes a commit into a document that is the fold's own: it may change it in place, but nothing that the commit
    holds, which other views and later commits see. `tell` adds what follows from all that was taken in, once for however many
    commits that was. `stream`: under which name the document keeps how far the commit's stream has come, one for each source
    unless a document has many streams of one. `own` copies as much of a document as `take` and `tell` change in place.
    """

    name: str
    key: Callable[[str, Commit], str | None]
    take: Callable[[Document, str, Commit], Document]
    tell: Callable[[Document], Document] = as_it_is
    stream: Callable[[str, Commit], str] = by_source
    own: Callable[[Document], Document] = copied

    def fold(self, document: Document | None, source: str, first: Commit, *later: Commit) -> Document:
        """The document after these commits of its own, in their order; the one given stays as it is.

        Raises OutOfOrder, UnknownEvent.
        """
        told, is_new = self.own(document) if document else self._begun(source, first), False
        for commit in (first, *later):
            if advanced(told, self.stream(source, commit), commit):
                told, is_new = self.take(told, source, commit), True
        return self.tell(told) if is_new else told

    def _begun(self, source: str, commit: Commit) -> Document:
        return {"_id": self.key(source, commit) or commit.stream, "authority": commit.authority, "versions": {}}


def advanced(document: Document, source: str, commit: Commit) -> bool:
    """Whether the commit is new to the document, whose version is then moved on. Raises OutOfOrder."""
    reached = document["versions"].get(source, 0)
    if commit.version <= reached:
        return False
    if commit.version != reached + 1:
        raise OutOfOrder
    document["versions"] = dict(sorted({**document["versions"], source: commit.version}.items()))
    return True


def happenings(source: str, commit: Commit) -> tuple[Happening, ...]:
    """The commit's events, each with its place. Raises UnknownEvent."""
    at = instant_text(commit.recorded_at)
    return tuple(
        Happening(event.name, event.version, event.data, source, at, commit.actor, commit.version, index)
        for index, event in enumerate(events_of(commit))
    )


Changes = Mapping[tuple[str, int], Callable[[Document, Happening], None]]
"""What each event, by name and version, does to a document."""


def changed(part: Document, changes: Changes, events: Iterable[Happening]) -> Document:
    """The part after a commit's events. Raises UnknownEvent."""
    for event in events:
        change = changes.get((event.name, event.version))
        if change is None:
            raise UnknownEvent
        change(part, event)
    return part


def notification_of(stream: str) -> str | None:
    """The notification that a stream belongs to: `notification-…` itself, its `routing-…`, `alert-…` or `risk-…`."""
    kind, _, rest = stream.partition("-")
    is_one = kind in ("notification", "alert", "risk") or (kind == "routing" and concern_of(stream) is None)
    return f"notification-{rest}" if is_one else None


def concern_of(stream: str) -> str | None:
    """The concern that a stream belongs to: `concern-…` itself, or its `routing-concern-…`."""
    own = stream.removeprefix("routing-")
    return own if own.startswith("concern-") else None


def instant(written: str | None) -> str | None:
    """A moment of an event, in the one form that sorts."""
    return instant_text(datetime.fromisoformat(written)) if written else None


def is_instant(text: str) -> bool:
    """Whether this is a moment in the one form that sorts."""
    try:
        return instant(text) == text
    except (ValueError, NotAnInstant):
        return False
