"""Compresses what is the same for everybody, and nothing else (ADR 42)."""

from __future__ import annotations

from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

SAME_FOR_ALL = ("/docs", "/openapi.json", "/static/")
LEVEL = 6


class Compressing:
    """An ASGI application around another. What a page shows beside a secret must not be compressed with it."""

    def __init__(self, app: ASGIApp) -> None:
        self._plain, self._compressed = app, GZipMiddleware(app, compresslevel=LEVEL)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_same = scope["type"] == "http" and scope["path"].startswith(SAME_FOR_ALL)
        await (self._compressed if is_same else self._plain)(scope, receive, send)
