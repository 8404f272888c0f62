"""A document of any read model that is deleted by hand is found, and made again by the reader that makes it."""

from __future__ import annotations

from typing import Any

import pytest

from auditor.__main__ import expectations
from auditor.auditor import Auditor
from auditor.findings import Finding
from auditor.views import NamesIndexed, ViewDocuments
from gateway.finding import index
from gateway.read_models.views import VIEWS
from shared_kernel.commit_store_memory import MemoryCommitStore
from shared_kernel.settings import Settings
from shared_kernel.time import FixedClock
from tests.contract.ports.samples import NOON, stream_of

MADE_FROM = {
    "absences": ("escalation", "absences-kent", "absences-kent"),
    "assessments": ("risk_management", "assessment-1-1", "assessment-1-1"),
    "cascades": ("national_alerts", "cascade:message-1", "message-1"),
    "cases": ("intake", "notification-1", "notification-1"),
    "concerns": ("intake", "concern-1", "concern-1"),
    "custodians": ("national_alerts", "custodian:KEN", "KEN"),
    "names": ("intake", "notification-1", "notification-1"),
    "persons": ("intake", "person:1", "1"),
    "received": ("national_alerts", "received-1", "received-1"),
    "register": ("risk_management", "risk-1", "notification-1"),
    "tray_items": ("escalation", "routing-1", "notification-1"),
}
"""Of each read model a source, a stream of it, and the document that it makes."""


class Worker:
    """The gateway's: keeps of one view which versions its documents have come to."""

    def __init__(self, view: str, document: str, stream: str) -> None:
        self.kind, self.document, self.stream = f"view.{view}", document, stream
        self.kept, self.asked = {document: {stream: 3}}, list[dict[str, Any]]()

    def ask(self, owner: str, method: str, **arguments: Any) -> Any:
        if method == "again":
            self.asked.append(arguments)
            self.kept[self.document] = {self.stream: 3}
        if method != "among" or arguments["kind"] != self.kind:
            return []
        return [[key, versions] for key, versions in self.kept.items() if key in arguments["ids"]]


def test_each_of_them_is_looked_at() -> None:
    kinds = [each.kind for each in expectations(lambda *_, **__: [], Settings()) if each.kind.startswith("view.")]
    assert sorted(kinds) == sorted(f"view.{name}" for name in MADE_FROM)


@pytest.mark.parametrize("view", [*VIEWS, index.NAME])
def test_a_document_of_any_view_that_was_deleted_is_found_and_made_again(view: str) -> None:
    source, stream, document = MADE_FROM[view]
    store, commits = MemoryCommitStore(), stream_of(3, stream)
    worker = Worker(view, document, VIEWS[view].stream(source, commits[0]) if view in VIEWS else source)
    store.append_all(commits)
    store.assign_positions(1, store.unpositioned(3))
    expected = ViewDocuments(VIEWS[view]) if view in VIEWS else NamesIndexed()
    auditor = Auditor(worker.ask, {source: store}, [expected], (), FixedClock(NOON))
    assert auditor.run_once() == auditor.run_once() == ()

    worker.kept.clear()
    assert auditor.run_once() == (), "between a feed and a document there is always a moment"
    assert auditor.run_once() == (Finding("lost", f"gateway {worker.kind}", 1, mended=True, example=document),)
    reader = index.READER if view == index.NAME else "gateway"
    assert worker.asked == [{"reader": reader, "source": source, "positions": [1, 2, 3]}]
