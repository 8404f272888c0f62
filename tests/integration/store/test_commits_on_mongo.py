"""Commands and relays against the real store, at once and through crashes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from pymongo.database import Database

from shared_kernel.checkpoints_mongo import MongoCheckpointStore
from shared_kernel.commands import CommandContext, Decided, execute
from shared_kernel.commit_store_mongo import MongoCommitStore
from shared_kernel.commits import Commit, EventRecord, VersionConflict, verify_chain
from shared_kernel.leases_mongo import MongoLeaseStore
from shared_kernel.relay import MARK, Relay, WakeUp
from shared_kernel.time import SystemClock
from tests.contract.ports.samples import NOON, stream_of

DEADLINE = 60.0


def count(history: tuple[Commit, ...]) -> Decided:
    return Decided((EventRecord("counted", 1, {}),), {"number": len(history) + 1})


def run(store: MongoCommitStore, command_id: str, stream: str = "case-1") -> Commit:
    command = CommandContext(command_id, "kent", "practitioner-7", NOON)
    return execute(store, SystemClock(), stream, command, "digest", count)


def run_as_a_caller_would(store: MongoCommitStore, command_id: str) -> Commit:
    """Repeats the command under its id while it is told to try again."""
    give_up = time.monotonic() + DEADLINE
    while time.monotonic() < give_up:
        try:
            return run(store, command_id)
        except VersionConflict:
            continue
    raise AssertionError("the command was not carried out in time")


def test_twenty_at_once_on_one_stream_are_serialised_and_none_is_lost(
    database: Database[dict[str, Any]],
) -> None:
    store = MongoCommitStore(database)
    ids = [f"command-{number}" for number in range(20)]
    with ThreadPoolExecutor(20) as pool:
        commits = list(pool.map(lambda command_id: run_as_a_caller_would(store, command_id), ids))
    stream = store.stream("case-1")
    verify_chain(stream)
    assert [commit.version for commit in stream] == list(range(1, 21))
    assert sorted(commit.command_id for commit in stream) == sorted(ids)
    assert all(commit.answer == {"number": commit.version} for commit in commits)


def test_the_same_command_twenty_times_at_once_is_done_once(database: Database[dict[str, Any]]) -> None:
    store = MongoCommitStore(database)
    with ThreadPoolExecutor(20) as pool:
        commits = list(pool.map(lambda _: run_as_a_caller_would(store, "once"), range(20)))
    assert {commit.answer["number"] for commit in commits} == {1}
    assert len(store.stream("case-1")) == 1


def test_a_version_found_before_an_earlier_one_of_its_stream_is_held_back(
    database: Database[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    store = MongoCommitStore(database)
    for commit in (*stream_of(3, "case-1"), *stream_of(1, "case-2")):
        store.append(commit)
    collection = store._commits
    find, scans = collection.find, []

    class ScanThatPassed:
        """A scan which passed the place of version 1 before that was written."""

        def __init__(self, documents: Iterable[dict[str, Any]]) -> None:
            self._documents = [each for each in documents if each["_id"] != "case-1@00000001"]

        def limit(self, limit: int) -> Sequence[dict[str, Any]]:
            return self._documents[:limit]

        def sort(self, *_: Any) -> ScanThatPassed:
            return self

    def find_once_too_early(*args: Any) -> Any:
        scans.append(args)
        return ScanThatPassed(find(*args)) if len(scans) == 1 else find(*args)

    monkeypatch.setattr(collection, "find", find_once_too_early)
    assert [commit.stream for commit in store.unpositioned(10)] == ["case-2"]
    assert [commit.version for commit in store.unpositioned(10)] == [1, 2, 3, 1]


class Confirming:
    def __init__(self) -> None:
        self.positions: list[int] = []

    def publish(self, messages: Sequence[WakeUp]) -> None:
        self.positions += [message.position for message in messages]


def relay(database: Database[dict[str, Any]], owner: str, publisher: Confirming, seconds: float) -> Relay:
    return Relay(
        "intake",
        MongoCommitStore(database),
        MongoLeaseStore(database),
        MongoCheckpointStore(database),
        publisher,
        owner,
        batch=7,
        lease_seconds=seconds,
    )


@pytest.mark.parametrize("lease_seconds", [30.0, 0.0])
def test_two_relays_and_many_writers_leave_every_position_once(
    database: Database[dict[str, Any]], lease_seconds: float
) -> None:
    """With a lease of 0 s both relays work at once: the lease is a courtesy, the positions are safe without it."""
    store, publisher = MongoCommitStore(database), Confirming()
    total = 8 * 12

    def write(number: int) -> None:
        for commit in stream_of(12, f"case-{number}"):
            store.append(commit)

    def relay_all(owner: str) -> None:
        mine = relay(database, owner, publisher, lease_seconds)
        give_up = time.monotonic() + DEADLINE
        while len(set(publisher.positions)) < total and time.monotonic() < give_up:
            mine.run_once()

    with ThreadPoolExecutor(6) as pool:
        relays = [pool.submit(relay_all, owner) for owner in ("one", "two")]
        list(pool.map(write, range(8)))
        for each in relays:
            each.result()
    read = store.feed(0, 1000)
    assert [commit.position for commit in read] == list(range(1, total + 1))
    assert set(publisher.positions) == set(range(1, total + 1))
    for number in range(8):
        assert [c.version for c in read if c.stream == f"case-{number}"] == list(range(1, 13))


CRASHING = """
import sys
from shared_kernel.checkpoints_mongo import MongoCheckpointStore
from shared_kernel.commit_store_mongo import MongoCommitStore
from shared_kernel.leases_mongo import MongoLeaseStore
from shared_kernel.settings import Settings
from shared_kernel import stores
from tests.integration.store.test_commits_on_mongo import Confirming, relay, run

