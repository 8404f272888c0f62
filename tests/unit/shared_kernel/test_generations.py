"""Two generations of the platform side by side: the newer writes version 2 of an event, the older knows version 1 only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from contracts import released
from contracts.refusals import Refusal
from contracts.schema import events_by_name
from shared_kernel.checkpoints_memory import MemoryCheckpointStore
from shared_kernel.command_desk import CommandDesk, Handler, Intent, among, command_of, happened, recorded
from shared_kernel.commands import CommandContext, Decided
from shared_kernel.commit_store_memory import MemoryCommitStore
from shared_kernel.commits import Commit, verify_chain
from shared_kernel.feed import FeedReader
from shared_kernel.parked import WAITS_BEHIND
from shared_kernel.parked_memory import MemoryParkedStore
from shared_kernel.time import FixedClock
from shared_kernel.upcasting import UnknownEvent
from tests.contract.ports.samples import NOON


@dataclass(frozen=True)
class NoteV1:
    """Asks for a ThingNoted on this stream."""

    stream: str


@dataclass(frozen=True)
class ThingNotedV1:
    """What the older generation writes."""

    number: int


@dataclass(frozen=True)
class ThingNotedV2:
    """What the newer generation writes; it says of what is older that nobody knows how urgent it was."""

    number: int
    urgency: str


Contracts = Mapping[tuple[str, int], type]
OLDER: Contracts = events_by_name(ThingNotedV1)
NEWER: Contracts = events_by_name(ThingNotedV2)
UPCASTS = {("ThingNoted", 1): lambda data: {**data, "urgency": "unknown"}}


class Generation:
    """A process of one generation over what all share: it decides on a stream, and follows the feed."""

    def __init__(self, house: House, contracts: Contracts) -> None:
        self.house, self.contracts, self.seen = house, contracts, list[Any]()
        handlers: dict[type, Handler] = {NoteV1: Handler(None, self._noting)}
        self.desk = CommandDesk(house.store, FixedClock(NOON), {("Note", 1): NoteV1}, handlers)
        self.reader = FeedReader(
            "reader", "source", house.store, house.checkpoints, house.parked, self._apply, pause=lambda _: None
        )

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """What this process knows is what is known."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(released, "NEWEST", dict(self.contracts.keys()))
            patch.setattr(released, "UPCASTS", UPCASTS if self.contracts is NEWER else {})
            yield

    def _noting(self, command: NoteV1, _context: CommandContext) -> Intent:
        def decide(history: tuple[Commit, ...]) -> Decided:
            number = len([each for commit in history for each in happened(commit, self.contracts)]) + 1
            written = ThingNotedV2(number, "high") if self.contracts is NEWER else ThingNotedV1(number)
            return Decided((recorded(written),), {})

        return Intent(command.stream, decide)

    def _apply(self, commit: Commit) -> None:
        self.seen += [(commit.stream, each) for each in happened(commit, self.contracts)]

    def asked(self, stream: str) -> dict[str, Any]:
        """The answer to a command of a new id."""
        command_id = f"{stream} {len(self.house.store.stream(stream))}"
        command = command_of(NoteV1(stream), command_id=command_id, digest="", authority="kent", actor="somebody")
        with self.at_work():
            return self.desk.answer(vars(command))

    def follows(self) -> None:
        """To the feed's end."""
        self.house.number()
        with self.at_work():
            while self.reader.run_once():
                pass

    def drives_again(self, stream: str) -> None:
        """What is parked of this stream."""
        with self.at_work():
            self.reader.redrive(stream)


class House:
    """What outlives every process: commits, positions, what is parked."""

    def __init__(self) -> None:
        self.store, self.checkpoints, self.parked = MemoryCommitStore(), MemoryCheckpointStore(), MemoryParkedStore()
        self.older, self.newer = Generation(self, OLDER), Generation(self, NEWER)

    def number(self) -> None:
        self.store.assign_positions(self.store.last_position() + 1, self.store.unpositioned(100))

    def waits(self) -> list[tuple[int, str]]:
        """What is parked, by version, and why."""
        found = self.parked.of_stream("reader", "source", "thing-1")
        return [(each.version, each.reason) for each in found]


@pytest.fixture
def house() -> House:
    return House()


def test_what_the_older_wrote_the_newer_reads_as_its_own(house: House) -> None:
    assert house.older.asked("thing-1") == {"accepted": {"version": 1}}
    house.newer.follows()
    assert house.newer.seen == [("thing-1", ThingNotedV2(1, "unknown"))]
    assert house.newer.asked("thing-1") == {"accepted": {"version": 2}}
    commits = house.store.stream("thing-1")
    assert [each.events[0].version for each in commits] == [1, 2], "what was written stays as it was written"
    verify_chain(commits)


def test_what_the_newer_wrote_the_older_parks_and_goes_on_with_all_else(house: House) -> None:
    for each in ("thing-1", "thing-1"):
        assert "accepted" in house.newer.asked(each)
    assert "accepted" in house.older.asked("thing-2")
    house.older.follows()
    assert house.older.seen == [("thing-2", ThingNotedV1(1))]
    assert house.waits() == [(1, "unknown_event"), (2, WAITS_BEHIND)]


def test_brought_up_to_date_it_is_driven_again_in_order(house: House) -> None:
    for each in ("thing-1", "thing-1"):
        house.newer.asked(each)
    house.older.follows()
    house.newer.drives_again("thing-1")
    assert house.newer.seen == [("thing-1", ThingNotedV2(1, "high")), ("thing-1", ThingNotedV2(2, "high"))]
    assert house.waits() == []


def test_the_older_decides_on_nothing_that_it_does_not_understand(house: House) -> None:
    house.newer.asked("thing-1")
    refused = {"refused": Refusal("service_unavailable").as_json()}
    assert house.older.asked("thing-1") == refused, "whoever asks is told to ask again, and meets another replica"
    assert house.newer.asked("thing-1") == {"accepted": {"version": 2}}


def test_who_looks_for_some_events_only_does_not_pass_over_a_newer_one(house: House) -> None:
    house.newer.asked("thing-1")
    (commit,) = house.store.stream("thing-1")
    with house.older.at_work(), pytest.raises(UnknownEvent):
        list(among(commit, [ThingNotedV1]))
