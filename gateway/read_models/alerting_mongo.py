"""The views of national alerts beyond the case, in MongoDB."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from pymongo import ASCENDING, IndexModel

from access.visibility import Visibility
from gateway.read_models import cascades
from gateway.read_models.cascades import Cascades, any_of
from gateway.read_models.folding import Document
from gateway.read_models.mongo import MongoDocuments, Store, newest_bearing
from shared_kernel.stores import translated


class MongoMarked(MongoDocuments):
    """Documents with marks and an order."""

    INDEXES: Sequence[IndexModel] = (IndexModel([("marks", ASCENDING), ("order", ASCENDING)], name="by_mark"),)

    @translated()
    def bearing(self, marks: frozenset[str], before: str | None, limit: int, now: datetime) -> tuple[Document, ...]:
        return newest_bearing(self._documents, marks, before, limit, now)

    @translated()
    def bearing_one(self, marks: frozenset[str], document_id: str) -> Document | None:
        found = self._documents.find_one({"_id": document_id})
        return found if found and any_of(marks, found) else None

    @translated()
    def versions(self, ids: Iterable[str]) -> Mapping[str, Mapping[str, int]]:
        found = self._documents.find({"_id": {"$in": sorted(ids)}}, {"versions": 1})
        return {each["_id"]: each["versions"] for each in found}


class MongoCascades(MongoMarked, Cascades):
    def __init__(self, database: Store) -> None:
        super().__init__(database, cascades.NAME)

    def received(self, whose: Visibility, message_id: str) -> Document | None:
        return self.bearing_one(cascades.received_marks(whose), message_id)

    def inbox(self, whose: Visibility, before: str | None, limit: int) -> tuple[Document, ...]:
        return self.bearing(cascades.received_marks(whose), before, limit, whose.reader.at)

    def beside(self, whose: Visibility, message: Document) -> tuple[Document, ...]:
        found = self._about(message["authority"], message["about_id"])
        return tuple(each for each in found if any_of(cascades.received_marks(whose), each))

    def of(self, whose: Visibility, about_id: str) -> tuple[Document, ...]:
        return self._about(whose.authority, about_id)

    def exercises(self, whose: Visibility, before: str | None, limit: int) -> tuple[Document, ...]:
        return self.bearing(cascades.exercise_marks(whose), before, limit, whose.reader.at)

    @translated()
    def _about(self, authority: str, about_id: str) -> tuple[Document, ...]:
        return cascades.in_order(self._documents.find({"marks": cascades.about_mark(authority, about_id)}))
