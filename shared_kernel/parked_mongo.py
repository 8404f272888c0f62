"""ParkedStore in MongoDB: one document a parked commit."""

from __future__ import annotations

from typing import Any

from pymongo import ASCENDING, IndexModel
from pymongo.database import Database

from shared_kernel.parked import ParkedCommit, ParkedStore
from shared_kernel.stores import translated, upserted
from shared_kernel.time import instant_of, instant_text

INDEXES = (
    IndexModel([("reader", ASCENDING), ("source", ASCENDING), ("stream", ASCENDING)], name="stream"),
    IndexModel([("reader", ASCENDING), ("source", ASCENDING), ("asked", ASCENDING)], name="asked"),
    IndexModel([("parked_at", ASCENDING)], name="oldest"),
)


class MongoParkedStore(ParkedStore):
    """Makes its indexes when constructed."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._parked = database["parked_commits"]
        with translated():
            self._parked.create_indexes(list(INDEXES))

    @translated()
    def park(self, parked: ParkedCommit) -> None:
        fields = {
            "reader": parked.reader,
            "source": parked.source,
            "stream": parked.stream,
            "version": parked.version,
            "position": parked.position,
            "reason": parked.reason,
            "parked_at": instant_text(parked.parked_at),
            "authority": parked.authority,
            "tried_at": instant_text(parked.tried_at) if parked.tried_at else None,
        }
        upserted(self._parked, {"_id": _id(parked)}, {"$set": fields, "$setOnInsert": {"asked": False}})

    @translated()
    def blocked(self, reader: str, source: str) -> frozenset[str]:
        found = self._parked.find({"reader": reader, "source": source}, {"stream": 1})
        return frozenset(document["stream"] for document in found)

    @translated()
    def of_stream(self, reader: str, source: str, stream: str) -> tuple[ParkedCommit, ...]:
        found = self._parked.find({"reader": reader, "source": source, "stream": stream})
        return tuple(_parked(document) for document in found.sort("position", ASCENDING))

    @translated()
    def remove(self, parked: ParkedCommit) -> None:
        self._parked.delete_one({"_id": _id(parked)})

    @translated()
    def listed(self, limit: int, authority: str | None = None) -> tuple[ParkedCommit, ...]:
        which = {} if authority is None else {"authority": authority}
        oldest = self._parked.find(which).sort("parked_at", ASCENDING).limit(limit) if limit > 0 else ()
        return tuple(_parked(document) for document in oldest)

    @translated()
    def count(self) -> int:
        return self._parked.count_documents({})

    @translated()
    def ask_redrive(self, reader: str, source: str, stream: str) -> None:
        which = {"reader": reader, "source": source, "stream": stream}
        self._parked.update_many(which, {"$set": {"asked": True}})

    @translated()
    def take_asked(self, reader: str, source: str) -> tuple[str, ...]:
        which = {"reader": reader, "source": source, "asked": True}
        asked = {document["_id"]: document["stream"] for document in self._parked.find(which, {"stream": 1})}
        if asked:
            self._parked.update_many({"_id": {"$in": list(asked)}}, {"$set": {"asked": False}})
        return tuple(sorted(set(asked.values())))


def _id(parked: ParkedCommit) -> str:
    return f"{parked.reader}/{parked.source}/{parked.position}"


def _parked(document: dict[str, Any]) -> ParkedCommit:
    """A row that a process of an earlier release parked has no authority, and was never driven again."""
    tried_at = document.get("tried_at")
    return ParkedCommit(
        reader=document["reader"],
        source=document["source"],
        stream=document["stream"],
        version=document["version"],
        position=document["position"],
        reason=document["reason"],
        parked_at=instant_of(document["parked_at"]),
        authority=document.get("authority", ""),
        tried_at=instant_of(tried_at) if tried_at else None,
    )
