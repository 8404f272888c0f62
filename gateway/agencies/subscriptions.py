"""Webhook subscriptions of agencies: where, what, and the secrets that their messages are signed with.

A secret lies in the store encrypted with a key of the gateway's own, bound to its subscription. While one is changed, the
one before it signs too, for a day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from threading import RLock
from typing import Any, Protocol

from pymongo import ASCENDING, IndexModel
from pymongo.database import Database

from shared_kernel.stores import translated
from shared_kernel.time import instant_of, instant_text

BOTH_SIGN = timedelta(hours=24)
MOST = 20
"""Subscriptions of one agency at one authority."""


@dataclass(frozen=True)
class Held:
    """A secret, encrypted, and until when it signs; None is until it is changed."""

    sealed: bytes = field(repr=False)
    until: datetime | None = None


@dataclass(frozen=True)
class Subscribed:
    """A subscription as it is kept."""

    subscription_id: str
    authority: str
    agency: str
    url: str
    events: tuple[str, ...]
    begun_at: datetime
    secrets: tuple[Held, ...]
    ended_at: datetime | None = None

    def signing(self, now: datetime) -> tuple[Held, ...]:
        """The secrets that sign now, the newest first."""
        return tuple(each for each in self.secrets if each.until is None or now < each.until)

    def changed(self, sealed: bytes, now: datetime) -> Subscribed:
        """With another secret; the one before signs on for a day, and none from before that."""
        before = tuple(replace(each, until=now + BOTH_SIGN) for each in self.secrets if each.until is None)
        return replace(self, secrets=(Held(sealed), *before))


class SubscriptionStore(Protocol):
    """Port. Each may raise StoreUnavailable."""

    def put(self, subscription: Subscribed) -> None:
        """Keeps it, new or changed."""

    def one(self, subscription_id: str) -> Subscribed | None:
        """The subscription of this id."""

    def of_authority(self, authority: str) -> tuple[Subscribed, ...]:
        """All of this authority's agencies, the oldest first."""


class MemorySubscriptions(SubscriptionStore):
    def __init__(self) -> None:
        self._lock = RLock()
        self._kept: dict[str, Subscribed] = {}

    def put(self, subscription: Subscribed) -> None:
        with self._lock:
            self._kept[subscription.subscription_id] = subscription

    def one(self, subscription_id: str) -> Subscribed | None:
        return self._kept.get(subscription_id)

    def of_authority(self, authority: str) -> tuple[Subscribed, ...]:
        with self._lock:
            return _oldest_first([each for each in self._kept.values() if each.authority == authority])


class MongoSubscriptions(SubscriptionStore):
    """Makes its index when constructed."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._kept = database["subscriptions"]
        with translated():
            self._kept.create_indexes([IndexModel([("authority", ASCENDING)], name="of_authority")])

    @translated()
    def put(self, subscription: Subscribed) -> None:
        document = _document(subscription)
        self._kept.replace_one({"_id": document["_id"]}, document, upsert=True)

    @translated()
    def one(self, subscription_id: str) -> Subscribed | None:
        found = self._kept.find_one({"_id": subscription_id})
        return _subscribed(found) if found else None

    @translated()
    def of_authority(self, authority: str) -> tuple[Subscribed, ...]:
        return _oldest_first([_subscribed(each) for each in self._kept.find({"authority": authority})])


def _oldest_first(found: Sequence[Subscribed]) -> tuple[Subscribed, ...]:
    return tuple(sorted(found, key=lambda each: (each.begun_at, each.subscription_id)))


def _document(subscription: Subscribed) -> dict[str, Any]:
    return {
        "_id": subscription.subscription_id,
        "authority": subscription.authority,
        "agency": subscription.agency,
        "url": subscription.url,
        "events": list(subscription.events),
        "begun_at": instant_text(subscription.begun_at),
        "ended_at": _text(subscription.ended_at),
        "secrets": [{"sealed": each.sealed, "until": _text(each.until)} for each in subscription.secrets],
    }


def _subscribed(found: dict[str, Any]) -> Subscribed:
    return Subscribed(
        subscription_id=found["_id"],
        authority=found["authority"],
        agency=found["agency"],
        url=found["url"],
        events=tuple(found["events"]),
        begun_at=instant_of(found["begun_at"]),
        secrets=tuple(Held(bytes(each["sealed"]), _moment(each["until"])) for each in found["secrets"]),
        ended_at=_moment(found["ended_at"]),
    )


def _text(moment: datetime | None) -> str | None:
    return instant_text(moment) if moment else None


def _moment(written: str | None) -> datetime | None:
    return instant_of(written) if written else None
