"""What makes the comparison fair: every side is asked something that is accepted, and writes the same document."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest
from pymongo.errors import DuplicateKeyError

from benchmarks.inserts import documents
from benchmarks.raising import ACTOR, PARTICULARS, accepted_id, commands, requests_over_http
from benchmarks.twin.queue import COMMANDS
from benchmarks.twin.service import Desk
from contracts import intake as contract
from contracts.gateway import RaiseRequest
from contracts.schema import read
from gateway.api.bodies import json_object
from needfire.loading.deployment import Deployment, load_deployment
from services.intake.handlers import command_handlers
from shared_kernel.command_desk import CommandDesk
from shared_kernel.commit_store_memory import MemoryCommitStore
from shared_kernel.commits import to_document
from shared_kernel.messaging.topology import rpc_queue
from shared_kernel.settings import Settings
from shared_kernel.time import FixedClock

DIRECTORIES = Path(__file__).resolve().parents[3] / "examples" / "directories"
Json = dict[str, Any]


@pytest.fixture(scope="module")
def deployment() -> Deployment:
    return load_deployment(None, DIRECTORIES)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(datetime.now(UTC))


class Collection:
    """As much of an asynchronous collection as the twin uses."""

    def __init__(self) -> None:
        self.documents: list[Json] = []

    async def insert_one(self, document: Json) -> None:
        if any(
            each["_id"] == document["_id"] or each["command_id"] == document["command_id"] for each in self.documents
        ):
            raise DuplicateKeyError("taken")
        self.documents.append(document)

    async def find_one(self, which: Mapping[str, Any]) -> Json | None:
        return next((each for each in self.documents if each["command_id"] == which["command_id"]), None)


@pytest.fixture
def twins(deployment: Deployment, clock: FixedClock) -> Collection:
    return Collection()


def twin_desk(collection: Collection, deployment: Deployment, clock: FixedClock) -> Desk:
    return Desk(cast(Any, collection), clock, command_handlers(deployment))


def test_the_twin_writes_the_document_that_intake_writes(
    deployment: Deployment, clock: FixedClock, twins: Collection
) -> None:
    store = MemoryCommitStore()
    ours = CommandDesk(store, clock, contract.COMMANDS, command_handlers(deployment))
    [command] = commands(1)

    answers = [ours.answer(command), asyncio.run(twin_desk(twins, deployment, clock).answer(command))]

    assert answers[0] == answers[1]
    [commit], [document] = store.unpositioned(9), twins.documents
    assert document == {"_id": commit.commit_id, **to_document(commit)}


def test_the_twin_carries_a_repeated_command_out_once(
    deployment: Deployment, clock: FixedClock, twins: Collection
) -> None:
    desk = twin_desk(twins, deployment, clock)
    [command] = commands(1)

    first, second = (asyncio.run(desk.answer(command)) for _ in range(2))
    other = asyncio.run(desk.answer({**command, "digest": "of something else"}))

    assert first == second
    assert other["refused"]["code"] == "command_id_reused"
    assert len(twins.documents) == 1


def test_the_twins_queue_is_as_durable_as_ours() -> None:
    assert COMMANDS.durable
    assert COMMANDS.arguments == rpc_queue("intake").arguments


def test_what_is_sent_over_http_is_what_the_gateway_reads() -> None:
    first, second = requests_over_http(2, "a-token")
    head, _, body = first.partition(b"\r\n\r\n")

    asked = read(RaiseRequest, json_object(body, "application/json"))

    assert asked.particulars is not None and asked.particulars.name == PARTICULARS["name"]
    assert b"\r\nAuthorization: Bearer a-token\r\n" in head
    assert first != second  # each with a key of its own, or the second would be a repetition


def test_the_ceiling_inserts_what_intake_would_have_written() -> None:
    made = documents(Settings(directory=DIRECTORIES), 3)

    assert len({each["_id"] for each in made}) == len({each["command_id"] for each in made}) == 3
    assert {each["actor"] for each in made} == {ACTOR}
    assert [event["name"] for event in made[0]["events"]] == ["NotificationRaised"]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ({"notification_id": "n-1", "version": 1}, "n-1"),
        ({"accepted": {"notification_id": "n-1"}}, "n-1"),
        ({"refused": {"code": "malformed"}}, None),
    ],
)
def test_an_answer_of_either_shape_is_understood(answer: Json, expected: str | None) -> None:
    assert accepted_id(answer) == accepted_id(json.dumps(answer).encode()) == expected
