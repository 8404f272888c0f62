"""Names that other processes, or messages that wait, rely on: changing one orphans what is there."""

from __future__ import annotations

from shared_kernel.messaging.topology import HOUSE

QUEUES = {
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
}


def test_the_queues_have_the_names_under_which_messages_wait() -> None:
    assert {queue.name for queue in HOUSE.queues()} == QUEUES


def test_every_queue_keeps_what_it_cannot_deliver() -> None:
    for queue in HOUSE.queues():
        assert queue.arguments["x-queue-type"] == "quorum"
        assert queue.arguments["x-overflow"] == "reject-publish"
        if not queue.name.startswith("parked-"):
            assert queue.arguments["x-dead-letter-exchange"] == "needfire.parked"
            assert queue.arguments["x-dead-letter-strategy"] == "at-least-once"
