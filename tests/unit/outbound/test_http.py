"""The real way out: to the very address that was judged, proven by name, within its limits."""

from __future__ import annotations

import ssl
from collections.abc import Iterable, Iterator
from itertools import repeat
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any

import httpcore
import pytest

from shared_kernel.outbound.calls import Call, OutboundFailed, OutboundRefused
from shared_kernel.outbound.destinations import Destinations
from shared_kernel.outbound.http import HttpOutbound, Limits
from tests.unit.outbound.servers import Say, Server, answering, certified, serving

PUBLIC, OTHER = "93.184.215.14", "93.184.215.15"
URL = "https://partner.example/hook"
TLS = ssl.create_default_context()


class Steered(httpcore.NetworkBackend):
    """Notes which address was to be called, and goes to a server of the test instead."""

    def __init__(self, server: Server, dead: tuple[str, ...] = ()) -> None:
        self._server = server
        self._dead = dead
        self.called: list[tuple[str, int]] = []

    def connect_tcp(self, host: str, port: int, timeout: float | None = None, *_: Any) -> httpcore.NetworkStream:
        self.called.append((host, port))
        if host in self._dead:
            raise httpcore.ConnectError
        return httpcore.SyncBackend().connect_tcp("127.0.0.1", self._server.port, timeout)


class Rebinding:
    """A resolver that answers with a public address first and with another the next time."""

    def __init__(self, *answers: tuple[str, ...]) -> None:
        self._answers = [*answers]
        self.asked: list[str] = []

    def __call__(self, host: str) -> tuple[str, ...]:
        self.asked.append(host)
        return self._answers.pop(0)


