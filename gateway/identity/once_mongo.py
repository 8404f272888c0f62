"""OnceStore in MongoDB: the collection `once`, which forgets what has run out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from pymongo import ASCENDING
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from gateway.identity.once import OnceStore
from shared_kernel.stores import translated


class MongoOnceStore(OnceStore):
    """Makes its index when constructed."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._once = database["once"]
        with translated():
            self._once.create_index([("until", ASCENDING)], name="until", expireAfterSeconds=0)

    @translated()
    def add(self, key: str, texts: Mapping[str, str], until: float) -> bool:
        try:
            self._once.insert_one({"_id": key, "texts": dict(texts), "until": datetime.fromtimestamp(until, UTC)})
        except DuplicateKeyError:
            return False
        return True

    @translated()
    def take(self, key: str, now: float) -> Mapping[str, str] | None:
        found = self._once.find_one_and_delete({"_id": key})
        if found is None or found["until"].replace(tzinfo=UTC) <= datetime.fromtimestamp(now, UTC):
            return None
        return {str(name): str(text) for name, text in found["texts"].items()}
