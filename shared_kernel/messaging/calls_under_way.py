"""One connection's calls, from sending until their reply, return, time-out or the connection's end."""

from __future__ import annotations

import logging
import time
import uuid
from concurrent.futures import Future
from contextlib import suppress
from enum import StrEnum
from threading import Lock, Thread
from typing import Any, ClassVar

import amqp

from shared_kernel import tracing
from shared_kernel.errors import CodedError
from shared_kernel.messaging.link import Link, LinkLost
from shared_kernel.messaging.rpc_wire import JSON, RemoteError, read_reply
from shared_kernel.messaging.topology import RPC_EXCHANGE

log = logging.getLogger(__name__)


class Unavailable(StrEnum):
    """Why there is no answer."""

    NO_ANSWER_IN_TIME = "no_answer_in_time"
    UNROUTABLE = "unroutable"
    BROKER_DOWN = "broker_down"
    CLOSED = "closed"


class ServiceUnavailable(CodedError):
    """No answer. Unless `why` is `unroutable` the call may or may not have been made."""

    code: ClassVar[str] = "service_unavailable"

    def __init__(self, service: str, why: Unavailable) -> None:
        super().__init__("A part of the system did not answer. Try again in a moment.")
        self.service, self.why = service, why


class Answer(Future[Any]):
    """The answer to be of one call."""

    def __init__(self, service: str, deadline: float) -> None:
        super().__init__()
        self.call_id = str(uuid.uuid4())
        self.service, self.deadline = service, deadline
        self.set_running_or_notify_cancel()  # from here on only we end it: a cancelled future takes no result

    def fail(self, why: Unavailable) -> None:
        self.set_exception(ServiceUnavailable(self.service, why))


class Calls:
    """Opens a connection in a thread of its own and drains it there until it is lost or closed.

    `opened` is done when calls can be sent, or holds LinkLost. Once `ended`, it never comes back.
    """

    def __init__(self, amqp_uri: str, timeout: float) -> None:
        self._amqp_uri, self._timeout = amqp_uri, timeout
        self._reply_to = str(uuid.uuid4())
        self._waiting: dict[str, Answer] = {}
        self._lock = Lock()
        self._ended_with: Unavailable | None = None
        self._closing = False
        self.opened: Future[Link] = Future()
        self._thread = Thread(target=self._run, name="rpc replies", daemon=True)
        self._thread.start()

    @property
    def ended(self) -> bool:
        return self._ended_with is not None

    @property
    def is_open(self) -> bool:
        return self.opened.done() and not self.ended

    def send(self, service: str, method: str, body: bytes, deadline: float) -> Answer:
        """Send one request on the open connection. What goes wrong is in the answer."""
        answer = Answer(service, deadline)
        with self._lock:
            if self._ended_with is not None:
                answer.fail(self._ended_with)
                return answer
            self._waiting[answer.call_id] = answer
        link = self.opened.result()
        with suppress(LinkLost):  # the draining thread sees the loss too, and ends all answers
            link.publish(self._message(answer, body), RPC_EXCHANGE, f"{service}.{method}", mandatory=True)
        return answer

    def forget(self, answer: Future[Any]) -> None:
        """Nobody waits for it any more; a late reply is ignored."""
        if isinstance(answer, Answer):
            self._take(answer.call_id)

    def close(self) -> None:
        self._closing = True
        with suppress(Exception):
            self.opened.result(self._timeout).close()
        self._thread.join(self._timeout)
        self._end(Unavailable.CLOSED)
        with suppress(Exception):
            self.opened.result(0).collect()

    def after_fork(self) -> None:
        if self.opened.done() and self.opened.exception() is None:
            self.opened.result().forget()

    def _run(self) -> None:
        try:
            link = self._open()
        except Exception as error:
            self._end(Unavailable.BROKER_DOWN)
            self.opened.set_exception(error if isinstance(error, LinkLost) else LinkLost(type(error).__name__))
            return
        self.opened.set_result(link)
        try:
            self._drain(link)
        except Exception as loss:
            log.log(
                logging.INFO if self._closing else logging.WARNING,
                "rpc: connection lost (%s)",
                type(loss).__name__,
            )
        finally:
            link.collect()
            self._end(Unavailable.CLOSED if self._closing else Unavailable.BROKER_DOWN)

    def _open(self) -> Link:
        link = Link(self._amqp_uri, timeout=self._timeout)
        channel, queue = link.channel, f"rpc.reply-needfire-{self._reply_to}"
        channel.events["basic_return"].add(self._returned)
        # Classic and exclusive: replies are worth nothing to anybody once this connection is gone.
        channel.queue_declare(queue, exclusive=True, auto_delete=True, arguments={"x-queue-type": "classic"})
        channel.queue_bind(queue, RPC_EXCHANGE, self._reply_to)
        channel.basic_consume(queue, no_ack=True, callback=self._replied)
        return link

    def _drain(self, link: Link) -> None:
        expired = time.monotonic()
        while link.is_open:
            link.drain()
            if time.monotonic() - expired > 0.5:
                expired = time.monotonic()
                self._expire(expired)

    def _message(self, answer: Answer, body: bytes) -> amqp.Message:
        left = max(1, int((answer.deadline - time.monotonic()) * 1000))
        return amqp.Message(
            body,
            reply_to=self._reply_to,
            correlation_id=answer.call_id,
            application_headers=tracing.headers(),
            expiration=str(left),
            delivery_mode=1,
            **JSON,
        )

    def _replied(self, message: amqp.Message) -> None:
        answer = self._take(message.properties.get("correlation_id", ""))
        if answer is None:
            return
        try:
            result = read_reply(message.body)
        except RemoteError as error:
            answer.set_exception(error)
        else:
            answer.set_result(result)

    def _returned(self, _error: object, _exchange: str, _routing_key: str, message: amqp.Message) -> None:
        answer = self._take(message.properties.get("correlation_id", ""))
        if answer is not None:
            answer.fail(Unavailable.UNROUTABLE)

    def _expire(self, now: float) -> None:
        for answer in tuple(self._waiting.values()):
            if answer.deadline <= now and self._take(answer.call_id) is not None:
                answer.fail(Unavailable.NO_ANSWER_IN_TIME)

    def _take(self, call_id: str) -> Answer | None:
        """Whoever takes an answer out of the table, and nobody else, ends it."""
        with self._lock:
            return self._waiting.pop(call_id, None)

    def _end(self, why: Unavailable) -> None:
        with self._lock:
            self._ended_with = self._ended_with or why
            waiting, self._waiting = self._waiting, {}
        for answer in waiting.values():
            answer.fail(why)
