"""What lies in a collection, page by page or by its ids, for whoever looks whether all of it is there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from pymongo import ASCENDING
from pymongo.collection import Collection

from shared_kernel.keeping import LONGEST_PAGE, Row, Rows
from shared_kernel.stores import translated

ASKED_AT_ONCE = 50
"""Of a list that is asked for, the small embedded store compares each document with each entry."""


def by_authority(collection: Collection[dict[str, Any]], which: Mapping[str, Any]) -> dict[str, int]:
    """How many of these each authority has, of a page of them at most."""
    with translated():
        found = collection.find(which, {"authority": 1, "_id": 0}).limit(LONGEST_PAGE)
        return dict(Counter(str(each["authority"]) for each in found))


def rows_of(collection: Collection[dict[str, Any]], *fields: str, only: Mapping[str, Any] | None = None) -> Rows:
    """What lies in a collection; ids, and fields that say nothing of anybody. `only`: those with these values."""

    def found(which: Mapping[str, Any], limit: int) -> list[Row]:
        rows = collection.find({**(only or {}), **which}, dict.fromkeys(fields, 1)).sort("_id", ASCENDING)
        return [[each["_id"], *(each.get(name) for name in fields)] for each in rows.limit(limit)]

    @translated()
    def page(after: str, limit: int) -> list[Row]:
        return found({"_id": {"$gt": after}}, min(limit, LONGEST_PAGE))

    @translated()
    def these(ids: Sequence[str]) -> list[Row]:
        lists = (list(ids[first : first + ASKED_AT_ONCE]) for first in range(0, len(ids), ASKED_AT_ONCE))
        return [row for some in lists for row in found({"_id": {"$in": some}}, len(some))]

    return Rows(page, these)
