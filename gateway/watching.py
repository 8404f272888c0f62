"""Tells a page that something has changed, and never what: whoever wants to see it asks for the page again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass

from shared_kernel.errors import StoreUnavailable

CHANGED = b"event: changed\ndata: changed\n\n"
AGAIN_AFTER = b"retry: 3000\n\n"


SHARE = 0.05
"""The part of the time that all looks of a process together may take, before they come as seldom as they ever do."""


@dataclass
class Watching:
    """How long one look out lasts, in seconds, and how often it looks: `soonest` while few watch and a look is quick, at the
    latest `every`. `versions` reads how far cases have come.

    It is short, so that a gateway that is asked to end is not held up, and the browser, which then asks again, is judged again.
    """

    versions: Callable[[Iterable[str]], Mapping[str, Mapping[str, int]]]
    lasts: float = 20.0
    every: float = 2.0
    soonest: float = 0.2
    watched: int = 0
    """How many pages are told now."""

    async def told(self, seen: str, look: Callable[[], Awaitable[str]]) -> AsyncIterator[bytes]:
        """A stream of server-sent events: `changed` once, as soon as a look finds something else than was seen; then it ends."""
        self.watched += 1
        try:
            yield AGAIN_AFTER
            if await self._changes(seen, look):
                yield CHANGED
        finally:
            self.watched -= 1

    async def _changes(self, seen: str, look: Callable[[], Awaitable[str]]) -> bool:
        loop = asyncio.get_running_loop()
        ends = loop.time() + self.lasts
        while (began := loop.time()) < ends:
            try:
                if await look() != seen:
                    return True
            except StoreUnavailable:
                return False  # the browser asks again
            await asyncio.sleep(self.pause(loop.time() - began))
        return False

    def pause(self, took: float) -> float:
        """Seconds until a page's next look, when its last took so many."""
        return min(self.every, max(self.soonest, took * self.watched / SHARE))
