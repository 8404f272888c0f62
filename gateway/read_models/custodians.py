"""What has happened to the custodian directory since its data file: the events of each body. From `custodian:<code>`.

What they come to is told by `custody.records`, as in the service that owns them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from access.visibility import Visibility
from contracts.custodians import EVENTS
from gateway.read_models.folding import Document, View
from shared_kernel.commits import Commit
from shared_kernel.upcasting import UnknownEvent, events_of

NAME = "custodians"
PREFIX = "custodian:"


def key(source: str, commit: Commit) -> str | None:
    """The body that the commit is about."""
    is_one = source == "national_alerts" and commit.stream.startswith(PREFIX)
    return commit.stream.removeprefix(PREFIX) if is_one else None


def take(entry: Document, _source: str, commit: Commit) -> Document:
    """The entry after this commit. Raises UnknownEvent."""
    events = events_of(commit)
    if any((each.name, each.version) not in EVENTS for each in events):
        raise UnknownEvent
    told = [{"name": each.name, "version": each.version, "data": dict(each.data)} for each in events]
    return {**entry, "events": [*entry.get("events", ()), *told]}


VIEW = View(NAME, key, take, own=dict)


class Entries(Protocol):
    """Port: the question that the custodian directory answers."""

    def since(self, whose: Visibility) -> Mapping[str, Document]:
        """The entries in which anything has happened since the data file, by code, for who may read the directory."""
