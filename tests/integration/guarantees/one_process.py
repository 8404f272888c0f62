"""The whole path in one process over a real store and broker, forked once a request so that it may be killed.

A request is a line of JSON: the addresses, `prefix` (of databases and queues), `failpoint`, `later` (seconds by which the
machine's time is moved on, so that what a dead process had claimed has run out). The answer is a line of JSON: by which signal
it ended, and, when it came to its end, how everything then stands.
"""

from __future__ import annotations

import json
import os
import sys
import time
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

from gateway.read_models import cases, tray_items
from gateway.read_models.mongo import MongoCases
from gateway.read_models.projecting import Projection
from gateway.read_models.trays_mongo import MongoTrays
from shared_kernel.checkpoints_mongo import MongoCheckpointStore
from shared_kernel.commit_store_mongo import MongoCommitStore
from shared_kernel.commits import to_document
from shared_kernel.delivery.ledger import Delivery
from shared_kernel.delivery.ledger_mongo import MongoDeliveryLedger
from shared_kernel.delivery.sender import Attempt
from shared_kernel.failpoints import VARIABLE
from shared_kernel.leases_mongo import MongoLeaseStore
from shared_kernel.messaging.topology import Topology, declare
from shared_kernel.messaging.wake_up_consumer import WakeUpConsumer
from shared_kernel.messaging.wake_up_publisher import AioPikaPublisher
from shared_kernel.parked_mongo import MongoParkedStore
from shared_kernel.relay import MARK
from shared_kernel.settings import Settings
from shared_kernel.stores import connect, database
from shared_kernel.time import FixedClock
from shared_kernel.waiting_clocks_mongo import MongoClockStore
from tests.unit.casework.authorities import real
from tests.unit.guarantees.plant import SERVICES, Kept, Plant, raising

RAISED_AT = datetime(2026, 11, 17, 12, 0, tzinfo=UTC)
AFTERWARDS = RAISED_AT + timedelta(days=3)
"""When the first deadlines have passed."""
PATIENCE = 60.0  # seconds


class Counted(Event):
    """How often somebody was woken: once with the connection, then for each wake-up."""

    count = 0

    def wake(self, _service: str | None) -> None:
        self.count += 1
        self.set()


class Run:
    """One process."""

    def __init__(self, asked: Mapping[str, Any]) -> None:
        self.prefix, self.told = asked["prefix"], Path(asked["folder"]) / f"{asked['prefix']}.told"
        self.since = self.told.with_suffix(".since")
        self.amqp_uri, later = asked["amqp_uri"], float(asked["later"])
        settings = Settings(mongodb_uri=asked["mongodb_uri"], database_prefix=self.prefix)
        client = connect(settings)
        self.own = database(client, settings, "all")
        intake, escalation = (database(client, settings, service) for service in SERVICES)
        self.documents = {"trays": MongoTrays(self.own), "cases": MongoCases(self.own)}
        wall = lambda: time.time() + later  # noqa: E731
        self.kept = Kept(
            wall,
            {"intake": MongoCommitStore(intake), "escalation": MongoCommitStore(escalation)},
            MongoCheckpointStore(self.own),
            MongoParkedStore(self.own),
            MongoClockStore(self.own, wall),
            MongoLeaseStore(self.own, wall),
            (
                Projection(tray_items.VIEW, self.documents["trays"]),
                Projection(cases.VIEW, self.documents["cases"]),
            ),
            MongoDeliveryLedger(self.own),
        )
        self.clock = FixedClock(AFTERWARDS if self.since.exists() else RAISED_AT)
        self.publisher = AioPikaPublisher(self.amqp_uri)
        self.plant = Plant(
            self.kept, real("kent"), self.clock, self.publisher, self.hear, f"{os.getpid()}", self.name_of
        )

    def name_of(self, service: str) -> str:
        """How the service is called on the broker, apart from those of other tests."""
        return f"{self.prefix}-{service}"

    def hear(self, delivery: Delivery) -> Attempt:
        """The recipient: keeps the ids of what it was sent."""
        with self.told.open("a", encoding="ascii") as file:
            file.write(f"{delivery.delivery_id}\n")
        return Attempt(True)

    def play(self) -> None:
        """Somebody raises a notification, asking again until it is accepted; three days go by."""
        sources = tuple(self.name_of(service) for service in SERVICES)
        topology, woken = Topology((), {f"{self.prefix}-reader": sources}), Counted()
        declare(self.amqp_uri, topology)
        answer = self.plant.intake.answer(raising(1, RAISED_AT)[1])
        assert "accepted" in answer, answer
        published = self.plant.steps["intake relays"]()
        consumer = WakeUpConsumer(self.amqp_uri, f"{self.prefix}-reader", woken.wake, topology=topology)
        consumer.start()
        self.plant.settle()
        if published:
            wait_for_wake_ups(woken)
        self.since.touch()
        self.clock.set(AFTERWARDS)
        self.plant.settle()

    def stands(self) -> dict[str, Any]:
        """How everything stands, without what says only when the machine did it."""
        kept = self.kept
        commits = {service: kept.commits[service].feed(0, 500) for service in SERVICES}
        names = {service: self.name_of(service) for service in SERVICES}
        return {
            "commits": {
                name: sorted((to_document(each) | {"position": 0} for each in found), key=lambda each: each["hash"])
                for name, found in commits.items()
            },
            "whole": all([c.position for c in found] == list(range(1, len(found) + 1)) for found in commits.values()),
            "unpublished": [
                len(commits[service]) - kept.checkpoints.load(MARK, name) for service, name in names.items()
            ],
            "unnumbered": [len(kept.commits[service].unpositioned(10)) for service in SERVICES],
            "clocks": sorted((each["_id"], each["due"]) for each in self.own["waiting_clocks"].find({}, {"due": 1})),
            "views": {name: list(each._documents.find({}).sort("_id")) for name, each in self.documents.items()},
            "deliveries": sorted((each["_id"], each["state"]) for each in self.own["deliveries"].find({})),
            "told": sorted(set(self.told.read_text("ascii").split())),
            "parked": kept.parked.count(),
        }


def wait_for_wake_ups(woken: Counted) -> None:
    """Until one has come, beside the connection's own."""
    ends = time.monotonic() + PATIENCE
    while woken.count < 2:
        assert time.monotonic() < ends, "nobody was woken"
        woken.clear()
        woken.wait(0.05)


def carried_out(asked: Mapping[str, Any]) -> dict[str, Any]:
    """In a process of its own: how it ended, and how everything then stands."""
    reading, writing = os.pipe()
    pid = os.fork()
    if not pid:
        os.close(reading)
        _child(asked, writing)
    os.close(writing)
    with os.fdopen(reading) as said:
        stands = said.read()
    _, status = os.waitpid(pid, 0)
    return {"signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0, "stands": json.loads(stands or "null")}


def _child(asked: Mapping[str, Any], writing: int) -> None:
    status = 1
    try:
        os.environ[VARIABLE] = asked["failpoint"]
        run = Run(asked)
        run.play()
        with os.fdopen(writing, "w") as out:
            json.dump(run.stands(), out, default=str)
        status = 0
    except BaseException:
        traceback.print_exc()
        raise
    finally:
        os._exit(status)


def main() -> None:
    """Until nobody asks any more."""
    real("kent")
    for line in sys.stdin:
        print(json.dumps(carried_out(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
