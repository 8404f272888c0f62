"""What every store of wrapped keys, and every store of sessions, does."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from gateway.keys import KeyStore
from gateway.sessions import SessionStore


class KeyStoreSuite:
    """Whoever derives from it gives the fixture `keys`: the KeyStore that is tried."""

    def test_what_was_added_is_found(self, keys: KeyStore) -> None:
        keys.add({"notification-1": "one", "notification-2": "two"})
        assert keys.find(["notification-2", "notification-3"]) == {"notification-2": "two"}

    def test_the_first_key_of_a_notification_stays(self, keys: KeyStore) -> None:
        assert keys.get_or_add("notification-1", "one") == "one"
        assert keys.get_or_add("notification-1", "another") == "one"

    def test_many_at_once_get_the_same_key(self, keys: KeyStore) -> None:
        with ThreadPoolExecutor(8) as pool:
            got = set(pool.map(lambda number: keys.get_or_add("notification-1", f"key {number}"), range(24)))
        assert len(got) == 1

    def test_a_removed_key_is_gone_and_can_be_removed_again(self, keys: KeyStore) -> None:
        keys.add({"notification-1": "one"})
        keys.remove("notification-1")
        keys.remove("notification-1")
        assert keys.find(["notification-1"]) == {}


class SessionStoreSuite:
    """Whoever derives from it gives the fixture `sessions`: the SessionStore that is tried."""

    def test_a_session_is_found_until_it_runs_out(self, sessions: SessionStore) -> None:
        sessions.put("key", "digest", 2_000_000_000.0)
        assert sessions.get("key", 1_999_999_999.0) == "digest"
        assert sessions.get("key", 2_000_000_000.0) is None
        assert sessions.get("another", 0.0) is None

    def test_a_removed_session_is_gone(self, sessions: SessionStore) -> None:
        sessions.put("key", "digest", 2_000_000_000.0)
        sessions.remove("key")
        sessions.remove("key")
        assert sessions.get("key", 0.0) is None
