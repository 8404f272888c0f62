"""The trays in MongoDB; packed beside them when what waits is due and for whom, so that only a page's trays are read, however many wait."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

import orjson
from pymongo import ASCENDING, IndexModel

from access.visibility import Visibility
from gateway.read_models import tray_items
from gateway.read_models.derived_mongo import Changed, MongoWithDerived
from gateway.read_models.folding import Document
from gateway.read_models.mongo import Store
from gateway.read_models.packs import Packing, Packs
from gateway.read_models.tray_items import KINDS, Trays, marks_of, place
from shared_kernel.looking_back import AFTER_ALL, BEFORE_ALL
from shared_kernel.stores import translated


def _lines(tray: Document) -> Iterator[tuple[Sequence[str], str]]:
    """Of each kind of which something waits: when the soonest is due, and the marks of those for whom it does."""
    for kind in KINDS:
        asked = f"{tray['authority']} {kind}"
        theirs = [mark for mark in tray["marks"] if mark.startswith(f"{asked} ")]
        if theirs:
            yield [asked], orjson.dumps([tray["due"][kind], *theirs]).decode()


# Those with marks, by a closed range: an open one has the embedded store read every tray there ever was.
PACKING = Packing(
    "tray_packs", 16, {"marks": {"$gte": BEFORE_ALL, "$lt": AFTER_ALL}}, {"authority": 1, "marks": 1, "due": 1}, _lines
)  # fmt: skip


class MongoTrays(MongoWithDerived, Trays):
    INDEXES = (IndexModel([("marks", ASCENDING)], name="marks"),)

    def __init__(self, database: Store) -> None:
        super().__init__(database, tray_items.NAME)
        with translated():
            self._packs = Packs(database, self._documents, PACKING)

    def _move_derived(self, changed: Changed) -> None:
        self._packs.moves(changed)

    def _put_derived_right(self) -> int:
        return int(self._packs.puts_right())

    def _drop_derived(self) -> None:
        self._packs.drop()

    @translated()
    def waiting(self, whose: Visibility, kind: str, after: str | None, limit: int) -> tuple[Document, ...]:
        marks, found = frozenset(marks_of(whose, kind)), list[Document]()
        ids = iter(self._in_order(whose.authority, kind, marks, after))
        while some := list(islice(ids, limit - len(found))):
            trays = self._documents.find({"_id": {"$in": some}})
            found += (each for each in trays if marks.intersection(each["marks"]))
        return tuple(sorted(found, key=lambda each: place(each, kind)))

    def _in_order(self, authority: str, kind: str, marks: frozenset[str], after: str | None) -> list[str]:
        """The ids of trays that bear one of these marks, behind a place, the soonest due first."""
        lines = ((key, orjson.loads(text)) for key, text in self._packs.found([f"{authority} {kind}"] if marks else []))
        places = ((due, key) for key, (due, *theirs) in lines if marks.intersection(theirs))
        return [key for due, key in sorted(places) if after is None or f"{due}|{key}" > after]
