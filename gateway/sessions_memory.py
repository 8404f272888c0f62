"""SessionStore in memory."""

from __future__ import annotations

from threading import Lock

from gateway.sessions import SessionStore


class MemorySessionStore(SessionStore):
    def __init__(self) -> None:
        self._lock = Lock()
        self._sessions: dict[str, tuple[str, float]] = {}

    def put(self, key: str, token_digest: str, until: float) -> None:
        with self._lock:
            self._sessions[key] = (token_digest, until)

    def get(self, key: str, now: float) -> str | None:
        with self._lock:
            token_digest, until = self._sessions.get(key, ("", 0.0))
        return token_digest if now < until else None

    def remove(self, key: str) -> None:
        with self._lock:
            self._sessions.pop(key, None)
