"""ClockStore in MongoDB: one document a clock, under an index on when it is due."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from pymongo import ASCENDING, DeleteOne, IndexModel
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from shared_kernel.stores import inserted, translated
from shared_kernel.time import instant_of, instant_text
from shared_kernel.waiting_clocks import ClockStore, WaitingClock

INDEXES = (IndexModel([("due", ASCENDING)], name="due"),)

_ORDER = [("due", ASCENDING), ("_id", ASCENDING)]
_FREE: dict[str, Any] = {"claimed_until": 0.0, "claim": ""}


class MongoClockStore(ClockStore):
    """Makes its index when constructed."""

    def __init__(self, database: Database[dict[str, Any]], wall: Callable[[], float] = time.time) -> None:
        self._clocks = database["waiting_clocks"]
        self._wall = wall
        with translated():
            self._clocks.create_indexes(list(INDEXES))

    @translated()
    def put(self, clock: WaitingClock) -> None:
        # Each round ends unless another process puts or removes this very clock between two of its steps.
        while not (self._insert(clock) or self._move(clock) or self._refresh(clock)):
            pass

    @translated()
    def put_all(self, clocks: Sequence[WaitingClock]) -> None:
        for index in inserted(self._clocks, [_document(clock) for clock in clocks]):
            self.put(clocks[index])

    def _insert(self, clock: WaitingClock) -> bool:
        try:
            self._clocks.insert_one(_document(clock))
        except DuplicateKeyError:
            return False
        return True

    def _move(self, clock: WaitingClock) -> bool:
        elsewhere = {"_id": clock.clock_id, "due": {"$ne": instant_text(clock.due)}}
        return self._clocks.update_one(elsewhere, {"$set": {**_fields(clock), **_FREE}}).matched_count > 0

    def _refresh(self, clock: WaitingClock) -> bool:
        return self._clocks.update_one(_same(clock), {"$set": _fields(clock)}).matched_count > 0

    @translated()
    def remove(self, clock_id: str) -> None:
        self._clocks.delete_one({"_id": clock_id})

    @translated()
    def claim_due(self, now: datetime, owner: str, lease_seconds: float, limit: int) -> tuple[WaitingClock, ...]:
        free = {"due": {"$lte": instant_text(now)}, "claimed_until": {"$lte": self._wall()}}
        ids = self._earliest(free, limit) if limit > 0 else []
        if not ids:
            return ()
        # The filter is checked again for each document as it is changed: of two claimers one gets it.
        claim = {"claimed_until": self._wall() + lease_seconds, "claim": f"{owner}/{uuid.uuid4()}"}
        self._clocks.update_many({"_id": {"$in": ids}, **free}, {"$set": claim})
        mine = self._clocks.find({"_id": {"$in": ids}, "claim": claim["claim"]})
        return tuple(_clock(document) for document in mine.sort(_ORDER))

    def _earliest(self, free: dict[str, Any], limit: int) -> list[str]:
        return [found["_id"] for found in self._clocks.find(free, {"_id": 1}).sort(_ORDER).limit(limit)]

    @translated()
    def due_within(self, after: datetime, until: datetime) -> datetime | None:
        between = {"due": {"$gt": instant_text(after), "$lte": instant_text(until)}}
        found = self._clocks.find_one(between, {"due": 1}, sort=[("due", ASCENDING)])
        return instant_of(found["due"]) if found else None

    @translated()
    def complete(self, clock: WaitingClock) -> None:
        self._clocks.delete_one(_same(clock))

    @translated()
    def complete_all(self, clocks: Sequence[WaitingClock]) -> None:
        if clocks:
            self._clocks.bulk_write([DeleteOne(_same(each)) for each in clocks], ordered=False)

    @translated()
    def count(self) -> int:
        return self._clocks.count_documents({})


def _same(clock: WaitingClock) -> dict[str, Any]:
    return {"_id": clock.clock_id, "due": instant_text(clock.due)}


def _fields(clock: WaitingClock) -> dict[str, Any]:
    return {
        "stream": clock.stream,
        "authority": clock.authority,
        "due": instant_text(clock.due),
        "data": dict(clock.data),
    }


def _document(clock: WaitingClock) -> dict[str, Any]:
    return {"_id": clock.clock_id, **_fields(clock), **_FREE}


def _clock(document: dict[str, Any]) -> WaitingClock:
    return WaitingClock(
        clock_id=document["_id"],
        stream=document["stream"],
        authority=document["authority"],
        due=instant_of(document["due"]),
        data=document["data"],
    )
