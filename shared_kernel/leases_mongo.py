"""LeaseStore in MongoDB: one document a lease, changed only by single atomic updates."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from shared_kernel.leases import Lease, LeaseStore
from shared_kernel.stores import translated


class MongoLeaseStore(LeaseStore):
    def __init__(self, database: Database[dict[str, Any]], wall: Callable[[], float] = time.time) -> None:
        self._leases = database["leases"]
        self._wall = wall

    @translated()
    def acquire(self, name: str, owner: str, seconds: float) -> Lease | None:
        now = self._wall()
        held = self._leases.find_one({"_id": name})
        if held and held["until"] > now:
            return None  # most calls of a standing-by replica end here, without a write
        lease = Lease(name, owner, held["epoch"] + 1 if held else 1, now + seconds)
        return lease if self._take(held, lease) else None

    def _take(self, held: dict[str, Any] | None, lease: Lease) -> bool:
        """False when another took it since `held` was read."""
        taken = {"owner": lease.owner, "epoch": lease.epoch, "until": lease.until}
        if held:
            unchanged = {"_id": lease.name, "epoch": held["epoch"], "until": held["until"]}
            return self._leases.update_one(unchanged, {"$set": taken}).modified_count == 1
        try:
            self._leases.insert_one({"_id": lease.name, **taken})
        except DuplicateKeyError:
            return False
        return True

    @translated()
    def renew(self, lease: Lease, seconds: float) -> Lease | None:
        now = self._wall()
        renewed = self._leases.update_one(
            {"_id": lease.name, "epoch": lease.epoch, "until": {"$gt": now}},
            {"$set": {"until": now + seconds}},
        )
        return replace(lease, until=now + seconds) if renewed.matched_count else None

    @translated()
    def release(self, lease: Lease) -> None:
        self._leases.update_one({"_id": lease.name, "epoch": lease.epoch}, {"$set": {"until": 0.0}})
