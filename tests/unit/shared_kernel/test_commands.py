"""Carrying out commands: once, in order, and the same answer for the same command."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shared_kernel.commands import (
    RETRIES,
    CommandContext,
    CommandIdReused,
    Decided,
    Undertaking,
    execute,
    execute_all,
)
from shared_kernel.commit_store_memory import MemoryCommitStore
from shared_kernel.commits import Commit, EventRecord, VersionConflict, verify_chain
from shared_kernel.errors import CodedError
from shared_kernel.time import FixedClock
from tests.contract.ports.samples import NOON, commit_after
from tests.unit.shared_kernel.fakes import Crash, crash_at

CLOCK = FixedClock(NOON + timedelta(seconds=1))


class CountingStore(MemoryCommitStore):
    """Counts its calls, and lets others write just before an append, `rivals` times."""

    def __init__(self) -> None:
        super().__init__()
        self.reads = self.writes = self.rivals = 0

    def stream(self, stream: str) -> tuple[Commit, ...]:
        self.reads += 1
        return super().stream(stream)

    def append(self, commit: Commit) -> None:
        self.writes += 1
        if self.rivals:
            self.rivals -= 1
            history = super().stream(commit.stream)
            rival = commit_after(history[-1] if history else None, command_id=f"rival-{self.rivals}")
            super().append(rival)
        super().append(commit)


class Refused(CodedError):
    pass


@pytest.fixture
def store() -> CountingStore:
    return CountingStore()


def command(command_id: str = "command-1") -> CommandContext:
    return CommandContext(command_id, "kent", "practitioner-7", NOON)


def count_it(history: tuple[Commit, ...]) -> Decided:
    return Decided((EventRecord("counted", 1, {"before": len(history)}),), {"number": len(history) + 1})


def run(store: CountingStore, command_id: str = "command-1", digest: str = "digest", fresh: bool = False) -> Commit:
    return execute(store, CLOCK, "case-1", command(command_id), digest, count_it, fresh=fresh, pause=lambda _: None)


def test_a_command_is_decided_and_kept_with_its_answer(store: CountingStore) -> None:
    commit = run(store)
    assert store.stream("case-1") == (commit,)
    assert commit.answer == {"number": 1}
    assert [event.name for event in commit.events] == ["counted"]
    assert (commit.authority, commit.actor, commit.command_id) == ("kent", "practitioner-7", "command-1")
    assert commit.recorded_at == CLOCK.now()


def test_it_costs_one_read_and_one_write_and_a_new_stream_no_read(store: CountingStore) -> None:
    run(store, "command-1", fresh=True)
    assert (store.reads, store.writes) == (0, 1)
    run(store, "command-2")
    assert (store.reads, store.writes) == (1, 2)


@pytest.mark.parametrize("fresh", [False, True])
def test_the_same_command_again_gets_the_same_answer(store: CountingStore, fresh: bool) -> None:
    first = run(store, fresh=fresh)
    run(store, "command-2")
    assert run(store, fresh=fresh) == first
    assert len(store.stream("case-1")) == 2


@pytest.mark.parametrize("fresh", [False, True])
def test_an_id_used_for_another_command_is_refused(store: CountingStore, fresh: bool) -> None:
    run(store)
    with pytest.raises(CommandIdReused):
        run(store, digest="another digest", fresh=fresh)
    assert len(store.stream("case-1")) == 1


def test_an_id_used_on_another_stream_is_found_too(store: CountingStore) -> None:
    first = run(store)
    other = execute(store, CLOCK, "case-2", command(), "digest", count_it)
    assert other == first
    with pytest.raises(CommandIdReused):
        execute(store, CLOCK, "case-2", command(), "another digest", count_it)
    assert store.stream("case-2") == ()


@pytest.mark.parametrize("fresh", [False, True])
def test_after_a_conflict_it_is_decided_again_on_the_newer_stream(store: CountingStore, fresh: bool) -> None:
    store.rivals = 2
    commit = run(store, fresh=fresh)
    assert (commit.version, commit.answer) == (3, {"number": 3})
    verify_chain(store.stream("case-1"))


def test_it_gives_up_after_five_retries_and_has_written_nothing(store: CountingStore) -> None:
    store.rivals = RETRIES + 1
    with pytest.raises(VersionConflict):
        run(store)
    assert store.by_command("command-1") is None
    assert store.writes == RETRIES + 1


def test_a_refusal_writes_nothing(store: CountingStore) -> None:
    def refuse(_: tuple[Commit, ...]) -> Decided:
        raise Refused("No.")

    with pytest.raises(Refused):
        execute(store, CLOCK, "case-1", command(), "digest", refuse)
    assert store.writes == 0


def test_a_crash_after_the_append_does_not_do_it_twice(store: CountingStore, monkeypatch: pytest.MonkeyPatch) -> None:
    crash_at(monkeypatch, "commit.appended")
    with pytest.raises(Crash):
        run(store)
    assert run(store).answer == {"number": 1}
    assert len(store.stream("case-1")) == 1


def test_a_command_without_events_is_remembered_with_its_answer(store: CountingStore) -> None:
    commit = execute(store, CLOCK, "case-1", command(), "digest", lambda _: Decided((), {"changed": False}))
    assert run(store) == commit


def undertaking(command_id: str, stream: str, digest: str = "digest", fresh: bool = False) -> Undertaking:
    return Undertaking(stream, command(command_id), digest, count_it, fresh)


def test_many_at_once_each_have_their_commit_and_no_ones_trouble_is_anothers(store: CountingStore) -> None:
    def refuse(_: tuple[Commit, ...]) -> Decided:
        raise Refused("No.")

    before = run(store, "done-before")
    asked = [
        undertaking("one", "case-1"),
        undertaking("two", "case-2", fresh=True),
        Undertaking("case-3", command("three"), "digest", refuse),
        undertaking("done-before", "case-1"),
        undertaking("done-before", "case-1", digest="another"),
        undertaking("four", "case-1", fresh=True),
        undertaking("five", "case-1"),
    ]
    one, two, three, again, reused, four, five = execute_all(store, CLOCK, asked)
    assert isinstance(three, Refused) and isinstance(reused, CommandIdReused) and again == before
    assert isinstance(two, Commit) and store.stream("case-2") == (two,)
    assert store.stream("case-1") == (before, one, four, five), "those that clashed were decided again, one by one"
    verify_chain(store.stream("case-1"))
    assert execute_all(store, CLOCK, []) == ()


def test_those_on_one_stream_come_as_they_are_given_also_where_the_first_clashes(store: CountingStore) -> None:
    asked = [undertaking("one", "case-1", fresh=True), undertaking("two", "case-1"), undertaking("three", "case-1")]
    before = run(store, "done-before")
    assert store.stream("case-1") == (before,)
    one, two, three = execute_all(store, CLOCK, asked)
    assert store.stream("case-1") == (before, one, two, three)
