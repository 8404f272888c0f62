"""CheckpointStore in MongoDB: one small document a reader and source."""

from __future__ import annotations

from typing import Any

from pymongo.database import Database

from shared_kernel.checkpoints import CheckpointStore
from shared_kernel.stores import translated, upserted


class MongoCheckpointStore(CheckpointStore):
    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._positions = database["checkpoints"]

    @translated()
    def load(self, reader: str, source: str) -> int:
        document = self._positions.find_one({"_id": _id(reader, source)})
        return int(document["position"]) if document else 0

    @translated()
    def save(self, reader: str, source: str, position: int) -> None:
        upserted(self._positions, {"_id": _id(reader, source)}, {"$max": {"position": position}})

    @translated()
    def forget(self, reader: str, source: str) -> None:
        self._positions.delete_one({"_id": _id(reader, source)})


def _id(reader: str, source: str) -> str:
    return f"{reader}/{source}"
