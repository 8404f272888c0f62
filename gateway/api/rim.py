"""Between HTTP and a handler: who asks, what they sent, what they are answered."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import orjson
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from access import Reader
from contracts.gateway import NoContent
from contracts.refusals import Refusal
from gateway.api.bodies import body_of, json_object, raw_body
from gateway.api.operation import Asked, Operation, WithStatus
from gateway.api.problems import answer_to, refusal_of
from gateway.commanding import command_id_of, digest_of
from gateway.parts import Parts
from gateway.words.reasons import reasons_of

SECONDS = 4.6
"""The longest that a request is worked on: a part that hangs is answered for within five seconds."""
_KEY = re.compile(r"[\x21-\x7e]{1,200}")
_NOBODY: Any = None
Endpoint = Callable[[Request], Awaitable[Response]]


def endpoint(operation: Operation, parts: Parts) -> Endpoint:
    """The operation as what the framework calls."""

    async def answer(request: Request) -> Response:
        reader: Reader | None = None
        try:
            asked = await _asked(operation, parts, request)
            reader = asked.reader
            async with asyncio.timeout(SECONDS):
                body = await operation.handler(parts, asked)
        except ClientDisconnect:
            return Response(status_code=400)
        except Exception as error:
            refusal = refusal_of(error, operation.name)
            return answer_to(refusal, reasons=reasons_of(parts, reader, refusal))
        return answer_with(body, operation)

    answer.operation = operation  # type: ignore[attr-defined]  # read by the test that walks all routes
    return answer


def answer_with(answer: Any, operation: Operation) -> Response:
    """The answer as JSON."""
    told = answer if isinstance(answer, WithStatus) else WithStatus(answer, operation.status)
    return Response(orjson.dumps(told.body, default=_as_dict), told.status, media_type="application/json")


def _as_dict(value: Any) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError


async def _asked(operation: Operation, parts: Parts, request: Request) -> Asked:
    reader = _NOBODY if operation.is_public else reader_of(parts, request)
    content = await _content(operation, request)
    route = f"{operation.method} {request.url.path}"
    return Asked(
        reader=reader,
        deed=operation.deed,
        path=request.path_params,
        query=_query(operation, request),
        body=body_of(operation.request, content) if operation.request else NoContent(),
        command_id=command_id_of(reader, _idempotency_key(request)) if operation.sends_command else "",
        digest=digest_of(parts.digest_secret, route, content) if operation.sends_command else "",
    )


def reader_of(parts: Parts, request: Request) -> Reader:
    """Who asks, by their bearer token. Raises Refusal `unauthenticated`."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    identity = parts.tokens.identity(token.strip()) if scheme.lower() == "bearer" else None
    if identity is None:
        raise Refusal("unauthenticated")
    return parts.people.reader(identity)


async def _content(operation: Operation, request: Request) -> dict[str, Any]:
    if operation.request is None:
        return {}
    return json_object(await raw_body(request), request.headers.get("content-type", ""))


def _query(operation: Operation, request: Request) -> dict[str, Any]:
    known = {each.name: each for each in operation.query}
    given = request.query_params.multi_items()
    wrong = {name: "There is no such parameter." for name, _ in given if name not in known}
    if wrong:
        raise Refusal("malformed", wrong)
    return {name: known[name].read(value) for name, value in given}


def _idempotency_key(request: Request) -> str | None:
    key = request.headers.get("idempotency-key")
    if key is not None and not _KEY.fullmatch(key):
        raise Refusal("malformed", {"Idempotency-Key": "Give 1 to 200 visible ASCII characters, without spaces."})
    return key
