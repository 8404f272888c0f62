"""The views in MongoDB: a collection each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from pymongo import ASCENDING, DESCENDING, IndexModel, InsertOne, ReplaceOne
from pymongo.database import Database
from pymongo.errors import BulkWriteError

from gateway.read_models import absences, cases, tray_items
from gateway.read_models.absences import Absences
from gateway.read_models.cases import Cases
from gateway.read_models.documents import ChangedMeanwhile, Documents
from gateway.read_models.folding import Document
from gateway.read_models.tray_items import Trays
from gateway.visibility import Visibility
from shared_kernel.stores import translated

DUPLICATE = 11000
Store = Database[dict[str, Any]]


class MongoDocuments(Documents):
    """Makes its indexes when constructed."""

    INDEXES: Sequence[IndexModel] = ()

    def __init__(self, database: Store, name: str) -> None:
        self._documents = database[name]
        self._make_indexes()

    @translated()
    def _make_indexes(self) -> None:
        if self.INDEXES:
            self._documents.create_indexes(list(self.INDEXES))

    @translated()
    def load(self, ids: Collection[str]) -> Mapping[str, Document]:
        return {each["_id"]: each for each in self._documents.find({"_id": {"$in": sorted(ids)}})}

    @translated()
    def save(self, changed: Sequence[tuple[Document | None, Document]]) -> None:
        if not changed:
            return
        try:
            result = self._documents.bulk_write([_write(*each) for each in changed], ordered=False)
        except BulkWriteError as error:
            if any(failed["code"] != DUPLICATE for failed in error.details["writeErrors"]):
                raise
            raise ChangedMeanwhile from None
        if result.matched_count + result.inserted_count < len(changed):
            raise ChangedMeanwhile

    @translated()
    def drop(self) -> None:
        self._documents.delete_many({})


def _write(before: Document | None, after: Document) -> InsertOne[Document] | ReplaceOne[Document]:
    if before is None:
        return InsertOne(after)
    return ReplaceOne({"_id": after["_id"], "versions": before["versions"]}, after)


class MongoCases(MongoDocuments, Cases):
    INDEXES = (
        IndexModel([("authority", ASCENDING), ("involved", ASCENDING), ("order", DESCENDING)], name="involved"),
        IndexModel(
            [("authority", ASCENDING), ("edition", ASCENDING), ("area", ASCENDING), ("order", DESCENDING)], name="area"
        ),
    )

    def __init__(self, database: Store) -> None:
        super().__init__(database, cases.NAME)

    @translated()
    def one(self, notification_id: str) -> Document | None:
        return self._documents.find_one({"_id": notification_id})

    @translated()
    def visible(self, whose: Visibility, before: str | None, limit: int) -> tuple[Document, ...]:
        below = {"order": {"$lt": before}} if before is not None else {}
        asked = {"authority": whose.authority, "$or": _ways_to_see(whose), **below}
        return tuple(self._documents.find(asked).sort("order", DESCENDING).limit(limit))

    @translated()
    def versions(self, notification_ids: Iterable[str]) -> Mapping[str, Mapping[str, int]]:
        found = self._documents.find({"_id": {"$in": sorted(notification_ids)}}, {"versions": 1})
        return {each["_id"]: each["versions"] for each in found}


def _ways_to_see(whose: Visibility) -> list[dict[str, Any]]:
    by_area = [{"edition": edition, "area": {"$in": sorted(areas)}} for edition, areas in sorted(whose.areas.items())]
    return [{"involved": {"$in": sorted(whose.persons)}}, *by_area]


class MongoTrays(MongoDocuments, Trays):
    INDEXES = (
        IndexModel([("authority", ASCENDING), ("people", ASCENDING)], name="people"),
        IndexModel([("authority", ASCENDING), ("roles", ASCENDING)], name="roles"),
        IndexModel([("items", ASCENDING)], name="items"),
    )

    def __init__(self, database: Store) -> None:
        super().__init__(database, tray_items.NAME)

    @translated()
    def waiting(self, authority: str, people: Iterable[str], roles: Iterable[str]) -> tuple[Document, ...]:
        ways = [{"people": {"$in": sorted(people)}}, {"roles": {"$in": sorted(roles)}}]
        return tuple(self._documents.find({"authority": authority, "$or": ways}).sort("_id", ASCENDING))

    @translated()
    def holding(self, item_id: str) -> Document | None:
        return self._documents.find_one({"items": item_id})


class MongoAbsences(MongoDocuments, Absences):
    def __init__(self, database: Store) -> None:
        super().__init__(database, absences.NAME)

    @translated()
    def all(self) -> tuple[Document, ...]:
        return tuple(self._documents.find({}).sort("_id", ASCENDING))
