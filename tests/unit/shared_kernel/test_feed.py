"""The feed's reader: in order, at least once; one stream's trouble is not the others'."""

from __future__ import annotations

import pytest

from shared_kernel.checkpoints_memory import MemoryCheckpointStore
from shared_kernel.commit_store_memory import MemoryCommitStore
from shared_kernel.commits import MalformedCommit
from shared_kernel.errors import StoreUnavailable
from shared_kernel.feed import MISSING, TRIES, FeedReader
from shared_kernel.parked import WAITS_BEHIND
from shared_kernel.parked_memory import MemoryParkedStore
from shared_kernel.time import FixedClock
from tests.contract.ports.samples import NOON, commit_after
from tests.unit.shared_kernel.fakes import Crash, RecordingAll, RecordingApply, crash_at

PERSONAL = "Jane Doe, 1 High Street"


class Reading:
    """A source with commits, and readers that are processes which come and go."""

    def __init__(self) -> None:
        self.source = MemoryCommitStore()
        self.checkpoints = MemoryCheckpointStore()
        self.parked = MemoryParkedStore()
        self.apply: RecordingApply = RecordingApply()
        self.mended_after: int | None = None
        self.seconds = 0.0

    def reader(self, batch: int = 200, remembers: float = 0.0) -> FeedReader:
        return FeedReader(
            "pages",
            "intake",
            self.source,
            self.checkpoints,
            self.parked,
            self.apply,
            clock=FixedClock(NOON),
            batch=batch,
            pause=self._pause,
            remembers=remembers,
            monotonic=lambda: self.seconds,
        )

    def _pause(self, _: float) -> None:
        if len(self.apply.tried) == self.mended_after:
            self.apply.failing.clear()

    def write(self, *streams: str) -> None:
        """One commit on each named stream, in this order of positions."""
        for stream in streams:
            history = self.source.stream(stream)
            commit = commit_after(history[-1] if history else None, stream)
            self.source.append(commit)
            self.source.assign_positions(self.source.last_position() + 1, (commit,))

    def reasons(self) -> list[tuple[str, int, str]]:
        return [(each.stream, each.version, each.reason) for each in self.parked.listed(100)]

    def position(self) -> int:
        return self.checkpoints.load("pages", "intake")


@pytest.fixture
def reading() -> Reading:
    return Reading()


def test_commits_are_applied_in_order_and_the_position_is_kept(reading: Reading) -> None:
    reading.write("a", "b", "a")
    reader = reading.reader()
    assert (reader.run_once(), reader.run_once()) == (3, 0)
    assert reading.apply.applied == [("a", 1), ("b", 1), ("a", 2)]
    assert reading.position() == 3


def test_a_batch_at_a_time(reading: Reading) -> None:
    reading.write("a", "a", "a", "a", "a")
    reader = reading.reader(batch=2)
    assert [reader.run_once() for _ in range(4)] == [2, 2, 1, 0]
    assert reading.apply.of("a") == [1, 2, 3, 4, 5]


def test_another_process_goes_on_where_the_first_stopped(reading: Reading) -> None:
    reading.write("a")
    reading.reader().run_once()
    reading.write("a")
    reading.reader().run_once()
    assert reading.apply.applied == [("a", 1), ("a", 2)]


