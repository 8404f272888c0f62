"""Conditional requests: an ETag on every read, If-None-Match to be spared what one has, If-Match to change only what one saw.

An ETag ends with the versions that the answer shows, where it shows any: `"….i3.r7"` is a notification's own stream at 3, its
routing at 7. A change sent with If-Match carries the version of the stream that it concerns to the service, which compares it
where it decides: nothing can come between.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from contextvars import ContextVar
from typing import Any

from starlette.requests import Request

from contracts.gateway_answers import Versions
from contracts.refusals import Refusal

_TAG = re.compile(r'(?:W/)?"([\x21\x23-\x7e]{1,200})"')
_VERSIONS = re.compile(r"[A-Za-z0-9_-]{22}\.i([0-9]{1,9})\.r([0-9]{1,9})")
EXPECTED: ContextVar[Mapping[str, int] | None] = ContextVar("expected", default=None)
"""What the sender of the request that is worked on has seen: versions by service."""


def etag_of(content: bytes, told: Any) -> str:
    """The ETag of an answer: the same bytes have the same, and other bytes another."""
    digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode()[:22]
    versions = getattr(told, "versions", None)
    shown = f".i{versions.intake}.r{versions.routing}" if isinstance(versions, Versions) else ""
    return f'"{digest}{shown}"'


def is_known(request: Request, etag: str) -> bool:
    """Whether the sender has this very answer (If-None-Match)."""
    given = request.headers.get("if-none-match")
    return given is not None and (given.strip() == "*" or etag.strip('"') in _TAG.findall(given))


def expected_of(request: Request) -> Mapping[str, int] | None:
    """The versions that the sender has seen (If-Match), by service; None where they do not say. Raises Refusal `malformed`."""
    given = request.headers.get("if-match")
    if given is None or given.strip() == "*":
        return None
    tags = _TAG.findall(given)
    found = _VERSIONS.fullmatch(tags[0]) if len(tags) == 1 else None
    if found is None:
        raise Refusal(
            "malformed", {"If-Match": "Give one ETag, of the very thing that is changed, as it was answered."}
        )
    return {"intake": int(found[1]), "escalation": int(found[2])}


def expected_version(service: str) -> int | None:
    """Which version of this service's stream the sender has seen."""
    return (EXPECTED.get() or {}).get(service)