@pytest.fixture(scope="module")
def proofs(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    return certified(tmp_path_factory.mktemp("proofs"), "partner.example")


@pytest.fixture
def partner(proofs: tuple[ssl.SSLContext, ssl.SSLContext]) -> Iterator[Server]:
    with serving(answering("200 OK", b"well"), proofs[0]) as server:
        yield server


def test_a_name_that_is_bound_anew_is_not_asked_again(
    partner: Server, proofs: tuple[ssl.SSLContext, ssl.SSLContext]
) -> None:
    sockets, resolver = Steered(partner), Rebinding((PUBLIC,), ("127.0.0.1",))
    outbound = HttpOutbound(Destinations(), resolve=resolver, tls=proofs[1], sockets=sockets)
    assert outbound.send(Call("POST", URL, content=b"{}")).content == b"well"
    assert (resolver.asked, sockets.called) == (["partner.example"], [(PUBLIC, 443)])
    with pytest.raises(OutboundRefused):
        outbound.send(Call("POST", URL, content=b"{}"))
    assert len(sockets.called) == 1


def test_the_host_is_named_in_the_header_and_proven_in_tls(
    partner: Server, proofs: tuple[ssl.SSLContext, ssl.SSLContext]
) -> None:
    names: list[str | None] = []
    proofs[0].sni_callback = lambda _, name, __: names.append(name)
    resolver = Rebinding((PUBLIC,), (PUBLIC,))
    outbound = HttpOutbound(Destinations(), resolve=resolver, tls=proofs[1], sockets=Steered(partner))
    outbound.send(Call("POST", URL, {"X-Test": "yes"}, b"{}"))
    assert names == ["partner.example"]
    lines = partner.heard[0].decode().split("\r\n")
    assert lines[0] == "POST /hook HTTP/1.1"
    assert {"Host: partner.example", "X-Test: yes", "Accept-Encoding: identity", "Connection: close"} <= {*lines}


def test_who_answers_with_another_name_is_not_believed(
    tmp_path: Path, proofs: tuple[ssl.SSLContext, ssl.SSLContext]
) -> None:
    other, _ = certified(tmp_path, "other.example")
    with serving(answering("200 OK"), other) as server:
        outbound = HttpOutbound(Destinations(), resolve=Rebinding((PUBLIC,)), tls=proofs[1], sockets=Steered(server))
        assert failure(outbound, URL) == "tls"
    assert server.heard in ([], [b""])


def test_the_next_address_is_tried_when_one_is_dead(
    partner: Server, proofs: tuple[ssl.SSLContext, ssl.SSLContext]
) -> None:
    sockets = Steered(partner, dead=(PUBLIC,))
    outbound = HttpOutbound(Destinations(), resolve=Rebinding((PUBLIC, OTHER)), tls=proofs[1], sockets=sockets)
    assert outbound.send(Call("GET", URL)).status == 200
    assert sockets.called == [(PUBLIC, 443), (OTHER, 443)]


def test_environment_and_system_do_not_send_it_another_way(partner: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy of the environment is used: it would be called in place of the address that was judged."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{partner.port}")
    with serving(answering("204 No Content")) as server:
        assert allowed(server).send(Call("GET", f"http://127.0.0.1:{server.port}/")).status == 204
    assert partner.heard == []


def allowed(server: Server, limits: Limits | None = None) -> HttpOutbound:
    return HttpOutbound(Destinations(allowed=frozenset({f"127.0.0.1:{server.port}"})), limits, tls=TLS)


def failure(outbound: HttpOutbound, url: str) -> str:
    with pytest.raises(OutboundFailed) as failed:
        outbound.send(Call("POST", url, content=b"{}"))
    return failed.value.reason


def failed_with(say: Say, limits: Limits | None = None) -> str:
    with serving(say) as server:
        return failure(allowed(server, limits), f"http://127.0.0.1:{server.port}/hook")


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"])
def test_a_redirect_is_not_followed(status: str) -> None:
    with serving(answering("200 OK", b"secret")) as inner:
        assert failed_with(answering(status, b"", f"Location: http://127.0.0.1:{inner.port}/")) == "redirected"
    assert inner.heard in ([], [b""])


HEAD = b"HTTP/1.1 200 OK\r\n"


def drop_by_drop(start: bytes, drop: bytes) -> tuple[Say, Event]:
    """Says the start, then a drop now and again until the event is set: each step alone is quick enough."""
    ended = Event()

    def say() -> Iterable[bytes]:
        yield start
        while not ended.wait(0.05):
            yield drop

    return say, ended


@pytest.mark.parametrize(
    ("start", "drop"),
    [
        (b"", b""),
        (b"HTTP", b""),
        (HEAD, b"X: y\r\n"),
        (HEAD + b"Content-Length: 100000\r\n\r\n", b"."),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n.\r\n"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ],
    ids=["nothing", "part of a line", "headers", "body", "chunks", "continue"],
)
def test_who_answers_drop_by_drop_is_left_in_time(start: bytes, drop: bytes) -> None:
    say, ended = drop_by_drop(start, drop)
    before = monotonic()
    with serving(say) as server:
        try:
            reason = failure(allowed(server, Limits(seconds=0.4)), f"http://127.0.0.1:{server.port}/")
        finally:
            ended.set()
    assert reason == "slow"
    assert monotonic() - before < 10


@pytest.mark.parametrize(
    ("start", "piece"),
    [
        (HEAD + b"Content-Length: 1000000000\r\n\r\n", b"." * 65536),
        (HEAD + b"\r\n", b"." * 65536),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"8000\r\n" + b"." * 0x8000 + b"\r\n"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 1000),
    ],
    ids=["long", "endless", "endless in chunks", "endless continue"],
)
def test_who_does_not_stop_is_cut_off(start: bytes, piece: bytes) -> None:
    def say() -> Iterable[bytes]:
        yield start
        yield from repeat(piece)

    assert failed_with(say, Limits(answer_bytes=200_000)) == "too_large"


@pytest.mark.parametrize(
    "head",
    [HEAD + b"X: " + b"y" * 500_000, HEAD + b"X: y\r\n" * 100_000, b"y" * 500_000],
    ids=["one header", "many headers", "no line"],
)
def test_huge_headers_are_cut_off(head: bytes) -> None:
    assert failed_with(lambda: [head]) in ("too_large", "malformed")


@pytest.mark.parametrize(
    "said",
    [b"nonsense\r\n\r\n", b"HTTP/1.1 999999 X\r\n\r\n", HEAD + b"Content-Length: -1\r\n\r\n", b"", HEAD[:9]],
    ids=["no HTTP", "no status", "no length", "nothing", "cut short"],
)
def test_what_is_no_answer_is_none(said: bytes) -> None:
    assert failed_with(lambda: [said]) in ("malformed", "unreachable")


def test_an_answer_that_is_packed_is_not_unpacked() -> None:
    """So that a small answer cannot become a huge one."""
    with serving(answering("200 OK", b"\x1f\x8b", "Content-Encoding: gzip")) as server:
        assert allowed(server).send(Call("GET", f"http://127.0.0.1:{server.port}/")).content == b"\x1f\x8b"


def test_where_nobody_listens_is_said() -> None:
    with serving(answering("200 OK")) as server:
        pass
    assert failure(allowed(server), f"http://127.0.0.1:{server.port}/") == "unreachable"


def test_a_name_without_an_address_is_said() -> None:
    assert failure(HttpOutbound(Destinations(), resolve=Rebinding(())), URL) == "unresolved"


def test_a_resolver_that_fails_is_said() -> None:
    def resolver(_: str) -> tuple[str, ...]:
        raise OSError

    assert failure(HttpOutbound(Destinations(), resolve=resolver), URL) == "unresolved"


def test_a_resolver_that_hangs_is_left_in_time() -> None:
    ended = Event()

    def resolver(_: str) -> tuple[str, ...]:
        ended.wait(20)
        return (PUBLIC,)

    assert failure(HttpOutbound(Destinations(), Limits(seconds=0.2), resolver), URL) == "slow"
    ended.set()
