"""Sends requests over HTTP, in one process on one event loop: closed loop, and open loop at a fixed rate."""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle, islice

from benchmarks.http_calls import Answer, Connection, connect
from benchmarks.numbers import intended_starts

Address = tuple[str, int]
PATIENCE = 60.0
"""Seconds after which a round counts as hung."""


@dataclass
class Calls:
    """What came back, in no order; `seconds` is how long the whole round took, `cpu` what sending it cost us."""

    seconds: float = 0.0
    cpu: float = 0.0
    done: list[tuple[float, Answer]] = field(default_factory=list)


Drive = Callable[[Sequence[Connection], Sequence[bytes], Calls], Awaitable[None]]


def closed_loop(addresses: Sequence[Address], requests: Sequence[bytes], clients: int) -> Calls:
    """Each client sends its next request when its last is answered. Latency: from sending to the whole answer.

    Clients are dealt out to the addresses in turn, and stay with theirs.
    """
    return asyncio.run(_round(addresses, requests, clients, _closed))


def open_loop(address: Address, requests: Sequence[bytes], per_second: float, connections: int = 64) -> Calls:
    """A request starts when its time comes, whatever is still under way; latency counts from that time.

    Where every connection is busy it waits for one, and the waiting counts.
    """

    async def drive(pool: Sequence[Connection], all_requests: Sequence[bytes], calls: Calls) -> None:
        await _open(pool, all_requests, calls, per_second)

    return asyncio.run(_round([address], requests, connections, drive))


async def _round(addresses: Sequence[Address], requests: Sequence[bytes], connections: int, drive: Drive) -> Calls:
    pool = [await connect(*address) for address in islice(cycle(addresses), connections)]
    calls = Calls()
    with _without_collection():
        began, cpu = time.perf_counter(), time.process_time()
        async with asyncio.timeout(PATIENCE):
            await drive(pool, requests, calls)
        calls.seconds, calls.cpu = time.perf_counter() - began, time.process_time() - cpu
    for connection in pool:
        connection.close()
    return calls


async def _closed(pool: Sequence[Connection], requests: Sequence[bytes], calls: Calls) -> None:
    waiting = iter(requests)

    async def client(connection: Connection) -> None:
        for request in waiting:  # shared: whoever is free takes the next
            began = time.perf_counter()
            answer = await connection.call(request)
            calls.done.append((time.perf_counter() - began, answer))

    await asyncio.gather(*(client(each) for each in pool))


async def _open(pool: Sequence[Connection], requests: Sequence[bytes], calls: Calls, per_second: float) -> None:
    free: asyncio.LifoQueue[Connection] = asyncio.LifoQueue()
    for connection in pool:
        free.put_nowait(connection)
    began = time.perf_counter()

    async def one(request: bytes, intended: float) -> None:
        connection = await free.get()
        answer = await connection.call(request)
        calls.done.append((time.perf_counter() - intended, answer))
        free.put_nowait(connection)

    async with asyncio.TaskGroup() as under_way:
        for request, start in zip(requests, intended_starts(len(requests), per_second), strict=True):
            ahead = began + start - time.perf_counter()
            if ahead > 0:
                await asyncio.sleep(ahead)
            under_way.create_task(one(request, began + start))


@contextmanager
def _without_collection() -> Iterator[None]:
    """The load generator's own pauses are not the server's."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
