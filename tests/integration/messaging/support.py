"""What the tests of messaging share: waiting for an effect, and putting anything at all onto a queue."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from threading import Event, Thread
from typing import Any

import amqp

from shared_kernel.messaging import rpc_wire
from shared_kernel.messaging.connections import connect
from shared_kernel.messaging.deliveries import Delivery
from shared_kernel.messaging.parked_messages import ParkedMessage
from shared_kernel.messaging.parked_messages_memory import MemoryParkedMessages
from shared_kernel.messaging.recorder import Recorder
from shared_kernel.messaging.subscription import Subscription
from shared_kernel.messaging.topology import RPC_EXCHANGE, rpc_queue

DEADLINE = 40.0  # seconds for anything to happen, on a machine that does much beside
JSON = {"content_type": "application/json", "content_encoding": "utf-8"}


def eventually(happened: Callable[[], bool], deadline: float = DEADLINE) -> bool:
    """Whether it happened within `deadline` seconds."""
    for _ in range(int(deadline / 0.02)):
        if happened():
            return True
        Event().wait(0.02)
    return happened()


def put(amqp_uri: str, exchange: str, routing_key: str | bytes, body: bytes, **properties: Any) -> None:
    """Publish, and be sure that the broker has it in a queue."""
    with closing(connect(amqp_uri, confirms=True)) as connection:
        message = amqp.Message(body, **properties)
        connection.channel().basic_publish(message, exchange, routing_key, mandatory=True, confirm_timeout=10)


def waiting_in(amqp_uri: str, queue: str) -> int:
    """How many messages are ready in the queue."""
    with closing(connect(amqp_uri)) as connection:
        return int(connection.channel().queue_declare(queue, passive=True).message_count)


@contextmanager
def recorder(amqp_uri: str, owner: str) -> Iterator[MemoryParkedMessages]:
    """The parked messages of an owner, as they arrive."""
    store = MemoryParkedMessages()
    recording = Recorder(amqp_uri, owner, store)
    recording.start()
    assert recording.wait_until_ready(DEADLINE)
    try:
        yield store
    finally:
        recording.stop()


def only_parked(store: MemoryParkedMessages) -> ParkedMessage:
    """The one message that was parked."""
    assert eventually(lambda: store.count() > 0), "nothing was parked"
    (message,) = store.listed(10)
    return message


class Responder:
    """A service without nameko, for tests of clients: answers each request with `answer(method, kwargs)`."""

    def __init__(self, amqp_uri: str, service: str, answer: Callable[[str, Any], bytes | None]) -> None:
        self.subscription = Subscription(amqp_uri, rpc_queue(service), self._handle)
        self._answer = answer
        self._thread = Thread(target=self.subscription.run, daemon=True)

    def __enter__(self) -> Responder:
        self._thread.start()
        assert self.subscription.ready.wait(DEADLINE)
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.subscription.stop(DEADLINE)

    def _handle(self, delivery: Delivery) -> None:
        request = rpc_wire.read_request(delivery)
        body = self._answer(delivery.routing_key.partition(".")[2], request.kwargs)
        if body is not None:
            reply = amqp.Message(body, correlation_id=delivery.text("correlation_id"), **JSON)
            delivery.link.publish(reply, RPC_EXCHANGE, delivery.text("reply_to") or "")
        delivery.ack()
