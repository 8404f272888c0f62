"""The real broker: the one that AMQP_URI names, else a node of this test run's own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from operations.rabbitmq_node import RabbitMQNode, free_port
from shared_kernel.messaging.topology import Topology, declare

NO_QUEUES = Topology(services=())
"""The exchanges alone: a test's service or reader makes its own queue."""


def own_node(folder: Path) -> RabbitMQNode:
    return RabbitMQNode(folder, free_port(), name="needfire-test")


def is_on_disk(node: RabbitMQNode, queue: str) -> bool:
    """Whether the node has saved that this quorum queue exists.

    RabbitMQ 3.10 does so a second after the queue was declared. Killed before, it comes back with a queue that
    never gets a leader, and consumers of it get time-outs for ever.
    """
    registers = node.folder.rglob("names.dets")
    return any(queue.encode("ascii") in register.read_bytes() for register in registers)


@pytest.fixture(scope="session")
def amqp_uri(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    given = os.environ.get("AMQP_URI")
    if given:
        declare(given, NO_QUEUES)
        yield given
        return
    with own_node(tmp_path_factory.mktemp("broker")) as node:
        declare(node.amqp_uri, NO_QUEUES)
        yield node.amqp_uri


@pytest.fixture(scope="session")
def mortal_broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RabbitMQNode]:
    """A second node, which tests may kill and start again; each of them leaves it running."""
    with own_node(tmp_path_factory.mktemp("mortal")) as node:
        declare(node.amqp_uri, NO_QUEUES)
        yield node
