"""The register's lines in MongoDB; beside them how many there are, and packed what overviews ask of all."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import orjson
from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.database import Database

from access.visibility import Visibility
from gateway.read_models import register_lines
from gateway.read_models.derived_mongo import Changed, MongoWithDerived
from gateway.read_models.folding import Document
from gateway.read_models.packs import Packing, Packs
from gateway.read_models.register_lines import Counts, Overviewed, RegisterLines, overviewed
from gateway.read_models.register_tally import Tally, day_of
from shared_kernel.looking_back import BEFORE_ALL
from shared_kernel.stores import translated


def _lines(line: Document) -> Iterator[tuple[Sequence[str], str]]:
    """What overviews ask of everybody on the register; of a meeting they ask nothing."""
    if "stage" in line:
        told = overviewed(line)
        yield line["marks"], orjson.dumps([told.order, told.unmet, told.facts]).decode()


PACKING = Packing(
    "register_packs", 32, {}, {"marks": 1, "order": 1, "stage": 1, "unmet": 1, "facts": 1}, _lines
)  # fmt: skip


class MongoRegister(MongoWithDerived, RegisterLines):
    # Asked by one mark and a closed range: not every server stops reading an index when it has enough.
    INDEXES = (IndexModel([("marks", ASCENDING), ("order", ASCENDING)], name="by_mark"),)

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        super().__init__(database, register_lines.NAME)
        self._tally = Tally(database, self._documents)
        with translated():
            self._packs = Packs(database, self._documents, PACKING)

    def _move_derived(self, changed: Changed) -> None:
        self._tally.moves(changed)
        self._packs.moves(changed)

    def _put_derived_right(self) -> int:
        return sum([self._tally.puts_right(), self._packs.puts_right()])

    def _drop_derived(self) -> None:
        self._tally.drop()
        self._packs.drop()

    @translated()
    def overview(self, whose: Visibility, stage: str) -> tuple[Overviewed, ...]:
        packed = self._packs.found(register_lines.marks_of(whose, stage))
        return register_lines.overviewed_in_order(Overviewed(key, *orjson.loads(text)) for key, text in packed)

    @translated()
    def some(self, whose: Visibility, stage: str, ids: Collection[str]) -> tuple[Document, ...]:
        marks = set(register_lines.marks_of(whose, stage))
        found = self._documents.find({"_id": {"$in": sorted(ids)}})
        return register_lines.in_order(each for each in found if marks & set(each["marks"]))

    @translated()
    def page(self, whose: Visibility, stage: str, after: str | None, limit: int) -> tuple[Document, ...]:
        found: list[Document] = []
        marks = register_lines.marks_of(whose, stage)
        end = self._tally.end_of(marks, after, limit)
        for mark in marks:
            asked = {"marks": mark, "order": {"$gt": after or BEFORE_ALL, "$lt": end}}
            found += self._documents.find(asked).sort("order", ASCENDING).limit(limit)
        return register_lines.in_order(found)[:limit]

    @translated()
    def counted(self, whose: Visibility, stage: str, now: str, levels: Collection[str]) -> Counts:
        """By what is kept; looked at are only the lines of which something is due today."""
        marks, today = register_lines.marks_of(whose, stage), day_of(now)
        days = self._tally.days(marks)
        of_each = {level: sum(each.get(level, 0) for each in days.values()) for level in levels}
        past = sum(sum(each.values()) for day, each in days.items() if day < today)
        today_past: set[str] = set()
        for mark in marks if today in days else ():
            asked = {"marks": mark, "order": {"$gte": today, "$lt": register_lines.overdue_before(now)}}
            today_past.update(each["_id"] for each in self._documents.find(asked, {"_id": 1}))
        return Counts(sum(sum(each.values()) for each in days.values()), past + len(today_past), of_each)

    @translated()
    def meetings(self, whose: Visibility, limit: int) -> tuple[Document, ...]:
        found = self._documents.find({"marks": f"{whose.authority} meeting"})
        return tuple(found.sort("order", DESCENDING).limit(limit))

    @translated()
    def meeting(self, whose: Visibility, meeting_id: str) -> Document | None:
        found = self._documents.find_one({"_id": meeting_id, "authority": whose.authority})
        return found if found and "items" in found else None

    @translated()
    def versions(self, ids: Iterable[str]) -> Mapping[str, Mapping[str, int]]:
        found = self._documents.find({"_id": {"$in": sorted(ids)}}, {"versions": 1})
        return {each["_id"]: each["versions"] for each in found}
