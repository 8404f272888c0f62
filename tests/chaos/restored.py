"""A large backup put into a new store: `python -m tests.chaos.restored`.

Invented cases go their whole way until there are so many events; they are copied, verified, put into another store, and whoever follows
begins there from nothing. Prints a line of JSON: how long each took, what of it is broken, and what was done or told once more. The end
status is 1 when a promise was broken.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pymongo import MongoClient

from operations.backup.contents import OWNERS
from shared_kernel.commit_store_mongo import MongoCommitStore
from shared_kernel.commits import Commit, CommitStore
from shared_kernel.delivery.ledger import Delivery
from shared_kernel.delivery.ledger_mongo import MongoDeliveryLedger
from shared_kernel.delivery.sender import Attempt
from shared_kernel.time import FixedClock
from tests.chaos.verdict import broken
from tests.e2e.waiting import stopwatch
from tests.integration.conftest import EmbeddedStore
from tests.unit.casework.authorities import real
from tests.unit.guarantees.dying import Unreliable
from tests.unit.guarantees.plant import SERVICES, Kept, Plant, in_memory, raising

AT_ONCE = 500
START, DEADLINES = datetime(2026, 1, 5, 12, tzinfo=UTC), timedelta(days=2)
PREFIX = "restored"
Databases = dict[str, Any]
WALL = 1_000_000.0


class House:
    """The whole way in one process; `shown`: with the views. `told`: how often somebody outside was."""

    def __init__(self, kept: Kept, shown: bool) -> None:
        self.kept, self.clock, self.told, self._shown = kept, FixedClock(START), 0, shown
        self._plant = Plant(kept, real("kent"), self.clock, Unreliable(), self._hear, "one")

    def _hear(self, delivery: Delivery) -> Attempt:
        self.told += 1
        return Attempt(True)

    def raised(self, number: int) -> None:
        """Somebody raises this one."""
        answer = self._plant.intake.answer(raising(number, self.clock.now())[1])
        assert "accepted" in answer, answer

    def settle(self) -> None:
        """Until everybody has followed."""
        steps = [step for name, step in self._plant.steps.items() if self._shown or not name.startswith("gateway")]
        while sum(step() for step in steps):
            pass

    def events(self) -> int:
        """How many there are."""
        return sum(len(each.events) for store in self.kept.commits.values() for each in every(store))


def every(store: CommitStore) -> Iterator[Commit]:
    """The whole feed."""
    after = 0
    while page := store.feed(after, AT_ONCE):
        yield from page
        after = page[-1].position


def grown(events: int) -> tuple[House, int]:
    """Cases that went their way, and how many, until there are so many events."""
    house, cases = House(in_memory(lambda: WALL), shown=False), 0
    while (so_far := house.events()) < events:
        more = min(AT_ONCE, (events - so_far) * cases // so_far + 1 if so_far else 1)
        for number in range(cases + 1, cases + more + 1):
            house.raised(number)
        cases += more
        house.settle()
        house.clock.advance(DEADLINES)  # those of the cases before: their streams go on
        house.settle()
    return house, cases


def moved_in(house: House, databases: Databases) -> None:
    """What lies in memory is written into a store, as it is there after the same cases."""
    for service, store in house.kept.commits.items():
        into, commits = MongoCommitStore(databases[service]), list(every(store))
        for first in range(0, len(commits), AT_ONCE):
            batch = commits[first : first + AT_ONCE]
            into.append_all([replace(each, position=0) for each in batch])
            into.assign_positions(batch[0].position, batch)
    for service in set(OWNERS) - {"gateway", *SERVICES}:
        MongoCommitStore(databases[service])
    deliveries = list(house.kept.ledger._kept.values())  # type: ignore[attr-defined]
    ledger = MongoDeliveryLedger(databases["gateway"])
    for first in range(0, len(deliveries), AT_ONCE):
        ledger.enter(deliveries[first : first + AT_ONCE])


@contextmanager
def opened(folder: Path) -> Iterator[tuple[EmbeddedStore, Databases]]:
    """A store of its own, and each owner's database in it."""
    folder.mkdir()
    store = EmbeddedStore(folder)
    try:
        store.wait_until_it_answers()
        with MongoClient[dict[str, Any]](store.uri) as client:
            yield store, {owner: client[f"{PREFIX}_{owner}"] for owner in OWNERS}
    finally:
        store.kill()


def backup(store: EmbeddedStore, *arguments: str) -> float:
    """How many seconds the command took, which must end well."""
    environment = {**os.environ, "MONGODB_URI": store.uri, "NEEDFIRE_DATABASE_PREFIX": PREFIX}
    took = stopwatch()
    subprocess.run([sys.executable, "-m", "operations.backup", *arguments], env=environment, check=True, stdout=2)
    return round(took(), 1)


def followed(house: House, databases: Databases) -> House:
    """On the restored store: whoever follows begins from nothing, and what was delivered is known."""
    commits = {service: MongoCommitStore(databases[service]) for service in SERVICES}
    kept = replace(in_memory(lambda: WALL), commits=commits, ledger=MongoDeliveryLedger(databases["gateway"]))
    again = House(kept, shown=True)
    again.clock.set(house.clock.now())
    again.settle()
    return again


def play(events: int, folder: Path) -> dict[str, Any]:
    """What became of them."""
    took = stopwatch()
    house, cases = grown(events)
    found: dict[str, Any] = {"cases": cases, "events": house.events(), "delivered": house.told}
    before = {name: [each.hash for each in every(store)] for name, store in house.kept.commits.items()}
    with opened(folder / "old") as (store, databases):
        moved_in(house, databases)
        found["made_in"] = round(took(), 1)
        found["copied_and_verified_in"] = backup(store, "write", str(folder / "backup"))
    with opened(folder / "new") as (store, databases):
        found["verified_and_restored_in"] = backup(store, "restore", str(folder / "backup"))
        feeds = {service: list(every(MongoCommitStore(databases[service]))) for service in SERVICES}
        found["broken"] = sum(broken(feed) for feed in feeds.values())
        found["lost"] = sum(len(set(before[name]) - {each.hash for each in feed}) for name, feed in feeds.items())
        took = stopwatch()
        again = followed(house, databases)
        found["followed_in"] = round(took(), 1)
        found["done_again"] = again.events() - found["events"]
        found["told_again"] = again.told
        again.raised(cases + 1)
        again.settle()
        found["told_of_the_next"] = again.told - found["told_again"]
    return found


def main(arguments: Sequence[str]) -> int:
    """The end status."""
    asked = argparse.ArgumentParser(prog="python -m tests.chaos.restored", description=__doc__)
    asked.add_argument("--events", type=int, default=100_000)
    given = asked.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        found = play(given.events, Path(folder))
    kept = not any(found[each] for each in ("broken", "lost", "done_again", "told_again"))
    holds = kept and found["delivered"] and found["told_of_the_next"]
    print(json.dumps({"holds": bool(holds), **found}), flush=True)
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
