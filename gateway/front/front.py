"""Stands before the whole application, its errors too: one host, an address of bearable length, headers on every answer."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from contracts.refusals import Refusal
from gateway.api.problems import answer_to
from gateway.front.address import Address
from gateway.front.headers import completed

LONGEST_ADDRESS = 8 * 1024


class Front:
    """An ASGI application around another."""

    def __init__(self, app: ASGIApp, address: Address, sandbox: bool = False) -> None:
        self._app, self._sandbox = app, sandbox
        self._address = address

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_completed(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = completed(list(message.get("headers", ())), self._address.scheme, self._sandbox)
            await send(message)

        # The setting says what we are reached by, not a header: behind a proxy with TLS a cookie is Secure all the same.
        scope["scheme"] = self._address.scheme
        wrong = self._wrong(scope)
        await (answer_to(Refusal(wrong)) if wrong else self._app)(scope, receive, send_completed)

    def _wrong(self, scope: Scope) -> str | None:
        hosts = [value for name, value in scope["headers"] if name == b"host"]
        if len(hosts) != 1 or not self._address.is_ours(hosts[0].decode("latin-1")):
            return "wrong_host"
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > LONGEST_ADDRESS:
            return "address_too_long"
        return None
