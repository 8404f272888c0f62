"""What must hold of the feeds whatever happened to the processes, and what is new in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from shared_kernel.commits import Commit, verify_chain
from tests.e2e.cases import KENT_CHARGED, Case, raising
from tests.e2e.house import House
from tests.e2e.waiting import eventually

WITH_COMMITS = ("intake", "escalation")
OURSELVES = "service:"


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
        """The streams that people changed, by service.

        A notification that is raised now goes before: the relay numbers what is stored in order, so that once it is
        routed, whatever was stored before it is in the feeds too.
        """
        person, body = raising(self.house, KENT_CHARGED)
        raised_now = self.house.done(person, "/v1/notifications", body)
        last = set(Case(self.house, raised_now["notification_id"], person).streams.values())
        eventually(lambda: last & self._new()["escalation"] or None, "the last case's routing")
        return {service: streams - last for service, streams in self._new(of_people=True).items()}

    def _new(self, of_people: bool = False) -> dict[str, set[str]]:
        return {service: {each.stream for each in self._commits(service, of_people)} for service in WITH_COMMITS}

    def _commits(self, service: str, of_people: bool) -> list[Commit]:
        new = self.house.commits(service, self.positions[service])
        ours = [each for each in new if each.actor.startswith(OURSELVES)] if of_people else []
        return [each for each in new if each.recorded_at >= self.began and each not in ours]


def since_now(house: House) -> Since:
    """From here on."""
    return Since(house, house.now, {service: house.last_position(service) for service in WITH_COMMITS})


@contextmanager
def nothing_stored(house: House) -> Iterator[None]:
    """Whatever is sent in here leaves no commit."""
    since = since_now(house)
    yield
    assert since.stored() == {service: set() for service in WITH_COMMITS}
