"""What must hold of the feeds whatever happened to the processes, and what is new in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pymongo import MongoClient

from shared_kernel import stores
from shared_kernel.commit_store_mongo import MongoCommitStore
from shared_kernel.commits import Commit, verify_chain
from tests.e2e.cases import Case
from tests.e2e.house import House
from tests.e2e.waiting import eventually

WITH_COMMITS = ("intake", "escalation")
OURSELVES = "service:"
MANY = 10_000


def assert_sound(house: House) -> None:
    """Positions without hole or repetition, every stream's chain whole, no command carried out twice."""
    for service in WITH_COMMITS:
        commits = house.commits(service)
        assert [commit.position for commit in commits] == list(range(1, len(commits) + 1)), service
        assert len({commit.command_id for commit in commits}) == len(commits), service
        for stream in by_stream(commits).values():
            verify_chain(stream)


def by_stream(commits: Iterable[Commit]) -> dict[str, list[Commit]]:
    """The commits of each stream, in their order."""
    found: dict[str, list[Commit]] = defaultdict(list)
    for commit in commits:
        found[commit.stream].append(commit)
    return found


def events_of(case: Case, service: str) -> list[str]:
    """The names of all that happened to the case in this service, in order."""
    commits = by_stream(case.house.commits(service))[case.streams[service]]
    return [event.name for commit in commits for event in commit.events]


def happened_once(case: Case, service: str, event: str) -> bool:
    """Whether there is exactly one such event, as soon as there is one."""
    return eventually(lambda: events_of(case, service).count(event), event) == 1


@dataclass(frozen=True)
class Since:
    """What people had stored since a moment. What services do by themselves, for other tests' cases, is left out."""

    house: House
    began: datetime
    positions: Mapping[str, int]

    def stored(self) -> dict[str, set[str]]:
        """The streams that people changed, by service: also what no relay has numbered yet, as the store itself has it."""
        with stores.connect(self.house.settings) as client:
            return {service: {each.stream for each in self._commits(client, service)} for service in WITH_COMMITS}

    def _commits(self, client: MongoClient[dict[str, Any]], service: str) -> list[Commit]:
        store = MongoCommitStore(stores.database(client, self.house.settings, service))
        waiting = store.unpositioned(MANY)  # before the others: what is numbered meanwhile is among them
        new = (*waiting, *store.feed(self.positions[service], MANY))
        return [each for each in new if each.recorded_at >= self.began and not each.actor.startswith(OURSELVES)]


def since_now(house: House) -> Since:
    """From here on."""
    return Since(house, house.now, {service: house.last_position(service) for service in WITH_COMMITS})


@contextmanager
def nothing_stored(house: House) -> Iterator[None]:
    """Whatever is sent in here leaves no commit."""
    since = since_now(house)
    yield
    assert since.stored() == {service: set() for service in WITH_COMMITS}
