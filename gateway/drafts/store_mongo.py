"""DraftStore in MongoDB: the collection `drafts`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from pymongo import ASCENDING, DESCENDING
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from gateway.drafts.store import DraftRow, DraftStore
from shared_kernel.stores import translated


class MongoDrafts(DraftStore):
    """Makes its indexes when constructed."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._drafts = database["drafts"]
        self._make_indexes()

    @translated()
    def _make_indexes(self) -> None:
        own = [("authority", ASCENDING), ("author", ASCENDING), ("saved_at", DESCENDING), ("_id", DESCENDING)]
        self._drafts.create_index(own, name="of_author")
        self._drafts.create_index([("until", ASCENDING)], name="until")

    @translated()
    def add(self, row: DraftRow) -> bool:
        try:
            self._drafts.insert_one(_document(row))
        except DuplicateKeyError:
            return False
        return True

    @translated()
    def find(self, authority: str, author: str, draft_id: str) -> DraftRow | None:
        found = self._drafts.find_one({"_id": draft_id, "authority": authority, "author": author})
        return _row(found) if found else None

    @translated()
    def of_author(self, authority: str, author: str, limit: int) -> tuple[DraftRow, ...]:
        found = self._drafts.find({"authority": authority, "author": author})
        return tuple(_row(each) for each in found.sort([("saved_at", DESCENDING), ("_id", DESCENDING)]).limit(limit))

    @translated()
    def replace(self, row: DraftRow) -> bool:
        which = {"_id": row.draft_id, "version": row.version - 1}
        return self._drafts.replace_one(which, _document(row)).matched_count == 1

    @translated()
    def remove(self, authority: str, draft_id: str) -> None:
        self._drafts.delete_one({"_id": draft_id, "authority": authority})

    @translated()
    def run_out(self, now: datetime, limit: int) -> tuple[DraftRow, ...]:
        return tuple(_row(each) for each in self._drafts.find({"until": {"$lte": now}}).limit(limit))


def _document(row: DraftRow) -> dict[str, Any]:
    written = asdict(row)
    return {"_id": written.pop("draft_id"), **written}


def _row(document: Mapping[str, Any]) -> DraftRow:
    rest = {name: value for name, value in document.items() if name != "_id"}
    times = {name: rest[name].replace(tzinfo=UTC) for name in ("saved_at", "until")}
    return DraftRow(draft_id=document["_id"], **{**rest, **times})
