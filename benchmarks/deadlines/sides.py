"""Each side: how clocks are entered, by what process they fire, and what has fired. Entering is not measured, and done in bulk."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pymongo import MongoClient

from benchmarks.deadlines import effect
from shared_kernel.settings import Settings
from shared_kernel.stores import database
from shared_kernel.waiting_clocks import WaitingClock
from shared_kernel.waiting_clocks_mongo import MongoClockStore

Due = Mapping[str, float]
"""By name, seconds since 1970."""
AT_ONCE = 500


class Side(ABC):
    """One of those compared, with a database and a file of its own."""

    name: str
    arguments: tuple[str, ...]

    def __init__(self, settings: Settings, folder: Path, prefix: str) -> None:
        self._settings, self._prefix = settings, prefix
        # As durable as ours, and patient: what is entered and counted here may be much.
        self._client: MongoClient[dict[str, Any]] = MongoClient(settings.mongodb_uri, w="majority", journal=True)
        self._file = folder / f"{prefix}.sqlite"
        self.environment = {
            "BENCH_PREFIX": prefix,
            "BENCH_SQLITE": f"sqlite:///{self._file}",
            "PYTHONWARNINGS": "ignore",
        }

    @abstractmethod
    def enter(self, due: Due) -> None:
        """Durably."""

    def fill(self, waiting: Due) -> None:
        """What is not due while this goes on."""
        self.enter(waiting)

    def taken(self) -> bool:
        """Whether the process has in hand what was entered, where it takes it in beforehand."""
        return True

    def fired(self) -> list[tuple[str, float]]:
        """The name of each that fired, and when, as often as it did."""
        found = self._client[effect.named(self._prefix)]["fired"].find({})
        return [(each["clock"], each["at"]) for each in found]

    def how_many_fired(self) -> int:
        return self._client[effect.named(self._prefix)]["fired"].count_documents({})


class Ours(Side):
    """The clocks' store and the firer of a worker; the effect is a command's commit."""

    name = "needfire"

    def __init__(self, settings: Settings, folder: Path, prefix: str) -> None:
        super().__init__(settings, folder, prefix)
        self.arguments = ("tests.chaos.replica", settings.mongodb_uri, prefix)
        owned = Settings(mongodb_uri=settings.mongodb_uri, database_prefix=prefix)
        self.own = database(self._client, owned, "clocks")
        self._clocks = MongoClockStore(self.own)

    def enter(self, due: Due) -> None:
        clocks = [WaitingClock(name, name, "kent", instant(at), {}) for name, at in due.items()]
        for begin in range(0, len(clocks), AT_ONCE):
            self._clocks.put_all(clocks[begin : begin + AT_ONCE])

    def fired(self) -> list[tuple[str, float]]:
        found = self.own["commits"].find({}, {"stream": 1, "events": 1})
        return [(each["stream"], _seconds(each["events"][0]["data"]["at"])) for each in found]

    def how_many_fired(self) -> int:
        return self.own["commits"].count_documents({})

    def scanned(self, due: Sequence[float]) -> int:
        """The limit: the ids of all that is due between these, in order, and nothing else."""
        between = {"$gte": instant(min(due)).isoformat(), "$lte": instant(max(due)).isoformat()}
        found: list[Any] = list(self.own["waiting_clocks"].find({"due": between}, {"_id": 1}).sort("due"))
        return len(found)


def instant(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _seconds(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()