settings = Settings.from_environment()
database = stores.database(stores.connect(settings), settings, "test")
run(MongoCommitStore(database), "command-1")
run(MongoCommitStore(database), "command-2")
relay(database, "crashing", Confirming(), 0.2).run_once()
print("the end was reached")
"""


@pytest.mark.parametrize(
    ("failpoint", "written", "numbered", "marked"),
    [("commit.appended", 1, 0, 0), ("relay.positioned", 2, 2, 0), ("relay.published", 2, 2, 0), ("", 2, 2, 2)],
)
def test_a_process_killed_anywhere_loses_nothing(
    database: Database[dict[str, Any]],
    mongodb_uri: str,
    failpoint: str,
    written: int,
    numbered: int,
    marked: int,
) -> None:
    ended = killed_at(failpoint, mongodb_uri, database.name.removesuffix("_test"))
    assert ended.returncode == (-signal.SIGKILL if failpoint else 0), ended.stderr
    store, marks, publisher = MongoCommitStore(database), MongoCheckpointStore(database), Confirming()
    assert len(store.stream("case-1")) == written
    assert (store.last_position(), marks.load(MARK, "intake")) == (numbered, marked)

    assert [run(store, f"command-{number}").answer["number"] for number in (1, 2)] == [1, 2]
    successor = relay(database, "successor", publisher, 0.2)
    give_up = time.monotonic() + DEADLINE
    while marks.load(MARK, "intake") < 2 and time.monotonic() < give_up:
        successor.run_once()
    assert [commit.version for commit in store.feed(0, 10)] == [1, 2]
    assert publisher.positions == [1, 2][marked:]


def killed_at(failpoint: str, mongodb_uri: str, prefix: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(sys.path),
        "MONGODB_URI": mongodb_uri,
        "NEEDFIRE_DATABASE_PREFIX": prefix,
        "NEEDFIRE_FAILPOINT": failpoint,
    }
    return subprocess.run(
        [sys.executable, "-c", CRASHING], env=environment, capture_output=True, text=True, timeout=DEADLINE
    )
