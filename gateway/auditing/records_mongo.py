"""The trees in MongoDB.

Asked by closed ranges and one mark at a time, as the views are: other shapes are not found by the index of every server.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from pymongo import ASCENDING, DESCENDING, IndexModel, ReplaceOne
from pymongo.database import Database
from pymongo.errors import BulkWriteError, DuplicateKeyError

from audit.exporting import Leaf
from audit.heads import SignedHead, from_document, to_document
from gateway.auditing.records import Node, Records, Row, Sought, TreeChanged
from shared_kernel.stores import DUPLICATE, translated, upserted
from shared_kernel.time import instant_text

LOOKS = (1_000, 30_000, 1_000_000)
"""How many records back each look for entries goes; the last one goes to the beginning."""
PLACE = 12
LAST = "9" * PLACE
Document = dict[str, Any]


class MongoRecords(Records):
    """Makes its indexes when constructed."""

    def __init__(self, database: Database[Document]) -> None:
        self._rows, self._nodes = database["audit_records"], database["audit_nodes"]
        self._trees, self._heads = database["audit_trees"], database["audit_heads"]
        with translated():
            self._rows.create_indexes(
                [
                    IndexModel([("place", ASCENDING)], name="place", unique=True),
                    IndexModel([("marks", ASCENDING), ("place", ASCENDING)], name="by_mark"),
                ]
            )

    @translated()
    def authorities(self) -> tuple[str, ...]:
        return tuple(sorted(each["_id"] for each in self._trees.find({}, {"_id": 1})))

    @translated()
    def known(self, names: Collection[str]) -> Mapping[str, str]:
        found = self._rows.find({"_id": {"$in": sorted(names)}}, {"place": 1}) if names else ()
        return {each["_id"]: each["place"].rpartition("|")[0] for each in found}

    @translated()
    def grow(self, rows: Sequence[Row]) -> None:
        try:
            if rows:
                self._rows.insert_many([_row_document(each) for each in rows], ordered=True)
        except BulkWriteError as error:
            if any(failed["code"] == DUPLICATE for failed in error.details["writeErrors"]):
                raise TreeChanged from None
            raise

    @translated()
    def between(self, authority: str, begin: int, end: int) -> tuple[Row, ...]:
        here = {"place": {"$gte": _place(authority, begin), "$lt": _place(authority, end)}}
        return tuple(_row(each) for each in self._rows.find(here).sort("place", ASCENDING))

    @translated()
    def peaks(self, authority: str) -> tuple[int, tuple[bytes, ...]]:
        found = self._trees.find_one({"_id": authority}) or {}
        return found.get("size", 0), tuple(bytes.fromhex(each) for each in found.get("peaks", ()))

    @translated()
    def save(self, authority: str, size: int, peaks: Sequence[bytes], nodes: Sequence[Node]) -> None:
        if nodes:
            self._nodes.bulk_write([_kept(authority, each) for each in nodes], ordered=False)
        upserted(self._trees, {"_id": authority}, {"$setOnInsert": {"size": 0, "peaks": []}})
        grown = {"size": size, "peaks": [each.hex() for each in peaks]}
        self._trees.update_one({"_id": authority, "size": {"$lt": size}}, {"$set": grown})

    @translated()
    def nodes(self, authority: str, wanted: Collection[tuple[int, int]]) -> Mapping[tuple[int, int], bytes]:
        ids = [_node_id(authority, *each) for each in wanted]
        return _by_place(self._nodes.find({"_id": {"$in": ids}}))

    @translated()
    def upper_nodes(self, authority: str) -> Mapping[tuple[int, int], bytes]:
        return _by_place(self._nodes.find({"_id": {"$gte": f"{authority}|", "$lt": f"{authority}|~"}}))

    @translated()
    def found(self, authority: str, asked: Sought, before: int | None, limit: int) -> tuple[Row, ...]:
        top = self.peaks(authority)[0] if before is None else before
        found: list[Row] = []
        upper = top
        for lower in (*(max(0, top - back) for back in LOOKS), 0):
            places = {"$gte": _place(authority, lower), "$lt": _place(authority, upper)}
            found += self._newest(authority, asked, places, limit - len(found))
            upper = lower
            if len(found) >= limit or lower == 0:
                break
        return tuple(found)

    def _newest(self, authority: str, asked: Sought, places: Document, limit: int) -> list[Row]:
        within: Document = {"record.at": {"$gte": instant_text(asked.since), "$lt": instant_text(asked.until)}}
        if asked.person is not None:
            within["record.actor"] = asked.person
        several: dict[int, Row] = {}
        for mark in asked.marks:
            wanted = {"marks": _mark(authority, mark), "place": places, **within}
            newest = self._rows.find(wanted).sort("place", DESCENDING).limit(limit)
            several.update((row.index, row) for row in map(_row, newest))
        return [several[each] for each in sorted(several, reverse=True)[:limit]]

    @translated()
    def add_head(self, head: SignedHead) -> None:
        try:
            self._heads.insert_one({"_id": _place(head.head.authority, head.head.number), **to_document(head)})
        except DuplicateKeyError:
            raise TreeChanged from None

    @translated()
    def last_head(self, authority: str, at: datetime | None = None) -> SignedHead | None:
        mine = {"_id": {"$gte": _place(authority, 0), "$lte": f"{authority}|{LAST}"}}
        until = {"at": {"$lte": instant_text(at)}} if at else {}
        found = list(self._heads.find({**mine, **until}).sort("_id", DESCENDING).limit(1))
        return from_document(found[0]) if found else None

    @translated()
    def heads(self, authority: str, after: int, limit: int) -> tuple[SignedHead, ...]:
        here = {"_id": {"$gt": _place(authority, after), "$lte": _place(authority, after + limit)}}
        return tuple(from_document(each) for each in self._heads.find(here).sort("_id", ASCENDING))

    @translated()
    def to_hand_out(self, authority: str, outlet: str) -> int:
        found = self._trees.find_one({"_id": authority}, {"handed": 1}) or {}
        return int(found.get("handed", {}).get(outlet, 0))

    @translated()
    def handed_out(self, authority: str, outlet: str, number: int) -> None:
        self._trees.update_one({"_id": authority}, {"$max": {f"handed.{outlet}": number}})


def _place(authority: str, number: int) -> str:
    return f"{authority}|{number:0{PLACE}d}"


def _mark(authority: str, mark: str) -> str:
    return f"{authority} {mark}"


def _row_document(row: Row) -> Document:
    return {
        "_id": row.leaf.name,
        "place": _place(row.authority, row.index),
        "hash": row.leaf.hash.hex(),
        "position": row.position,
        "record": dict(row.record) if row.record is not None else None,
        "marks": [_mark(row.authority, each) for each in row.marks],
    }


def _row(document: Document) -> Row:
    authority, _, number = document["place"].rpartition("|")
    source, _, record_id = document["_id"].partition(" ")
    leaf = Leaf(source, record_id, bytes.fromhex(document["hash"]))
    return Row(authority, int(number), leaf, document["position"], document["record"])


def _node_id(authority: str, level: int, index: int) -> str:
    return f"{authority}|{level:02d}|{index:0{PLACE}d}"


def _kept(authority: str, node: Node) -> ReplaceOne[Document]:
    level, index, hashed = node
    key = _node_id(authority, level, index)
    return ReplaceOne({"_id": key}, {"_id": key, "level": level, "index": index, "hash": hashed.hex()}, upsert=True)


def _by_place(found: Any) -> dict[tuple[int, int], bytes]:
    return {(each["level"], each["index"]): bytes.fromhex(each["hash"]) for each in found}
