"""A connection's limits, below HTTP: `uvicorn --http gateway.front.connection:Connection`.

The server's own parser waits for a head of any size for any time; here a head that is too large, or that does not
end in time, ends the connection. Bodies are bounded where they are read (`gateway/api/bodies.py`).
"""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_BYTES = 32 * 1024
HEAD_LINES = 100
HEAD_SECONDS = 10.0


class HeadTooLarge(Exception):
    """Raised inside the parser, which answers 400 and closes."""


class Connection(HttpToolsProtocol):
    """One connection. A request's head is its first line and its headers."""

    _late: asyncio.TimerHandle | None = None
    _in_head = True
    _bytes = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """It has begun; so has the time of its first head."""
        super().connection_made(transport)  # type: ignore[arg-type]  # the server makes stream transports only
        self._expect_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """It is over."""
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Some bytes; those of a head without end are counted, since the parser keeps them all."""
        super().data_received(data)
        if self._in_head and not self.transport.is_closing():
            self._bytes += len(data)
            if self._bytes > HEAD_BYTES:
                self.send_400_response("Headers too large.")

    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        self._expect_head()

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header; one of a body's trailer is counted too."""
        super().on_header(name, value)
        if len(self.headers) > HEAD_LINES or sum(len(each) + len(of) for each, of in self.headers) > HEAD_BYTES:
            raise HeadTooLarge

    def on_headers_complete(self) -> None:
        """The head is whole."""
        self._in_head = False
        self._stop_waiting()
        super().on_headers_complete()

    def _expect_head(self) -> None:
        self._stop_waiting()
        self._in_head, self._bytes = True, 0
        self._late = self.loop.call_later(HEAD_SECONDS, self.transport.close)

    def _stop_waiting(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None
