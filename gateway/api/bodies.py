"""Reads a request's body: JSON, strictly, and no more of it than is good."""

from __future__ import annotations

import asyncio
import json
import math
from typing import Any, NoReturn, TypeVar

from starlette.requests import Request

from contracts.refusals import Refusal
from contracts.schema import read
from gateway.api.operation import LARGEST_BODY

T = TypeVar("T")
LARGEST = LARGEST_BODY
SECONDS = 15.0
"""How long a body may take to arrive."""
PATIENCE = 16 * LARGEST
"""How much of a body that is too large is still taken off the wire, so that its sender reads the answer."""


async def raw_body(request: Request, largest: int = LARGEST) -> bytes:
    """The body's bytes. Raises Refusal `too_large`, `too_slow`."""
    try:
        async with asyncio.timeout(SECONDS):
            return await _taken(request, largest)
    except TimeoutError:
        raise Refusal("too_slow") from None


async def _taken(request: Request, largest: int) -> bytes:
    chunks: list[bytes] = []
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size <= largest:
            chunks.append(chunk)
        elif size > max(PATIENCE, largest):
            break
    if size > largest:
        raise Refusal("too_large", {"largest_bytes": largest})
    return b"".join(chunks)


def json_object(raw: bytes, content_type: str) -> dict[str, Any]:
    """The object; an empty body is an empty object. Raises Refusal `wrong_content_type` or `not_json`."""
    if not raw:
        return {}
    if content_type.partition(";")[0].strip().lower() != "application/json":
        raise Refusal("wrong_content_type")
    value = strict_json(raw)
    if not isinstance(value, dict):
        raise Refusal("not_json", {"": "Give a JSON object."})
    return value


def strict_json(raw: bytes) -> Any:
    """JSON in UTF-8 in which no key comes twice, and every number is one. Raises Refusal `not_json`."""
    try:
        value = json.loads(
            raw.decode("utf-8"),
            object_pairs_hook=_unique,
            parse_constant=_refused,
            parse_float=_finite,
            parse_int=_whole,
        )
        # Half of a surrogate pair, which JSON can escape, is no character and could not be stored.
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError):
        raise Refusal("not_json") from None
    return value


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Refusal("not_json", {"": "A name is given twice in one object."})
    return found


def _refused(_constant: str) -> NoReturn:
    raise ValueError


def _finite(written: str) -> float:
    number = float(written)
    if not math.isfinite(number):
        raise ValueError
    return number


def _whole(written: str) -> int:
    number = int(written)
    if not -(2**63) <= number < 2**63:
        raise ValueError
    return number


def body_of(contract: type[T], value: dict[str, Any]) -> T:
    """The object as its contract. Raises Refusal `malformed`."""
    return read(contract, value)
