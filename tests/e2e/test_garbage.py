"""Garbage in every queue of the house: put aside with its reason, and the work goes on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import amqp
import pytest

from operations import process_record
from shared_kernel import stores
from shared_kernel.messaging.connections import connect
from shared_kernel.messaging.deliveries import Reason
from shared_kernel.messaging.parked_messages import ParkedMessage
from shared_kernel.messaging.parked_messages_mongo import MongoParkedMessages
from shared_kernel.messaging.topology import HOUSE, QueueSpec
from tests.e2e.cases import raised
from tests.e2e.house import House
from tests.e2e.soundness import assert_sound
from tests.e2e.waiting import eventually
from tests.integration.messaging.garbage import GARBAGE
from tests.integration.messaging.support import put

QUEUES = tuple(HOUSE.queues())
RECORDED = tuple(HOUSE.readers)
"""Owners with a worker, which keeps what was parked: all of them."""
WORKING = tuple(each for each in QUEUES if each.owner in RECORDED and not each.name.startswith("parked-"))
KEPT_WITH = {"deliveries": "gateway"}
"""Whose database holds what was parked, where it is not the owner's own."""
REASONS = [each.reason.value for each in GARBAGE]


def litter(house: House, queue: QueueSpec) -> None:
    """All of it, straight into the queue."""
    for garbage in GARBAGE:
        properties = {"reply_to": "nobody"} | garbage.all_properties
        put(house.platform.addresses.amqp_uri, "", queue.name, garbage.body, **properties)


@contextmanager
def kept_for(house: House, owner: str) -> Iterator[MongoParkedMessages]:
    """What the owner's recorder has kept."""
    with stores.connect(house.settings) as client:
        yield MongoParkedMessages(stores.database(client, house.settings, KEPT_WITH.get(owner, owner)))


def reasons(messages: tuple[ParkedMessage, ...], queue: QueueSpec) -> list[str]:
    """Why they were parked, of those that came from this queue."""
    return sorted(message.reason for message in messages if message.queue == queue.name)


def left_in(house: House, queue: str) -> list[amqp.Message]:
    """What lies in the queue; it stays there."""
    with closing(connect(house.platform.addresses.amqp_uri)) as connection:
        channel, found = connection.channel(), []
        while message := channel.basic_get(queue):
            found.append(message)
        return found  # unacknowledged: closing puts it back


def pids(folder: Path) -> dict[str, int]:
    return {record.name: record.pid for record in process_record.load_all(folder) if record.lives}


@pytest.fixture(scope="module")
def littered(house: House) -> dict[str, int]:
    """Garbage is in every queue. The processes that ran before."""
    before = pids(house.folder)
    for queue in QUEUES:
        litter(house, queue)
    return before


@pytest.mark.parametrize("queue", WORKING, ids=lambda each: each.name)
def test_garbage_is_kept_with_its_reason(house: House, littered: dict[str, int], queue: QueueSpec) -> None:
    with kept_for(house, queue.owner) as kept:
        eventually(lambda: reasons(kept.listed(1_000), queue) == sorted(REASONS), f"garbage of {queue.name}")


@pytest.mark.parametrize("owner", RECORDED)
def test_garbage_where_parked_messages_lie_is_kept_too(house: House, littered: dict[str, int], owner: str) -> None:
    """Nobody parked it, so that nothing tells two of the same body apart."""
    bodies = {hashlib.sha256(garbage.body).hexdigest() for garbage in GARBAGE}
    with kept_for(house, owner) as kept:

        def digests() -> set[str]:
            return {each.digest for each in kept.listed(1_000) if (each.queue, each.reason) == ("", Reason.UNKNOWN)}

        eventually(lambda: digests() == bodies, f"garbage of parked-{owner}")
    eventually(lambda: not left_in(house, f"parked-{owner}"), f"an empty parked-{owner}")


def test_every_process_goes_on_and_every_service_answers(house: House, littered: dict[str, int]) -> None:
    assert pids(house.folder) == littered
    for service in HOUSE.services:
        assert house.rpc.call(service, "health")["working"]
    eventually(lambda: set(house.web.get("/health/ready").json()["parts"].values()) == {"ok"}, "all parts")


def test_a_case_passes_afterwards(house: House, littered: dict[str, int]) -> None:
    case = raised(house)
    house.done("kent-team-manager", f"{case.task('complete_form')}/decision", {"outcome": "completed"})
    assert case.open("tasks", step="service_manager", state="open")
    assert_sound(house)
