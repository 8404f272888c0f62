"""The same histories as in memory, a few of them, over the real store and with the real broker behind what it is said to confirm."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from pymongo import MongoClient

from gateway.read_models import cases, tray_items
from gateway.read_models.mongo import MongoCases
from gateway.read_models.projecting import Projection
from gateway.read_models.trays_mongo import MongoTrays
from shared_kernel.checkpoints_mongo import MongoCheckpointStore
from shared_kernel.commit_store_mongo import MongoCommitStore
from shared_kernel.delivery.ledger_mongo import MongoDeliveryLedger
from shared_kernel.leases_mongo import MongoLeaseStore
from shared_kernel.messaging.topology import Topology, declare
from shared_kernel.messaging.wake_up_publisher import AioPikaPublisher
from shared_kernel.parked_mongo import MongoParkedStore
from shared_kernel.relay import WakeUp
from shared_kernel.waiting_clocks_mongo import MongoClockStore
from tests.integration.broker import amqp_uri
from tests.unit.guarantees.dying import Unreliable
from tests.unit.guarantees.histories import Histories
from tests.unit.guarantees.plant import SERVICES, Kept

__all__ = ["amqp_uri"]
FEW = settings(
    max_examples=4, stateful_step_count=12, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)


class Published(Unreliable):
    """As the unreliable one, but what it confirms the real broker has confirmed."""

    def __init__(self, publisher: AioPikaPublisher) -> None:
        super().__init__()
        self._publisher = publisher

    def publish(self, messages: Sequence[WakeUp]) -> None:
        if self.verdict == "confirmed":
            self._publisher.publish(messages)
        super().publish(messages)


def test_any_history_ends_well_on_the_real_parts(store_client: MongoClient[dict[str, Any]], amqp_uri: str) -> None:
    name = f"h{uuid.uuid4().hex[:10]}-"
    declare(amqp_uri, Topology((), {f"{name}reader": tuple(name + service for service in SERVICES)}))
    publisher = AioPikaPublisher(amqp_uri)

    class OnRealParts(Histories):
        prefix, by_hand = name, False

        def stores(self) -> Kept:
            base = f"h{uuid.uuid4().hex[:12]}"
            own = store_client[f"{base}_all"]
            return Kept(
                self.wall,
                {service: MongoCommitStore(store_client[f"{base}_{service}"]) for service in SERVICES},
                MongoCheckpointStore(own),
                MongoParkedStore(own),
                MongoClockStore(own, self.wall),
                MongoLeaseStore(own, self.wall),
                (Projection(tray_items.VIEW, MongoTrays(own)), Projection(cases.VIEW, MongoCases(own))),
                MongoDeliveryLedger(own),
            )

        def way_out(self) -> Unreliable:
            return Published(publisher)

    run_state_machine_as_test(OnRealParts, settings=FEW)
    publisher.close()
