"""A page that lies open: what counts as seen, and from when."""

from __future__ import annotations

import asyncio
from itertools import count

from benchmarks.seeing.beside import Side, told
from benchmarks.seeing.measuring import raised_and_seen
from benchmarks.seeing.pages import Looked, Shown


class Board:
    """What is raised stands on the page at once: before whoever raised it is answered."""

    def __init__(self) -> None:
        self.standing: list[str] = []
        self._numbers = count(1)
        self._changed = asyncio.Event()

    async def raise_one(self) -> str:
        name = f"one-{next(self._numbers)}"
        self.standing.append(name)
        self._changed.set()
        await asyncio.sleep(0)
        return name

    async def stay(self, shown: Shown) -> None:
        while True:
            shown(" ".join(self.standing))
            self._changed.clear()
            await self._changed.wait()


def test_what_is_shown_before_the_answer_counts_as_seen() -> None:
    async def play() -> Looked:
        board = Board()
        return await raised_and_seen(board.raise_one, board, 2)

    looked = asyncio.run(play())
    assert looked.all_seen()
    assert all(each >= 0 for each in looked.seconds().values())


def test_seen_is_the_first_state_that_has_it_and_what_no_state_has_is_not_seen() -> None:
    looked = Looked(raised={"a": 1.0, "b": 2.0}, states=[(1.5, ""), (3.0, "a"), (4.0, "a and more")])
    assert looked.seconds() == {"a": 2.0}
    assert not looked.all_seen()


def test_what_was_never_seen_ends_the_run_and_ahead_is_above_one() -> None:
    ours, usual, tight = (
        Side("ours", [[0.5, 1.0]], cpu=1.0),
        Side("usual", [[1.0], [2.0]]),
        Side("tight", [[0.1]], unseen=3),
    )
    found = told([ours, usual, tight], [0.001, 0.002])
    assert found.broken == ("3 raised with tight were never seen",)
    assert list(found.ratios.values()) == [2.0]
    assert "| ours | 2 | 0 | 0.50 s | 1.00 s | 1.00 s | 0.50 |" in found.lines
