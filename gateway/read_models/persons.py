"""What was decided on the records of a person: holds, deletion, redactions, time that runs out. Folded from intake's `person:<id>`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Protocol

from gateway.read_models.folding import Document, Happening, View, changed, happenings
from shared_kernel.commits import Commit

NAME = "persons"
PREFIX = "person:"


def _held(part: Document, event: Happening) -> None:
    part["holds"].append({**event.data, "lifted": None})


def _lifted(part: Document, event: Happening) -> None:
    for each in part["holds"]:
        if each["hold"] == event.data["hold"]:
            each["lifted"] = dict(event.data)


def _proposed(part: Document, event: Happening) -> None:
    part["proposed"] = dict(event.data)


def _rejected(part: Document, _event: Happening) -> None:
    part["proposed"] = None


def _confirmed(part: Document, event: Happening) -> None:
    part["confirmed"] = dict(event.data)


def _deleted(part: Document, event: Happening) -> None:
    part["deleted"] = {**event.data, "commit": event.stream_version}


def _redacted(part: Document, event: Happening) -> None:
    part["redactions"][f"{event.data['text'].replace('.', ' ')}/{event.data['name']}"] = dict(event.data)


def _told(part: Document, event: Happening) -> None:
    part["told"][event.data["record_id"]] = {**event.data, "read": None}


def _read(part: Document, event: Happening) -> None:
    part["told"][event.data["record_id"]]["read"] = dict(event.data)


CHANGES: Mapping[tuple[str, int], Callable[[Document, Happening], None]] = {
    ("HoldPlaced", 1): _held,
    ("HoldLifted", 1): _lifted,
    ("DeletionProposed", 1): _proposed,
    ("DeletionRejected", 1): _rejected,
    ("DeletionConfirmed", 1): _confirmed,
    ("PersonDeleted", 1): _deleted,
    ("TextRedacted", 1): _redacted,
    ("RetentionEndsSoon", 1): _told,
    ("RetentionRead", 1): _read,
}


def key(source: str, commit: Commit) -> str | None:
    """The person that the commit is about."""
    return commit.stream.removeprefix(PREFIX) if source == "intake" and commit.stream.startswith(PREFIX) else None


def take(records: Document, source: str, commit: Commit) -> Document:
    """The records after this commit. Raises UnknownEvent."""
    records.setdefault("holds", [])
    records.setdefault("redactions", {})
    records.setdefault("told", {})
    for name in ("proposed", "confirmed", "deleted"):
        records.setdefault(name, None)
    return changed(records, CHANGES, happenings(source, commit))


def tell(records: Document) -> Document:
    """The records, and whether a notice of theirs was not read."""
    records["unread"] = not records["deleted"] and any(each["read"] is None for each in records["told"].values())
    return records


VIEW = View(NAME, key, take, tell)


class Persons(Protocol):
    """Port: the questions that persons answer."""

    def load(self, ids: Collection[str]) -> Mapping[str, Document]:
        """Those of these people on whose records anything was decided, by id."""

    def unread(self, authority: str, limit: int) -> tuple[Document, ...]:
        """Those of the authority with a notice that nobody has read yet."""
