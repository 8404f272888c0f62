"""The least that a server can do: shows how many requests the load generator itself can carry."""

from __future__ import annotations

from typing import Any

BODY = b'{"notification_id":"notification-none"}'
START = {
    "type": "http.response.start",
    "status": 201,
    "headers": [(b"content-type", b"application/json"), (b"content-length", str(len(BODY)).encode())],
}


def create() -> Any:
    return app


async def app(scope: Any, receive: Any, send: Any) -> None:
    """Reads the request and answers."""
    if scope["type"] != "http":
        return
    while (await receive()).get("more_body"):
        pass
    await send(START)
    await send({"type": "http.response.body", "body": BODY})
