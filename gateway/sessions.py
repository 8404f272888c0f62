"""Who is signed in to the pages: a random id in a cookie stands for a token's digest, kept here and nowhere in an address.

The token itself is not kept. Its digest is looked up at each request, so that a token taken out of the file ends the
session too.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Callable
from typing import Protocol

HOURS = 8
SECONDS = HOURS * 3600


class SessionStore(Protocol):
    """Port: token digests by the hash of a session's id, until a time in seconds since 1970."""

    def put(self, key: str, token_digest: str, until: float) -> None:
        """Keeps a new one."""

    def get(self, key: str, now: float) -> str | None:
        """The token digest of a session that has not run out."""

    def remove(self, key: str) -> None:
        """It is gone."""


class Sessions:
    """Begins, finds and ends sessions. `now` is the machine's time: nobody's clock prolongs a session."""

    def __init__(self, store: SessionStore, now: Callable[[], float] = time.time) -> None:
        self._store, self._now = store, now

    def begin(self, token_digest: str) -> str:
        """A new session's id, for the cookie."""
        session_id = secrets.token_urlsafe(32)
        self._store.put(_key(session_id), token_digest, self._now() + SECONDS)
        return session_id

    def token_digest(self, session_id: str) -> str | None:
        """Whose session it is, by their token's digest."""
        return self._store.get(_key(session_id), self._now())

    def end(self, session_id: str) -> None:
        """Sign out."""
        self._store.remove(_key(session_id))


def _key(session_id: str) -> str:
    return hashlib.sha256(session_id.encode()).hexdigest()
