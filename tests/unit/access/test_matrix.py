"""Every operation and page of the gateway × everybody's relation to a case × restriction × state: every cell, as written by hand.

`matrix.txt` is the same for people to read. A cell that changes fails here and shows there:
`python -m tests.unit.access.matrix` writes it anew, for its reader to look at what changed.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from gateway.api.operations import OPERATIONS
from gateway.web.pages import PAGES
from tests.unit.access.expected import expected
from tests.unit.access.matrix import GOLDEN, STATES, Grid, actual, name_of, printed

ASKED = {*map(name_of, OPERATIONS), *map(name_of, PAGES)}


@pytest.fixture(scope="module")
def grid(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, bool], Grid]:
    return cache(lambda state, placed: actual(tmp_path_factory.mktemp("world"), state, placed))


@pytest.mark.parametrize(("state", "placed"), STATES)
def test_every_cell_is_as_it_should_be(grid: Callable[[str, bool], Grid], state: str, placed: bool) -> None:
    found, should = grid(state, placed), expected(state, placed)
    assert found.keys() == should.keys(), "an operation or page has no row: say by hand who may"
    wrong = {
        (row, person): f"{letter} for {should[row][person]}"
        for row, cells in found.items()
        for person, letter in cells.items()
        if letter != should[row][person]
    }
    assert wrong == {}


def test_the_matrix_that_people_read_is_this_one(grid: Callable[[str, bool], Grid]) -> None:
    assert GOLDEN.read_text("utf-8") == printed({each: grid(*each) for each in STATES})


def test_no_operation_is_left_out(grid: Callable[[str, bool], Grid]) -> None:
    assert {row for each in STATES for row in grid(*each)} == {name for name in ASKED if not _beside(name)}
    assert Path(GOLDEN).exists()


def _beside(name: str) -> bool:
    """Pages for anyone: signing in and out, the documentation, style sheets."""
    return name in {f"{each.method} {each.path}" for each in PAGES if each.deed == "anyone"}
