"""A service's worker: relay, feed readers, clocks, and the recorder of what was parked, each in a loop of its own.

Every loop works under a lease, so that replicas stand by and none does another's work.
"""

from __future__ import annotations

import os
import socket
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from pymongo.database import Database

from shared_kernel import logs, pulse, tracing
from shared_kernel.checkpoints_mongo import MongoCheckpointStore
from shared_kernel.commit_store_mongo import MongoCommitStore
from shared_kernel.commits import Commit, FeedSource
from shared_kernel.feed import FeedReader
from shared_kernel.hanging import LOOKS
from shared_kernel.keeping import Keeping
from shared_kernel.leases import LEASE_SECONDS, Tenure, only_with
from shared_kernel.leases_mongo import MongoLeaseStore
from shared_kernel.loops import Loop, serve
from shared_kernel.messaging.answering import Answering
from shared_kernel.messaging.drive_again import drive_again
from shared_kernel.messaging.parked_messages_mongo import MongoParkedMessages
from shared_kernel.messaging.recorder import Recorder
from shared_kernel.messaging.rpc_client import RpcClient, ServiceUnavailable
from shared_kernel.messaging.rpc_feed import RpcFeedSource
from shared_kernel.messaging.wake_up_consumer import WakeUpConsumer
from shared_kernel.messaging.wake_up_publisher import AioPikaPublisher
from shared_kernel.parked_mongo import MongoParkedStore
from shared_kernel.relay import Relay
from shared_kernel.rows_mongo import by_authority, rows_of
from shared_kernel.settings import Settings
from shared_kernel.settling import settle
from shared_kernel.stores import StoreUnavailable
from shared_kernel.time import SystemClock, instant_text
from shared_kernel.waiting_clocks import LATE

RELAY_SECONDS, QUIET_RELAY_SECONDS = 0.03, 0.25
"""How long a commit waits at most for its number: after others, and when nothing came for a while. What this process itself did
wakes the relay, so this is for what the service's process took in."""
READING_SECONDS, QUIET_READING_SECONDS = 1.0, 2.0
"""How soon a feed is read of which no wake-up came; below a lease's length, which is renewed then."""
REMEMBERS = 5.0
"""Seconds for which a reader keeps in mind its position and what is parked: below the auditor's ten, which asks for both."""


@dataclass(frozen=True)
class Reading:
    """A feed that is followed: `name` is the reader's own, `apply` takes each commit and is idempotent."""

    name: str
    source_name: str
    apply: Callable[[Commit], None]
    source: FeedSource | None = None


