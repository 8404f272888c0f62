"""What every CommitStore does."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from shared_kernel.commits import CommandRepeated, Commit, CommitStore, PositionTaken, VersionConflict
from tests.contract.ports.samples import commit_after, stream_of

ODD_DATA = {
    "$name": {"a.b": [1, 2.5, None, True, "", "é\u0000x"]},
    "": {},
    "largest": 2**63 - 1,
    "smallest": -(2**63),
    "tuple": (1, (2,)),
    "float": 5.0,
    "tiny": 5e-324,
}


class CommitStoreSuite:
    """Whoever derives from it gives the fixture `store`: the CommitStore that is tried."""

    def test_a_stream_comes_back_as_it_was_written(self, store: CommitStore) -> None:
        written = stream_of(12)
        for commit in written:
            store.append(commit)
        store.append(commit_after(None, "case-12"))
        assert store.stream("case-1") == written

    def test_a_stream_that_nobody_wrote_is_empty(self, store: CommitStore) -> None:
        assert store.stream("case-1") == ()

    def test_whatever_json_can_hold_comes_back(self, store: CommitStore) -> None:
        odd = commit_after(None, data=ODD_DATA)
        store.append(odd)
        assert store.stream("case-1") == (odd,)

    def test_a_version_is_taken_once(self, store: CommitStore) -> None:
        store.append(commit_after(None, command_id="first"))
        with pytest.raises(VersionConflict) as conflict:
            store.append(commit_after(None, command_id="second"))
        assert (conflict.value.stream, conflict.value.version) == ("case-1", 1)
        assert [commit.command_id for commit in store.stream("case-1")] == ["first"]
        assert store.by_command("second") is None

    def test_a_command_is_taken_once_and_the_error_says_what_it_did(self, store: CommitStore) -> None:
        first = commit_after(None, "case-1", command_id="once")
        store.append(first)
        for again in (commit_after(None, "case-2", command_id="once"), commit_after(first, command_id="once")):
            with pytest.raises(CommandRepeated) as repeated:
                store.append(again)
            assert repeated.value.commit == first
        assert store.stream("case-2") == ()

    def test_the_same_commit_again_is_a_repeated_command_not_a_conflict(self, store: CommitStore) -> None:
        first = commit_after(None)
        store.append(first)
        with pytest.raises(CommandRepeated):
            store.append(first)

    def test_many_are_written_at_once_and_only_those_that_clash_are_not(self, store: CommitStore) -> None:
        taken = commit_after(None, "case-1", command_id="once")
        store.append(taken)
        many = [
            commit_after(None, "case-2", command_id="two"),
            commit_after(None, "case-1", command_id="other"),
            commit_after(None, "case-3", command_id="once"),
            commit_after(taken, "case-1", command_id="next"),
        ]
        problems = store.append_all(many)
        assert {index: type(each) for index, each in problems.items()} == {1: VersionConflict, 2: CommandRepeated}
        assert store.streams(["case-1", "case-2", "case-3"]) == {
            "case-1": (taken, many[3]),
            "case-2": (many[0],),
            "case-3": (),
        }
        assert store.append_all([]) == {} and store.streams([]) == {}
        assert store.first_commits(["case-1", "case-2", "case-3"]) == {"case-1": taken, "case-2": many[0]}
        assert store.first_commits([]) == {}

    def test_a_command_is_found_by_its_id(self, store: CommitStore) -> None:
        first = commit_after(None, command_id="once")
        store.append(first)
        assert store.by_command("once") == first
        assert store.by_command("never") is None

    def test_of_many_writers_of_one_version_one_wins(self, store: CommitStore) -> None:
        rivals = [commit_after(None, command_id=f"rival-{number}") for number in range(12)]

        def wins(commit: Commit) -> bool:
            try:
                store.append(commit)
            except VersionConflict:
                return False
            return True

        with ThreadPoolExecutor(12) as pool:
            assert sum(pool.map(wins, rivals)) == 1
        assert len(store.stream("case-1")) == 1

    def test_unpositioned_keeps_the_order_within_a_stream(self, store: CommitStore) -> None:
        for versions in zip(stream_of(11, "case-a"), stream_of(11, "case-b"), strict=True):
            for commit in versions:
                store.append(commit)
        waiting = store.unpositioned(100)
        for stream in ("case-a", "case-b"):
            assert [each.version for each in waiting if each.stream == stream] == list(range(1, 12))
        assert store.unpositioned(5) == waiting[:5]
        assert store.unpositioned(0) == ()

    def test_positions_are_given_in_order_and_read_by_position(self, store: CommitStore) -> None:
        commits = stream_of(5)
        for commit in commits:
            store.append(commit)
        assert store.last_position() == 0
        assert store.feed(0, 10) == ()
        numbered = store.assign_positions(1, store.unpositioned(3))
        assert [(each.version, each.position) for each in numbered] == [(1, 1), (2, 2), (3, 3)]
        assert store.last_position() == 3
        assert [each.version for each in store.unpositioned(10)] == [4, 5]
        store.assign_positions(4, store.unpositioned(10))
        assert [each.position for each in store.feed(0, 3)] == [1, 2, 3]
        assert [each.position for each in store.feed(3, 3)] == [4, 5]
        assert store.feed(5, 3) == ()
        assert store.feed(0, 0) == ()
        assert store.last_position() == 5

    def test_a_commit_read_by_position_is_otherwise_the_one_written(self, store: CommitStore) -> None:
        written = commit_after(None, data=ODD_DATA)
        store.append(written)
        (numbered,) = store.assign_positions(1, store.unpositioned(1))
        (read,) = store.feed(0, 1)
        assert read == numbered
        assert (read.hash, read.events, read.answer) == (written.hash, written.events, written.answer)

    def test_a_position_is_given_once(self, store: CommitStore) -> None:
        for commit in stream_of(4):
            store.append(commit)
        waiting = store.unpositioned(4)
        store.assign_positions(1, waiting[:2])
        with pytest.raises(PositionTaken):
            store.assign_positions(2, waiting[2:])
        with pytest.raises(PositionTaken):
            store.assign_positions(3, waiting[:2])
        assert store.last_position() == 2

    def test_what_comes_before_a_taken_position_keeps_its_own(self, store: CommitStore) -> None:
        for name in ("case-a", "case-b", "case-c"):
            store.append(commit_after(None, name))
        first, second, third = store.unpositioned(3)
        store.assign_positions(2, (third,))
        with pytest.raises(PositionTaken):
            store.assign_positions(1, (first, second))
        assert [each.stream for each in store.feed(0, 10)] == [first.stream, third.stream]
        assert store.unpositioned(10) == (second,)

    def test_a_feed_with_a_hole_does_not_stop_before_it(self, store: CommitStore) -> None:
        for name in ("case-a", "case-b"):
            store.append(commit_after(None, name))
        first, second = store.unpositioned(2)
        store.assign_positions(1, (first,))
        store.assign_positions(900, (second,))
        assert [each.position for each in store.feed(1, 10)] == [900]
        assert store.last_position() == 900

    def test_no_commits_take_no_positions(self, store: CommitStore) -> None:
        assert store.assign_positions(1, ()) == ()
        assert store.last_position() == 0

    def test_the_last_position_is_found_however_many_there_are(self, store: CommitStore) -> None:
        for number, commit in enumerate(stream_of(37), 1):
            store.append(commit)
            store.assign_positions(number, (commit,))
            if number in (1, 2, 3, 7, 8, 9, 36, 37):
                assert store.last_position() == number

    def test_two_who_number_the_same_commits_leave_no_hole_and_no_double(self, store: CommitStore) -> None:
        for stream in range(6):
            for commit in stream_of(5, f"case-{stream}"):
                store.append(commit)

        def number_all(_: int) -> None:
            while waiting := self._head_then_waiting(store):
                try:
                    store.assign_positions(waiting[0] + 1, waiting[1])
                except PositionTaken:
                    continue

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(number_all, range(2)))
        read = store.feed(0, 100)
        assert [each.position for each in read] == list(range(1, 31))
        for stream in range(6):
            assert [e.version for e in read if e.stream == f"case-{stream}"] == [1, 2, 3, 4, 5]

    @staticmethod
    def _head_then_waiting(store: CommitStore) -> tuple[int, tuple[Commit, ...]] | None:
        head = store.last_position()
        waiting = store.unpositioned(4)
        return (head, waiting) if waiting else None
