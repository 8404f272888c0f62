"""HTTP/1.1 over one kept-alive connection, one request at a time: as little work a call as Python allows.

Only what the benchmark's own servers answer is understood: a status line, headers, a body with Content-Length.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

_END = b"\r\n\r\n"
_LENGTH = b"content-length:"


@dataclass(frozen=True)
class Answer:
    """What a server said to one request."""

    status: int
    body: bytes


class Connection(asyncio.Protocol):
    """Made by `connect`. A lost connection ends the call under way, and every later one, with ConnectionError."""

    def __init__(self) -> None:
        self._received = b""
        self._answer: asyncio.Future[Answer] | None = None
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def connection_lost(self, error: Exception | None) -> None:
        self._transport = None
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(ConnectionError("the server closed the connection"))

    def call(self, request: bytes) -> asyncio.Future[Answer]:
        """Send the request's bytes; the answer to it. One at a time."""
        if self._transport is None:
            raise ConnectionError("the connection is closed")
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return self._answer

    def data_received(self, data: bytes) -> None:
        self._received += data
        answer = parsed(self._received)
        if answer is not None and self._answer is not None:
            self._received = b""
            self._answer.set_result(answer)

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()


def parsed(received: bytes) -> Answer | None:
    """The answer, once all of it is there."""
    end = received.find(_END)
    if end < 0:
        return None
    body = received[end + len(_END) :]
    head = received[: end + 2].lower()
    at = head.index(_LENGTH) + len(_LENGTH)
    if len(body) < int(head[at : head.index(b"\r", at)]):
        return None
    return Answer(int(received[9:12]), body)


async def connect(host: str, port: int) -> Connection:
    """An open connection. Raises OSError."""
    _, connection = await asyncio.get_running_loop().create_connection(Connection, host, port)
    return connection


def post(path: str, body: bytes, **headers: str) -> bytes:
    """The bytes of a POST of JSON; an underscore in a header's name stands for a hyphen."""
    more = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    start = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    return f"{start}Content-Length: {len(body)}\r\n{more}\r\n".encode() + body
