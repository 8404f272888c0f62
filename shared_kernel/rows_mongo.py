"""What lies in a collection, page by page, for whoever looks whether all of it is there."""

from __future__ import annotations

from typing import Any

from pymongo import ASCENDING
from pymongo.collection import Collection

from shared_kernel.keeping import LONGEST_PAGE, Rows
from shared_kernel.stores import translated


def rows_of(collection: Collection[dict[str, Any]], *fields: str) -> Rows:
    """What lies in a collection; ids, and fields that say nothing of anybody."""

    @translated()
    def page(after: str, limit: int) -> list[list[Any]]:
        found = collection.find({"_id": {"$gt": after}}, dict.fromkeys(fields, 1)).sort("_id", ASCENDING)
        return [[each["_id"], *(each.get(name) for name in fields)] for each in found.limit(min(limit, LONGEST_PAGE))]

    return page