class WorkerProcess:
    """Puts one owner's loops together. `owner` is the service's name, or the gateway's."""

    def __init__(self, owner: str, settings: Settings, database: Database[dict[str, Any]]) -> None:
        self.owner, self._settings, self._database = owner, settings, database
        self._leases = MongoLeaseStore(database)
        self._checkpoints = MongoCheckpointStore(database)
        self._rpc = RpcClient(settings.amqp_uri)
        self._messages = MongoParkedMessages(database)
        self.keeping = Keeping(self._checkpoints, MongoParkedStore(database), self._messages, self._send_back)
        self._counts()
        self.keeping.rows["clocks"] = rows_of(database["waiting_clocks"], "due")
        self.keeping.rows["deliveries"] = rows_of(database["deliveries"])
        self.keeping.rows["given_up"] = rows_of(database["deliveries"], only={"state": "failed"})
        self.identity = f"{socket.gethostname()}-{os.getpid()}-{uuid.uuid4().hex[:8]}"
        self.loops: list[Loop] = []
        self.keeping.loops = lambda: [each.state() for each in self.loops]
        self._followed: list[tuple[str, Loop]] = []
        self._consumers: list[WakeUpConsumer | Recorder | Answering] = []
        self._relay: Loop | None = None

    def _send_back(self, message_id: str) -> None:
        drive_again(self._settings.amqp_uri, self._messages, message_id, SystemClock())

    def _counts(self) -> None:
        """What should be none, by authority."""
        clocks, clock = self._database["waiting_clocks"], self._settings.clock()
        late = lambda: by_authority(clocks, {"due": {"$lt": instant_text(clock.now() - LATE)}})  # noqa: E731
        given_up = lambda: by_authority(self._database["deliveries"], {"state": "failed"})  # noqa: E731
        self.keeping.counted |= {"late": late, "given_up": given_up}

    def under_lease(
        self,
        name: str,
        run_once: Callable[[], int],
        interval: float,
        stand_by: Callable[[], object] = lambda: None,
        at_end: Callable[[], object] = lambda: None,
        longest_interval: float = 0.0,
    ) -> Loop:
        """A loop that only the holder of the lease runs; `stand_by` is called in the others, `at_end` after its last run."""
        tenure = Tenure(self._leases, f"{self.owner}-{name}", self.identity, LEASE_SECONDS)

        def end() -> None:
            if tenure.epoch:
                at_end()
            tenure.release()

        run = only_with(tenure, self._relayed(run_once), stand_by)
        loop = Loop(name, run, interval=interval, longest_interval=longest_interval, at_end=end)
        self.loops.append(loop)
        return loop

    def _relayed(self, run_once: Callable[[], int]) -> Callable[[], int]:
        """Whatever is done in this process may have made commits."""

        def run() -> int:
            done = run_once()
            if done and self._relay:
                self._relay.wake.set()
            return done

        return run

    def relay(self) -> None:
        """Numbers and publishes this service's commits."""
        publisher = AioPikaPublisher(self._settings.amqp_uri)
        store = MongoCommitStore(self._database)
        relay = Relay(self.owner, store, self._leases, self._checkpoints, publisher, self.identity)

        def run_once() -> int:
            published = relay.run_once()
            if published:
                self._wake(self.owner)  # the broker tells others of our commits, not ourselves
            return published

        self.keeping.unpublished = relay.behind
        self._relay = Loop(
            "relay", run_once, interval=RELAY_SECONDS, longest_interval=QUIET_RELAY_SECONDS, at_end=relay.step_down
        )
        self.loops.append(self._relay)

    def follow(self, readings: Sequence[Reading]) -> None:
        """Reads each feed from where it was left, woken by the broker and by the clock on the wall."""
        self._followed += [(reading.source_name, self._follow(reading)) for reading in readings]
        self._consumers.append(WakeUpConsumer(self._settings.amqp_uri, self.owner, self._wake))

    def _wake(self, service: str | None) -> None:
        for source, loop in self._followed:
            if service in (None, source):
                loop.wake.set()

    def _follow(self, reading: Reading) -> Loop:
        reader = FeedReader(
            reading.name,
            reading.source_name,
            reading.source or RpcFeedSource(self._rpc, reading.source_name),
            self._checkpoints,
            self.keeping.parked,
            reading.apply,
            transient=(StoreUnavailable, ServiceUnavailable),
            remembers=REMEMBERS,
        )
        self.keeping.readers[reading.name, reading.source_name] = reader

        read = self._relayed(reader.run_once)

        def read_once() -> int:
            return int(read() >= reader.batch)  # with less than a batch the feed's end was reached

        name = f"{reading.name} reads {reading.source_name}"
        return self.under_lease(
            name, read_once, READING_SECONDS, reader.forget, reader.save, longest_interval=QUIET_READING_SECONDS
        )

    def serve(self) -> None:
        """Runs until the process is told to end."""
        logs.begin()
        tracing.begin(f"{self.owner}-worker", os.environ)
        self._consumers.append(Recorder(self._settings.amqp_uri, self.owner, self._messages))
        self._consumers.append(Answering(self._settings.amqp_uri, self.owner, self.keeping.methods))
        for each in self._consumers:
            each.start()
        parts = [each.subscription for each in self._consumers]
        pulse.begin(os.environ, parts, lambda: self._database.command("ping"))
        settle()
        serve(self.loops, LOOKS)
