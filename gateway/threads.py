"""The way from a request to what blocks: the store's driver."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from anyio import to_thread

T = TypeVar("T")


async def in_thread(work: Callable[..., T], *arguments: object) -> T:
    """The work's result; other requests go on meanwhile. Where the request ends first, the thread is left behind."""
    return await to_thread.run_sync(work, *arguments, abandon_on_cancel=True)
