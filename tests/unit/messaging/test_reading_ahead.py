"""What has arrived is taken at once, and yet each frame is read whole and in its order, however the bytes came."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from threading import Thread

import pytest

from shared_kernel.messaging.connections import ReadsAhead

FRAMES = [(1, 1, b"a method"), (2, 1, b"h" * 40), (3, 1, b"b" * 20_000), (8, 0, b"")]


def written(frame: tuple[int, int, bytes]) -> bytes:
    kind, channel, payload = frame
    return kind.to_bytes(1, "big") + channel.to_bytes(2, "big") + len(payload).to_bytes(4, "big") + payload + b"\xce"


ALL = b"".join(written(frame) for frame in FRAMES)


@pytest.fixture
def ends() -> Iterator[tuple[ReadsAhead, socket.socket]]:
    here, there = socket.socketpair()
    with here, there:
        transport = ReadsAhead("nobody.example:1")
        transport.sock = here
        transport._setup_transport()
        yield transport, there


@pytest.mark.parametrize("size", [1, 7, 8191, 8192, len(ALL)])
def test_frames_are_read_whole_however_the_bytes_come(ends: tuple[ReadsAhead, socket.socket], size: int) -> None:
    transport, there = ends

    def send() -> None:
        for at in range(0, len(ALL), size):
            there.sendall(ALL[at : at + size])

    sender = Thread(target=send)
    sender.start()

    read = [transport.read_frame() for _ in FRAMES]

    sender.join()
    assert read == FRAMES


def test_what_has_arrived_is_taken_in_one_go(ends: tuple[ReadsAhead, socket.socket]) -> None:
    transport, there = ends
    there.sendall(written(FRAMES[0]) + written(FRAMES[1]))
    assert transport.read_frame() == FRAMES[0]

    transport.sock.setblocking(False)
    with pytest.raises(BlockingIOError):  # nothing is left in the socket …
        transport.sock.recv(1)
    assert transport.read_frame() == FRAMES[1]  # … since it is here


def test_a_time_out_in_the_middle_of_a_frame_loses_nothing(ends: tuple[ReadsAhead, socket.socket]) -> None:
    transport, there = ends
    transport.sock.settimeout(0.01)
    there.sendall(ALL[:10])
    with pytest.raises(TimeoutError):
        transport.read_frame()

    there.sendall(ALL[10:20])

    assert transport.read_frame() == FRAMES[0]
