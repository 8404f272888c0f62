from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from operations import amqp_greeting
from operations.ports import any_free


def method_frame(class_id: int, method_id: int, arguments: bytes = b"") -> bytes:
    payload = struct.pack(">HH", class_id, method_id) + arguments
    return struct.pack(">BHI", 1, 0, len(payload)) + payload + b"\xce"


def start_of(version: bytes) -> bytes:
    """Connection.Start as RabbitMQ sends it: protocol version, properties, mechanisms, locales."""
    properties = b"\x07versionS" + struct.pack(">I", len(version)) + version
    table = struct.pack(">I", len(properties)) + properties
    return method_frame(10, 10, b"\x00\x09" + table + struct.pack(">I", 5) + b"PLAIN" + struct.pack(">I", 5) + b"en_US")


TUNE = method_frame(10, 30, b"\0" * 8)
CLOSE = method_frame(10, 50, b"\0" * 11)


@contextmanager
def broker(*answers: bytes) -> Iterator[int]:
    """Somebody who gives these answers, one to each thing that is said, and then hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                for answer in answers:
                    connection.recv(4096)
                    connection.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        yield server.getsockname()[1]
        thread.join(10)


def test_a_broker_that_lets_guest_in_tells_its_version() -> None:
    with broker(start_of(b"3.12.1"), TUNE) as port:
        assert amqp_greeting.running_version(port) == "3.12.1"


def test_a_broker_that_lets_guest_in_can_be_used() -> None:
    with broker(start_of(b"4.0.5"), TUNE) as port:
        assert amqp_greeting.usable_broker_runs(port)


def test_a_broker_that_is_too_old_cannot() -> None:
    with broker(start_of(b"3.9.13"), TUNE) as port:
        assert not amqp_greeting.usable_broker_runs(port)


@pytest.mark.parametrize(
    "answers",
    [
        (start_of(b"3.12.1"), CLOSE),
        (start_of(b"3.12.1"),),
        (b"AMQP\x00\x00\x09\x01",),
        (b"HTTP/1.1 400 Bad Request\r\n\r\n",),
        (),
    ],
    ids=["refuses guest", "hangs up on guest", "speaks another AMQP", "is a web server", "hangs up at once"],
)
def test_whoever_does_not_let_guest_in_is_no_broker_for_us(answers: tuple[bytes, ...]) -> None:
    with broker(*answers) as port:
        assert amqp_greeting.running_version(port) is None


def test_where_nobody_listens_there_is_no_broker() -> None:
    assert amqp_greeting.running_version(any_free()) is None


@pytest.mark.parametrize(
    ("version", "old"), [("3.9.13", True), ("3.10.8", False), ("3.13.7", False), ("4.0.5", False), ("", True)]
)
def test_how_old_is_too_old(version: str, old: bool) -> None:
    assert amqp_greeting.is_too_old(version) is old
