"""KeyStore in MongoDB: the collection `person_keys`."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from pymongo import ASCENDING
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from gateway.sealing.store import KeyRow, KeyStore
from shared_kernel.stores import translated


class MongoKeyStore(KeyStore):
    """`database` comes from `shared_kernel.stores.database`, so that what is written is journaled."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._keys = database["person_keys"]
        self._make_index()

    @translated()
    def _make_index(self) -> None:
        self._keys.create_index([("authority", ASCENDING), ("_id", ASCENDING)], name="of_authority")

    @translated()
    def add(self, rows: Sequence[KeyRow]) -> None:
        self._keys.insert_many([_document(row) for row in rows])

    @translated()
    def claim(self, row: KeyRow) -> bool:
        try:
            self._keys.insert_one(_document(row))
        except DuplicateKeyError:
            return False
        return True

    @translated()
    def find(self, authority: str, people: Collection[str]) -> Mapping[str, KeyRow]:
        found = self._keys.find({"_id": {"$in": sorted(people)}})
        return {each["_id"]: _row(each) for each in found if each["authority"] == authority}

    @translated()
    def put(self, authority: str, person: str, version: int, wrapped: str, instead_of: str | None) -> bool:
        place = f"wrapped.{version}"
        before = {"$exists": False} if instead_of is None else instead_of
        which = {"_id": person, "authority": authority, place: before}
        return self._keys.update_one(which, {"$set": {place: wrapped}}).matched_count == 1

    @translated()
    def remove(self, authority: str, person: str) -> None:
        self._keys.delete_one({"_id": person, "authority": authority})

    @translated()
    def after(self, authority: str, person: str, limit: int) -> tuple[KeyRow, ...]:
        found = self._keys.find({"authority": authority, "_id": {"$gt": person}})
        return tuple(_row(each) for each in found.sort([("authority", ASCENDING), ("_id", ASCENDING)]).limit(limit))


def _document(row: KeyRow) -> dict[str, Any]:
    return {"_id": row.person, "authority": row.authority, "wrapped": {str(n): w for n, w in row.wrapped.items()}}


def _row(document: Mapping[str, Any]) -> KeyRow:
    return KeyRow(document["authority"], document["_id"], {int(n): w for n, w in document["wrapped"].items()})
