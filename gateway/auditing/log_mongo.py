"""Waiting records in MongoDB: the collection `access_log`, which has no index but its ids: it is written for each read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pymongo import ASCENDING
from pymongo.database import Database

from audit.entries import Recorded, from_document, to_document
from gateway.auditing.log import Waiting
from shared_kernel.stores import translated


class MongoWaiting(Waiting):
    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._records = database["access_log"]

    @translated()
    def add(self, records: Sequence[Recorded]) -> None:
        self._records.insert_many([{"_id": each.record_id, **to_document(each)} for each in records], ordered=True)

    @translated()
    def first(self, limit: int) -> tuple[Recorded, ...]:
        return tuple(from_document(each) for each in self._records.find({}).sort("_id", ASCENDING).limit(limit))

    @translated()
    def remove(self, records: Sequence[Recorded]) -> None:
        self._records.delete_many({"_id": {"$in": [each.record_id for each in records]}})
