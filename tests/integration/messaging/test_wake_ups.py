from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from threading import Event, Thread

import amqp
import pytest

from shared_kernel.messaging.connections import connect
from shared_kernel.messaging.deliveries import Delivery, Reason
from shared_kernel.messaging.subscription import Subscription
from shared_kernel.messaging.topology import COMMITS_EXCHANGE, WAKE_UP_DELIVERIES, Topology, declare
from shared_kernel.messaging.wake_up_consumer import WakeUpConsumer
from shared_kernel.messaging.wake_up_publisher import AioPikaPublisher
from shared_kernel.relay import PublishFailed, WakeUp
from tests.integration.messaging.garbage import GARBAGE, LABELS, Garbage
from tests.integration.messaging.support import DEADLINE, eventually, only_parked, put, recorder, waiting_in

NO_WAKE_UPS = (b"[]", b"7", b"{}", b'{"service": 1, "position": 1, "stream": "s", "version": 1}')


@pytest.fixture
def topology(service: str) -> Topology:
    return Topology(services=(), readers={service: (service,)})


@pytest.fixture
def publisher(amqp_uri: str, topology: Topology) -> Iterator[AioPikaPublisher]:
    declare(amqp_uri, topology)
    publisher = AioPikaPublisher(amqp_uri, timeout=10.0)
    yield publisher
    publisher.close()


@pytest.fixture
def woken(amqp_uri: str, service: str, topology: Topology) -> Iterator[Event]:
    """Set by a running consumer; not set at the start."""
    woken = Event()
    consumer = WakeUpConsumer(amqp_uri, service, lambda _service: woken.set(), topology=topology)
    consumer.start()
    assert consumer.wait_until_ready(DEADLINE)
    woken.clear()
    yield woken
    consumer.stop()


def wake_up(service: str, position: int = 1) -> WakeUp:
    return WakeUp(service, position, "case-1", position, "kent", ("raised", "routed"))


def read_all(amqp_uri: str, queue: str) -> list[dict[str, object]]:
    """Everything in the queue, persistent JSON or not at all."""
    with closing(connect(amqp_uri)) as connection:
        channel = connection.channel()
        bodies = []
        while (message := channel.basic_get(queue, no_ack=True)) is not None:
            assert (message.properties["content_type"], message.properties["delivery_mode"]) == ("application/json", 2)
            bodies.append(json.loads(message.body))
        return bodies


def test_a_thousand_confirmed_wake_ups_are_all_in_the_queue(
    amqp_uri: str, service: str, publisher: AioPikaPublisher
) -> None:
    publisher.publish([wake_up(service, n) for n in range(1, 1001)])
    assert waiting_in(amqp_uri, f"wakeup-{service}") == 1000
    found = read_all(amqp_uri, f"wakeup-{service}")
    assert [each["position"] for each in found] == list(range(1, 1001))
    assert found[0] == {
        "service": service,
        "position": 1,
        "stream": "case-1",
        "version": 1,
        "authority": "kent",
        "events": ["raised", "routed"],
    }


def test_publishing_nothing_needs_no_broker() -> None:
    publisher = AioPikaPublisher("amqp://guest:guest@127.0.0.1:1//")
    publisher.publish([])
    publisher.close()


def test_a_queue_that_refuses_fails_the_batch_and_the_next_goes_out(
    amqp_uri: str, service: str, publisher: AioPikaPublisher
) -> None:
    with closing(connect(amqp_uri)) as connection:
        channel = connection.channel()
        publisher.publish([wake_up(service)])
        small = {"x-queue-type": "classic", "x-max-length": 5, "x-overflow": "reject-publish"}
        channel.queue_declare(f"small-{service}", auto_delete=False, durable=True, arguments=small)
        channel.queue_bind(f"small-{service}", COMMITS_EXCHANGE, f"{service}.#")
        with pytest.raises(PublishFailed):
            publisher.publish([wake_up(service, n) for n in range(2, 52)])
        channel.queue_delete(f"small-{service}")
    publisher.publish([wake_up(service, n) for n in range(2, 52)])
    positions = {each["position"] for each in read_all(amqp_uri, f"wakeup-{service}")}
    assert positions == set(range(1, 52))


def test_a_wake_up_that_would_reach_nobody_fails_the_batch(service: str, publisher: AioPikaPublisher) -> None:
    publisher.publish([wake_up(service)])
    with pytest.raises(PublishFailed):
        publisher.publish([wake_up(service), wake_up(f"{service}-unknown"), wake_up(service)])
    publisher.publish([wake_up(service)])


def test_without_a_broker_publishing_fails(service: str) -> None:
    publisher = AioPikaPublisher("amqp://guest:guest@127.0.0.1:1//", timeout=2.0)
    for _ in range(2):
        with pytest.raises(PublishFailed):
            publisher.publish([wake_up(service)])
    publisher.close()


