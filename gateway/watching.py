"""Tells a page that something has changed, and never what: whoever wants to see it asks for the page again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from gateway.read_models.moves import Moves
from gateway.threads import in_thread
from shared_kernel.errors import StoreUnavailable

CHANGED = b"event: changed\ndata: changed\n\n"
AGAIN_AFTER = b"retry: 3000\n\n"


SHARE = 0.2
"""The part of the time that all looks of a process together may take: the more pages watch, and the longer a look takes, the later
a page looks again."""
AT_ONCE = 4
"""So many pages look at a time when a view has moved; the others wait for their turn, and leave threads to whoever asks for a page."""


@dataclass
class Watching:
    """Who looks out on this gateway. `versions` reads how far cases have come, `moves` how often any view has moved.

    Only where a view moved does a page look whether it is hers: for all pages together that is asked every `soonest` seconds. At
    the latest a page looks `every` so many seconds. A look out `lasts` so many: it is short, so that a gateway that is asked to
    end is not held up, and the browser, which then asks again, is judged again.
    """

    versions: Callable[[Iterable[str]], Mapping[str, Mapping[str, int]]]
    moves: Moves
    lasts: float = 20.0
    every: float = 5.0
    soonest: float = 0.1
    watched: int = 0
    """How many pages are told now."""
    _moved: int = -1
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    _asking: asyncio.Task[None] | None = None

    async def told(self, seen: str, look: Callable[[], Awaitable[str]]) -> AsyncIterator[bytes]:
        """A stream of server-sent events: `changed` once, as soon as a look finds something else than was seen; then it ends."""
        async with self._one_more():
            yield AGAIN_AFTER
            if await self._changes(seen, look):
                yield CHANGED

    @asynccontextmanager
    async def _one_more(self) -> AsyncIterator[None]:
        """The first page to watch has the process ask for moves, and the last to leave has it end."""
        self.watched += 1
        if self._asking is None or self._asking.done():
            self._news, self._turns = asyncio.Event(), asyncio.Semaphore(AT_ONCE)
            self._asking = asyncio.create_task(self._ask())
        try:
            yield
        finally:
            self.watched -= 1
            if not self.watched and self._asking:
                self._asking.cancel()
                self._asking = None

    async def _ask(self) -> None:
        while True:
            with suppress(StoreUnavailable):
                self._told_of(await in_thread(self.moves.number))
            await asyncio.sleep(self.soonest)

    def _told_of(self, moved: int) -> None:
        if moved != self._moved:
            self._moved = moved
            self._news.set()
            self._news = asyncio.Event()

    async def _changes(self, seen: str, look: Callable[[], Awaitable[str]]) -> bool:
        loop = asyncio.get_running_loop()
        ends = loop.time() + self.lasts
        while loop.time() < ends:
            news = self._news  # taken before the look: what moves during it is news
            try:
                async with self._turns:
                    began = loop.time()
                    if await look() != seen:
                        return True
                    took = loop.time() - began
            except StoreUnavailable:
                return False  # the browser asks again
            await asyncio.sleep(self.pause(took))
            with suppress(TimeoutError):
                async with asyncio.timeout_at(min(ends, loop.time() + self.every)):
                    await news.wait()
        return False

    def pause(self, took: float) -> float:
        """Seconds until a page's next look at the soonest, when its last took so many."""
        return min(self.every, took * self.watched / SHARE)
