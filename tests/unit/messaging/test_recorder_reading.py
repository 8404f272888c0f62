from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from shared_kernel.messaging.deliveries import Reason
from shared_kernel.messaging.parked_messages_memory import MemoryParkedMessages
from shared_kernel.messaging.parking import parked_message
from shared_kernel.messaging.recorder import Recorder, origin_of
from shared_kernel.time import FixedClock
from tests.unit.messaging.fakes import FakeLink, delivered

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
DEATH = {
    "reason": "delivery_limit",
    "queue": "rpc-intake",
    "exchange": "nameko-rpc",
    "routing-keys": ["intake.execute"],
    "count": 1,
    "time": datetime(2026, 3, 2, 11, 0),  # noqa: DTZ001  # as py-amqp gives it
}
ANYTHING: some.SearchStrategy[Any] = some.recursive(
    some.none() | some.integers() | some.text() | some.binary() | some.datetimes() | some.just("expired"),
    lambda inner: some.lists(inner) | some.dictionaries(some.text() | some.sampled_from(sorted(DEATH)), inner),
    max_leaves=8,
)


@pytest.fixture
def store() -> MemoryParkedMessages:
    return MemoryParkedMessages()


@pytest.fixture
def recorder(store: MemoryParkedMessages) -> Recorder:
    return Recorder("amqp://nowhere", "intake", store, FixedClock(NOON))


def dead_letter(link: FakeLink, body: bytes = b"{}", **death: Any) -> Any:
    return delivered(body, queue="parked-intake", link=link, application_headers={"x-death": [DEATH | death]})


def test_a_message_that_we_parked_keeps_its_id_reason_and_origin(
    recorder: Recorder, store: MemoryParkedMessages
) -> None:
    parked = parked_message(delivered(b"[]"), Reason.NOT_A_CALL)
    for _ in range(2):
        link = FakeLink()
        recorder.handle(delivered(b"[]", queue="parked-intake", link=link, **parked.properties))
        assert link.ends == ["acked"]
    (kept,) = store.listed(10)
    assert kept.message_id == parked.properties["application_headers"]["needfire-id"]
    assert (kept.reason, kept.queue, kept.exchange, kept.routing_key) == (
        "not_a_call",
        "rpc-intake",
        "nameko-rpc",
        "intake.execute",
    )
    assert (kept.size, kept.parked_at, store.body(kept.message_id)) == (2, NOON, b"[]")


def test_a_dead_letter_delivered_twice_is_kept_once_and_another_with_the_same_body_too(
    recorder: Recorder, store: MemoryParkedMessages
) -> None:
    for correlation_id in ("1", "1", "2"):
        headers = {"x-death": [DEATH]}
        recorder.handle(delivered(queue="parked-intake", correlation_id=correlation_id, application_headers=headers))
    assert [message.reason for message in store.listed(10)] == ["delivery_limit"] * 2


def test_a_command_nobody_took_in_time_is_not_kept(recorder: Recorder, store: MemoryParkedMessages) -> None:
    link = FakeLink()
    recorder.handle(dead_letter(link, reason="expired"))
    assert (link.ends, store.count()) == (["acked"], 0)


def test_anything_else_that_expired_is_kept(recorder: Recorder, store: MemoryParkedMessages) -> None:
    recorder.handle(dead_letter(FakeLink(), reason="expired", queue="wakeup-intake"))
    assert store.count() == 1


def test_a_store_that_fails_leaves_the_message_in_the_queue(store: MemoryParkedMessages) -> None:
    class Away(MemoryParkedMessages):
        def keep(self, message: Any, body: bytes) -> None:
            raise TimeoutError

    link = FakeLink()
    with pytest.raises(TimeoutError):
        Recorder("amqp://nowhere", "intake", Away(), FixedClock(NOON)).handle(dead_letter(link))
    assert link.ends == []


@given(some.dictionaries(some.sampled_from(["x-death", "needfire-id", "needfire-reason", "needfire-queue"]), ANYTHING))
def test_whatever_the_headers_say_the_message_is_kept_as_text_that_a_store_takes(headers: dict[str, Any]) -> None:
    store, link = MemoryParkedMessages(), FakeLink()
    delivery = delivered(queue="parked-intake", link=link, application_headers=headers)
    Recorder("amqp://nowhere", "intake", store, FixedClock(NOON)).handle(delivery)
    assert link.ends == ["acked"]
    origin = origin_of(delivery)
    for text in (origin.reason, origin.queue, origin.exchange, origin.routing_key):
        assert text.encode("utf-8").decode("utf-8") == text


def test_a_lone_surrogate_becomes_text() -> None:
    headers = {"needfire-reason": "not_a_call", "needfire-routing-key": "intake.\ud800"}
    assert origin_of(delivered(application_headers=headers)).routing_key == "intake.\\ud800"
