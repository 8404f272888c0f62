"""ParkedMessages in MongoDB: one document a message, its body inside."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pymongo import ASCENDING, IndexModel
from pymongo.database import Database

from shared_kernel.messaging.parked_messages import ParkedMessage, ParkedMessages
from shared_kernel.stores import translated, upserted
from shared_kernel.time import instant_of, instant_text

WAITING = {"driven_at": None}
INDEXES = (IndexModel([("driven_at", ASCENDING), ("parked_at", ASCENDING), ("_id", ASCENDING)], name="oldest"),)
PLAIN_FIELDS = ("reason", "queue", "exchange", "routing_key", "content_type", "size", "digest", "cut")


class MongoParkedMessages(ParkedMessages):
    """Makes its index when constructed."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._kept = database["parked_messages"]
        with translated():
            self._kept.create_indexes(list(INDEXES))

    @translated()
    def keep(self, message: ParkedMessage, body: bytes) -> None:
        fields = {name: getattr(message, name) for name in PLAIN_FIELDS}
        fields |= {"parked_at": instant_text(message.parked_at), "driven_at": None, "body": body}
        upserted(self._kept, {"_id": message.message_id}, {"$setOnInsert": fields})

    @translated()
    def get(self, message_id: str) -> ParkedMessage | None:
        document = self._kept.find_one({"_id": message_id}, {"body": 0})
        return _message(document) if document else None

    @translated()
    def body(self, message_id: str) -> bytes | None:
        document = self._kept.find_one({"_id": message_id}, {"body": 1})
        return bytes(document["body"]) if document else None

    @translated()
    def listed(self, limit: int) -> tuple[ParkedMessage, ...]:
        if limit <= 0:
            return ()
        oldest = self._kept.find(WAITING, {"body": 0}).sort([("parked_at", ASCENDING), ("_id", ASCENDING)])
        return tuple(_message(document) for document in oldest.limit(limit))

    @translated()
    def count(self) -> int:
        return self._kept.count_documents(WAITING)

    @translated()
    def mark_driven(self, message_id: str, driven_at: datetime) -> None:
        self._kept.update_one({"_id": message_id}, {"$set": {"driven_at": instant_text(driven_at)}})


def _message(document: dict[str, Any]) -> ParkedMessage:
    driven_at = document["driven_at"]
    return ParkedMessage(
        message_id=document["_id"],
        parked_at=instant_of(document["parked_at"]),
        driven_at=instant_of(driven_at) if driven_at else None,
        **{name: document[name] for name in PLAIN_FIELDS},
    )
