"""The twin's tray: what was raised last, as a page that polls asks for it. No route, no tasks, and nobody asks who may see it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from pymongo import DESCENDING
from pymongo.asynchronous.collection import AsyncCollection

LINES = 25


def tray_of(commits: AsyncCollection[dict[str, Any]]) -> Callable[[], Awaitable[list[str]]]:
    """The route that answers with the ids, the newest first."""

    async def tray() -> list[str]:
        found = commits.find({}, {"stream": 1}).sort("_id", DESCENDING).limit(LINES)
        return [each["stream"] async for each in found]

    return tray
