"""Requests over FastStream, many at once.

`RabbitBroker.request`, as documented, lets one request at a time through each broker and opens a consumer for it. Under
load a good engineer keeps a reply queue of the process's own, and finds each waiting request by its correlation id.
"""

from __future__ import annotations

import asyncio
import uuid
from typing import Any

from faststream import AckPolicy
from faststream.rabbit import Channel, RabbitBroker, RabbitMessage, RabbitQueue

from benchmarks.twin.queue import COMMANDS
from gateway.parts import Services

TIMEOUT = 4.0


class Requests(Services):
    """The twin's way to its service. `broker` must have been started."""

    def __init__(self, amqp_uri: str) -> None:
        # No confirms: as on our side, the reply is the confirmation.
        self.broker = RabbitBroker(amqp_uri, default_channel=Channel(publisher_confirms=False), logger=None)
        self._waiting: dict[str, asyncio.Future[Any]] = {}
        self._reply_to = f"twin-replies-{uuid.uuid4()}"
        replies = RabbitQueue(self._reply_to, exclusive=True, auto_delete=True)
        self.broker.subscriber(replies, ack_policy=AckPolicy.ACK_FIRST, no_reply=True)(self._replied)

    async def call_async(self, service: str, method: str, /, **kwargs: Any) -> Any:
        """The service's answer. Raises TimeoutError."""
        correlation_id = str(uuid.uuid4())
        answer = self._waiting[correlation_id] = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(TIMEOUT):
                await self.broker.publish(
                    kwargs["command"],
                    COMMANDS,
                    reply_to=self._reply_to,
                    correlation_id=correlation_id,
                    expiration=TIMEOUT,
                    mandatory=False,
                )
                return await answer
        finally:
            del self._waiting[correlation_id]

    async def _replied(self, answer: Any, message: RabbitMessage) -> None:
        waiting = self._waiting.get(str(message.correlation_id))
        if waiting is not None and not waiting.done():
            waiting.set_result(answer)
