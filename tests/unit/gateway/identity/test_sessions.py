"""Sessions of the pages: whose, and until when."""

from __future__ import annotations

from gateway.identity.identities import PersonIdentity
from gateway.identity.sessions import IDLE_SECONDS, SECONDS, Sessions
from gateway.identity.sessions_memory import MemorySessionStore

ADA = PersonIdentity("ada", "kent")


class Watch:
    """A machine's time that a test moves."""

    now = 1_000.0

    def __call__(self) -> float:
        return self.now


def test_a_session_ends_by_signing_out_and_no_other_with_it() -> None:
    sessions = Sessions(MemorySessionStore(), Watch())
    one, other = sessions.begin(ADA, "issuer"), sessions.begin(ADA, "issuer")
    assert one != other
    sessions.end(one)
    assert sessions.find(one) is None
    found = sessions.find(other)
    assert found and found.identity == ADA and found.issuer == "issuer"


def test_a_session_ends_when_nothing_is_asked_for_a_while() -> None:
    watch = Watch()
    sessions = Sessions(MemorySessionStore(), watch)
    session_id = sessions.begin(ADA, "issuer")
    watch.now += IDLE_SECONDS - 1
    assert sessions.find(session_id)
    watch.now += IDLE_SECONDS - 1
    assert sessions.find(session_id)
    watch.now += IDLE_SECONDS
    assert sessions.find(session_id) is None


def test_a_session_ends_with_the_working_day_however_much_it_is_used() -> None:
    watch = Watch()
    sessions = Sessions(MemorySessionStore(), watch)
    session_id = sessions.begin(ADA, "issuer")
    began = watch.now
    while watch.now < began + SECONDS:
        assert sessions.find(session_id)
        watch.now += IDLE_SECONDS / 2
    assert sessions.find(session_id) is None


def test_the_store_of_sessions_does_not_hold_what_is_in_the_cookie() -> None:
    store = MemorySessionStore()
    session_id = Sessions(store).begin(ADA, "issuer")
    assert session_id not in repr(store._sessions)


def test_what_no_cookie_can_be_is_nobodys() -> None:
    sessions = Sessions(MemorySessionStore())
    for session_id in ("", "x", "\ud800", "\0" * 10_000):
        assert sessions.find(session_id) is None
