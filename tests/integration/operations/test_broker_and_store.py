"""The real broker and the real store under the runner."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from operations import health, process_record
from operations.platform import Platform
from operations.process_list import PROCESS_LIST
from operations.status import listening
from shared_kernel.messaging.connections import connect
from tests.integration.operations.stand_ins import settings

BOTH = ("broker", "store")


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    with Platform(settings(tmp_path_factory.mktemp("both")), PROCESS_LIST) as running:
        running.start(["topology", "store"])
        yield running


def test_both_answer_on_the_loopback_interface_only(platform: Platform) -> None:
    assert health.broker_version(platform.addresses.amqp_uri)
    assert health.store_answers(platform.addresses.mongodb_uri)
    sockets = listening(platform.settings.run_folder)
    assert {name for name, _, _ in sockets} == set(BOTH)
    assert {address for _, address, _ in sockets} <= {"127.0.0.1", "::1"}


def test_both_end_in_time_and_leave_no_socket(tmp_path: Path) -> None:
    with Platform(settings(tmp_path), PROCESS_LIST) as short_lived:
        short_lived.start(BOTH)
        began = time.monotonic()

        ended = short_lived.stop()

        assert set(ended) == set(BOTH)
        assert time.monotonic() - began < 20.0  # ten of a machine with nothing else to do
        assert list(process_record.marked(short_lived.settings.run_folder)) == []


def test_a_broker_is_occupied_while_somebody_answers_its_commands(platform: Platform) -> None:
    amqp_uri = platform.addresses.amqp_uri
    assert not health.is_occupied(amqp_uri)

    with closing(connect(amqp_uri)) as connection:
        connection.channel().basic_consume("rpc-escalation")

        assert health.is_occupied(amqp_uri)


def test_a_broker_without_our_queues_is_not_occupied(tmp_path: Path) -> None:
    with Platform(settings(tmp_path), PROCESS_LIST) as empty:
        empty.start(["broker"])

        assert not health.is_occupied(empty.addresses.amqp_uri)


def test_a_killed_broker_comes_back_with_its_name_daemon(platform: Platform) -> None:
    platform.kill("broker")

    platform.restart("broker")

    assert health.broker_version(platform.addresses.amqp_uri)
