"""DeliveryLedger in MongoDB: one document a delivery.

Which delivery is the first of its subject is asked of the store anew for each candidate, and the candidate is claimed by a
condition on its very state: of two senders one gets it. `lane` is recipient and subject in one text, so that one index serves.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pymongo import ASCENDING, DESCENDING, IndexModel, InsertOne, ReturnDocument
from pymongo.database import Database
from pymongo.errors import BulkWriteError

from shared_kernel.delivery.ledger import OPEN, Delivery, DeliveryLedger, State
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
"""How many that are due are looked at for one that is the first of its subject."""


class MongoDeliveryLedger(DeliveryLedger):
    """Makes its indexes when constructed."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._kept = database["deliveries"]
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
    def claim(self, owner: str, now: float, lease_seconds: float, busy: Sequence[str] = ()) -> Delivery | None:
        for lane in self._lanes(now, busy):
            first = self._kept.find_one({"lane": lane, "state": {"$in": list(OPEN)}}, sort=[("_id", ASCENDING)])
            claimed = self._claimed(first, owner, now + lease_seconds) if first and first["ready"] <= now else None
            if claimed:
                return _delivery(claimed)
        return None

    def _lanes(self, now: float, busy: Sequence[str]) -> Iterable[str]:
        # `ready` is when a pending one is due, and when the lease of one that is being sent runs out.
        due = {"state": {"$in": list(OPEN)}, "ready": {"$lte": now}, "recipient": {"$nin": list(busy)}}
        in_order = [("ready", ASCENDING), ("_id", ASCENDING)]
        found = self._kept.find(due, {"lane": 1}).sort(in_order).limit(CANDIDATES)
        return dict.fromkeys(each["lane"] for each in found)

    def _claimed(self, candidate: dict[str, Any], owner: str, until: float) -> dict[str, Any] | None:
        as_it_was = {name: candidate[name] for name in ("_id", "state", "ready", "attempts", "owner")}
        change = {"$set": {"state": "sending", "ready": until, "owner": owner}, "$inc": {"attempts": 1}}
        return self._kept.find_one_and_update(as_it_was, change, return_document=ReturnDocument.AFTER)

    @translated()
    def settle(self, owner: str, delivery: Delivery) -> bool:
        held = {"_id": delivery.delivery_id, "state": "sending", "owner": owner, "attempts": delivery.attempts}
        return self._kept.replace_one(held, _document(delivery)).matched_count > 0

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
