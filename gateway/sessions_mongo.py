"""SessionStore in MongoDB: the collection `sessions`, which forgets what has run out."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from pymongo import ASCENDING
from pymongo.database import Database

from gateway.sessions import SessionStore
from shared_kernel.stores import translated


class MongoSessionStore(SessionStore):
    """Makes its index when constructed."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._sessions = database["sessions"]
        with translated():
            self._sessions.create_index([("until", ASCENDING)], name="until", expireAfterSeconds=0)

    @translated()
    def put(self, key: str, token_digest: str, until: float) -> None:
        ends = datetime.fromtimestamp(until, UTC)
        self._sessions.insert_one({"_id": key, "token_digest": token_digest, "until": ends})

    @translated()
    def get(self, key: str, now: float) -> str | None:
        # The index forgets within a minute or so; the time decides.
        valid = {"_id": key, "until": {"$gt": datetime.fromtimestamp(now, UTC)}}
        found = self._sessions.find_one(valid)
        return str(found["token_digest"]) if found else None

    @translated()
    def remove(self, key: str) -> None:
        self._sessions.delete_one({"_id": key})
