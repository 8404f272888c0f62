"""DeliveryLedger in MongoDB: one document a delivery, and one a claim.

A claim names the deliveries that it holds, each with its turn, and no turn stands in two claims: of two senders one gets it.
So many are claimed by one small write, and none of them is changed before it is settled. Which are the first of their subjects
is asked of the store for all candidates at once; `lane` is recipient and subject in one text, so that one index serves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import islice
from typing import Any
from uuid import uuid4

from pymongo import ASCENDING, DESCENDING, IndexModel, UpdateMany
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from shared_kernel.delivery.ledger import Delivery, DeliveryLedger, Listing
from shared_kernel.looking_back import newest
from shared_kernel.stores import inserted, translated
from shared_kernel.time import instant_of, instant_text

INDEXES = (
    IndexModel([("state", ASCENDING), ("ready", ASCENDING)], name="ready"),
    IndexModel([("lane", ASCENDING), ("_id", ASCENDING)], name="in_lane"),
    IndexModel([("authority", ASCENDING), ("entered_at", ASCENDING)], name="of_authority_by_entry"),
)
CLAIMS_INDEXES = (IndexModel([("turns", ASCENDING)], name="turns", unique=True),)
A_SECOND = timedelta(seconds=1)
CANDIDATES = 100
"""How many more that are due are looked at than are wanted: some wait behind others of their subject."""
ASKED_AT_ONCE = 50
"""Of a list that is asked for, the small embedded store compares each document with each entry."""


class MongoDeliveryLedger(DeliveryLedger):
    """Makes its indexes when constructed. A second ledger in the same database has collections of its own."""

    def __init__(
        self, database: Database[dict[str, Any]], kept: str = "deliveries", claims: str = "delivery_claims"
    ) -> None:
        self._kept, self._claims = database[kept], database[claims]
        self._mine: dict[str, set[str]] = {}
        with translated():
            self._kept.create_indexes(list(INDEXES))
            self._claims.create_indexes(list(CLAIMS_INDEXES))

    @translated()
    def enter(self, deliveries: Sequence[Delivery]) -> int:
        return len(deliveries) - len(inserted(self._kept, [_document(each) for each in deliveries]))

    @translated()
    def claim(
        self, owner: str, now: float, lease_seconds: float, busy: Sequence[str] = (), limit: int = 1
    ) -> tuple[Delivery, ...]:
        if limit < 1:
            return ()
        firsts = self._firsts(now, frozenset(busy), limit)
        claim_id, turns = str(uuid4()), [_turn(each) for each in firsts]
        if not turns:
            return ()
        try:
            self._claims.insert_one({"_id": claim_id, "owner": owner, "until": now + lease_seconds, "turns": turns})
        except DuplicateKeyError:
            return ()  # another sender was faster: what it left is claimed next time
        self._mine[claim_id] = set(turns)
        return tuple(_claimed(each) for each in firsts)

    def _firsts(self, now: float, busy: frozenset[str], limit: int) -> list[dict[str, Any]]:
        """Of each recipient the one that is due longest, and only where nothing before it in its lane is open."""
        held = self._held(now)
        due = self._kept.find({"state": "pending", "ready": {"$lte": now}}).sort(
            [("ready", ASCENDING), ("_id", ASCENDING)]
        )
        free = [each for each in due.limit(CANDIDATES + limit + len(held)) if _turn(each) not in held]
        first_of_lane = self._first_of_lanes({each["lane"]: each for each in free if each["recipient"] not in busy})
        of_recipient: dict[str, dict[str, Any]] = {}
        for each in free:
            if first_of_lane.get(each["lane"]) == each["_id"]:
                of_recipient.setdefault(each["recipient"], each)
        return list(of_recipient.values())[:limit]

    def _held(self, now: float) -> set[str]:
        """The turns that somebody holds. A claim that ran out holds nothing, and is gone from now on."""
        claims = list(self._claims.find())
        for each in claims:
            if each["until"] <= now and self._claims.delete_one({"_id": each["_id"]}).deleted_count:
                self._count_lost(each["turns"])
        return {turn for each in claims if each["until"] > now for turn in each["turns"]}

    def _count_lost(self, turns: Sequence[str]) -> None:
        """An attempt that ended with its sender was one, too."""
        alike: dict[int, list[str]] = {}
        for delivery_id, _, turn in (each.rpartition("@") for each in turns):
            alike.setdefault(int(turn), []).append(delivery_id)
        for number, ids in alike.items():
            for some in _batched(ids):
                self._kept.update_many({"_id": {"$in": some}, "turn": number}, {"$inc": {"attempts": 1}})

    def _first_of_lanes(self, lanes: Mapping[str, Any]) -> dict[str, str]:
        first: dict[str, str] = {}
        for some in _batched(list(lanes)):
            for each in self._kept.find({"lane": {"$in": some}, "state": "pending"}, {"lane": 1}):
                first[each["lane"]] = min(each["_id"], first.get(each["lane"], each["_id"]))
        return first

    @translated()
    def settle(self, owner: str, deliveries: Sequence[Delivery]) -> frozenset[str]:
        others = {turn for claim in self._claims.find({"owner": {"$ne": owner}}) for turn in claim["turns"]}
        mine = [each for each in deliveries if f"{each.delivery_id}@{each.turn}" not in others]
        alike: dict[tuple[Any, ...], list[Delivery]] = {}
        for each in mine:
            due = each.next_attempt if each.state == "pending" else None
            alike.setdefault((each.attempts, each.turn, each.state, each.reason, due), []).append(each)
        mark = str(uuid4())
        writing = [_settling(mark, some) for group in alike.values() for some in _batched(group)]
        if not writing:
            return frozenset()
        written = self._kept.bulk_write(writing, ordered=False)
        self._let_go(mine)
        ids = [each.delivery_id for each in mine]
        if written.matched_count == len(ids):
            return frozenset(ids)
        marked = (self._kept.find({"_id": {"$in": some}, "mark": mark}, {"_id": 1}) for some in _batched(ids))
        return frozenset(each["_id"] for found in marked for each in found)

    def _let_go(self, settled: Sequence[Delivery]) -> None:
        """What was settled has had its turn. A claim all of whose turns are over goes; another's goes when it runs out."""
        over = {f"{each.delivery_id}@{each.turn}" for each in settled}
        for claim_id, turns in list(self._mine.items()):
            turns -= over
            if not turns:
                self._claims.delete_one({"_id": claim_id})
                del self._mine[claim_id]

    @translated()
    def rest(self, until: Mapping[str, float]) -> None:
        resting = [
            UpdateMany({"recipient": each, "state": "pending", "ready": {"$lt": moment}}, {"$set": {"ready": moment}})
            for each, moment in until.items()
        ]
        if resting:
            self._kept.bulk_write(resting, ordered=False)

    @translated()
    def replay(self, authority: str, delivery_id: str, now: float) -> bool:
        found = self._kept.find_one({"_id": delivery_id, "authority": authority})
        if found is None or _turn(found) in self._held(now):
            return False
        still = {"_id": delivery_id, "turn": found["turn"]}
        return self._kept.update_one(still, _again(now)).matched_count > 0

    @translated()
    def redrive(self, authority: str, recipient: str, now: float) -> int:
        failed = {"authority": authority, "recipient": recipient, "state": "failed"}
        return self._kept.update_many(failed, _again(now)).matched_count

    @translated()
    def one(self, authority: str, delivery_id: str) -> Delivery | None:
        found = self._kept.find_one({"_id": delivery_id, "authority": authority})
        return self._as_it_stands(found, self._turns()) if found else None

    @translated()
    def listed(self, wanted: Listing) -> tuple[Delivery, ...]:
        asked: dict[str, Any] = {"authority": wanted.authority}
        asked |= {"recipient": wanted.recipient} if wanted.recipient else {}
        asked |= {"state": "pending" if wanted.state == "sending" else wanted.state} if wanted.state else {}
        asked |= {"_id": {"$lt": wanted.before}} if wanted.before else {}
        turns = self._turns()

        def between(lower: str, upper: str, number: int) -> list[Delivery]:
            found = self._kept.find({**asked, "entered_at": {"$gte": lower, "$lt": upper}}).sort("_id", DESCENDING)
            kept = (self._as_it_stands(each, turns) for each in found)
            return list(islice((each for each in kept if wanted.state in (None, each.state)), number))

        return newest(between, self._place(wanted), wanted.limit, wanted.now)

    def _place(self, wanted: Listing) -> str | None:
        """The second after the one in which `before` was entered, if it is there: what comes before it may be of the same second."""
        found = self._kept.find_one({"_id": wanted.before, "authority": wanted.authority}) if wanted.before else None
        return instant_text(instant_of(found["entered_at"]).replace(microsecond=0) + A_SECOND) if found else None

    def _turns(self) -> set[str]:
        return {turn for each in self._claims.find() for turn in each["turns"]}

    def _as_it_stands(self, found: dict[str, Any], turns: set[str]) -> Delivery:
        return _claimed(found) if found["state"] == "pending" and _turn(found) in turns else _delivery(found)