def test_where_a_queue_has_vanished_nothing_counts_as_published_until_it_is_made_again(
    amqp_uri: str, service: str, publisher: AioPikaPublisher, topology: Topology
) -> None:
    publisher.publish([wake_up(service)])
    with closing(connect(amqp_uri)) as connection:
        connection.channel().queue_delete(f"wakeup-{service}")
    with pytest.raises(PublishFailed):
        publisher.publish([wake_up(service, 2)])
    declare(amqp_uri, topology)
    publisher.publish([wake_up(service, 2)])
    assert [each["position"] for each in read_all(amqp_uri, f"wakeup-{service}")] == [2]


def test_a_wake_up_wakes(amqp_uri: str, service: str, publisher: AioPikaPublisher, woken: Event) -> None:
    publisher.publish([wake_up(service)])
    assert woken.wait(DEADLINE)
    assert eventually(lambda: waiting_in(amqp_uri, f"wakeup-{service}") == 0)


def test_a_queue_of_another_kind_is_waited_out(amqp_uri: str, service: str, topology: Topology) -> None:
    with closing(connect(amqp_uri)) as connection:
        channel = connection.channel()
        channel.queue_declare(f"wakeup-{service}", durable=True, auto_delete=False)
        consumer = WakeUpConsumer(amqp_uri, service, lambda _service: None, topology=topology)
        consumer.start()
        assert not consumer.wait_until_ready(0.5)
        channel.queue_delete(f"wakeup-{service}")
        assert consumer.wait_until_ready(DEADLINE)
        consumer.stop()


def test_a_queue_deleted_under_its_consumer_is_made_again(
    amqp_uri: str, service: str, publisher: AioPikaPublisher, woken: Event
) -> None:
    with closing(connect(amqp_uri)) as connection:
        connection.channel().queue_delete(f"wakeup-{service}")
    assert woken.wait(DEADLINE), "not even by subscribing again"
    woken.clear()
    publisher.publish([wake_up(service)])
    assert woken.wait(DEADLINE)


@pytest.mark.parametrize("garbage", GARBAGE, ids=lambda garbage: garbage.name)
def test_garbage_is_parked_and_the_next_wake_up_wakes(
    amqp_uri: str, service: str, publisher: AioPikaPublisher, woken: Event, garbage: Garbage
) -> None:
    with recorder(amqp_uri, service) as parked:
        put(amqp_uri, COMMITS_EXCHANGE, f"{service}.kent", garbage.body, **garbage.all_properties)
        assert only_parked(parked).reason == garbage.reason
    assert not woken.is_set()
    publisher.publish([wake_up(service)])
    assert woken.wait(DEADLINE)


@pytest.mark.parametrize("body", NO_WAKE_UPS, ids=lambda body: body.decode())
def test_json_that_is_no_wake_up_is_parked(amqp_uri: str, service: str, woken: Event, body: bytes) -> None:
    with recorder(amqp_uri, service) as parked:
        put(amqp_uri, COMMITS_EXCHANGE, f"{service}.kent", body, **LABELS)
        message = only_parked(parked)
    assert (message.reason, message.exchange) == (Reason.NOT_A_WAKE_UP, COMMITS_EXCHANGE)
    assert not woken.is_set()


def test_what_is_delivered_too_often_is_parked_by_the_broker_itself(
    amqp_uri: str, service: str, topology: Topology
) -> None:
    declare(amqp_uri, topology)
    queue = topology.wake_up_queue(service)
    deliveries = 0

    def refuse(message: amqp.Message) -> None:
        nonlocal deliveries
        deliveries += 1
        channel.basic_reject(message.delivery_tag, requeue=True)

    put(amqp_uri, COMMITS_EXCHANGE, f"{service}.kent", b"{}", **LABELS)
    with recorder(amqp_uri, service) as parked, closing(connect(amqp_uri)) as connection:
        channel = connection.channel()
        channel.basic_consume(queue.name, callback=refuse)
        while deliveries <= WAKE_UP_DELIVERIES:
            connection.drain_events(timeout=DEADLINE)
        message = only_parked(parked)
    assert deliveries == WAKE_UP_DELIVERIES + 1
    assert (message.reason, message.queue) == (Reason.DELIVERY_LIMIT, queue.name)
    assert message.routing_key == f"{service}.kent"


def test_a_handler_that_raises_gets_the_message_again_and_its_neighbours_once(
    amqp_uri: str, service: str, topology: Topology
) -> None:
    declare(amqp_uri, topology)
    seen: list[bytes] = []

    def raising(delivery: Delivery) -> None:
        seen.append(delivery.body)
        if delivery.body == b"bad" and seen.count(b"bad") < 3:
            raise ValueError("on purpose")
        delivery.ack()

    for body in (b"bad", b"1", b"2", b"3"):
        put(amqp_uri, COMMITS_EXCHANGE, f"{service}.kent", body, **LABELS)
    subscription = Subscription(amqp_uri, topology.wake_up_queue(service), raising)
    thread = Thread(target=subscription.run, daemon=True)
    thread.start()
    assert eventually(lambda: len(seen) >= 6)
    subscription.stop(DEADLINE)
    assert seen == [b"bad", b"bad", b"bad", b"1", b"2", b"3"]
