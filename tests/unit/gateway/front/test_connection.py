"""Below HTTP: heads without end, heads that dribble, and requests that two parsers could read differently."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from threading import Thread
from time import monotonic

import pytest
import uvicorn

from gateway.front import connection
from gateway.front.connection import HEAD_BYTES, HEAD_LINES, Connection
from tests.unit.gateway.house import House

HEAD = b"GET /health/live HTTP/1.1\r\nHost: gateway.example\r\n"


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The real server with the real connection, on a port of the loopback interface."""
    app = House(tmp_path_factory.mktemp("house")).app
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, http=Connection, log_config=None, lifespan="off", access_log=False))
    thread = Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    yield listening.getsockname()[1]
    server.should_exit = True
    thread.join(10)


def said(port: int, *pieces: bytes) -> bytes:
    """All that is answered until the other side closes, or has nothing more to say."""
    with socket.create_connection(("127.0.0.1", port), timeout=2) as caller:
        answer = b""
        try:
            for piece in pieces:
                caller.sendall(piece)
            while more := caller.recv(65536):
                answer += more
        except (ConnectionResetError, BrokenPipeError, TimeoutError):
            pass
        return answer


def statuses(answer: bytes) -> list[int]:
    return [int(each) for each in re.findall(rb"HTTP/1\.1 (\d{3})", answer)]


def test_a_usual_request_is_answered(port: int) -> None:
    assert statuses(said(port, HEAD + b"Connection: close\r\n\r\n")) == [200]
    assert statuses(said(port, HEAD + b"\r\n", HEAD + b"Connection: close\r\n\r\n")) == [200, 200]


@pytest.mark.parametrize(
    "head",
    [
        HEAD + b"X: " + b"y" * (4 * HEAD_BYTES),
        HEAD + b"X" * (4 * HEAD_BYTES),
        HEAD + b"X: y\r\n" * (HEAD_LINES + 1) + b"\r\n",
        HEAD + b"".join(b"X%d: %s\r\n" % (number, b"y" * 900) for number in range(60)) + b"\r\n",
        b"GET /" + b"x" * (4 * HEAD_BYTES),
        b"\r\n" * HEAD_BYTES * 4,
    ],
    ids=["endless value", "endless name", "many", "together too large", "endless address", "nothing but lines"],
)
def test_a_head_that_is_too_large_ends_the_connection(port: int, head: bytes) -> None:
    pieces = [head[start : start + 4096] for start in range(0, len(head), 4096)]
    assert statuses(said(port, *pieces)) in ([400], [])


@pytest.mark.parametrize("start", [b"", b"GET /health", HEAD], ids=["nothing", "part of a line", "part of a head"])
def test_a_head_that_does_not_end_in_time_ends_the_connection(
    port: int, start: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "HEAD_SECONDS", 0.2)
    before = monotonic()
    with socket.create_connection(("127.0.0.1", port), timeout=10) as caller:
        caller.sendall(start)
        assert caller.recv(100) == b""
    assert monotonic() - before < 5


SMUGGLED = b"GET /health/ready HTTP/1.1\r\nHost: gateway.example\r\nConnection: close\r\n\r\n"
POST = b"POST /v1/notifications HTTP/1.1\r\nHost: gateway.example\r\nContent-Type: application/json\r\n"


@pytest.mark.parametrize(
    "request_",
    [
        POST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
        POST + b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" + SMUGGLED,
        POST + b"Content-Length: 0\r\nContent-Length: 50\r\n\r\n" + SMUGGLED,
        POST + b"Content-Length: 0, 50\r\n\r\n" + SMUGGLED,
        POST + b"Content-Length: +0\r\n\r\n" + SMUGGLED,
        POST + b"Content-Length: -1\r\n\r\n" + SMUGGLED,
        POST + b"Content-Length: 0x0\r\n\r\n" + SMUGGLED,
        POST + b"Content-Length : 0\r\n\r\n" + SMUGGLED,
        POST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
        POST + b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n" + SMUGGLED,
        POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n" + SMUGGLED,
        POST + b"Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n" + SMUGGLED,
        POST + b"Transfer-Encoding: chunked\r\n\r\n5;\nx\r\nhello\r\n0\r\n\r\n" + SMUGGLED,
        POST + b"Transfer-Encoding: chunked\r\n\r\n1\r\nhello\r\n0\r\n\r\n" + SMUGGLED,
        POST + b" X: folded\r\nContent-Length: 0\r\n\r\n" + SMUGGLED,
        POST + b"X: a\nContent-Length: 0\r\n\r\n" + SMUGGLED,
        POST + b"X: a\x00b\r\nContent-Length: 0\r\n\r\n" + SMUGGLED,
        b"POST /v1/notifications HTTP/1.1 X\r\nHost: gateway.example\r\n\r\n" + SMUGGLED,
        b"GET /health/live HTTP/9.9\r\nHost: gateway.example\r\n\r\n" + SMUGGLED,
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + SMUGGLED,
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + SMUGGLED,
    ],
    ids=range(1, 22),
)
def test_a_request_that_could_be_read_in_two_ways_is_read_in_none(port: int, request_: bytes) -> None:
    """What comes behind it is not answered: a proxy that read it otherwise cannot be used to smuggle it past itself."""
    answer = said(port, request_)
    assert 200 not in statuses(answer) and 503 not in statuses(answer), answer


@pytest.mark.parametrize(
    "head",
    [
        b"GET /health/live HTTP/1.1\r\nConnection: close\r\n\r\n",
        b"GET /health/live HTTP/1.1\r\nHost: gateway.example\r\nHost: elsewhere.example\r\nConnection: close\r\n\r\n",
        b"GET http://elsewhere.example/health/live HTTP/1.1\r\nHost: elsewhere.example\r\nConnection: close\r\n\r\n",
        b"GET /health/live HTTP/1.0\r\nConnection: close\r\n\r\n",
        b"CONNECT elsewhere.example:443 HTTP/1.1\r\nHost: elsewhere.example:443\r\nConnection: close\r\n\r\n",
        b"OPTIONS * HTTP/1.1\r\nHost: elsewhere.example\r\nConnection: close\r\n\r\n",
    ],
    ids=["none", "two", "in the address", "an old one", "a tunnel", "all"],
)
def test_without_one_host_of_ours_nothing_is_served(port: int, head: bytes) -> None:
    assert 200 not in statuses(said(port, head))
