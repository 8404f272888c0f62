"""Waits until a read model has come as far as somebody has already been told.

All who wait share one look at the store every few milliseconds, and none is taken while nobody waits.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping

from gateway.threads import in_thread

SECONDS = 3.0
EVERY = 0.02
Versions = Mapping[str, int]


class CatchingUp:
    """`versions` reads how far documents have come, by id and source. One event loop only."""

    def __init__(
        self,
        versions: Callable[[Iterable[str]], Mapping[str, Versions]],
        seconds: float = SECONDS,
        every: float = EVERY,
    ) -> None:
        self._versions, self._seconds, self._every = versions, seconds, every
        self._waiting: dict[asyncio.Future[None], tuple[str, Versions]] = {}
        self._looking: asyncio.Task[None] | None = None

    async def until(self, document_id: str, at_least: Versions) -> float:
        """Seconds that are left once the document has come that far. Raises TimeoutError, StoreUnavailable."""
        loop = asyncio.get_running_loop()
        ends, arrived = loop.time() + self._seconds, loop.create_future()
        self._waiting[arrived] = (document_id, at_least)
        if self._looking is None or self._looking.done():
            self._looking = loop.create_task(self._look())
        try:
            await asyncio.wait_for(arrived, self._seconds)
        finally:
            self._waiting.pop(arrived, None)
        return max(0.0, ends - loop.time())

    async def _look(self) -> None:
        while self._waiting:
            asked = {document_id for document_id, _ in self._waiting.values()}
            try:
                self._tell(await in_thread(self._versions, asked))
            except Exception as error:  # each of those who wait is told, and answers for itself
                self._fail(error)
            await asyncio.sleep(self._every)

    def _tell(self, versions: Mapping[str, Versions]) -> None:
        for arrived, (document_id, at_least) in self._waiting.items():
            reached = versions.get(document_id, {})
            if not arrived.done() and all(reached.get(source, 0) >= each for source, each in at_least.items()):
                arrived.set_result(None)

    def _fail(self, error: Exception) -> None:
        for arrived in self._waiting:
            if not arrived.done():
                arrived.set_exception(error)
