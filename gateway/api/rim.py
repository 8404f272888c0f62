"""Between HTTP and a handler: who asks, what they sent, what they are answered."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import orjson
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse

from access import AnyReader
from contracts.gateway import NoContent
from contracts.refusals import Refusal
from gateway.api.bodies import body_of, json_object, raw_body
from gateway.api.callers import reader_of
from gateway.api.conditions import EXPECTED, etag_of, expected_of, is_known
from gateway.api.deprecating import headers_of
from gateway.api.operation import Asked, Operation, SignedWebhook, Streamed, WithStatus
from gateway.api.problems import answer_to, refusal_of
from gateway.auditing.recording import Asking, on_record
from gateway.commanding import command_id_of, digest_of
from gateway.front.measuring import measured
from gateway.parts import Parts
from gateway.words.reasons import reasons_of
from shared_kernel.delivery.signing import ID, SIGNATURE, TIME

SECONDS = 4.6
"""The longest that a request is worked on: a part that hangs is answered for within five seconds."""
_KEY = re.compile(r"[\x21-\x7e]{1,200}")
Endpoint = Callable[[Request], Awaitable[Response]]


def endpoint(operation: Operation, parts: Parts) -> Endpoint:
    """The operation as what the framework calls."""

    async def answered(request: Request) -> Response:
        by: AnyReader | None = None
        try:
            async with on_record(parts, Asking(operation.name, operation.deed, request.path_params)):
                asked = await _asked(operation, parts, request)
                by = asked.by
                EXPECTED.set(expected_of(request) if operation.sends_command else None)
                async with asyncio.timeout(SECONDS):
                    body = await operation.handler(parts, asked)
        except ClientDisconnect:
            return Response(status_code=400)
        except Exception as error:
            refusal = refusal_of(error, operation.name)
            return answer_to(
                refusal,
                reasons=reasons_of(parts, by, refusal),
                instead=operation.problem,
                media_type=operation.media_type,
            )
        return answer_with(body, operation, request)

    async def answer(request: Request) -> Response:
        with measured(operation.name, "command" if operation.sends_command else "question") as found:
            response = await answered(request)
            found.status = response.status_code
        return response

    answer.operation = operation  # type: ignore[attr-defined]  # read by the test that walks all routes
    return answer


def answer_with(answer: Any, operation: Operation, request: Request) -> Response:
    """The answer as JSON, or as what it streams; nothing but its ETag where the sender has it already."""
    if isinstance(answer, Streamed):
        kept = {**headers_of(operation), "Content-Disposition": f'attachment; filename="{answer.file_name}"'}
        return StreamingResponse(answer.lines, operation.status, kept, operation.media_type)
    told = answer if isinstance(answer, WithStatus) else WithStatus(answer, operation.status)
    content, headers = orjson.dumps(told.body, default=_as_dict), headers_of(operation)
    if operation.method == "GET" and not operation.is_public and told.status == 200:
        headers["ETag"] = etag_of(content, told.body)
        if is_known(request, headers["ETag"]):
            return Response(status_code=304, headers=headers)
    return Response(content, told.status, headers, media_type=operation.media_type)


def _as_dict(value: Any) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError


async def _asked(operation: Operation, parts: Parts, request: Request) -> Asked:
    by = None if operation.is_public else await reader_of(parts, request, operation.scope)
    if operation.webhook:
        return Asked(None, operation.deed, request.path_params, {}, await _webhook(request), "", "")
    content = await _content(operation, request)
    route = f"{operation.method} {request.url.path}"
    return Asked(
        by=by,
        deed=operation.deed,
        path=request.path_params,
        query=_query(operation, request),
        body=body_of(operation.request, content) if operation.request else NoContent(),
        command_id=command_id_of(by, _idempotency_key(request)) if by and operation.sends_command else "",
        digest=digest_of(parts.digest_secret, route, content) if operation.sends_command else "",
    )


async def _webhook(request: Request) -> SignedWebhook:
    webhook_id, at, signature = (request.headers.get(name, "") for name in (ID, TIME, SIGNATURE))
    return SignedWebhook(webhook_id, at, signature, await raw_body(request))


async def _content(operation: Operation, request: Request) -> dict[str, Any]:
    if operation.request is None:
        return {}
    return json_object(await raw_body(request, operation.largest), request.headers.get("content-type", ""))


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
