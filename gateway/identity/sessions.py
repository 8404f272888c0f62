"""Who is signed in to the pages: a random id in a cookie stands for a person, kept here and nowhere in an address.

Only the id's hash is kept. A session ends by signing out, when nothing was asked for a while, and in any case after a
working day; and when its person is no longer in the directory, which is asked at each request. One that has run out is
remembered for a day, so that a form that was open meanwhile is known as its person's.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from gateway.identity.identities import PersonIdentity

HOURS = 10
SECONDS = HOURS * 3600
IDLE_SECONDS = 3600
STEP_SECONDS = 60
"""So often at most it is written down that a session is in use."""
LINGERS_SECONDS = 24 * 3600
"""So long after its last moment it is still known whose a session was that has run out."""


@dataclass(frozen=True)
class Session:
    """Whose it is, by which provider they signed in, and until when; times in seconds since 1970."""

    account: str
    authority: str
    issuer: str
    idle_until: float
    until: float

    @property
    def identity(self) -> PersonIdentity:
        """Who is signed in."""
        return PersonIdentity(self.account, self.authority)

    @property
    def ends(self) -> float:
        """When it ends if nothing more is asked."""
        return min(self.idle_until, self.until)


class SessionStore(Protocol):
    """Port: sessions by the hash of their id."""

    def put(self, key: str, session: Session) -> None:
        """Keeps a new one."""

    def get(self, key: str) -> Session | None:
        """The session, also one that has run out and is not forgotten yet."""

    def extend(self, key: str, idle_until: float) -> None:
        """It is in use; one that has ended meanwhile stays so."""

    def remove(self, key: str) -> None:
        """It is gone."""


class Sessions:
    """Begins, finds and ends sessions. `now` is the machine's time: nobody's clock prolongs a session."""

    def __init__(self, store: SessionStore, now: Callable[[], float] = time.time) -> None:
        self._store, self._now = store, now

    def begin(self, identity: PersonIdentity, issuer: str) -> str:
        """A new session's id, for the cookie."""
        session_id, now = secrets.token_urlsafe(32), self._now()
        session = Session(identity.account, identity.authority, issuer, now + IDLE_SECONDS, now + SECONDS)
        self._store.put(_key(session_id), session)
        return session_id

    def find(self, session_id: str, in_use: bool = True) -> Session | None:
        """The session, which goes on by being asked for; not so by a page that only looks out (`in_use`)."""
        key, now = _key(session_id), self._now()
        session = self._store.get(key)
        if session is None or session.ends <= now:
            return None
        if in_use and session.idle_until < now + IDLE_SECONDS - STEP_SECONDS:
            session = replace(session, idle_until=min(now + IDLE_SECONDS, session.until))
            self._store.extend(key, session.idle_until)
        return session

    def seconds_of(self, session: Session) -> int:
        """For how long at least it goes on if nothing more is asked; the same for every page that is asked for in time."""
        return int(max(0, min(IDLE_SECONDS - STEP_SECONDS, session.until - self._now())))

    def lapsed(self, session_id: str) -> Session | None:
        """The session, if it has run out and nobody ended it."""
        session = self._store.get(_key(session_id))
        return session if session and session.ends <= self._now() else None

    def end(self, session_id: str) -> None:
        """Sign out."""
        self._store.remove(_key(session_id))


def _key(session_id: str) -> str:
    return hashlib.sha256(session_id.encode("utf-8", "replace")).hexdigest()
