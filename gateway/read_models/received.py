"""Alerts of other deployments that were taken in: what was received, searched, and destroyed. Folded from `received-…`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from access import AgencyReader
from access.visibility import Visibility
from gateway.read_models.folding import Document, Happening, View, changed, happenings, instant
from shared_kernel.commits import Commit

NAME = "received"
PREFIX = "received-"


def key(source: str, commit: Commit) -> str | None:
    """The copy that the commit is about."""
    return commit.stream if source == "national_alerts" and commit.stream.startswith(PREFIX) else None


def take(copy: Document, source: str, commit: Commit) -> Document:
    """The copy after this commit. Raises UnknownEvent."""
    begins = {
        "documents": [],
        "messages": [],
        "searches": [],
        "destroyed": None,
        "marks": [received_mark(copy["authority"])],
    }
    return changed({**begins, **copy}, CHANGES, happenings(source, commit))


def _received(copy: Document, event: Happening) -> None:
    data = event.data
    names = ("message_id", "number", "kind", "severity", "link")
    times = {name: instant(data[name]) for name in ("sent_at", "original", "received_at")}
    copy["messages"].append({**{name: data[name] for name in names}, **times})
    copy.update(
        sender=data["sender"], about=data["about"], exercise=event.name == "ExerciseReceived", ended=data["ends"]
    )
    copy["order"] = f"{times['received_at']}|{copy['_id']}"


def _documented(copy: Document, event: Happening) -> None:
    copy["documents"] = [*copy["documents"], {name: event.data[name] for name in ("message_id", "person", "sealed")}]


def _searched(copy: Document, event: Happening) -> None:
    names = ("result", "candidates", "likeness", "by")
    copy["searches"].append({**{name: event.data[name] for name in names}, "at": instant(event.data["at"])})


def _destroyed(copy: Document, event: Happening) -> None:
    times = ("first_received_at", "last_followed_up_at", "destroyed_at")
    copy["destroyed"] = {**event.data, **{name: instant(event.data[name]) for name in times}}
    copy["messages"], copy["documents"] = [], []


CHANGES: Mapping[tuple[str, int], Callable[[Document, Happening], None]] = {
    ("AlertReceived", 1): _received,
    ("ExerciseReceived", 1): _received,
    ("DocumentReceived", 1): _documented,
    ("SearchRecorded", 1): _searched,
    ("CopyDestroyed", 2): _destroyed,
}
VIEW = View(NAME, key, take)


def received_mark(authority: str) -> str:
    """The mark of a copy that this authority holds."""
    return f"{authority} received"


def marks_of(whose: Visibility) -> frozenset[str]:
    """Copies are for the people who receive alerts in the authority."""
    reader = whose.reader
    mine = not isinstance(reader, AgencyReader) and reader.receives_for
    return frozenset({received_mark(whose.authority)}) if mine else frozenset()


class ReceivedAlerts(Protocol):
    """Port: the questions that copies answer. None is answered without saying who may see what."""

    def one(self, whose: Visibility, received_id: str) -> Document | None:
        """The copy of this id, if it exists for them."""

    def visible(self, whose: Visibility, before: str | None, limit: int) -> tuple[Document, ...]:
        """The newest that exist for them, from below the `order` given."""
