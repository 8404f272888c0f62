"""The broker is killed, and comes back."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from operations.rabbitmq_node import RabbitMQNode
from shared_kernel.messaging.rpc_client import RpcClient, ServiceUnavailable, Unavailable
from shared_kernel.messaging.topology import Topology, declare
from shared_kernel.messaging.wake_up_consumer import WakeUpConsumer
from shared_kernel.messaging.wake_up_publisher import AioPikaPublisher
from shared_kernel.relay import PublishFailed, WakeUp
from tests.integration.broker import is_on_disk
from tests.integration.messaging.service_process import ServiceProcess
from tests.integration.messaging.support import DEADLINE, eventually


@pytest.fixture
def running(mortal_broker: RabbitMQNode, service: str, tmp_path: Path) -> Iterator[ServiceProcess]:
    process = ServiceProcess(mortal_broker.amqp_uri, service, tmp_path)
    process.start()
    assert eventually(lambda: is_on_disk(mortal_broker, f"rpc-{service}"))
    yield process
    process.stop()


def test_a_call_under_way_ends_and_the_next_works_when_the_broker_is_back(
    mortal_broker: RabbitMQNode, running: ServiceProcess, tmp_path: Path
) -> None:
    client = RpcClient(mortal_broker.amqp_uri, timeout=DEADLINE)
    marker = tmp_path / "marker"
    under_way = client.call_future(running.service, "slow", marker=str(marker))
    assert eventually(marker.exists)
    mortal_broker.kill()
    error = under_way.exception(DEADLINE)
    assert isinstance(error, ServiceUnavailable)
    assert error.why is Unavailable.BROKER_DOWN
    began = time.monotonic()
    with pytest.raises(ServiceUnavailable):
        client.call(running.service, "execute", command={})
    assert time.monotonic() - began < DEADLINE / 2
    marker.write_text("end", encoding="ascii")
    mortal_broker.start()
    assert eventually(running.answers)
    assert client.call(running.service, "execute", command={"id": 1}) == {"accepted": {"id": 1}}
    client.close()


def test_many_threads_get_an_end_each_when_the_broker_dies(
    mortal_broker: RabbitMQNode, running: ServiceProcess
) -> None:
    client = RpcClient(mortal_broker.amqp_uri, timeout=5.0)
    began, dead = Event(), Event()

    def calls() -> float:
        """The longest that a call took."""
        longest = 0.0
        while not dead.is_set():
            start = time.monotonic()
            try:
                client.call(running.service, "execute", command={})
                began.set()
            except ServiceUnavailable:
                dead.wait(0.05)
            longest = max(longest, time.monotonic() - start)
        return longest

    with ThreadPoolExecutor(16) as pool:
        waiting = [pool.submit(calls) for _ in range(16)]
        assert began.wait(DEADLINE)
        mortal_broker.kill()
        with pytest.raises(ServiceUnavailable):
            client.call(running.service, "execute", command={})
        dead.set()
        assert max(each.result(DEADLINE) for each in waiting) < 6.0
    client.close()
    mortal_broker.start()


def is_published(publisher: AioPikaPublisher, wake_up: WakeUp) -> bool:
    """As the relay does: what is not confirmed is tried again. A queue takes a moment to find its leader again."""
    try:
        publisher.publish([wake_up])
    except PublishFailed:
        return False
    return True


def test_confirmed_wake_ups_survive_and_the_next_batch_goes_out(mortal_broker: RabbitMQNode, service: str) -> None:
    topology = Topology(services=(), readers={service: (service,)})
    declare(mortal_broker.amqp_uri, topology)
    publisher = AioPikaPublisher(mortal_broker.amqp_uri, timeout=5.0)
    publisher.publish([WakeUp(service, n, "case-1", n, "kent", ("raised",)) for n in range(1, 6)])
    assert eventually(lambda: is_on_disk(mortal_broker, f"wakeup-{service}"))
    mortal_broker.kill()
    with pytest.raises(PublishFailed):
        publisher.publish([WakeUp(service, 6, "case-1", 6, "kent", ("raised",))])
    mortal_broker.start()
    assert eventually(lambda: is_published(publisher, WakeUp(service, 6, "case-1", 6, "kent", ("raised",))))
    woken = Event()
    consumer = WakeUpConsumer(mortal_broker.amqp_uri, service, lambda _service: woken.set(), topology=topology)
    consumer.start()
    assert woken.wait(DEADLINE)
    publisher.close()
    consumer.stop()


def test_a_consumer_is_woken_again_after_the_broker_came_back(mortal_broker: RabbitMQNode, service: str) -> None:
    topology = Topology(services=(), readers={service: (service,)})
    woken = Event()
    consumer = WakeUpConsumer(mortal_broker.amqp_uri, service, lambda _service: woken.set(), topology=topology)
    consumer.start()
    assert woken.wait(DEADLINE)
    woken.clear()
    assert eventually(lambda: is_on_disk(mortal_broker, f"wakeup-{service}"))
    mortal_broker.kill()
    mortal_broker.start()
    assert woken.wait(DEADLINE), "not even by reconnecting"
    woken.clear()
    publisher = AioPikaPublisher(mortal_broker.amqp_uri)
    assert eventually(lambda: is_published(publisher, WakeUp(service, 1, "case-1", 1, "kent", ("raised",))))
    assert woken.wait(DEADLINE)
    publisher.close()
    consumer.stop()
