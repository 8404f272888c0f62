"""The register's lines in MongoDB; packed beside them what lists and overviews ask of all, so that only a page's lines are read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.database import Database

from access.visibility import Visibility
from gateway.read_models import register_lines
from gateway.read_models.derived_mongo import Changed, MongoWithDerived
from gateway.read_models.folding import Document
from gateway.read_models.packs import Packing, Packs
from gateway.read_models.register_lines import Overviewed, RegisterLines, overviewed
from shared_kernel.stores import translated

PART, NEED = "\n", ","
"""Between the parts of a packed line, and between needs: neither is in an id, nor in JSON on one line."""


def _lines(line: Document) -> Iterator[tuple[Sequence[str], str]]:
    """What is asked of everybody on the register; of a meeting nothing is."""
    if "stage" in line:
        told = overviewed(line)
        yield line["marks"], PART.join((told.order, told.level, NEED.join(told.unmet), told.facts))


def _read(notification_id: str, text: str) -> Overviewed:
    order, level, unmet, facts = text.split(PART)
    return Overviewed(order, notification_id, level, tuple(unmet.split(NEED)) if unmet else (), facts)


PACKING = Packing(
    "register_packs", 32, {}, {"marks": 1, "order": 1, "stage": 1, "level": 1, "unmet": 1, "facts": 1}, _lines
)  # fmt: skip


class MongoRegister(MongoWithDerived, RegisterLines):
    INDEXES = (IndexModel([("marks", ASCENDING), ("order", ASCENDING)], name="by_mark"),)

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        super().__init__(database, register_lines.NAME)
        with translated():
            self._packs = Packs(database, self._documents, PACKING)

    def _move_derived(self, changed: Changed) -> None:
        self._packs.moves(changed)

    def _put_derived_right(self) -> int:
        return int(self._packs.puts_right())

    def _drop_derived(self) -> None:
        self._packs.drop()

    @translated()
    def overview(self, whose: Visibility, stage: str) -> tuple[Overviewed, ...]:
        """A line lies in one pack, unless it is on its way from one to another: then it is told once."""
        packed = dict(self._packs.found(register_lines.marks_of(whose, stage)))
        return tuple(sorted(_read(key, text) for key, text in packed.items()))

    @translated()
    def some(self, whose: Visibility, stage: str, ids: Collection[str]) -> tuple[Document, ...]:
        marks = set(register_lines.marks_of(whose, stage))
        found = self._documents.find({"_id": {"$in": sorted(ids)}})
        return register_lines.in_order(each for each in found if marks & set(each["marks"]))

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
