"""What a look costs: what is new or wrong, and a share of what is old."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from auditor import expecting
from auditor.expecting import Fields, InTurn, Wanted
from tests.unit.auditor.audited import Audited
from tests.unit.casework.case import NOON

AT_ONCE = 3
RIGHT = Wanted("right", ())


class Rows(InTurn):
    """Rows that are as they should be, except those in `wrong`; `seen` counts how often each was looked at."""

    owner, kind, reader = "gateway", "rows", "gateway"

    def __init__(self, *keys: str) -> None:
        super().__init__()
        self.wrong: set[str] = set()
        self.seen: Counter[str] = Counter()
        for key in keys:
            self.want(key, RIGHT)

    def fits(self, mark: Any, fields: Fields) -> bool:
        return True

    def take(self, source: str, commit: Any) -> None:
        """Nothing is read here."""

    def look(self) -> set[str]:
        """What one look looks at."""
        keys = set(self.wanted(NOON))
        self.seen.update(keys)
        self.looked(keys - self.wrong, keys & self.wrong)
        return keys


@pytest.fixture
def few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expecting, "IN_TURN", AT_ONCE)


@pytest.fixture
def settled(few_at_once: None) -> Rows:
    """Twenty that were all found right."""
    rows = Rows(*(f"row-{number:02d}" for number in range(20)))
    while rows._unsettled:
        rows.look()
    rows.seen.clear()
    return rows


def test_a_look_at_much_is_no_dearer_than_at_little(settled: Rows) -> None:
    assert {len(settled.look()) for _ in range(6)} <= {2, AT_ONCE}


def test_every_row_has_its_turn(settled: Rows) -> None:
    for _ in range(2 * 7):
        settled.look()
    assert set(settled.seen.values()) == {2} and len(settled.seen) == 20


def test_what_changed_is_looked_at_at_once_the_newest_first(settled: Rows) -> None:
    for key in ("new-1", "row-19", "new-2", "row-18"):
        settled.want(key, RIGHT)
    assert {"row-19", "new-2", "row-18"} <= settled.look()
    assert "new-1" in settled.look()
    assert len(settled.look()) <= AT_ONCE


def test_what_is_wrong_is_looked_at_until_it_is_right(settled: Rows) -> None:
    settled.wrong.add("row-00")
    while "row-00" not in settled.look():
        pass
    assert all("row-00" in settled.look() for _ in range(3))
    settled.wrong.clear()
    settled.look()
    assert settled.look() | settled.look() != {"row-00"} and "row-00" not in settled._unsettled


@pytest.mark.parametrize("lost", ["notification-1", "notification-4", "notification-7"])
def test_a_document_among_many_old_ones_is_found_in_its_turn(few_at_once: None, lost: str) -> None:
    audited = Audited()
    for number in range(1, 8):
        audited.raised(number)
    assert audited.looks(4) == ()
    documents = next(each for each in audited.kept.views if each.view.name == "cases").documents
    before = documents.load([lost])
    del documents._documents[lost]  # type: ignore[attr-defined]
    found = [each for _ in range(5) for each in audited.looks(1)]
    assert [(each.code, each.mended, each.example) for each in found] == [("lost", True, lost)]
    assert documents.load([lost]) == before
