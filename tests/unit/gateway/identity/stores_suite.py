"""What every store of sessions, and every store of what may be used once, does."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from gateway.identity.once import OnceStore
from gateway.identity.sessions import Session, SessionStore

SESSION = Session("ada", "kent", "https://login.kent.example", 2_000_000_000.0, 2_000_030_000.0)


class SessionStoreSuite:
    """Whoever derives from it gives the fixture `sessions`: the SessionStore that is tried."""

    def test_a_session_is_found_under_its_key(self, sessions: SessionStore) -> None:
        sessions.put("key", SESSION)
        assert sessions.get("key") == SESSION
        assert sessions.get("another") is None

    def test_one_that_was_not_used_for_long_is_still_known(self, sessions: SessionStore) -> None:
        run_out = replace(SESSION, idle_until=1_000_000_000.0)
        sessions.put("key", run_out)
        assert sessions.get("key") == run_out

    def test_a_session_in_use_goes_on_and_ends_all_the_same(self, sessions: SessionStore) -> None:
        sessions.put("key", SESSION)
        sessions.extend("key", SESSION.until + 5)
        assert sessions.get("key") == replace(SESSION, idle_until=SESSION.until + 5)

    def test_a_removed_session_is_gone_and_using_it_does_not_bring_it_back(self, sessions: SessionStore) -> None:
        sessions.put("key", SESSION)
        sessions.remove("key")
        sessions.remove("key")
        sessions.extend("key", SESSION.until)
        assert sessions.get("key") is None


class OnceStoreSuite:
    """Whoever derives from it gives the fixture `once`: the OnceStore that is tried."""

    def test_what_was_added_is_taken_once(self, once: OnceStore) -> None:
        assert once.add("key", {"state": "x"}, 2_000_000_000.0)
        assert once.take("key", 1_999_999_999.0) == {"state": "x"}
        assert once.take("key", 1_999_999_999.0) is None
        assert once.take("another", 0.0) is None

    def test_what_has_run_out_is_nobodys(self, once: OnceStore) -> None:
        once.add("key", {}, 2_000_000_000.0)
        assert once.take("key", 2_000_000_000.0) is None

    def test_the_second_of_one_key_is_told_so(self, once: OnceStore) -> None:
        assert once.add("key", {}, 2_000_000_000.0)
        assert not once.add("key", {}, 2_000_000_001.0)
        assert once.add("another", {}, 2_000_000_000.0)

    def test_of_many_at_once_one_is_first(self, once: OnceStore) -> None:
        with ThreadPoolExecutor(8) as pool:
            added = list(pool.map(lambda _: once.add("key", {}, 2_000_000_000.0), range(24)))
            taken = list(pool.map(lambda _: once.take("key", 0.0), range(24)))
        assert added.count(True) == 1
        assert taken.count(None) == 23
