"""Connections of our own to the broker, one for each purpose, never out of kombu's pools.

nameko's `Publisher` keeps its `confirm_publish` option in one dict of the class and shares pooled connections by
it: there, a publisher without confirms silently takes them from every other. Here `confirms` is an argument of the
one connection and nobody else ever holds that connection, so both kinds may live in one process.
"""

from __future__ import annotations

from collections.abc import Mapping
from select import select
from ssl import CERT_REQUIRED
from threading import Lock
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import amqp
from amqp.transport import SSLTransport, TCPTransport

from shared_kernel.messaging.frames import tolerant_frame_handler

HEARTBEAT = 20.0  # seconds; a silent broker is noticed after two of them
AT_ONCE = 8192  # bytes asked of the socket: a few ordinary messages


class ReadsAhead(TCPTransport):  # type: ignore[misc]  # py-amqp has no types
    """py-amqp asks the socket for each part of each frame alone, nine times a message; what has arrived is taken at once
    here, and kept in the buffer that py-amqp has for what it could not use yet."""

    def _setup_transport(self) -> None:
        super()._setup_transport()
        receive = self.sock.recv
        self._quick_recv = lambda wanted: receive(max(wanted, AT_ONCE))


class Secured(SSLTransport):  # type: ignore[misc]  # py-amqp has no types
    """One thread drains a connection while others write on it; OpenSSL allows one at a time on each connection, so the
    waiting for what arrives is done outside, and reading and writing take turns."""

    def _setup_transport(self) -> None:
        super()._setup_transport()
        self._turn = Lock()
        self._quick_recv = self._received

    def _received(self, wanted: int) -> bytes:
        while True:
            with self._turn:
                if self.sock.pending() or self._is_readable(0):
                    return bytes(self.sock.read(wanted))
            if not self._is_readable(self.sock.gettimeout()):
                raise TimeoutError("timed out")

    def _is_readable(self, seconds: float | None) -> bool:
        return bool(select([self.sock], [], [], seconds)[0])

    def _write(self, content: bytes) -> None:
        with self._turn:
            super()._write(content)


class Connection(amqp.Connection):  # type: ignore[misc]  # py-amqp has no types
    """With "connection.blocked" negotiated, py-amqp's publish reads from the socket, which would be a second
    reader beside the thread that drains it, and would tear frames apart."""

    negotiate_capabilities = {"consumer_cancel_notify": True, "authentication_failure_close": True}

    def Transport(  # noqa: N802  # py-amqp's name
        self,
        host: str,
        connect_timeout: float,
        ssl: bool = False,
        read_timeout: float | None = None,
        write_timeout: float | None = None,
        **more: Any,
    ) -> Any:
        """The way to the broker, made by py-amqp when it connects."""
        if ssl:
            return Secured(host, connect_timeout, ssl, read_timeout=read_timeout, write_timeout=write_timeout, **more)
        return ReadsAhead(host, connect_timeout, read_timeout=read_timeout, write_timeout=write_timeout, **more)


def _proof(host: str, said: Mapping[str, str]) -> dict[str, Any]:
    """How the broker proves who it is, and we to it: by the same words of the address that aio-pika reads."""
    files = {"ca_certs": said.get("cafile"), "certfile": said.get("certfile"), "keyfile": said.get("keyfile")}
    return {**files, "cert_reqs": CERT_REQUIRED, "server_hostname": host}


def connect(amqp_uri: str, *, confirms: bool = False, heartbeat: float = HEARTBEAT, timeout: float = 5.0) -> Connection:
    """A connection that is open. `amqps://…?cafile=…&certfile=…&keyfile=…` is by TLS; without `cafile` the machine's
    own authorities are believed. Raises OSError or amqp's errors, after at most `timeout` seconds a step."""
    address = urlsplit(amqp_uri)
    secure, host = address.scheme == "amqps", address.hostname or "127.0.0.1"
    connection = Connection(
        host=f"{host}:{address.port or (5671 if secure else 5672)}",
        userid=unquote(address.username or "guest"),
        password=unquote(address.password or "guest"),
        virtual_host=unquote(address.path[1:]) or "/",
        ssl=_proof(host, dict(parse_qsl(address.query))) if secure else False,
        heartbeat=heartbeat,
        connect_timeout=timeout,
        confirm_publish=confirms,
        frame_handler=tolerant_frame_handler,
    )
    try:
        connection.connect()
    except BaseException:
        connection.collect()  # a broker that is only just starting or ending may leave it half made
        raise
    connection.sock.settimeout(timeout)  # py-amqp itself would wait for an answer for ever
    return connection
