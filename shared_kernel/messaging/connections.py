"""Connections of our own to the broker, one for each purpose, never out of kombu's pools.

nameko's `Publisher` keeps its `confirm_publish` option in one dict of the class and shares pooled connections by
it: there, a publisher without confirms silently takes them from every other. Here `confirms` is an argument of the
one connection and nobody else ever holds that connection, so both kinds may live in one process.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

import amqp
from amqp.transport import TCPTransport

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
            return super().Transport(host, connect_timeout, ssl, read_timeout, write_timeout, **more)
        return ReadsAhead(host, connect_timeout, read_timeout=read_timeout, write_timeout=write_timeout, **more)


def connect(amqp_uri: str, *, confirms: bool = False, heartbeat: float = HEARTBEAT, timeout: float = 5.0) -> Connection:
    """A connection that is open. Raises OSError or amqp's errors, after at most `timeout` seconds a step."""
    address = urlsplit(amqp_uri)
    secure = address.scheme == "amqps"
    connection = Connection(
        host=f"{address.hostname or '127.0.0.1'}:{address.port or (5671 if secure else 5672)}",
        userid=unquote(address.username or "guest"),
        password=unquote(address.password or "guest"),
        virtual_host=unquote(address.path[1:]) or "/",
        ssl=secure,
        heartbeat=heartbeat,
        connect_timeout=timeout,
        confirm_publish=confirms,
        frame_handler=tolerant_frame_handler,
    )
    connection.connect()
    connection.sock.settimeout(timeout)  # py-amqp itself would wait for an answer for ever
    return connection
