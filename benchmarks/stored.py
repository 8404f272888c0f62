"""What really lies in the store, asked of the store itself."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

from pymongo import MongoClient

from gateway.read_models.mongo import MongoCases
from shared_kernel.settings import Settings

FOLLOWED = {"intake", "escalation"}
"""The services whose commits a case's page is made of, once it was routed."""


class NotFollowed(Exception):
    """The platform did not follow what was accepted within its time."""


class Stored:
    """Reads every owner's database, as no process of the platform may."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._settings = Settings.from_environment(environment)
        self._client: MongoClient[dict[str, Any]] = MongoClient(self._settings.mongodb_uri)

    def streams(self, owner: str) -> frozenset[str]:
        """The stream of each commit in this owner's database."""
        return frozenset(self.commits(owner))

    def commits(self, owner: str) -> Counter[str]:
        """How many commits each stream in this owner's database has."""
        commits = self._client[f"{self._settings.database_prefix}_{owner}"]["commits"]
        return Counter(each["_id"].partition("@")[0] for each in commits.find({}, {"_id": 1}))

    def wait_until_readable(self, notification_ids: Collection[str], within: float) -> None:
        """Until each of them was routed and can be read in the gateway. Raises NotFollowed after `within` seconds."""
        cases = MongoCases(self._client[f"{self._settings.database_prefix}_gateway"])
        ends = time.monotonic() + within
        # The relay numbers in the ids' order, so the last is asked for until it is there: little work for the store.
        for notification_id in sorted(notification_ids, reverse=True):
            while not cases.versions([notification_id]).get(notification_id, {}).keys() >= FOLLOWED:
                if time.monotonic() > ends:
                    raise NotFollowed(f"not all of {len(notification_ids)} could be read after {within:.0f} s")
                time.sleep(0.05)
