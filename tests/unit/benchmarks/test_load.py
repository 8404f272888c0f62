"""The load generator sends each request once, and reads each answer whole."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from benchmarks.http_calls import Answer, connect, parsed, post
from benchmarks.load import Calls, closed_loop, open_loop
from benchmarks.sides import round_of

WHOLE = b"HTTP/1.1 201 Created\r\nContent-Type: application/json\r\ncontent-LENGTH: 4\r\n\r\nbody"


@pytest.mark.parametrize("upto", range(len(WHOLE)))
def test_an_answer_is_read_when_all_of_it_is_there(upto: int) -> None:
    assert parsed(WHOLE[:upto]) is None
    assert parsed(WHOLE) == Answer(201, b"body")


def test_a_post_is_http() -> None:
    assert post("/v1/things", b"{}", Idempotency_Key="a") == (
        b"POST /v1/things HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        b"Content-Length: 2\r\nIdempotency-Key: a\r\n\r\n{}"
    )


Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class Server:
    """Answers every request with its own body, and keeps the bodies."""

    def __init__(self) -> None:
        self.seen: list[bytes] = []
        self.most_at_once = self._now = 0

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := await _head(reader):
            self._now += 1
            self.most_at_once = max(self.most_at_once, self._now)
            body = await reader.readexactly(int(head.lower().split(b"content-length: ")[1].split(b"\r")[0]))
            self.seen.append(body)
            await asyncio.sleep(0)
            self._now -= 1
            writer.write(b"HTTP/1.1 201 Created\r\ncontent-length: %d\r\n\r\n%s" % (len(body), body))
        writer.close()


async def _head(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return b""


@asynccontextmanager
async def served(handle: Handler) -> AsyncIterator[tuple[str, int]]:
    async with await asyncio.start_server(handle, "127.0.0.1", 0) as server:
        yield server.sockets[0].getsockname()[:2]


def measured(load: Callable[[tuple[str, int]], Calls], server: Server) -> Calls:
    async def both() -> Calls:
        async with served(server.handle) as address:
            return await asyncio.to_thread(load, address)

    return asyncio.run(both())


BODIES = [json.dumps({"notification_id": f"n-{number}"}).encode() for number in range(50)]
REQUESTS = [post("/", body) for body in BODIES]


@pytest.mark.parametrize("clients", [1, 7])
def test_a_closed_loop_sends_each_request_once_and_no_more_at_once_than_it_has_clients(clients: int) -> None:
    server = Server()

    calls = measured(lambda address: closed_loop([address], REQUESTS, clients), server)

    assert sorted(server.seen) == sorted(BODIES)
    assert sorted(answer.body for _, answer in calls.done) == sorted(BODIES)
    assert server.most_at_once <= clients


def test_an_open_loop_sends_each_request_once_though_it_has_fewer_connections() -> None:
    server = Server()

    calls = measured(lambda address: open_loop(address, REQUESTS, per_second=10_000, connections=3), server)

    assert sorted(server.seen) == sorted(BODIES)
    assert len(calls.done) == len(BODIES)
    assert server.most_at_once <= 3


def test_a_connection_that_breaks_is_an_error_and_no_answer() -> None:
    async def hangs_up(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    async def call() -> None:
        async with served(hangs_up) as address:
            connection = await connect(*address)
            with pytest.raises(ConnectionError):
                await connection.call(REQUESTS[0])
            with pytest.raises(ConnectionError):
                await connection.call(REQUESTS[0])

    asyncio.run(call())


def test_what_was_not_accepted_is_neither_answered_nor_timed() -> None:
    calls = Calls(seconds=1.0, done=[(0.1, Answer(201, BODIES[0])), (9.0, Answer(503, b"{}"))])

    told = round_of(calls)

    assert (told.answered, told.latencies, told.refused) == (("n-0",), (0.1,), 1)
