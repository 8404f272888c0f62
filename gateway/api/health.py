"""Whether the gateway runs, and whether it can serve."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field

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
    """Ready when the gateway's own store answers; of the services it is said which answer, since reading goes on without.

    And of the authorities, whose hook has failed.
    """
    store, *services = await asyncio.gather(_store(parts), *(_service(parts, name) for name in SERVICES))
    answered = {"store": store.state, **{name: each.state for name, each in zip(SERVICES, services, strict=True)}}
    failed = {code: said for each in services for code, said in each.hooks_failed.items()}
    works = store.state == OK
    told = Ready("ready" if works else "not_ready", answered, {**failed, **parts.deployment.hooks_failed})
    return WithStatus(told, 200 if works else 503)


@dataclass(frozen=True)
class _Answer:
    state: str
    hooks_failed: Mapping[str, str] = field(default_factory=dict)


async def _store(parts: Parts) -> _Answer:
    try:
        async with asyncio.timeout(SECONDS):
            await in_thread(parts.ask_store)
            return _Answer(OK)
    except Exception as error:
        return _no_answer("store", error)


async def _service(parts: Parts, name: str) -> _Answer:
    try:
        async with asyncio.timeout(SECONDS):
            said = await parts.services.call_async(name, "health")
    except Exception as error:
        return _no_answer(name, error)
    state = OK if said.get("working", True) else "its store does not answer"
    return _Answer(state, said.get("hooks_failed", {}))


def _no_answer(part: str, error: Exception) -> _Answer:
    _log.info("%s: %s", part, code_of(error))
    return _Answer("does not answer")


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
