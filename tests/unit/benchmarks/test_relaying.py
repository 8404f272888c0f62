"""What makes the comparison of the relay fair: one queue as every reader's, and the same messages from every side."""

from __future__ import annotations

import json
from dataclasses import asdict

from benchmarks.relaying import queue
from benchmarks.relaying.sending import WINDOW, body
from benchmarks.relaying.side import READ, SIDES
from shared_kernel.messaging.topology import HOUSE
from shared_kernel.relay import AHEAD


def test_the_queue_is_as_durable_as_every_readers() -> None:
    ours = HOUSE.wake_up_queue("escalation").arguments
    assert {**queue.QUEUE.arguments, "x-dead-letter-routing-key": "escalation"} == ours


def test_every_side_sends_what_the_relay_sends() -> None:
    first, second = queue.wake_ups(["kent", "kent"])
    assert json.loads(body(first)) == {**asdict(first), "events": ["NotificationRaised"]}
    assert (first.position, second.position) == (1, 2)


def test_who_goes_one_by_one_reads_as_much_at_once_as_we_do() -> None:
    assert READ == AHEAD * WINDOW
    assert next(iter(SIDES)) == "needfire"
