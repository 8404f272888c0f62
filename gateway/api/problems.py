"""Refusals as HTTP answers: problem+json, with a stable code and a sentence, and never a person's data."""

from __future__ import annotations

import logging
import re
import uuid
from collections.abc import Callable, Mapping
from typing import Any

import orjson
from starlette.responses import Response

from contracts.gateway_answers import Problem
from contracts.gateway_words import RuleText
from contracts.refusals import Refusal
from shared_kernel.errors import code_of
from shared_kernel.stores import StoreUnavailable
from shared_kernel.upcasting import UnknownEvent

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_SECONDS = 2
UNKNOWN_FIELD = "Unknown field."
_NAME = re.compile(r"[A-Za-z0-9_-]{0,40}")
_log = logging.getLogger(__name__)


def problem_of(refusal: Refusal, reasons: tuple[RuleText, ...] = ()) -> Problem:
    """The refusal as the body that is sent; `reasons` are its rules in plain words."""
    return Problem(
        type=f"urn:needfire:problem:{refusal.code}",
        title=refusal.sentence,
        status=refusal.kind.status,
        code=refusal.code,
        rules=refusal.rules,
        reasons=reasons,
        details=_safe(refusal.details) if refusal.code == "malformed" else refusal.details,
    )


def answer_to(
    refusal: Refusal,
    more_headers: Mapping[str, str] | None = None,
    reasons: tuple[RuleText, ...] = (),
    instead: Callable[[Refusal], Any] | None = None,
    media_type: str = MEDIA_TYPE,
) -> Response:
    """The refusal as a response; in another form (`instead`, of this media type) where the operation has its own."""
    problem = problem_of(refusal, reasons)
    headers = {**(more_headers or {})}
    if problem.status == 503:
        headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    if problem.status == 429:
        headers["Retry-After"] = str(refusal.details.get("wait_seconds", RETRY_AFTER_SECONDS))
    if problem.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if instead:
        return Response(orjson.dumps(instead(refusal)), problem.status, headers, media_type)
    return Response(orjson.dumps(problem), problem.status, headers, MEDIA_TYPE)


def _safe(details: Mapping[str, Any]) -> dict[str, Any]:
    # A field that no contract has was named by the sender, perhaps with somebody's name.
    return {_safe_path(_known_part(path, sentence)): sentence for path, sentence in details.items()}


def _known_part(path: str, sentence: Any) -> str:
    """Within a field that there is, one that there is not is shown by no name: it may be anything that was typed."""
    outer, dot, _ = path.rpartition(".")
    return f"{outer}.?" if dot and sentence == UNKNOWN_FIELD else path


def _safe_path(path: str) -> str:
    parts = path.split(".")
    return ".".join(part if _NAME.fullmatch(part) else "(unreadable name)" for part in parts[:8])


def refusal_of(error: Exception, operation: str) -> Refusal:
    """What any error is answered with; one that nobody foresaw is logged by class, place and an id, without its text."""
    if isinstance(error, Refusal):
        return error
    if isinstance(error, StoreUnavailable | TimeoutError | UnknownEvent):
        return Refusal("service_unavailable")
    error_id = str(uuid.uuid4())
    _log.error("%s failed: %s at %s, id %s", operation, code_of(error), _place(error), error_id)
    return Refusal("internal", {"id": error_id})


def _place(error: BaseException) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}" if trace else "?"
