"""How soon an open page is told that something has changed, and what looking for it may cost."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping

import pytest

from gateway.watching import AGAIN_AFTER, CHANGED, Watching
from shared_kernel.errors import StoreUnavailable


def versions(_ids: Iterable[str]) -> Mapping[str, Mapping[str, int]]:
    return {}


@pytest.mark.parametrize(
    ("watched", "took", "pause"), [(1, 0.001, 0.2), (10, 0.005, 1.0), (100, 0.01, 2.0), (1, 5.0, 2.0)]
)
def test_few_pages_look_often_and_many_seldom(watched: int, took: float, pause: float) -> None:
    assert Watching(versions, watched=watched).pause(took) == pytest.approx(pause)


def told(watching: Watching, *states: str) -> list[bytes]:
    """What a page is told that saw the first of these states; an empty one is a store that is away."""
    left = iter(states)

    async def look() -> str:
        state = next(left, states[-1])
        if not state:
            raise StoreUnavailable
        return state

    async def play() -> list[bytes]:
        return [each async for each in watching.told(states[0], look)]

    return asyncio.run(play())


def test_a_page_is_told_once_and_the_stream_ends() -> None:
    watching = Watching(versions, every=0.001)
    assert told(watching, "as seen", "as seen", "otherwise") == [AGAIN_AFTER, CHANGED]
    assert watching.watched == 0


def test_a_page_is_told_nothing_where_nothing_changes_or_the_store_is_away() -> None:
    watching = Watching(versions, lasts=0.01, every=0.001)
    assert told(watching, "as seen") == [AGAIN_AFTER]
    assert told(watching, "as seen", "") == [AGAIN_AFTER]
    assert watching.watched == 0
