"""DeliveryLedger in MongoDB: one document a delivery.

Which deliveries are the first of their subjects is asked of the store for all candidates at once, and each is claimed by a
condition on its very state: of two senders one gets it. `lane` is recipient and subject in one text, so that one index serves.
What many threads settle at the same time shares one write.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from pymongo import ASCENDING, DESCENDING, IndexModel, InsertOne
from pymongo.database import Database
from pymongo.errors import BulkWriteError

from shared_kernel.delivery.ledger import OPEN, Delivery, DeliveryLedger, State
from shared_kernel.group_commit import GroupCommit
from shared_kernel.stores import translated
from shared_kernel.time import instant_of, instant_text

INDEXES = (
    IndexModel([("state", ASCENDING), ("ready", ASCENDING)], name="ready"),
    IndexModel([("lane", ASCENDING), ("state", ASCENDING), ("_id", ASCENDING)], name="lane"),
    IndexModel([("authority", ASCENDING), ("_id", ASCENDING)], name="of_authority"),
    IndexModel([("recipient", ASCENDING), ("state", ASCENDING)], name="of_recipient"),
)
DUPLICATE = 11000
CANDIDATES = 100
"""How many more that are due are looked at than are wanted: some wait behind others of their subject."""


class _Lost(Exception):
    """The lease was lost."""


class MongoDeliveryLedger(DeliveryLedger):
    """Makes its indexes when constructed."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._kept = database["deliveries"]
        self._settling: GroupCommit[tuple[str, Delivery]] = GroupCommit(self._settle)
        with translated():
            self._kept.create_indexes(list(INDEXES))

    @translated()
    def enter(self, deliveries: Sequence[Delivery]) -> int:
        if not deliveries:
            return 0
        try:
            written = self._kept.bulk_write([InsertOne(_document(each)) for each in deliveries], ordered=False)
        except BulkWriteError as error:
            if any(failed["code"] != DUPLICATE for failed in error.details["writeErrors"]):
                raise
            return int(error.details["nInserted"])
        return int(written.inserted_count)

    @translated()
    def claim(
        self, owner: str, now: float, lease_seconds: float, busy: Sequence[str] = (), limit: int = 1
    ) -> tuple[Delivery, ...]:
        firsts = self._firsts(now, busy, limit)
        if not firsts:
            return ()
        ids, claim = [each["_id"] for each in firsts], str(uuid4())
        # Checked again for each as it is changed: of two senders one gets it.
        still_due = {"_id": {"$in": ids}, "state": {"$in": list(OPEN)}, "ready": {"$lte": now}}
        taken = {"state": "sending", "ready": now + lease_seconds, "owner": owner, "mark": claim}
        self._kept.update_many(still_due, {"$set": taken, "$inc": {"attempts": 1}})
        mine = self._kept.find({"_id": {"$in": ids}, "mark": claim})
        return tuple(_delivery(each) for each in mine.sort([("_id", ASCENDING)]))

    def _firsts(self, now: float, busy: Sequence[str], limit: int) -> list[dict[str, Any]]:
        """Of each recipient the one that is due longest, and only where nothing before it in its lane is open."""
        lanes = self._lanes(now, busy, limit)
        open_ones = self._kept.find({"lane": {"$in": lanes}, "state": {"$in": list(OPEN)}}).sort([("_id", DESCENDING)])
        first_of_lane = {each["lane"]: each for each in open_ones}
        ready = [found for lane in lanes if (found := first_of_lane.get(lane)) and found["ready"] <= now]
        of_recipient: dict[str, dict[str, Any]] = {}
        for each in ready:
            of_recipient.setdefault(each["recipient"], each)
        return list(of_recipient.values())[:limit]

    def _lanes(self, now: float, busy: Sequence[str], limit: int) -> list[str]:
        # `ready` is when a pending one is due, and when the lease of one that is being sent runs out.
        due = {"state": {"$in": list(OPEN)}, "ready": {"$lte": now}, "recipient": {"$nin": list(busy)}}
        in_order = [("ready", ASCENDING), ("_id", ASCENDING)]
        if limit < 1:
            return []
        found = self._kept.find(due, {"lane": 1}).sort(in_order).limit(CANDIDATES + limit)
        return list(dict.fromkeys(each["lane"] for each in found))

    def settle(self, owner: str, delivery: Delivery) -> bool:
        try:
            self._settling.append((owner, delivery))
        except _Lost:
            return False
        return True

    @translated()
    def _settle(self, settled: Sequence[tuple[str, Delivery]]) -> Mapping[int, Exception]:
        """Those whose lease was lost, by index. What came to the same is written in one go, and bears the latest time of all."""
        alike: dict[tuple[Any, ...], list[int]] = {}
        for index, (owner, each) in enumerate(settled):
            alike.setdefault((owner, each.attempts, each.state, each.reason, each.next_attempt), []).append(index)
        lost: dict[int, Exception] = {}
        for indexes in alike.values():
            kept = self._settled_alike(settled[indexes[0]][0], [settled[index][1] for index in indexes])
            lost |= {index: _Lost() for index in indexes if settled[index][1].delivery_id not in kept}
        return lost

    def _settled_alike(self, owner: str, alike: Sequence[Delivery]) -> set[str]:
        ids, mark, one = [each.delivery_id for each in alike], str(uuid4()), _document(alike[0])
        held = {"_id": {"$in": ids}, "state": "sending", "owner": owner, "attempts": alike[0].attempts}
        change = {name: one[name] for name in ("state", "ready", "reason", "owner")}
        ended = max((each.ended_at for each in alike if each.ended_at), default=None)
        change |= {"ended_at": instant_text(ended) if ended else None, "mark": mark}
        if self._kept.update_many(held, {"$set": change}).matched_count == len(ids):
            return set(ids)
        return {each["_id"] for each in self._kept.find({"_id": {"$in": ids}, "mark": mark}, {"_id": 1})}

    @translated()
    def rest(self, recipient: str, until: float) -> None:
        sooner = {"recipient": recipient, "state": "pending", "ready": {"$lt": until}}
        self._kept.update_many(sooner, {"$set": {"ready": until}})

    @translated()
    def replay(self, authority: str, delivery_id: str, now: float) -> bool:
        still = {"_id": delivery_id, "authority": authority, "state": {"$ne": "sending"}}
        return self._kept.update_one(still, _again(now)).matched_count > 0

    @translated()
    def redrive(self, authority: str, recipient: str, now: float) -> int:
        failed = {"authority": authority, "recipient": recipient, "state": "failed"}
        return self._kept.update_many(failed, _again(now)).matched_count

    @translated()
    def one(self, authority: str, delivery_id: str) -> Delivery | None:
        found = self._kept.find_one({"_id": delivery_id, "authority": authority})
        return _delivery(found) if found else None

    @translated()
    def listed(
        self, authority: str, recipient: str | None, before: str | None, limit: int, state: State | None = None
    ) -> tuple[Delivery, ...]:
        asked: dict[str, Any] = {"authority": authority}
        asked |= {"recipient": recipient} if recipient else {}
        asked |= {"state": state} if state else {}
        asked |= {"_id": {"$lt": before}} if before else {}
        return tuple(_delivery(each) for each in self._kept.find(asked).sort("_id", DESCENDING).limit(limit))


