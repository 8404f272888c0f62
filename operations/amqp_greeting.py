"""Is there a RabbitMQ here that lets us in? Asked with the standard library, before anything is installed.

Only the beginning of AMQP 0-9-1 is spoken: protocol header, Connection.Start, StartOk with a name and a
password, and then either Connection.Tune (we are in) or the end.
"""

from __future__ import annotations

import re
import socket
import struct

HEADER = b"AMQP\x00\x00\x09\x01"
START = (10, 10)
START_OK = (10, 11)
TUNE = (10, 30)
FRAME_END = 0xCE
GUEST = b"\0guest\0guest"
LONGEST_FRAME = 65_536
OLDEST = (3, 10)
"""Quorum queues that dead-letter at least once came with RabbitMQ 3.10."""


def usable_broker_runs(port: int = 5672) -> bool:
    """Whether somebody's broker on the loopback interface accepts guest and is new enough."""
    version = running_version(port)
    return version is not None and not is_too_old(version)


def is_too_old(version: str) -> bool:
    return tuple(int(part) for part in version.split(".")[:2] if part.isdecimal()) < OLDEST


def running_version(port: int) -> str | None:
    """The version of a broker on the loopback interface when it accepts guest, else None."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2.0) as connection:
            return _greet(connection)
    except (OSError, EOFError, ValueError):
        return None


def _greet(connection: socket.socket) -> str | None:
    connection.settimeout(5.0)
    connection.sendall(HEADER)
    method, arguments = _read_method(connection)
    if method != START:
        return None
    connection.sendall(_start_ok())
    method, _ = _read_method(connection)
    return _version(arguments) if method == TUNE else None


def _read_method(connection: socket.socket) -> tuple[tuple[int, int], bytes]:
    """One method frame: ((class, method), its arguments undecoded)."""
    kind, _channel, size = struct.unpack(">BHI", _exactly(connection, 7))
    if kind != 1 or not 4 <= size <= LONGEST_FRAME:
        raise ValueError("not a method frame")
    payload = _exactly(connection, size)
    if _exactly(connection, 1)[0] != FRAME_END:
        raise ValueError("a frame without its end")
    class_id, method_id = struct.unpack(">HH", payload[:4])
    return (class_id, method_id), payload[4:]


def _start_ok() -> bytes:
    no_properties = struct.pack(">I", 0)
    response = struct.pack(">I", len(GUEST)) + GUEST
    arguments = no_properties + _short("PLAIN") + response + _short("en_US")
    payload = struct.pack(">HH", *START_OK) + arguments
    return struct.pack(">BHI", 1, 0, len(payload)) + payload + bytes([FRAME_END])


def _short(text: str) -> bytes:
    return bytes([len(text)]) + text.encode()


def _version(start_arguments: bytes) -> str:
    """RabbitMQ puts `version` as a long string into the server's properties."""
    found = re.search(rb"\x07versionS(....)", start_arguments, re.DOTALL)
    if not found:
        return "0"
    length = struct.unpack(">I", found.group(1))[0]
    return start_arguments[found.end() : found.end() + length].decode(errors="replace")


def _exactly(connection: socket.socket, size: int) -> bytes:
    read = b""
    while len(read) < size:
        more = connection.recv(size - len(read))
        if not more:
            raise EOFError
        read += more
    return read