def test_after_a_crash_before_the_position_was_saved_the_batch_is_applied_again(
    reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading.write("a", "b")

    def gone(*_: object) -> None:
        raise Crash

    monkeypatch.setattr(reading.checkpoints, "save", gone)
    with pytest.raises(Crash):
        reading.reader().run_once()
    monkeypatch.undo()
    reading.reader().run_once()
    assert reading.apply.applied == [("a", 1), ("b", 1), ("a", 1), ("b", 1)]
    assert reading.position() == 2


def test_the_failpoint_lies_after_the_last_commit_was_applied(
    reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading.write("a", "b")
    crash_at(monkeypatch, "feed.applied")
    with pytest.raises(Crash):
        reading.reader().run_once()
    assert reading.apply.applied == [("a", 1), ("b", 1)]


def test_a_commit_that_fails_is_tried_three_times_and_parked(reading: Reading) -> None:
    reading.write("a")
    reading.apply.failing["a", 1] = KeyError(PERSONAL)
    assert reading.reader().run_once() == 1
    assert reading.apply.tried == [("a", 1)] * TRIES
    assert reading.reasons() == [("a", 1, "KeyError")]
    assert reading.position() == 1


def test_what_succeeds_on_the_last_try_is_not_parked(reading: Reading) -> None:
    reading.write("a")
    reading.apply.failing["a", 1] = KeyError()
    reading.mended_after = TRIES - 1
    reading.reader().run_once()
    assert reading.parked.count() == 0
    assert reading.apply.of("a") == [1]


@pytest.mark.parametrize(
    ("error", "reason"),
    [(ValueError(PERSONAL), "ValueError"), (MalformedCommit(PERSONAL), "malformed_commit")],
)
def test_the_reason_is_a_code_or_a_class_name_never_a_text(reading: Reading, error: Exception, reason: str) -> None:
    reading.write("a")
    reading.apply.failing["a", 1] = error
    reading.reader().run_once()
    (parked,) = reading.parked.listed(1)
    assert parked.reason == reason
    assert PERSONAL not in repr(parked)


def test_later_commits_of_the_stream_wait_and_other_streams_go_on(reading: Reading) -> None:
    reading.write("a", "a", "b", "a", "b")
    reading.apply.failing["a", 2] = KeyError()
    reader = reading.reader(batch=2)
    while reader.run_once():
        pass
    reading.write("a", "b")
    reading.reader().run_once()  # a later process knows it from the store
    assert reading.apply.of("a") == [1]
    assert reading.apply.of("b") == [1, 2, 3]
    assert reading.reasons() == [("a", 2, "KeyError"), ("a", 3, WAITS_BEHIND), ("a", 4, WAITS_BEHIND)]
    assert reading.position() == 7


def test_redrive_applies_what_waits_in_order_and_frees_the_stream(reading: Reading) -> None:
    reading.write("a", "a", "a")
    reading.apply.failing["a", 1] = KeyError()
    reader = reading.reader()
    reader.run_once()
    reading.apply.failing.clear()
    assert reader.redrive("a") == 3
    assert reading.apply.of("a") == [1, 2, 3]
    assert reading.parked.count() == 0
    reading.write("a")
    reader.run_once()
    assert reading.apply.of("a") == [1, 2, 3, 4]


def test_redrive_stops_at_what_fails_again_and_keeps_the_newer_reason(reading: Reading) -> None:
    reading.write("a", "a", "a")
    reading.apply.failing["a", 1] = KeyError()
    reader = reading.reader()
    reader.run_once()
    reading.apply.failing = {("a", 2): ValueError()}
    assert reader.redrive("a") == 1
    assert reading.apply.of("a") == [1]
    assert reading.reasons() == [("a", 2, "ValueError"), ("a", 3, WAITS_BEHIND)]
    first, behind = reading.parked.listed(10)
    assert (first.authority, first.parked_at, first.tried_at, behind.tried_at) == ("kent", NOON, NOON, None)


def test_what_somebody_asked_for_is_found_out_at_the_next_run(reading: Reading) -> None:
    reading.write("a")
    reading.apply.failing["a", 1] = KeyError()
    reader = reading.reader(remembers=60.0)
    reader.run_once()
    reading.apply.failing.clear()
    reading.parked.ask_redrive("pages", "intake", "a")
    reader.run_once()
    assert reading.parked.count() == 1
    reader.look_soon()
    reader.run_once()
    assert reading.parked.count() == 0


def test_redrive_of_a_commit_that_the_source_no_longer_has_says_so(reading: Reading) -> None:
    reading.write("a")
    reading.apply.failing["a", 1] = KeyError()
    reading.reader().run_once()
    reading.source = MemoryCommitStore()
    assert reading.reader().redrive("a") == 0
    assert reading.reasons() == [("a", 1, MISSING)]


def test_another_process_may_ask_for_a_redrive(reading: Reading) -> None:
    reading.write("a", "a")
    reading.apply.failing["a", 1] = KeyError()
    reader = reading.reader()
    reader.run_once()
    reading.apply.failing.clear()
    reading.parked.ask_redrive("pages", "intake", "a")
    reader.run_once()
    assert reading.apply.of("a") == [1, 2]
    assert reading.parked.count() == 0


def test_a_store_that_is_away_parks_nothing_and_keeps_what_was_done(reading: Reading) -> None:
    reading.write("a", "b", "c")
    reading.apply.failing["b", 1] = StoreUnavailable()
    reader = reading.reader()
    with pytest.raises(StoreUnavailable):
        reader.run_once()
    assert (reading.position(), reading.parked.count()) == (1, 0)
    reading.apply.failing.clear()
    reader.run_once()
    assert reading.apply.applied == [("a", 1), ("b", 1), ("c", 1)]


def test_a_commit_that_cannot_even_be_parked_is_not_passed_over(
    reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise StoreUnavailable

    reading.write("a", "b")
    reading.apply.failing["b", 1] = KeyError()
    monkeypatch.setattr(reading.parked, "park", away)
    with pytest.raises(StoreUnavailable):
        reading.reader().run_once()
    assert reading.position() == 1


def test_a_forgotten_reader_is_rebuilt_from_nothing(reading: Reading) -> None:
    reading.write("a", "b")
    reader = reading.reader()
    reader.run_once()
    reading.checkpoints.forget("pages", "intake")
    reader.run_once()
    assert reading.apply.applied == [("a", 1), ("b", 1)] * 2


def test_what_is_remembered_is_saved_and_looked_up_again_in_time(reading: Reading) -> None:
    reader = reading.reader(remembers=1.0)
    reading.write("a", "a")
    reader.run_once()
    assert reading.position() == 0
    reading.seconds = 1.0
    reader.run_once()
    assert reading.position() == 2


def test_after_a_crash_what_was_remembered_is_applied_again(reading: Reading) -> None:
    reading.write("a", "b")
    reading.reader(remembers=1.0).run_once()
    reading.reader().run_once()
    assert reading.apply.applied == [("a", 1), ("b", 1), ("a", 1), ("b", 1)]
    assert reading.position() == 2


def test_a_process_that_ends_saves_what_it_remembers(reading: Reading) -> None:
    reading.write("a", "b")
    reader = reading.reader(remembers=1.0)
    reader.run_once()
    reader.save()
    assert reading.position() == 2


def test_a_process_that_stands_by_goes_on_where_the_other_was(reading: Reading) -> None:
    reader, replica = reading.reader(remembers=1.0), reading.reader()
    reading.write("a")
    reader.run_once()
    reader.forget()
    reading.write("a")
    replica.run_once()
    assert (reader.run_once(), reading.position()) == (0, 2)


def test_a_stream_parked_while_its_reader_remembers_keeps_what_comes_after(reading: Reading) -> None:
    reader = reading.reader(remembers=1.0)
    reading.apply.failing["a", 1] = KeyError()
    reading.write("a")
    reader.run_once()
    reading.apply.failing.clear()
    reading.write("a", "b")
    reader.run_once()
    assert (reading.apply.of("a"), reading.apply.of("b")) == ([], [1])
    assert reading.reasons() == [("a", 1, "KeyError"), ("a", 2, WAITS_BEHIND)]


def test_after_a_save_that_failed_nothing_is_passed_over(reading: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = reading.reader()
    reading.write("a")

    def gone(*_: object) -> None:
        raise StoreUnavailable

    monkeypatch.setattr(reading.checkpoints, "save", gone)
    with pytest.raises(StoreUnavailable):
        reader.run_once()
    with pytest.raises(StoreUnavailable):
        reader.run_once()
    monkeypatch.undo()
    reading.write("a")
    reader.run_once()
    assert reading.apply.of("a") == [1, 2]
    assert reading.position() == 2


@pytest.fixture
def at_once(reading: Reading) -> RecordingAll:
    """What is read is applied several at a time."""
    reading.apply = apply = RecordingAll()
    return apply


def test_a_batch_is_applied_at_once_but_of_no_stream_two_together(reading: Reading, at_once: RecordingAll) -> None:
    reading.write("a", "b", "a", "c", "d", "c")
    assert reading.reader().run_once() == 6
    assert at_once.batches == [[("a", 1), ("b", 1)], [("a", 2), ("c", 1), ("d", 1)]]
    assert at_once.applied == [("a", 1), ("b", 1), ("a", 2), ("c", 1), ("d", 1), ("c", 2)]
    assert reading.position() == 6


def test_one_that_fails_among_several_is_parked_alone(reading: Reading, at_once: RecordingAll) -> None:
    reading.write("a", "b", "c", "b", "c", "b")
    at_once.failing["b", 1] = MalformedCommit("bad")
    assert reading.reader().run_once() == 6
    assert reading.reasons() == [
        ("b", 1, "malformed_commit"),
        ("b", 2, WAITS_BEHIND),
        ("b", 3, WAITS_BEHIND),
    ]
    assert at_once.tried.count(("b", 1)) == TRIES, "it is one commit's failure, found one by one"
    assert (at_once.of("a"), at_once.of("b"), at_once.of("c"), reading.position()) == ([1], [], [1, 2], 6)


def test_a_blocked_stream_is_in_no_batch(reading: Reading, at_once: RecordingAll) -> None:
    reading.write("b")
    at_once.failing["b", 1] = MalformedCommit("bad")
    reading.reader().run_once()
    at_once.failing.clear()
    reading.write("b", "a", "c", "b", "d")
    reading.reader().run_once()
    assert at_once.batches == [[("a", 1), ("c", 1)]], "what stands alone, or waits, is taken alone"
    assert reading.parked.blocked("pages", "intake") == {"b"}
    assert reading.reader().redrive("b") == 3
    assert (at_once.of("a"), at_once.of("b"), at_once.of("c"), at_once.of("d")) == ([1], [1, 2, 3], [1], [1])


def test_a_store_that_is_away_stops_what_is_applied_at_once(reading: Reading, at_once: RecordingAll) -> None:
    reading.write("a", "b", "a", "c")
    at_once.failing["c", 1] = StoreUnavailable()
    with pytest.raises(StoreUnavailable):
        reading.reader().run_once()
    assert (at_once.applied, at_once.tried, reading.position()) == ([("a", 1), ("b", 1)], [], 2)
    at_once.failing.clear()
    reading.reader().run_once()
    assert (at_once.of("a"), at_once.of("c"), reading.reasons()) == ([1, 2], [1], [])
