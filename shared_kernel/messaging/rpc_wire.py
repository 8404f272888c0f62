"""nameko's RPC on the wire, both ends of it: JSON bodies, and errors that carry a code and nothing else.

A request is `{"args": [...], "kwargs": {...}}` under the routing key `<service>.<method>`; a reply is
`{"result": ..., "error": null or {"exc_type", "exc_path", "exc_args", "value"}}` under the request's `reply_to`.
nameko fills `exc_args` and `value` with the exception's text; here they are always empty.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from shared_kernel.messaging.deliveries import MAX_BODY, Delivery, Reason, Unreadable

MAX_REPLY = 8 * 1024 * 1024  # bytes; a broker refuses far larger messages by closing the channel
JSON = {"content_type": "application/json", "content_encoding": "utf-8"}

METHOD_NOT_FOUND = "MethodNotFound"
INCORRECT_SIGNATURE = "IncorrectSignature"
MALFORMED_REQUEST = "MalformedRequest"
UNSERIALISABLE = "UnserializableValueError"
REPLY_TOO_LARGE = "reply_too_large"
REQUEST_TOO_LARGE = "request_too_large"
UNREADABLE_REPLY = "unreadable_reply"
# nameko's stock client turns these three into exceptions of its own, by their path.
_NAMEKO_PATHS = {
    name: f"nameko.exceptions.{name}" for name in (METHOD_NOT_FOUND, INCORRECT_SIGNATURE, MALFORMED_REQUEST)
}
# A reply goes to the exchange that also carries commands. Their routing keys hold a dot, a reply's never does,
# so no caller can have our answer delivered as a command to somebody else.
_REPLY_TO = re.compile(r"[A-Za-z0-9_-]{1,200}")


class RemoteError(Exception):
    """The service answered with an error; `code` is its stable code, or the exception's class name."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Request:
    """One call's arguments; not in its repr, since they may hold a person's data. `sender`: the span that it was sent in."""

    args: Sequence[Any] = field(repr=False)
    kwargs: Mapping[str, Any] = field(repr=False)
    sender: str | None = None


def read_request(delivery: Delivery) -> Request:
    """Raises Unreadable, with the reason."""
    body = delivery.json()
    if not isinstance(body, dict):
        raise Unreadable(Reason.NOT_A_CALL)
    args, kwargs = body.get("args"), body.get("kwargs")
    if not isinstance(args, list) or not isinstance(kwargs, dict):
        raise Unreadable(Reason.NOT_A_CALL)
    return Request(args, kwargs, delivery.sender)


def reply_address(delivery: Delivery) -> str:
    """The routing key of the reply. Raises Unreadable where there is none, or one that we will not use."""
    delivery.check_readable()
    reply_to = delivery.text("reply_to")
    if reply_to is None:
        raise Unreadable(Reason.NO_REPLY_TO)
    if not _REPLY_TO.fullmatch(reply_to):
        raise Unreadable(Reason.BAD_REPLY_TO)
    return reply_to


def request_body(kwargs: Mapping[str, Any]) -> bytes:
    """Raises RemoteError, as the service would, for what does not fit into a request."""
    try:
        body = _encoded({"args": [], "kwargs": kwargs})
    except (TypeError, ValueError, RecursionError):
        raise RemoteError(UNSERIALISABLE) from None
    if len(body) > MAX_BODY:
        raise RemoteError(REQUEST_TOO_LARGE)
    return body


def result_body(result: object) -> bytes:
    """The reply that carries `result`, or the error that says why it cannot be carried."""
    try:
        body = _encoded({"result": result, "error": None})
    except (TypeError, ValueError, RecursionError):
        return error_body(UNSERIALISABLE)
    return body if len(body) <= MAX_REPLY else error_body(REPLY_TOO_LARGE)


def error_body(code: str) -> bytes:
    error = {"exc_type": code, "exc_path": _NAMEKO_PATHS.get(code, code), "exc_args": [], "value": ""}
    return _encoded({"result": None, "error": error})


def read_reply(body: bytes | str) -> Any:
    """The result. Raises RemoteError with the service's code, or `unreadable_reply`."""
    try:
        reply = json.loads(body)
        error, result = reply["error"], reply["result"]
        code = None if error is None else str(error["exc_type"])
    except (ValueError, RecursionError, TypeError, KeyError):
        raise RemoteError(UNREADABLE_REPLY) from None
    if code is not None:
        raise RemoteError(code)
    return result


def _encoded(value: object) -> bytes:
    return json.dumps(value, allow_nan=False, separators=(",", ":")).encode("ascii")
