"""What every store of sessions does."""

from __future__ import annotations

from dataclasses import replace

from gateway.identity.sessions import Session, SessionStore

SESSION = Session("ada", "kent", "https://login.kent.example", 2_000_000_000.0, 2_000_030_000.0)


class SessionStoreSuite:
    """Whoever derives from it gives the fixture `sessions`: the SessionStore that is tried."""

    def test_a_session_is_found_until_it_was_not_used_for_long(self, sessions: SessionStore) -> None:
        sessions.put("key", SESSION)
        assert sessions.get("key", SESSION.idle_until - 1) == SESSION
        assert sessions.get("key", SESSION.idle_until) is None
        assert sessions.get("another", 0.0) is None

    def test_a_session_in_use_goes_on_and_ends_all_the_same(self, sessions: SessionStore) -> None:
        sessions.put("key", SESSION)
        sessions.extend("key", SESSION.until + 5)
        assert sessions.get("key", SESSION.until - 1) == replace(SESSION, idle_until=SESSION.until + 5)
        assert sessions.get("key", SESSION.until) is None

    def test_a_removed_session_is_gone_and_using_it_does_not_bring_it_back(self, sessions: SessionStore) -> None:
        sessions.put("key", SESSION)
        sessions.remove("key")
        sessions.remove("key")
        sessions.extend("key", SESSION.until)
        assert sessions.get("key", 0.0) is None
