"""What lists and overviews ask of many documents, packed: a document for some hundred lines that are asked together.

A store takes its time for each document, however small. Which document a line lies in follows from its id, so that writing it
again changes nothing. Nothing is sealed here, and nobody is named.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pymongo import ASCENDING, UpdateOne
from pymongo.database import Database

from gateway.read_models.folding import Document

BATCH = 500
Place = tuple[str, str]
"""The document's id, and the line's."""


@dataclass(frozen=True)
class Packing:
    """What of a view is packed: into the collection `name`, so many documents for the lines of the same marks.

    `asked` finds the view's documents that have lines, `shown` is what of them `lines` needs; it makes of one its lines, each
    as the marks under which it is asked for and its text.
    """

    name: str
    number: int
    asked: Document
    shown: Document
    lines: Callable[[Document], Iterable[tuple[Sequence[str], str]]]


class Packs:
    """The packed lines in MongoDB."""

    def __init__(self, database: Database[dict[str, Any]], documents: Any, packing: Packing) -> None:
        self._packs, self._documents, self._packing = database[packing.name], documents, packing
        self._packs.create_index([("marks", ASCENDING)], name="by_marks")

    def moves(self, changed: Sequence[tuple[Document | None, Document]]) -> None:
        """Takes in what was saved."""
        self._changes(
            self._texts(before for before, _ in changed if before), self._texts(after for _, after in changed)
        )

    def puts_right(self) -> bool:
        """Makes what is kept what there is, line by line; whether it was something else.

        A document that differs is read again, since it may have been saved while all were read.
        """
        was, should_be = self._kept(), self._texts(self._found({}))
        ids = {place[1] for place, _ in was.items() ^ should_be.items()}
        if not ids:
            return False
        now = self._texts(each for some in _batched(sorted(ids)) for each in self._found({"_id": {"$in": some}}))
        return self._changes({place: text for place, text in self._kept().items() if place[1] in ids}, now)

    def drop(self) -> None:
        """All of it goes, with the documents."""
        self._packs.delete_many({})

    def found(self, marks: Collection[str]) -> Iterator[tuple[str, str]]:
        """The lines that are asked for by one of these marks: the document's id, and the text."""
        for pack in self._packs.find({"marks": {"$in": list(marks)}}) if marks else ():
            yield from pack["lines"].items()

    def _found(self, some: Document) -> Iterator[Document]:
        found: Iterator[Document] = self._documents.find({**self._packing.asked, **some}, self._packing.shown)
        return found

    def _kept(self) -> dict[Place, str]:
        return {(each["_id"], line): text for each in self._packs.find({}) for line, text in each["lines"].items()}

    def _texts(self, documents: Iterable[Document]) -> dict[Place, str]:
        """Where each line lies, and its text."""
        return {
            (f"{'; '.join(marks)} {zlib.crc32(each['_id'].encode()) % self._packing.number}", each["_id"]): text
            for each in documents
            for marks, text in self._packing.lines(each)
        }

    def _changes(self, was: Mapping[Place, str], now: Mapping[Place, str]) -> bool:
        changes: dict[str, dict[str, dict[str, str]]] = {}
        for (pack, line), text in now.items():
            if was.get((pack, line)) != text:
                changes.setdefault(pack, {}).setdefault("$set", {})[f"lines.{line}"] = text
        for pack, line in was.keys() - now.keys():
            changes.setdefault(pack, {}).setdefault("$unset", {})[f"lines.{line}"] = ""
        made = [UpdateOne({"_id": pack}, {**change, **_marked(pack)}, upsert=True) for pack, change in changes.items()]
        if made:
            self._packs.bulk_write(made, ordered=False)
        return bool(made)


def _marked(pack: str) -> dict[str, dict[str, list[str]]]:
    return {"$setOnInsert": {"marks": pack.rpartition(" ")[0].split("; ")}}


def _batched(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))
