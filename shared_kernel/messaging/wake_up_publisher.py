"""Publishing wake-ups, confirmed, many in flight: aio-pika matches each confirm to its message by delivery tag.

py-amqp takes the next confirm that it sees for that of the last message, so it can have one in flight only.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from threading import Lock, Thread

import aio_pika
from aio_pika.abc import AbstractChannel, AbstractConnection, AbstractExchange

from shared_kernel import tracing
from shared_kernel.messaging.topology import COMMITS_EXCHANGE
from shared_kernel.relay import PublishFailed, WakeUp

ENDING_SECONDS = 2.0

log = logging.getLogger(__name__)


class AioPikaPublisher:
    """The relay's way to the broker. Usable from one thread at a time or many; it works in a thread of its own.

    `window`: how many messages are in flight at most. `timeout`: seconds for each window, and for connecting.
    """

    def __init__(self, amqp_uri: str, *, window: int = 500, timeout: float = 10.0) -> None:
        self._amqp_uri = amqp_uri
        self._window, self._timeout = window, timeout
        self._lock = Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: Thread | None = None
        self._connection: AbstractConnection | None = None
        self._channel: AbstractChannel | None = None
        self._exchange: AbstractExchange | None = None

    def publish(self, messages: Sequence[WakeUp]) -> None:
        """Returns when each message is in every queue it is routed to, and is routed to one at least.

        Raises PublishFailed when the broker refused or returned one, or stayed silent: any of the batch may have
        arrived then, and all of it is to be published again.
        """
        with self._lock:
            for start in range(0, len(messages), self._window):
                self._publish_window(messages[start : start + self._window])

    def close(self) -> None:
        """Returns when its thread and its sockets have ended. Safe to call twice; a later `publish` opens everything again."""
        with self._lock:
            if self._loop is None or self._thread is None:
                return
            loop, self._loop, thread = self._loop, None, self._thread
            with suppress(Exception):
                asyncio.run_coroutine_threadsafe(self._drop(), loop).result(self._timeout)
            loop.call_soon_threadsafe(loop.stop)
            thread.join(2 * ENDING_SECONDS)

    def _publish_window(self, messages: Sequence[WakeUp]) -> None:
        # Twice: connecting has its own share. The inner time-outs end first, unless that thread itself is stuck.
        sending = asyncio.run_coroutine_threadsafe(self._send(messages), self._running_loop())
        try:
            sending.result(self._timeout * 2 + 5.0)
        except PublishFailed:
            raise
        except Exception as error:
            log.warning("wake-ups: publishing got stuck (%s)", type(error).__name__)
            raise PublishFailed from None

    def _running_loop(self) -> asyncio.AbstractEventLoop:
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
            self._thread = Thread(target=_run_loop, args=(self._loop,), name="wake-up publisher", daemon=True)
            self._thread.start()
        return self._loop

    async def _send(self, messages: Sequence[WakeUp]) -> None:
        try:
            async with asyncio.timeout(self._timeout):
                exchange = await self._opened()
            async with asyncio.timeout(self._timeout), asyncio.TaskGroup() as group:
                for message in messages:
                    group.create_task(_confirmed(exchange, message))
        except Exception as error:
            log.warning("wake-ups: not confirmed (%s)", _name_of(error))
            await self._drop()  # a late confirm must not meet the next window
            raise PublishFailed from None

    async def _opened(self) -> AbstractExchange:
        if self._exchange is None or self._channel is None or self._channel.is_closed:
            await self._drop()
            self._connection = await aio_pika.connect(self._amqp_uri, timeout=self._timeout)
            self._channel = await self._connection.channel(publisher_confirms=True, on_return_raises=True)
            self._exchange = await self._channel.get_exchange(COMMITS_EXCHANGE, ensure=False)
        return self._exchange

    async def _drop(self) -> None:
        connection, self._connection, self._channel, self._exchange = self._connection, None, None, None
        if connection is not None:
            with suppress(Exception):
                async with asyncio.timeout(1.0):
                    await connection.close()


async def _confirmed(exchange: AbstractExchange, wake_up: WakeUp) -> None:
    await exchange.publish(
        aio_pika.Message(
            json.dumps(asdict(wake_up), separators=(",", ":")).encode("ascii"),
            content_type="application/json",
            content_encoding="utf-8",
            delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
            headers=dict(tracing.headers_of(wake_up.commit_id)),
        ),
        routing_key=f"{wake_up.service}.{wake_up.authority}",
        mandatory=True,
    )


def _run_loop(loop: asyncio.AbstractEventLoop) -> None:
    asyncio.set_event_loop(loop)
    try:
        loop.run_forever()
        loop.run_until_complete(_nothing_left())
    finally:
        loop.close()


async def _nothing_left() -> None:
    """Ends what the driver began and nobody waits for any more: it closes its sockets when it is cancelled."""
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for each in others:
        each.cancel()
    if others:
        await asyncio.wait(others, timeout=ENDING_SECONDS)
    await asyncio.sleep(0)  # a socket closes in the turn after


def _name_of(error: BaseException) -> str:
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return type(error).__name__
