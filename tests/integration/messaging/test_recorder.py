from __future__ import annotations

import uuid
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

import pytest
from pymongo.database import Database

from shared_kernel.errors import StoreUnavailable
from shared_kernel.messaging.connections import connect
from shared_kernel.messaging.deliveries import Reason
from shared_kernel.messaging.drive_again import CannotBeDriven, drive_again
from shared_kernel.messaging.parked_messages import MAX_KEPT_BODY, ParkedMessage, ParkedMessages
from shared_kernel.messaging.parked_messages_memory import MemoryParkedMessages
from shared_kernel.messaging.parked_messages_mongo import MongoParkedMessages
from shared_kernel.messaging.recorder import Recorder
from shared_kernel.messaging.topology import (
    COMMITS_EXCHANGE,
    PARKED_EXCHANGE,
    RPC_EXCHANGE,
    Topology,
    declare,
    declare_queue,
    parked_queue,
)
from shared_kernel.time import FixedClock
from tests.integration.messaging.garbage import GARBAGE, LABELS, Garbage
from tests.integration.messaging.support import DEADLINE, eventually, only_parked, put, recorder, waiting_in
from tests.unit.messaging.parked_messages_suite import ParkedMessagesSuite

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
NOWHERE = "amqp://guest:guest@127.0.0.1:1//"


class TestMongoParkedMessages(ParkedMessagesSuite):
    @pytest.fixture
    def messages(self, database: Database[dict[str, Any]]) -> MongoParkedMessages:
        return MongoParkedMessages(database)


@pytest.fixture
def topology(amqp_uri: str, service: str) -> Topology:
    """One service which is also its own reader; declared."""
    topology = Topology(services=(service,), readers={service: (service,)})
    declare(amqp_uri, topology)
    return topology


@pytest.mark.parametrize("garbage", GARBAGE, ids=lambda garbage: garbage.name)
def test_whatever_lies_in_the_parked_queue_is_kept(amqp_uri: str, service: str, garbage: Garbage) -> None:
    with closing(connect(amqp_uri)) as connection:
        declare_queue(connection.channel(), parked_queue(service))
    with recorder(amqp_uri, service) as parked:
        put(amqp_uri, PARKED_EXCHANGE, service, garbage.body, **garbage.all_properties)
        message = only_parked(parked)
    assert (message.reason, message.size, message.cut) == (Reason.UNKNOWN, len(garbage.body), False)
    assert parked.body(message.message_id) == garbage.body


def test_of_a_body_too_large_to_keep_the_beginning_is_kept(amqp_uri: str, service: str) -> None:
    body = b"begin" + b"x" * MAX_KEPT_BODY
    with recorder(amqp_uri, service) as parked:
        put(amqp_uri, PARKED_EXCHANGE, service, body)
        message = only_parked(parked)
    assert (message.size, message.cut) == (len(body), True)
    assert parked.body(message.message_id) == body[:MAX_KEPT_BODY]


def test_a_command_that_expired_unread_is_not_kept_a_rejected_one_is(
    amqp_uri: str, service: str, topology: Topology
) -> None:
    with recorder(amqp_uri, service) as parked:
        put(amqp_uri, RPC_EXCHANGE, f"{service}.execute", b"expired", expiration="1", **LABELS)
        assert eventually(lambda: waiting_in(amqp_uri, f"rpc-{service}") == 0)
        put(amqp_uri, RPC_EXCHANGE, f"{service}.execute", b"rejected", **LABELS)
        with closing(connect(amqp_uri)) as connection:
            channel = connection.channel()
            channel.basic_reject(channel.basic_get(f"rpc-{service}").delivery_tag, requeue=False)
            message = only_parked(parked)
    assert (message.reason, message.queue, message.routing_key) == ("rejected", f"rpc-{service}", f"{service}.execute")
    assert parked.body(message.message_id) == b"rejected"


class FailingOnce(MemoryParkedMessages):
    """A store that is away for the first message."""

    failures = 0

    def keep(self, message: ParkedMessage, body: bytes) -> None:
        self.failures += 1
        if self.failures == 1:
            raise StoreUnavailable
        super().keep(message, body)


def test_while_the_store_is_away_nothing_is_lost(amqp_uri: str, service: str) -> None:
    store = FailingOnce()
    recording = Recorder(amqp_uri, service, store)
    recording.start()
    assert recording.wait_until_ready(DEADLINE)
    for body in (b"1", b"2", b"3"):
        put(amqp_uri, PARKED_EXCHANGE, service, body)
    assert eventually(lambda: store.count() == 3)
    assert eventually(lambda: waiting_in(amqp_uri, f"parked-{service}") == 0)
    recording.stop()
    assert store.failures == 4


def test_a_parked_wake_up_is_driven_to_its_own_reader_only(amqp_uri: str, service: str, topology: Topology) -> None:
    other = f"other-{service}"
    declare(amqp_uri, Topology(services=(), readers={other: (service,)}))
    with recorder(amqp_uri, service) as parked:
        put(amqp_uri, COMMITS_EXCHANGE, f"{service}.kent", b"once", **LABELS)
        with closing(connect(amqp_uri)) as connection:
            channel = connection.channel()
            channel.basic_reject(channel.basic_get(f"wakeup-{service}").delivery_tag, requeue=False)
            message = only_parked(parked)
            drive_again(amqp_uri, parked, message.message_id, FixedClock(NOON))
            driven = channel.basic_get(f"wakeup-{service}")
    assert (bytes(driven.body), driven.properties["content_type"]) == (b"once", "application/json")
    assert waiting_in(amqp_uri, f"wakeup-{other}") == 1
    assert (parked.count(), kept(parked, message.message_id).driven_at) == (0, NOON)


def test_a_parked_command_is_driven_with_its_method_and_awaited_by_nobody(
    amqp_uri: str, service: str, topology: Topology
) -> None:
    with recorder(amqp_uri, service) as parked, closing(connect(amqp_uri)) as connection:
        channel = connection.channel()
        put(amqp_uri, RPC_EXCHANGE, f"{service}.execute", b"{}", reply_to="gone", **LABELS)
        channel.basic_reject(channel.basic_get(f"rpc-{service}").delivery_tag, requeue=False)
        drive_again(amqp_uri, parked, only_parked(parked).message_id, FixedClock(NOON))
        driven = channel.basic_get(f"rpc-{service}")
    assert driven.delivery_info["routing_key"] == f"{service}.execute"
    assert driven.properties["reply_to"] != "gone"


def test_what_cannot_be_driven_stays_listed(amqp_uri: str) -> None:
    parked = MemoryParkedMessages()
    lost = ParkedMessage(uuid.uuid4().hex, "unknown", "", "", "", None, 1, "0" * 64, False, NOON)
    cut = ParkedMessage(uuid.uuid4().hex, "too_large", "wakeup-x", "", "", None, 1, "0" * 64, True, NOON)
    orphan = ParkedMessage(uuid.uuid4().hex, "rejected", f"gone-{uuid.uuid4()}", "", "", None, 1, "0" * 64, False, NOON)
    for message in (lost, cut, orphan):
        parked.keep(message, b"x")
        with pytest.raises(CannotBeDriven):
            drive_again(amqp_uri, parked, message.message_id, FixedClock(NOON))
    for uri, message_id in ((amqp_uri, "unknown"), (NOWHERE, orphan.message_id)):
        with pytest.raises(CannotBeDriven):
            drive_again(uri, parked, message_id, FixedClock(NOON))
    assert parked.count() == 3


def kept(store: ParkedMessages, message_id: str) -> ParkedMessage:
    message = store.get(message_id)
    assert message is not None
    return message
