"""What every ParkedMessages does."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from shared_kernel.messaging.parked_messages import ParkedMessage, ParkedMessages

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
FIRST = ParkedMessage(
    message_id="a" * 32,
    reason="undecodable",
    queue="rpc-intake",
    exchange="nameko-rpc",
    routing_key="intake.execute",
    content_type="application/json",
    size=3,
    digest="0" * 64,
    cut=False,
    parked_at=NOON,
)
SECOND = replace(FIRST, message_id="b" * 32, content_type=None, parked_at=NOON + timedelta(seconds=1))


class ParkedMessagesSuite:
    """Whoever derives from it gives the fixture `messages`: the ParkedMessages that is tried."""

    def test_a_message_comes_back_with_its_body_byte_for_byte(self, messages: ParkedMessages) -> None:
        body = bytes(range(256)) * 5000
        messages.keep(FIRST, body)
        assert messages.get(FIRST.message_id) == FIRST
        assert messages.body(FIRST.message_id) == body

    def test_an_unknown_id_is_nothing(self, messages: ParkedMessages) -> None:
        messages.mark_driven("unknown", NOON)
        assert messages.get("unknown") is None
        assert messages.body("unknown") is None
        assert messages.count() == 0

    def test_keeping_twice_keeps_the_first(self, messages: ParkedMessages) -> None:
        messages.keep(FIRST, b"one")
        messages.keep(replace(FIRST, reason="rejected", parked_at=NOON + timedelta(hours=1)), b"two")
        assert messages.listed(10) == (FIRST,)
        assert messages.body(FIRST.message_id) == b"one"

    def test_the_oldest_is_listed_first(self, messages: ParkedMessages) -> None:
        messages.keep(SECOND, b"")
        messages.keep(FIRST, b"")
        assert messages.listed(10) == (FIRST, SECOND)
        assert messages.listed(1) == (FIRST,)
        assert messages.listed(0) == ()
        assert messages.count() == 2

    def test_what_was_driven_is_kept_but_not_listed(self, messages: ParkedMessages) -> None:
        messages.keep(FIRST, b"one")
        messages.keep(SECOND, b"two")
        messages.mark_driven(FIRST.message_id, NOON)
        assert messages.listed(10) == (SECOND,)
        assert messages.count() == 1
        assert messages.get(FIRST.message_id) == replace(FIRST, driven_at=NOON)
        messages.keep(FIRST, b"one")
        assert messages.count() == 1
