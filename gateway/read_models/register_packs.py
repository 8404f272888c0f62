"""What overviews ask of everybody on the register, packed: a document for some hundred lines of the same marks.

A store takes its time for each document, however small. Which document a line lies in follows from its id, so that writing it
again changes nothing. Nothing is sealed here, and nobody is named.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import orjson
from pymongo import ASCENDING, UpdateOne
from pymongo.database import Database

from gateway.read_models.folding import Document
from gateway.read_models.register_lines import Overviewed, overviewed

NAME = "register_packs"
PACKS = 32
BATCH = 500
SHOWN = {"marks": 1, "order": 1, "stage": 1, "unmet": 1, "facts": 1}
Place = tuple[str, str]
"""The document's id, and the line's."""


class Packs:
    """The packed lines in MongoDB."""

    def __init__(self, database: Database[dict[str, Any]], lines: Any) -> None:
        self._packs, self._lines = database[NAME], lines
        self._packs.create_index([("marks", ASCENDING)], name="by_marks")

    def moves(self, changed: Sequence[tuple[Document | None, Document]]) -> None:
        """Takes in what was saved."""
        gone = dict(_texts(before for before, _ in changed if before))
        come = dict(_texts(after for _, after in changed))
        self._write(come, [each for each in gone if each not in come])

    def packs_anew(self) -> None:
        """Packs every line there is, in place of what was kept."""
        self._packs.delete_many({})
        self._write(self._of_lines(), ())

    def puts_right(self) -> bool:
        """Packs anew where what is kept is not what there is; whether it did."""
        wrong = self._of_lines() != self._kept()
        if wrong:
            self.packs_anew()
        return wrong

    def drop(self) -> None:
        """All of it goes, with the lines."""
        self._packs.delete_many({})

    def found(self, marks: Collection[str]) -> Iterator[Overviewed]:
        """The lines that bear one of these marks."""
        for pack in self._packs.find({"marks": {"$in": list(marks)}}) if marks else ():
            for notification_id, text in pack["lines"].items():
                yield Overviewed(notification_id, *orjson.loads(text))

    def _of_lines(self) -> dict[Place, str]:
        return dict(_texts(self._lines.find({}, SHOWN).batch_size(BATCH)))

    def _kept(self) -> dict[Place, str]:
        return {(each["_id"], line): text for each in self._packs.find({}) for line, text in each["lines"].items()}

    def _write(self, come: Mapping[Place, str], gone: Iterable[Place]) -> None:
        changes: dict[str, dict[str, dict[str, str]]] = {}
        for (pack, line), text in come.items():
            changes.setdefault(pack, {}).setdefault("$set", {})[f"lines.{line}"] = text
        for pack, line in gone:
            changes.setdefault(pack, {}).setdefault("$unset", {})[f"lines.{line}"] = ""
        made = [
            UpdateOne(
                {"_id": pack}, {**change, "$setOnInsert": {"marks": pack.rpartition(" ")[0].split("; ")}}, upsert=True
            )
            for pack, change in changes.items()
        ]
        if made:
            self._packs.bulk_write(made, ordered=False)


def _texts(lines: Iterable[Document]) -> Iterator[tuple[Place, str]]:
    """Where each line lies, and its text; a meeting has none."""
    for each in lines:
        if "stage" in each:
            told = overviewed(each)
            pack = f"{'; '.join(each['marks'])} {zlib.crc32(each['_id'].encode()) % PACKS}"
            yield (pack, each["_id"]), orjson.dumps([told.order, told.unmet, told.facts]).decode()