def _again(now: float) -> dict[str, Any]:
    return {"$set": {"state": "pending", "attempts": 0, "ready": now, "reason": None, "ended_at": None, "owner": ""}}


def _document(delivery: Delivery) -> dict[str, Any]:
    return {
        "_id": delivery.delivery_id,
        "authority": delivery.authority,
        "recipient": delivery.recipient,
        "subject": delivery.subject,
        "lane": f"{delivery.authority} {delivery.recipient} {delivery.subject}",
        "kind": delivery.kind,
        "entered_at": instant_text(delivery.entered_at),
        "payload": dict(delivery.payload),
        "state": delivery.state,
        "attempts": delivery.attempts,
        "ready": delivery.next_attempt,
        "reason": delivery.reason,
        "ended_at": instant_text(delivery.ended_at) if delivery.ended_at else None,
        "owner": "",
        "mark": "",
    }


def _delivery(found: dict[str, Any]) -> Delivery:
    return Delivery(
        delivery_id=found["_id"],
        authority=found["authority"],
        recipient=found["recipient"],
        subject=found["subject"],
        kind=found["kind"],
        entered_at=instant_of(found["entered_at"]),
        payload=found["payload"],
        state=found["state"],
        attempts=found["attempts"],
        next_attempt=found["ready"],
        reason=found["reason"],
        ended_at=instant_of(found["ended_at"]) if found["ended_at"] else None,
    )
