from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import pytest

from shared_kernel.messaging.deliveries import Reason, Unreadable
from shared_kernel.messaging.topology import Topology
from shared_kernel.messaging.wake_up_consumer import WakeUpConsumer, read_wake_up
from shared_kernel.relay import WakeUp
from tests.unit.messaging.fakes import FakeLink, FakeParking, delivered

WAKE_UP = WakeUp("intake", 7, "case-1", 2, "kent", ("raised",))
BODY: dict[str, Any] = {**asdict(WAKE_UP), "events": ["raised"]}
TOPOLOGY = Topology(services=(), readers={"gateway": ("intake",)})


def test_a_wake_up_reads_as_it_was_written() -> None:
    assert read_wake_up(BODY) == WAKE_UP


def test_a_later_version_may_say_more() -> None:
    assert read_wake_up({**BODY, "edition": 3}) == WAKE_UP


@pytest.mark.parametrize("name", sorted(BODY))
@pytest.mark.parametrize("wrong", [None, [1], {"a": 1}, 1.5], ids=repr)
def test_each_field_has_its_type(name: str, wrong: object) -> None:
    with pytest.raises(Unreadable) as unreadable:
        read_wake_up({**BODY, name: wrong})
    assert unreadable.value.reason == Reason.NOT_A_WAKE_UP


@pytest.mark.parametrize("name", sorted(BODY))
def test_each_field_is_needed(name: str) -> None:
    with pytest.raises(Unreadable):
        read_wake_up({key: value for key, value in BODY.items() if key != name})


def test_garbage_is_parked_and_wakes_nobody() -> None:
    woken, parking, link = list[str | None](), FakeParking(), FakeLink()
    consumer = WakeUpConsumer("amqp://nowhere", "gateway", woken.append, topology=TOPOLOGY, parking=parking)
    consumer.handle(delivered(b"[", link=link))
    assert (parking.parked, link.ends, woken) == ([Reason.UNDECODABLE], ["acked"], [])


def test_whose_feed_has_something_to_read_is_told() -> None:
    woken, link = list[str | None](), FakeLink()
    consumer = WakeUpConsumer("amqp://nowhere", "gateway", woken.append, topology=TOPOLOGY, parking=FakeParking())
    consumer.handle(delivered(json.dumps(BODY).encode(), link=link))
    assert (woken, link.ends) == ([BODY["service"]], ["acked"])
