"""SessionStore in memory."""

from __future__ import annotations

from dataclasses import replace
from threading import Lock

from gateway.identity.sessions import Session, SessionStore


class MemorySessionStore(SessionStore):
    def __init__(self) -> None:
        self._lock = Lock()
        self._sessions: dict[str, Session] = {}

    def put(self, key: str, session: Session) -> None:
        with self._lock:
            self._sessions[key] = session

    def get(self, key: str) -> Session | None:
        with self._lock:
            return self._sessions.get(key)

    def extend(self, key: str, idle_until: float) -> None:
        with self._lock:
            if key in self._sessions:
                self._sessions[key] = replace(self._sessions[key], idle_until=idle_until)

    def remove(self, key: str) -> None:
        with self._lock:
            self._sessions.pop(key, None)
