"""Raises at a low, fixed rate, while a page lies open; and the limit: a message to the broker and back."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime

import aio_pika
import httpx
import orjson

from benchmarks.numbers import intended_starts
from benchmarks.raising import PARTICULARS, PATH, accepted_id, command_data
from benchmarks.seeing.pages import Looked, OpenPage

PER_SECOND = 0.6
"""Not in step with a page that polls every two seconds, nor every tenth of one."""
PATIENCE = 60.0
Raise = Callable[[], Awaitable[str]]


def raising(browser: httpx.AsyncClient, token: str) -> Raise:
    """Raises one, as everywhere in the suite; what of its id a page shows."""

    async def one() -> str:
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": str(uuid.uuid4())}
        body = orjson.dumps({**command_data(datetime.now(UTC)), "particulars": PARTICULARS})
        answer = await browser.post(PATH, content=body, headers={**headers, "Content-Type": "application/json"})
        found = accepted_id(answer.raise_for_status().content)
        assert found is not None
        return found.removeprefix("notification-")

    return one


async def raised_and_seen(raise_one: Raise, page: OpenPage, number: int) -> Looked:
    """Each counts from the moment at which it was meant to be raised. Raises what the page raises."""
    looked = Looked()
    staying = asyncio.create_task(page.stay(looked.shown))
    try:
        await asyncio.wait_for(looked.until(lambda: looked.states), PATIENCE)
        began = time.perf_counter()
        for start in intended_starts(number, PER_SECOND):
            await asyncio.sleep(max(0.0, began + start - time.perf_counter()))
            looked.raised[await raise_one()] = began + start
        with suppress(TimeoutError):
            await asyncio.wait_for(looked.until(looked.all_seen), PATIENCE)
    finally:
        ended = staying.done()
        staying.cancel()
    if ended:
        staying.result()
    return looked


async def round_trips(amqp_uri: str, number: int) -> list[float]:
    """Seconds from publishing a small message, confirmed, to holding it in one's hand again."""
    async with await aio_pika.connect(amqp_uri) as connection:
        channel = await connection.channel()
        queue = await channel.declare_queue(exclusive=True)
        arrived: asyncio.Queue[None] = asyncio.Queue()

        async def taken(message: aio_pika.abc.AbstractIncomingMessage) -> None:
            await message.ack()
            arrived.put_nowait(None)

        await queue.consume(taken)
        return [await _round_trip(channel, queue.name, arrived) for _ in range(number)]


async def _round_trip(channel: aio_pika.abc.AbstractChannel, queue: str, arrived: asyncio.Queue[None]) -> float:
    began = time.perf_counter()
    await channel.default_exchange.publish(aio_pika.Message(b"{}"), routing_key=queue)
    await arrived.get()
    return time.perf_counter() - began
