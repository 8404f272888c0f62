"""The packed lines of cases in MongoDB. A change to one is made before the case itself is saved, and can be made again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from threading import Lock
from typing import Any

from pymongo import ASCENDING, UpdateMany, UpdateOne
from pymongo.database import Database

from access.visibility import Visibility, area_mark
from gateway.read_models.folding import Document
from gateway.read_models.raised import (
    MONTH,
    Raised,
    Text,
    areas_of,
    areas_seen,
    facts_of,
    key_of,
    line_of,
    mark_of,
    month_of,
    read,
)
from needfire.reporting import ReportedCase
from shared_kernel.time import instant_text

FULL = 500
"""How many lines a document takes before the next is begun: it is written anew with each."""
LINES, FACTS = "raised", "raised_facts"
WHOLE, BATCH = "whole", 200
PACKED = ("authority", "area", "edition", "order", "intake", "escalation.facts", "escalation.categories")
Place = tuple[str, str]
Changed = Sequence[tuple[Document | None, Document]]


class PackedLines:
    """Documents with the lines of a month and an area. `text` makes the line of a case."""

    def __init__(self, database: Database[dict[str, Any]], name: str, text: Text) -> None:
        self._packs, self._text = database[name], text
        self._packs.create_index([("mark", ASCENDING), ("month", ASCENDING)], name="by_month")
        self._last: dict[Place, tuple[int, int]] = {}
        self._one_at_a_time = Lock()

    def moves(self, changed: Changed) -> None:
        """Takes in what is to be saved."""
        with self._one_at_a_time:
            self._moves(changed)

    def _moves(self, changed: Changed) -> None:
        gone: dict[Place, list[str]] = {}
        come: dict[Place, list[str]] = {}
        for before, after in changed:
            was, now = self._placed(before), self._placed(after)
            if was != now:
                for kept, placed in ((gone, was), (come, now)):
                    if placed:
                        kept.setdefault(placed[0], []).append(placed[1])
        writes: list[UpdateOne | UpdateMany] = [
            *(_without(place, lines) for place, lines in gone.items()),
            *self._with(come),
        ]
        if writes:
            self._packs.bulk_write(writes, ordered=True)

    def _placed(self, document: Document | None) -> tuple[Place, str] | None:
        month = month_of(document) if document else None
        return ((mark_of(document), month), self._text(document)) if document and month else None

    def _with(self, come: dict[Place, list[str]]) -> Iterator[UpdateOne]:
        for (mark, month), lines in come.items():
            number, size = self._last.get((mark, month)) or self._found(mark, month)
            number, size = (number + 1, 0) if size >= FULL else (number, size)
            self._last[mark, month] = number, size + len(lines)
            told = {"mark": mark, "month": month, "number": number}
            change = {"$addToSet": {"lines": {"$each": lines}}, "$setOnInsert": told}
            yield UpdateOne({"_id": f"{mark} {month} {number}"}, change, upsert=True)

    def _found(self, mark: str, month: str) -> tuple[int, int]:
        packs = self._packs.find({"mark": mark, "month": month})
        return max(((each["number"], len(each["lines"])) for each in packs), default=(1, 0))

    def between(self, mark: str, since: datetime, until: datetime) -> Iterator[str]:
        """The lines of an area whose cases were raised in this time, each case once."""
        first, end = instant_text(since), instant_text(until)
        asked = {"mark": mark, "month": {"$gte": first[:MONTH], "$lte": end[:MONTH]}}
        for pack in self._packs.find(asked):
            yield from (each for each in pack["lines"] if first <= each < end)

    def is_whole(self) -> bool:
        """Whether every case has its line here: false where cases were saved before there were any."""
        return self._packs.find_one({"_id": WHOLE}) is not None

    def now_whole(self) -> None:
        """From here on it is."""
        self._packs.replace_one({"_id": WHOLE}, {}, upsert=True)

    def drop(self) -> None:
        """All of it goes, with the cases."""
        self._packs.delete_many({"_id": {"$ne": WHOLE}})
        self._last.clear()


def _without(place: Place, lines: list[str]) -> UpdateMany:
    return UpdateMany({"mark": place[0], "month": place[1]}, {"$pull": {"lines": {"$in": lines}}})


class RaisedInMongo:
    """The lines and, apart from them, the facts of all cases; what lies outside the areas that one sees is asked of `cases`."""

    def __init__(self, database: Database[dict[str, Any]], cases: Any) -> None:
        self._lines = PackedLines(database, LINES, line_of)
        self._facts = PackedLines(database, FACTS, facts_of)
        self._cases = cases

    def moves(self, changed: Changed) -> None:
        """Takes in what is to be saved."""
        self._facts.moves(changed)
        self._lines.moves(changed)

    def packs_all(self) -> int:
        """Every case there is, unless that was done before; how many."""
        number, after = 0, ""
        while not self._lines.is_whole():
            batch = list(self._cases.find({"_id": {"$gt": after}}, PACKED).sort("_id", ASCENDING).limit(BATCH))
            self.moves([(None, each) for each in batch])
            if not batch:
                self._lines.now_whole()
            number, after = number + len(batch), batch[-1]["_id"] if batch else after
        return number

    def drop(self) -> None:
        """All of it goes, with the cases."""
        self._lines.drop()
        self._facts.drop()

    def found(self, whose: Visibility, since: datetime, until: datetime, with_facts: bool) -> Raised:
        """The cases raised in this time that they may see."""
        seen = dict.fromkeys(areas_seen(whose))
        of_areas = {each: self._of_area(whose, *each, since, until, with_facts) for each in seen}
        others = [
            each for each in areas_of(whose) if each not in seen and self._has_any(_mark(whose, *each), since, until)
        ]
        return Raised(of_areas, self._in(whose, others, since, until) if others else ())

    def _of_area(
        self, whose: Visibility, edition: str, area: str, since: datetime, until: datetime, with_facts: bool
    ) -> tuple[ReportedCase, ...]:
        mark = _mark(whose, edition, area)
        facts = {key_of(each): each for each in self._facts.between(mark, since, until)} if with_facts else {}
        found = (read(each, edition, facts) for each in self._lines.between(mark, since, until))
        return tuple({each.notification_id: each for each in found}.values())

    def _has_any(self, mark: str, since: datetime, until: datetime) -> bool:
        return next(self._lines.between(mark, since, until), None) is not None

    def _in(
        self, whose: Visibility, places: Sequence[tuple[str, str]], since: datetime, until: datetime
    ) -> tuple[Document, ...]:
        """Of these areas one by one, by all that lets somebody see a single case."""
        time = {"$gte": instant_text(since), "$lt": instant_text(until)}
        areas, found = sorted({area for _, area in places}), dict[str, Document]()
        for mark in sorted(whose.marks - {_mark(whose, *each) for each in areas_seen(whose)}):
            asked = {"marks": mark, "order": time, "area": {"$in": areas}}
            found.update((each["_id"], each) for each in self._cases.find(asked))
        return tuple(each for each in found.values() if (each["edition"], each["area"]) in places)


def _mark(whose: Visibility, edition: str, area: str) -> str:
    return area_mark(whose.authority, edition, area)
