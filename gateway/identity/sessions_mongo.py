"""SessionStore in MongoDB: the collection `sessions`, which forgets what has run out long ago."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from pymongo import ASCENDING
from pymongo.database import Database
from pymongo.errors import OperationFailure

from gateway.identity.sessions import LINGERS_SECONDS, Session, SessionStore
from shared_kernel.stores import translated


class MongoSessionStore(SessionStore):
    """Makes its index when constructed."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._sessions = database["sessions"]
        with translated():
            with suppress(OperationFailure):  # the index that forgot a session as soon as it was not used for long
                self._sessions.drop_index("idle_until")
            self._sessions.create_index([("until", ASCENDING)], name="until", expireAfterSeconds=LINGERS_SECONDS)

    @translated()
    def put(self, key: str, session: Session) -> None:
        said = {"account": session.account, "authority": session.authority, "issuer": session.issuer}
        times = {"idle_until": _moment(session.idle_until), "until": _moment(session.until)}
        self._sessions.insert_one({"_id": key, **said, **times})

    @translated()
    def get(self, key: str) -> Session | None:
        found = self._sessions.find_one({"_id": key})
        if found is None:
            return None
        times = [found[name].replace(tzinfo=UTC).timestamp() for name in ("idle_until", "until")]
        return Session(found["account"], found["authority"], found["issuer"], *times)

    @translated()
    def extend(self, key: str, idle_until: float) -> None:
        self._sessions.update_one({"_id": key}, {"$set": {"idle_until": _moment(idle_until)}})

    @translated()
    def remove(self, key: str) -> None:
        self._sessions.delete_one({"_id": key})


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
