"""Every query that runs often is answered from an index: looked at as the store itself explains it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from pymongo import MongoClient
from pymongo.database import Database
from pymongo.monitoring import CommandFailedEvent, CommandListener, CommandStartedEvent, CommandSucceededEvent

from shared_kernel.checkpoints_mongo import MongoCheckpointStore
from shared_kernel.commit_store_mongo import MongoCommitStore
from shared_kernel.leases_mongo import MongoLeaseStore
from shared_kernel.parked_mongo import MongoParkedStore
from shared_kernel.time import instant_text
from shared_kernel.waiting_clocks_mongo import MongoClockStore
from tests.contract.ports.parked_store_suite import BEHIND, FIRST
from tests.contract.ports.samples import NOON, commit_after, stream_of

ENVELOPE = {"lsid", "$clusterTime", "$db", "txnNumber", "$readPreference", "writeConcern", "readConcern"}


class Overheard(CommandListener):
    """Keeps the finds, updates and deletes that the code under test sends."""

    def __init__(self) -> None:
        self.queries: list[dict[str, Any]] = []

    def started(self, event: CommandStartedEvent) -> None:
        command = {key: value for key, value in event.command.items() if key not in ENVELOPE}
        if event.command_name == "find":
            self.queries.append(command)
        for change in (*command.get("updates", ()), *command.get("deletes", ())):
            collection = command[event.command_name]
            self.queries.append({"find": collection, "filter": change["q"]})
        # The embedded store goes through all documents for a findAndModify by _id and one field more.
        assert event.command_name != "findAndModify"

    def succeeded(self, event: CommandSucceededEvent) -> None:
        pass

    def failed(self, event: CommandFailedEvent) -> None:
        pass


@pytest.fixture
def overheard() -> Overheard:
    return Overheard()


@pytest.fixture
def spied(
    database: Database[dict[str, Any]], mongodb_uri: str, overheard: Overheard
) -> Iterator[Database[dict[str, Any]]]:
    with MongoClient[dict[str, Any]](mongodb_uri, event_listeners=[overheard]) as client:
        yield client[database.name]


def assert_indexed(database: Database[dict[str, Any]], overheard: Overheard) -> None:
    assert overheard.queries
    for query in overheard.queries:
        if "_id" in query["filter"] or query["find"] == "waiting_clocks":
            continue  # the embedded store's explain says COLLSCAN where it uses the index: measured below
        plan = database.command("explain", query, verbosity="queryPlanner")["queryPlanner"]["winningPlan"]
        stages = set(stages_of(plan))
        assert "IXSCAN" in stages, (query, plan)
        assert "COLLSCAN" not in stages, (query, plan)


def stages_of(plan: dict[str, Any]) -> Iterator[str]:
    yield plan["stage"]
    for inner in (*plan.get("inputStages", ()), *([plan["inputStage"]] if "inputStage" in plan else ())):
        yield from stages_of(inner)


def test_commits(database: Database[dict[str, Any]], spied: Database[dict[str, Any]], overheard: Overheard) -> None:
    store = MongoCommitStore(spied)
    commits = stream_of(30)
    for commit in commits[:20]:
        store.append(commit)
    store.assign_positions(1, store.unpositioned(10))
    store.unpositioned(5)
    store.stream("case-1")
    store.by_command("command-case-1-3")
    store.feed(3, 5)
    store.feed(20, 5)
    store.last_position()
    assert len(overheard.queries) > 15
    assert_indexed(database, overheard)


def test_leases_checkpoints_and_parked(
    database: Database[dict[str, Any]], spied: Database[dict[str, Any]], overheard: Overheard
) -> None:
    leases, checkpoints, parked = MongoLeaseStore(spied), MongoCheckpointStore(spied), MongoParkedStore(spied)
    lease = leases.acquire("relay", "one", 30)
    assert lease
    leases.renew(lease, 30)
    leases.release(lease)
    checkpoints.save("pages", "intake", 4)
    checkpoints.load("pages", "intake")
    parked.park(FIRST)
    parked.park(BEHIND)
    parked.blocked("pages", "intake")
    parked.of_stream("pages", "intake", "case-1")
    parked.ask_redrive("pages", "intake", "case-1")
    parked.take_asked("pages", "intake")
    parked.remove(FIRST)
    assert len(overheard.queries) >= 12
    assert_indexed(database, overheard)


def test_a_command_costs_one_read_and_one_write(spied: Database[dict[str, Any]], overheard: Overheard) -> None:
    store = MongoCommitStore(spied)
    store.stream("case-1")
    store.append(commit_after(None))
    assert len(overheard.queries) == 1


MANY = 2000
"""Enough that going through all of them takes far longer than any other part of a call."""


@pytest.fixture
def full(database: Database[dict[str, Any]]) -> Database[dict[str, Any]]:
    """As many clocks that are not due, and as many commits, as a scan would notice."""
    MongoClockStore(database)
    MongoCommitStore(database)
    late = {"due": instant_text(NOON + timedelta(days=1)), "claimed_until": 0.0, "claim": "", "stream": "case-1"}
    database["waiting_clocks"].insert_many([{"_id": f"clock-{n}", **late, "data": {}} for n in range(MANY)])
    database["commits"].insert_many(
        [{"_id": f"case-{n}@00000001", "position": n + 1, "command_id": str(n)} for n in range(MANY)]
    )
    return database
