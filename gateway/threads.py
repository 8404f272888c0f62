"""The way from a request to what blocks: the store's driver."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ParamSpec, TypeVar

from anyio import to_thread

P = ParamSpec("P")
T = TypeVar("T")


async def in_thread(work: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
    """The work's result; other requests go on meanwhile. Where the request ends first, the thread is left behind."""
    return await to_thread.run_sync(partial(work, *arguments, **named), abandon_on_cancel=True)
