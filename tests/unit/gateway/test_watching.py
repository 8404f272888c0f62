"""How soon an open page is told that something has changed, and what looking for it may cost."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from threading import Semaphore

import pytest

from gateway.read_models.moves import MemoryMoves, Moves
from gateway.threads import in_thread
from gateway.watching import AGAIN_AFTER, AT_ONCE, CHANGED, Watching
from shared_kernel.errors import StoreUnavailable


def versions(_ids: Iterable[str]) -> Mapping[str, Mapping[str, int]]:
    return {}


@pytest.mark.parametrize(
    ("watched", "took", "pause"), [(1, 0.001, 0.005), (10, 0.005, 0.25), (100, 0.01, 5.0), (1, 5.0, 5.0)]
)
def test_few_pages_look_often_and_many_seldom(watched: int, took: float, pause: float) -> None:
    assert Watching(versions, MemoryMoves(), watched=watched).pause(took) == pytest.approx(pause)


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
    watching = Watching(versions, MemoryMoves(), every=0.001)
    assert told(watching, "as seen", "as seen", "otherwise") == [AGAIN_AFTER, CHANGED]
    assert watching.watched == 0


def test_a_page_is_told_nothing_where_nothing_changes_or_the_store_is_away() -> None:
    watching = Watching(versions, MemoryMoves(), lasts=0.01, every=0.001)
    assert told(watching, "as seen") == [AGAIN_AFTER]
    assert told(watching, "as seen", "") == [AGAIN_AFTER]
    assert watching.watched == 0


class Looking:
    """A page that looks; how often it did, and what it finds."""

    def __init__(self, moves: Moves) -> None:
        self.moves, self.looks, self.state = moves, 0, "as seen"
        self._looked = asyncio.Event()

    async def look(self) -> str:
        self.looks += 1
        self._looked.set()
        return self.state

    def change(self, state: str) -> None:
        self.state = state
        self.moves.moved()

    async def looked(self, times: int) -> None:
        while self.looks < times:
            self._looked.clear()
            await self._looked.wait()


async def all_of(watching: Watching, page: Looking | Crowd) -> list[bytes]:
    return [each async for each in watching.told("as seen", page.look)]


def test_a_page_looks_when_a_view_moved_and_is_told_when_it_was_hers() -> None:
    moves = MemoryMoves()
    watching, page = Watching(versions, moves, lasts=60.0, every=60.0, soonest=0.001), Looking(moves)

    async def play() -> list[bytes]:
        open_page = asyncio.create_task(all_of(watching, page))
        await page.looked(2)  # what the gateway read first was news to it
        page.change("as seen")
        await page.looked(3)
        page.change("otherwise")
        found = await open_page
        assert page.looks == 4
        return found

    assert asyncio.run(asyncio.wait_for(play(), 20.0)) == [AGAIN_AFTER, CHANGED]
    assert watching.watched == 0


class Away(MemoryMoves):
    """Kept in a store that is away."""

    def number(self) -> int:
        raise StoreUnavailable


def test_a_page_is_told_in_the_end_where_nobody_says_that_a_view_moved() -> None:
    assert told(Watching(versions, MemoryMoves(), every=0.001), "as seen", "as seen", "otherwise")[1:] == [CHANGED]
    assert told(Watching(versions, Away(), every=0.001), "as seen", "as seen", "otherwise")[1:] == [CHANGED]


def test_two_pages_are_told_by_one_look_at_what_moved_and_nothing_goes_on_without_a_page() -> None:
    moves = MemoryMoves()
    watching, page = Watching(versions, moves, lasts=60.0, every=60.0, soonest=0.001), Looking(moves)

    async def play() -> list[list[bytes]]:
        before = len(asyncio.all_tasks())
        both = [asyncio.create_task(all_of(watching, page)) for _ in range(2)]
        await page.looked(3)
        assert watching.watched == 2
        assert len(asyncio.all_tasks()) == before + 3  # the two pages, and one that asks for both
        page.change("otherwise")
        found = await asyncio.gather(*both)
        await asyncio.sleep(0)
        assert len(asyncio.all_tasks()) == before
        return found

    assert asyncio.run(asyncio.wait_for(play(), 20.0)) == [[AGAIN_AFTER, CHANGED]] * 2


class Crowd:
    """Looks that end together, and how many were under way at most."""

    def __init__(self) -> None:
        self.looks, self.most, self.ended = 0, 0, asyncio.Event()
        self._under_way = 0

    async def look(self) -> str:
        self.looks, self._under_way = self.looks + 1, self._under_way + 1
        self.most = max(self.most, self._under_way)
        if self._under_way == AT_ONCE:
            self.ended.set()
        await self.ended.wait()
        await asyncio.sleep(0)  # whoever else might look now, does
        self._under_way -= 1
        return "otherwise"


def test_of_many_pages_few_look_at_a_time_and_all_are_told() -> None:
    watching, crowd, pages = Watching(versions, MemoryMoves()), Crowd(), 5 * AT_ONCE

    async def play() -> list[list[bytes]]:
        return await asyncio.gather(*(all_of(watching, crowd) for _ in range(pages)))

    assert asyncio.run(asyncio.wait_for(play(), 20.0)) == [[AGAIN_AFTER, CHANGED]] * pages
    assert (crowd.looks, crowd.most) == (pages, AT_ONCE)


class Read(MemoryMoves):
    """Says when it was read."""

    def __init__(self) -> None:
        super().__init__()
        self.reads = Semaphore(0)

    def number(self) -> int:
        self.reads.release()
        return super().number()


def test_what_moves_while_a_page_looks_is_news_to_it() -> None:
    moves, looks = Read(), 0
    watching = Watching(versions, moves, lasts=60.0, every=60.0, soonest=0.001)

    async def look() -> str:
        nonlocal looks
        looks += 1
        for _ in range(2):  # by the second, what came of the first was told
            await in_thread(moves.reads.acquire)
        return "as seen" if looks == 1 else "otherwise"

    async def play() -> list[bytes]:
        return [each async for each in watching.told("as seen", look)]

    assert asyncio.run(asyncio.wait_for(play(), 20.0)) == [AGAIN_AFTER, CHANGED]
