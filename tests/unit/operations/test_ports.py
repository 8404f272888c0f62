from __future__ import annotations

import os
import socket
from collections.abc import Iterator

import pytest

from operations import ports, rabbitmq_node, wanted_ports
from operations.problems import Problem


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as somebody:
        somebody.bind(("127.0.0.1", 0))
        somebody.listen()
        yield somebody.getsockname()[1]


def test_a_taken_port_is_named_with_who_holds_it_and_the_remedy(taken: int) -> None:
    with pytest.raises(Problem) as refused:
        wanted_ports.require(taken, "NEEDFIRE_LISTEN=127.0.0.1:8001")

    assert refused.value.code == "port-taken"
    assert f"Port {taken} is in use by" in refused.value.sentence
    assert f"process {os.getpid()}" in refused.value.sentence
    assert "make demo NEEDFIRE_LISTEN=127.0.0.1:8001" in refused.value.remedy


def test_a_port_on_all_interfaces_is_taken_on_the_loopback_interface_too() -> None:
    with socket.socket() as somebody:
        somebody.bind(("0.0.0.0", 0))
        somebody.listen()

        assert not ports.is_free(somebody.getsockname()[1])


def test_a_free_port_is_given_out() -> None:
    wanted_ports.require(ports.any_free(), "")


def test_the_port_that_was_asked_for_comes_first() -> None:
    wanted = ports.any_free()

    assert wanted_ports.choose(wanted, 1, "NEEDFIRE_BROKER_PORT") == wanted


def test_a_port_that_was_asked_for_is_not_replaced_by_another(taken: int) -> None:
    with pytest.raises(Problem) as refused:
        wanted_ports.choose(taken, 0, "NEEDFIRE_BROKER_PORT")

    assert "NEEDFIRE_BROKER_PORT=" in refused.value.remedy


def test_where_none_was_asked_for_a_taken_one_is_passed_over(taken: int) -> None:
    assert wanted_ports.choose(0, taken, "NEEDFIRE_BROKER_PORT") != taken


def test_none_is_given_out_twice_or_to_whoever_connects_by_the_system() -> None:
    given = [ports.any_free() for _ in range(20)]

    assert len(set(given)) == len(given)
    assert max(given) < 32_768


def test_a_brokers_is_free_together_with_the_nodes_two_others() -> None:
    port = rabbitmq_node.free_port()

    assert all(map(ports.is_free, rabbitmq_node.ports_of(port)))
    assert max(rabbitmq_node.ports_of(port)) < 32_768
    with socket.create_server((ports.LOOPBACK, rabbitmq_node.ports_of(port)[1])), pytest.raises(LookupError):
        ports.any_free(range(port, port + 1), rabbitmq_node.ports_of)
