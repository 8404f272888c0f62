"""Copies of others' alerts, and the directory of custodians, in MongoDB."""

from __future__ import annotations

from collections.abc import Mapping

from access.visibility import Visibility
from gateway.read_models import custodians, received
from gateway.read_models.alerting_mongo import MongoMarked
from gateway.read_models.custodians import Entries
from gateway.read_models.folding import Document
from gateway.read_models.mongo import Store
from gateway.read_models.received import ReceivedAlerts
from shared_kernel.stores import translated


class MongoReceived(MongoMarked, ReceivedAlerts):
    def __init__(self, database: Store) -> None:
        super().__init__(database, received.NAME)

    def one(self, whose: Visibility, received_id: str) -> Document | None:
        return self.bearing_one(received.marks_of(whose), received_id)

    def visible(self, whose: Visibility, before: str | None, limit: int) -> tuple[Document, ...]:
        return self.bearing(received.marks_of(whose), before, limit, whose.reader.at)


class MongoEntries(MongoMarked, Entries):
    INDEXES = ()

    def __init__(self, database: Store) -> None:
        super().__init__(database, custodians.NAME)

    @translated()
    def since(self, whose: Visibility) -> Mapping[str, Document]:
        return {each["_id"]: each for each in self._documents.find({})}
