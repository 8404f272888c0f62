"""Names and arguments on the broker are frozen: a change orphans queues that fill, or is refused by the broker."""

from __future__ import annotations

from shared_kernel.messaging.topology import EXCHANGES, HOUSE, Topology


def test_the_exchanges() -> None:
    assert dict(EXCHANGES) == {"nameko-rpc": "topic", "needfire.commits": "topic", "needfire.parked": "direct"}


def test_the_queues_of_the_house() -> None:
    assert sorted(queue.name for queue in HOUSE.queues()) == [
        "parked-deliveries",
        "parked-escalation",
        "parked-gateway",
        "parked-intake",
        "parked-national_alerts",
        "parked-risk_management",
        "rpc-deliveries_worker",
        "rpc-escalation",
        "rpc-escalation_worker",
        "rpc-gateway_worker",
        "rpc-intake",
        "rpc-intake_worker",
        "rpc-national_alerts",
        "rpc-national_alerts_worker",
        "rpc-risk_management",
        "rpc-risk_management_worker",
        "wakeup-deliveries",
        "wakeup-escalation",
        "wakeup-gateway",
        "wakeup-intake",
        "wakeup-national_alerts",
        "wakeup-risk_management",
    ]


def test_every_service_has_a_reader_so_that_no_wake_up_comes_back_as_unroutable() -> None:
    read = {source for sources in HOUSE.readers.values() for source in sources}
    assert read == set(HOUSE.services)


def test_each_queue_in_full() -> None:
    parked, rpc, wake_up, asked = Topology(services=("a",), readers={"a": ("a", "b")}).queues()
    assert (parked.name, parked.bindings) == ("parked-a", (("needfire.parked", "a"),))
    assert parked.arguments == {
        "x-queue-type": "quorum",
        "x-delivery-limit": 1_000_000,
        "x-overflow": "reject-publish",
    }
    dead_letters = {
        "x-queue-type": "quorum",
        "x-dead-letter-exchange": "needfire.parked",
        "x-dead-letter-routing-key": "a",
        "x-dead-letter-strategy": "at-least-once",
        "x-overflow": "reject-publish",
    }
    assert (rpc.name, rpc.bindings) == ("rpc-a", (("nameko-rpc", "a.*"),))
    assert rpc.arguments == dead_letters | {"x-delivery-limit": 5}
    assert (wake_up.name, wake_up.owner) == ("wakeup-a", "a")
    again = ("needfire.parked", "wakeup-a")
    assert wake_up.bindings == (("needfire.commits", "a.#"), ("needfire.commits", "b.#"), again)
    assert wake_up.arguments == dead_letters | {"x-delivery-limit": 20}
    assert (asked.name, asked.owner, asked.bindings) == ("rpc-a_worker", "a", (("nameko-rpc", "a_worker.*"),))
    assert asked.arguments == rpc.arguments
