"""How services and workers are asked how they do."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from gateway.parts import Parts
from shared_kernel.errors import code_of
from shared_kernel.messaging.rpc_client import RemoteError, ServiceUnavailable
from shared_kernel.messaging.topology import HOUSE

SECONDS = 1.5
OWNERS = tuple(HOUSE.readers)
_log = logging.getLogger(__name__)


def worker_of(owner: str) -> str:
    """Under which name an owner's worker is called."""
    return f"{owner}_worker"


async def answer_of(parts: Parts, process: str, method: str, **given: Any) -> Any | None:
    """What it answers; None where it does not."""
    try:
        async with asyncio.timeout(SECONDS):
            return await parts.services.call_async(process, method, **given)
    except (ServiceUnavailable, RemoteError, TimeoutError) as error:
        _log.info("%s does not say %s: %s", process, method, code_of(error))
        return None
