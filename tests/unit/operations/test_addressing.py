from __future__ import annotations

import socket
from pathlib import Path

import pytest

from operations import addressing, amqp_greeting, health, ports
from operations.problems import Problem
from operations.run_settings import RunSettings

ALL = ("broker", "store", "gateway")


def settings(folder: Path, **chosen: str) -> RunSettings:
    return RunSettings(folder, private=True, listen="127.0.0.1:0", **chosen)  # type: ignore[arg-type]


def test_by_itself_a_run_has_its_own_broker_and_store_on_the_loopback_interface(tmp_path: Path) -> None:
    found = addressing.find(settings(tmp_path), ALL, print)

    assert found.borrowed == frozenset()
    assert found.addresses.amqp_uri == f"amqp://guest:guest@127.0.0.1:{found.addresses.broker_port}//"
    assert found.addresses.mongodb_uri == f"mongodb://127.0.0.1:{found.addresses.store_port}/?retryWrites=false"
    assert found.addresses.listen_port > 0


def test_the_next_run_takes_the_same_ports(tmp_path: Path) -> None:
    first = addressing.find(settings(tmp_path), ALL, print).addresses
    second = addressing.find(settings(tmp_path), ALL, print).addresses

    assert (second.broker_port, second.store_port) == (first.broker_port, first.store_port)


def test_a_named_broker_and_store_are_borrowed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "broker_version", lambda uri: "4.0.5")
    monkeypatch.setattr(health, "is_occupied", lambda uri: False)
    monkeypatch.setattr(health, "store_answers", lambda uri: True)
    lines: list[str] = []
    chosen = settings(tmp_path, amqp_uri="amqp://u:secret@b.example//", mongodb_uri="mongodb://u:secret@s.example/")

    found = addressing.find(chosen, ALL, lines.append)

    assert found.borrowed == {"broker", "store"}
    assert (found.addresses.amqp_uri, found.addresses.mongodb_uri) == (chosen.amqp_uri, chosen.mongodb_uri)
    assert len(lines) == 2
    assert not any("secret" in line for line in lines)


def test_a_named_broker_that_is_too_old_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "broker_version", lambda uri: "3.9.13")

    with pytest.raises(Problem) as refused:
        addressing.find(settings(tmp_path, amqp_uri="amqp://b.example//"), ALL, print)

    assert refused.value.code == "broker-too-old"
    assert "3.9.13" in refused.value.sentence


def test_a_named_broker_with_another_platform_on_it_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "broker_version", lambda uri: "4.0.5")
    monkeypatch.setattr(health, "is_occupied", lambda uri: True)

    with pytest.raises(Problem) as refused:
        addressing.find(settings(tmp_path, amqp_uri="amqp://b.example//"), ALL, print)

    assert refused.value.code == "broker-occupied"


@pytest.mark.parametrize(("occupied", "borrowed"), [(False, {"broker"}), (True, set())])
def test_a_broker_that_happens_to_run_is_borrowed_unless_another_platform_uses_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, occupied: bool, borrowed: set[str]
) -> None:
    monkeypatch.setattr(amqp_greeting, "usable_broker_runs", lambda port: True)
    monkeypatch.setattr(health, "broker_version", lambda uri: "3.10.8")
    monkeypatch.setattr(health, "is_occupied", lambda uri: occupied)

    found = addressing.find(RunSettings(tmp_path, listen="127.0.0.1:0"), ALL, print)

    assert found.borrowed == borrowed


def test_a_named_broker_that_does_not_answer_is_refused(tmp_path: Path) -> None:
    nobody = f"amqp://u:secret@127.0.0.1:{ports.any_free()}//"

    with pytest.raises(Problem) as refused:
        addressing.find(settings(tmp_path, amqp_uri=nobody), ALL, print)

    assert refused.value.code == "broker-refused"
    assert "AMQP_URI" in refused.value.sentence
    assert "secret" not in refused.value.shown()


def test_a_named_store_that_does_not_answer_is_refused(tmp_path: Path) -> None:
    nobody = f"mongodb://127.0.0.1:{ports.any_free()}/"

    with pytest.raises(Problem) as refused:
        addressing.find(settings(tmp_path, mongodb_uri=nobody), ALL, print)

    assert refused.value.code == "store-refused"
    assert "MONGODB_URI" in refused.value.sentence


def test_a_taken_port_for_the_page_is_named_before_anything_is_started(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as somebody:
        taken = somebody.getsockname()[1]
        with pytest.raises(Problem) as refused:
            addressing.find(RunSettings(tmp_path, private=True, listen=f"127.0.0.1:{taken}"), ALL, print)

    assert refused.value.code == "port-taken"
    assert "NEEDFIRE_LISTEN=127.0.0.1:" in refused.value.remedy


def test_the_page_s_port_does_not_matter_to_a_run_without_a_page(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as somebody:
        taken = somebody.getsockname()[1]
        listen = f"127.0.0.1:{taken}"
        found = addressing.find(RunSettings(tmp_path, private=True, listen=listen), ("broker",), print)

    assert found.addresses.listen_port == taken
