"""Tells a page that something has changed, and never what: whoever wants to see it asks for the page again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass

from shared_kernel.errors import StoreUnavailable

CHANGED = b"event: changed\ndata: changed\n\n"
AGAIN_AFTER = b"retry: 3000\n\n"


@dataclass(frozen=True)
class Watching:
    """How long one look out lasts, and how often it looks, in seconds; `versions` reads how far cases have come.

    It is short, so that a gateway that is asked to end is not held up, and the browser, which then asks again, is judged again.
    """

    versions: Callable[[Iterable[str]], Mapping[str, Mapping[str, int]]]
    lasts: float = 20.0
    every: float = 2.0

    async def told(self, seen: str, look: Callable[[], Awaitable[str]]) -> AsyncIterator[bytes]:
        """A stream of server-sent events: `changed` once, as soon as a look finds something else than was seen; then it ends."""
        yield AGAIN_AFTER
        ends = asyncio.get_running_loop().time() + self.lasts
        while asyncio.get_running_loop().time() < ends:
            try:
                changed = await look() != seen
            except StoreUnavailable:
                return  # the browser asks again
            if changed:
                yield CHANGED
                return
            await asyncio.sleep(self.every)