def _batched(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (items[start : start + ASKED_AT_ONCE] for start in range(0, len(items), ASKED_AT_ONCE))


def _turn(found: Mapping[str, Any]) -> str:
    return f"{found['_id']}@{found['turn']}"


def _settling(mark: str, alike: Sequence[Delivery]) -> UpdateMany:
    """What came to the same is written in one go, and bears the latest time of all."""
    one = _document(alike[0])
    held = {"_id": {"$in": [each.delivery_id for each in alike]}, "state": "pending", "turn": alike[0].turn}
    change = {name: one[name] for name in ("state", "attempts", "ready", "reason")}
    ended = max((each.ended_at for each in alike if each.ended_at), default=None)
    changed = {**change, "ended_at": instant_text(ended) if ended else None, "mark": mark}
    return UpdateMany(held, {"$set": changed, "$inc": {"turn": 1}})


def _again(now: float) -> dict[str, Any]:
    anew = {"state": "pending", "attempts": 0, "ready": now, "reason": None, "ended_at": None}
    return {"$set": anew, "$inc": {"turn": 1}}


def _claimed(found: dict[str, Any]) -> Delivery:
    kept = _delivery(found)
    return replace(kept, state="sending", attempts=kept.attempts + 1)


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
        "turn": delivery.turn,
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
        turn=found["turn"],
        ended_at=instant_of(found["ended_at"]) if found["ended_at"] else None,
    )
