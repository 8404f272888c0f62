"""KeyStore in MongoDB: the collection `keys`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from gateway.keys import KeyStore
from shared_kernel.stores import translated


class MongoKeyStore(KeyStore):
    """`database` comes from `shared_kernel.stores.database`, so that what is written is journaled."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._keys = database["keys"]

    @translated()
    def add(self, wrapped: Mapping[str, str]) -> None:
        self._keys.insert_many([{"_id": key, "wrapped": each} for key, each in wrapped.items()])

    @translated()
    def get_or_add(self, notification_id: str, wrapped: str) -> str:
        found = self.find([notification_id])
        if not found:
            try:
                self._keys.insert_one({"_id": notification_id, "wrapped": wrapped})
                return wrapped
            except DuplicateKeyError:  # another request of the same notification was first
                found = self.find([notification_id])
        return found[notification_id]

    @translated()
    def find(self, notification_ids: Collection[str]) -> Mapping[str, str]:
        documents = self._keys.find({"_id": {"$in": sorted(notification_ids)}})
        return {each["_id"]: each["wrapped"] for each in documents}

    @translated()
    def remove(self, notification_id: str) -> None:
        self._keys.delete_one({"_id": notification_id})
