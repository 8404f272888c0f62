"""The peer: `eventsourcing`'s ProjectionRunner over an application that holds the same commits, one event a commit.

Its projection folds with our views' own folds, and keeps each document with its tracking, as its documentation does it: in memory
(POPO) and in SQLite, of which each event's document and tracking are one transaction.
"""

from __future__ import annotations

import json
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.domain import DomainEvent
from eventsourcing.persistence import Tracking, TrackingRecorder
from eventsourcing.popo import POPOTrackingRecorder
from eventsourcing.projection import Projection, ProjectionRunner
from eventsourcing.sqlite import SQLiteTrackingRecorder

from benchmarks.growing.copied import Document
from benchmarks.rebuilding.log import VIEWS, Log, in_turn
from shared_kernel.commits import from_document

LONGEST, AT_ONCE = 3_600.0, 1_000
Put = Mapping[str, Document]


@dataclass(frozen=True)
class Committed(DomainEvent):
    """One commit of a source."""

    source: str
    commit: dict[str, Any]


class Views(TrackingRecorder):
    """The views' documents, each kept with how far the log was read."""

    @abstractmethod
    def loaded(self, view: str, key: str) -> Document | None:
        """The document, if there is one."""

    @abstractmethod
    def put(self, documents: Put, tracking: Tracking) -> None:
        """Those documents, by view, and the tracking: all or nothing."""

    @abstractmethod
    def every(self, view: str) -> list[Document]:
        """All of this view's."""


class PopoViews(POPOTrackingRecorder, Views):
    """In memory."""

    def __init__(self) -> None:
        super().__init__()
        self._documents: dict[tuple[str, str], Document] = {}

    def loaded(self, view: str, key: str) -> Document | None:
        return self._documents.get((view, key))

    def put(self, documents: Put, tracking: Tracking) -> None:
        with self._database_lock:
            self._assert_tracking_uniqueness(tracking)
            self._insert_tracking(tracking)
            for view, each in documents.items():
                self._documents[view, each["_id"]] = each

    def every(self, view: str) -> list[Document]:
        return [each for (name, _), each in self._documents.items() if name == view]


class SqliteViews(SQLiteTrackingRecorder, Views):
    """In one table, a row a document."""

    def construct_create_table_statements(self) -> list[str]:
        table = "CREATE TABLE IF NOT EXISTS documents (view TEXT, id TEXT, document TEXT, PRIMARY KEY (view, id))"
        return [*super().construct_create_table_statements(), f"{table} WITHOUT ROWID"]

    def loaded(self, view: str, key: str) -> Document | None:
        with self.datastore.transaction(commit=False) as c:
            c.execute("SELECT document FROM documents WHERE view=? AND id=?", (view, key))
            row = c.fetchone()
        found: Document | None = json.loads(row[0]) if row else None
        return found

    def put(self, documents: Put, tracking: Tracking) -> None:
        with self.datastore.transaction(commit=True) as c:
            self._insert_tracking(c, tracking)
            for view, each in documents.items():
                c.execute("INSERT OR REPLACE INTO documents VALUES (?, ?, ?)", (view, each["_id"], json.dumps(each)))

    def every(self, view: str) -> list[Document]:
        with self.datastore.transaction(commit=False) as c:
            c.execute("SELECT document FROM documents WHERE view=?", (view,))
            return [json.loads(row[0]) for row in c.fetchall()]


class Folding(Projection[Views]):
    """Folds each commit into the views that it belongs to."""

    name = "views"

    def process_event(self, domain_event: Any, tracking: Tracking) -> None:
        commit, source = from_document(domain_event.commit), domain_event.source
        changed: dict[str, Document] = {}
        for name, view in VIEWS.items():
            key = view.key(source, commit)
            if key is not None:
                changed[name] = view.fold(self.view.loaded(name, key), source, commit)
        self.view.put(changed, tracking)


class Kept(Application[UUID]):
    """The application whose log is read; what it recorded is there already where the runner makes it anew."""

    name = "kept"


class Peer:
    """One way of keeping views; `environment` says which, as the library reads it. The log lies in memory (its SQLite has no subscriptions)."""

    def __init__(self, views: type[Any], environment: Mapping[str, str]) -> None:
        self._views, self._environment = views, dict(environment)
        self._found: Views | None = None

    def filled(self, log: Log) -> type[Application[UUID]]:
        """An application that has recorded the log: not part of what is measured."""
        app = Kept(env=self._environment)
        events = (_event(number, *each) for number, each in enumerate(in_turn(log), 1))
        while some := list(islice(events, AT_ONCE)):
            app.recorder.insert_events([app.mapper.to_stored_event(each) for each in some])

        class Again(Kept):
            """Stands on the same recorder."""

            name = Kept.name

            def construct_recorder(self) -> Any:
                return app.recorder

        return Again

    def build(self, application: type[Application[UUID]], commits: int) -> None:
        """Runs the projection to the log's end."""
        with ProjectionRunner(
            application_class=application, projection_class=Folding, view_class=self._views, env=self._environment
        ) as runner:
            runner.wait(commits, timeout=LONGEST)
            self._found = runner.view

    def views(self) -> Mapping[str, Sequence[Document]]:
        """What was built."""
        if self._found is None:
            raise LookupError("nothing was built")
        return {name: self._found.every(name) for name in VIEWS}


def _event(number: int, source: str, line: bytes) -> Committed:
    return Committed(UUID(int=number), 1, datetime.now(UTC), source, json.loads(line))
