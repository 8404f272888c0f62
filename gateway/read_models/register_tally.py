"""How many lines the register has, kept beside them: of those with the same marks by the day on which something is due first, and by level.

A page of the register asks it where the page ends, so that only what is on the page is read, however many lines there are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from pymongo import UpdateOne
from pymongo.database import Database

from gateway.read_models.folding import Document
from gateway.read_models.register_lines import AFTER_ALL

NAME = "register_tally"
DAY = len("2026-11-07")
AFTER_A_DAY = "~"
NO_LEVEL = "none"
BATCH = 500
Place = tuple[str, str]
"""The marks in one text, and the field within: the day and the level."""


def day_of(order: str) -> str:
    """The day of a line's `order`; of a line of which nothing is due, what comes after all days."""
    return AFTER_ALL if order.startswith(AFTER_ALL) else order[:DAY]


class Tally:
    """The counts in MongoDB: a document for all lines with the same marks."""

    def __init__(self, database: Database[dict[str, Any]], lines: Any) -> None:
        self._kept, self._lines = database[NAME], lines

    def moves(self, changed: Sequence[tuple[Document | None, Document]]) -> None:
        """Takes in what was saved."""
        moved: Counter[Place] = Counter()
        for before, after in changed:
            moved.subtract(_places([before] if before else []))
            moved.update(_places([after]))
        self._write(moved)

    def counts_anew(self) -> None:
        """Counts every line there is, in place of what was kept."""
        self._kept.delete_many({})
        self._write(self._counted())

    def puts_right(self) -> bool:
        """Counts anew where what is kept is not what there is, as when somebody deleted some of either; whether it did."""
        wrong = self._counted() != self._said()
        if wrong:
            self.counts_anew()
        return wrong

    def _counted(self) -> Counter[Place]:
        shown = {"marks": 1, "order": 1, "level": 1, "stage": 1}
        return Counter(_places(self._lines.find({}, shown).batch_size(BATCH)))

    def _said(self) -> Counter[Place]:
        return Counter(
            {
                (each["_id"], f"{day}.{level}"): number
                for each in self._kept.find({})
                for day, levels in each["days"].items()
                for level, number in levels.items()
                if number
            }
        )

    def drop(self) -> None:
        """All of it goes, with the lines."""
        self._kept.delete_many({})

    def _write(self, moved: Mapping[Place, int]) -> None:
        by_marks: dict[str, dict[str, int]] = {}
        for (marks, place), number in moved.items():
            if number:
                by_marks.setdefault(marks, {})[f"days.{place}"] = number
        made = [
            UpdateOne({"_id": marks}, {"$inc": places, "$setOnInsert": {"marks": marks.split("; ")}}, upsert=True)
            for marks, places in by_marks.items()
        ]
        if made:
            self._kept.bulk_write(made, ordered=False)

    def days(self, marks: Collection[str]) -> Mapping[str, Mapping[str, int]]:
        """By day and level, how many lines bear one of these marks."""
        found: dict[str, Counter[str]] = {}
        for each in self._kept.find({"marks": {"$in": list(marks)}}) if marks else ():
            for day, levels in each["days"].items():
                found.setdefault(day, Counter()).update(levels)
        return found

    def end_of(self, marks: Collection[str], after: str | None, limit: int) -> str:
        """An `order` below which at least so many lines lie above `after`, or all that there are."""
        begun, number = day_of(after) if after else "", 0
        for day, levels in sorted(self.days(marks).items()):
            if day > begun:
                number += sum(levels.values())
                if number >= limit:
                    return f"{day}{AFTER_A_DAY}"
        return AFTER_ALL + AFTER_A_DAY


def _places(lines: Iterable[Document]) -> Iterator[Place]:
    """Where each line is counted; a meeting is not."""
    for each in lines:
        if "stage" in each:
            yield "; ".join(each["marks"]), f"{day_of(each['order'])}.{each['level'] or NO_LEVEL}"
