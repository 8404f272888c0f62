"""Whether the gateway runs, and whether it can serve."""

from __future__ import annotations

import asyncio
import logging

from contracts.gateway_procedures import Live, Ready
from gateway.api.operation import Asked, Operation, WithStatus, of_tag
from gateway.parts import Parts
from gateway.threads import in_thread
from shared_kernel.errors import code_of

SERVICES = ("intake", "escalation", "national_alerts", "risk_management")
SECONDS = 1.5
OK = "ok"
_log = logging.getLogger(__name__)


async def live(_parts: Parts, _asked: Asked) -> Live:
    """The process runs."""
    return Live("live")


async def ready(parts: Parts, _asked: Asked) -> WithStatus:
    """Ready when the gateway's own store answers; of the services it is said which answer, since reading goes on without."""
    names = ("store", *SERVICES)
    states = await asyncio.gather(_store(parts), *(_service(parts, name) for name in SERVICES))
    answered = dict(zip(names, states, strict=True))
    works = answered["store"] == OK
    return WithStatus(Ready("ready" if works else "not_ready", answered), 200 if works else 503)


async def _store(parts: Parts) -> str:
    try:
        async with asyncio.timeout(SECONDS):
            await in_thread(parts.ask_store)
            return OK
    except Exception as error:
        return _no_answer("store", error)


async def _service(parts: Parts, name: str) -> str:
    try:
        async with asyncio.timeout(SECONDS):
            said = await parts.services.call_async(name, "health")
    except Exception as error:
        return _no_answer(name, error)
    return OK if said.get("working", True) else "its store does not answer"


def _no_answer(part: str, error: Exception) -> str:
    _log.info("%s: %s", part, code_of(error))
    return "does not answer"


OPERATIONS = of_tag(
    "Health",
    Operation("GET", "/health/live", "live", "Whether the process runs", "anyone", live, Live),
    Operation(
        "GET",
        "/health/ready",
        "ready",
        "Whether requests can be served",
        "anyone",
        ready,
        Ready,
        more_statuses=(503,),
    ),
)
