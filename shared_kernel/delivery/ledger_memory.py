"""DeliveryLedger in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from threading import RLock

from shared_kernel.delivery.ledger import OPEN, Delivery, DeliveryLedger, Listing


class MemoryDeliveryLedger(DeliveryLedger):
    def __init__(self) -> None:
        self._lock = RLock()
        self._kept: dict[str, Delivery] = {}
        self._leases: dict[str, tuple[str, float]] = {}

    def enter(self, deliveries: Sequence[Delivery]) -> int:
        with self._lock:
            new = [each for each in deliveries if each.delivery_id not in self._kept]
            self._kept.update((each.delivery_id, each) for each in new)
            return len(new)

    def claim(
        self, owner: str, now: float, lease_seconds: float, busy: Sequence[str] = (), limit: int = 1
    ) -> tuple[Delivery, ...]:
        with self._lock:
            ready = [each for each in self._heads() if each.recipient not in busy and self._is_ready(each, now)]
            in_order = sorted(ready, key=lambda each: (each.next_attempt, each.delivery_id))
            first = {each.recipient: each for each in reversed(in_order)}  # of several of one recipient, the first
            chosen = [each for each in in_order if first[each.recipient] is each][:limit]
            return tuple(self._claimed(each, owner, now + lease_seconds) for each in chosen)

    def _claimed(self, found: Delivery, owner: str, until: float) -> Delivery:
        claimed = replace(found, state="sending", attempts=found.attempts + 1)
        self._kept[found.delivery_id] = claimed
        self._leases[found.delivery_id] = (owner, until)
        return claimed

    def _heads(self) -> list[Delivery]:
        heads: dict[tuple[str, str, str], Delivery] = {}
        for each in sorted(self._kept.values(), key=lambda one: one.delivery_id):
            if each.state in OPEN:
                heads.setdefault((each.authority, each.recipient, each.subject), each)
        return list(heads.values())

    def _is_ready(self, delivery: Delivery, now: float) -> bool:
        if delivery.state == "sending":
            return self._leases[delivery.delivery_id][1] <= now
        return delivery.next_attempt <= now

    def settle(self, owner: str, deliveries: Sequence[Delivery]) -> frozenset[str]:
        with self._lock:
            return frozenset(each.delivery_id for each in deliveries if self._settled(owner, each))

    def _settled(self, owner: str, delivery: Delivery) -> bool:
        held = self._leases.get(delivery.delivery_id)
        if held is None or held[0] != owner or self._kept[delivery.delivery_id].attempts != delivery.attempts:
            return False
        del self._leases[delivery.delivery_id]
        self._kept[delivery.delivery_id] = replace(delivery, turn=delivery.turn + 1)
        return True

    def rest(self, until: Mapping[str, float]) -> None:
        with self._lock:
            for key, each in self._kept.items():
                if each.recipient in until and each.state == "pending":
                    self._kept[key] = replace(each, next_attempt=max(each.next_attempt, until[each.recipient]))

    def replay(self, authority: str, delivery_id: str, now: float) -> bool:
        with self._lock:
            found = self.one(authority, delivery_id)
            if found is None or found.state == "sending":
                return False
            self._kept[delivery_id] = _again(found, now)
            return True

    def redrive(self, authority: str, recipient: str, now: float) -> int:
        with self._lock:
            mine = [
                each
                for each in self._kept.values()
                if (each.authority, each.recipient, each.state) == (authority, recipient, "failed")
            ]
            self._kept.update((each.delivery_id, _again(each, now)) for each in mine)
            return len(mine)

    def one(self, authority: str, delivery_id: str) -> Delivery | None:
        found = self._kept.get(delivery_id)
        return found if found and found.authority == authority else None

    def listed(self, wanted: Listing) -> tuple[Delivery, ...]:
        with self._lock:
            newest = sorted(self._kept.values(), key=lambda each: each.delivery_id, reverse=True)
        found = (
            each
            for each in newest
            if each.authority == wanted.authority
            and wanted.recipient in (None, each.recipient)
            and wanted.state in (None, each.state)
            and (wanted.before is None or each.delivery_id < wanted.before)
        )
        return tuple(found)[: wanted.limit]


def _again(delivery: Delivery, now: float) -> Delivery:
    return replace(
        delivery, state="pending", attempts=0, next_attempt=now, reason=None, ended_at=None, turn=delivery.turn + 1
    )
