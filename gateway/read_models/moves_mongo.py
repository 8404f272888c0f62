"""Moves in MongoDB: one document."""

from __future__ import annotations

from typing import Any

from pymongo import WriteConcern
from pymongo.database import Database

from gateway.read_models.moves import Moves
from shared_kernel.stores import translated, upserted

ONE = {"_id": "views"}
HINT = WriteConcern(w=1)
"""Nobody waits for it to be journaled: what was counted and lost would have been a hint."""


class MongoMoves(Moves):
    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._found = database["view_moves"]
        self._counted = self._found.with_options(write_concern=HINT)

    @translated()
    def moved(self) -> None:
        upserted(self._counted, ONE, {"$inc": {"number": 1}})

    @translated()
    def number(self) -> int:
        found = self._found.find_one(ONE)
        return int(found["number"]) if found else 0
