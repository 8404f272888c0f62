"""The connection below HTTP: to the addresses that were judged and to no other, within one budget of time and bytes."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import httpcore

from shared_kernel.outbound.calls import OutboundFailed

_PIECE = 16 * 1024
_TRIES = 3


class Budget:
    """What one call may still take."""

    def __init__(self, seconds: float, answer_bytes: int, time: Callable[[], float]) -> None:
        self._time = time
        self._until = time() + seconds
        self._bytes = answer_bytes

    def seconds_left(self) -> float:
        """Raises OutboundFailed `slow` when there are none."""
        left = self._until - self._time()
        if left <= 0:
            raise OutboundFailed("slow")
        return left

    def received(self, content: bytes) -> bytes:
        """The content, counted. Raises OutboundFailed `too_large`."""
        self._bytes -= len(content)
        if self._bytes < 0:
            raise OutboundFailed("too_large")
        return content


class Wire(httpcore.NetworkBackend):
    """Connects to one of the given addresses, whatever name is asked for."""

    def __init__(self, addresses: Sequence[str], budget: Budget, sockets: httpcore.NetworkBackend) -> None:
        self._addresses = addresses[:_TRIES]
        self._budget = budget
        self._sockets = sockets

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """`host` is left to TLS and to the header; the judged addresses are tried in their order."""
        *others, last = self._addresses
        for address in others:
            try:
                return self._connected(address, port)
            except httpcore.NetworkError:
                continue
        return self._connected(last, port)

    def _connected(self, address: str, port: int) -> httpcore.NetworkStream:
        return _Counted(self._sockets.connect_tcp(address, port, self._budget.seconds_left()), self._budget)


class _Counted(httpcore.NetworkStream):
    """A stream whose every step is within the budget, whatever time the library would give it."""

    def __init__(self, stream: httpcore.NetworkStream, budget: Budget) -> None:
        self._stream = stream
        self._budget = budget

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._budget.received(self._stream.read(max_bytes, self._budget.seconds_left()))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for start in range(0, len(buffer), _PIECE):
            self._stream.write(buffer[start : start + _PIECE], self._budget.seconds_left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, self._budget.seconds_left())
        return _Counted(secured, self._budget)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
