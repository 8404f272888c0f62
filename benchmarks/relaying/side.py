"""`python -m benchmarks.relaying.side SIDE PREFIX COUNT`: ready, then on a line from the parent so many wake-ups, then {seconds, cpu}."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Callable, Mapping
from itertools import count
from typing import Any

from pymongo.database import Database

from benchmarks.relaying.queue import SERVICE, wake_ups
from benchmarks.relaying.sending import OneConfirmAtATime, body, in_windows
from shared_kernel.checkpoints_mongo import MongoCheckpointStore
from shared_kernel.commit_store_mongo import MongoCommitStore
from shared_kernel.leases_mongo import MongoLeaseStore
from shared_kernel.messaging.wake_up_publisher import AioPikaPublisher
from shared_kernel.relay import MARK, Publisher, Relay, wake_up
from shared_kernel.settings import Settings
from shared_kernel.stores import connect, database

Send = Callable[[], object]
READ = 5_000
"""As many as our relay reads at once."""


def owned(settings: Settings, prefix: str) -> Database[dict[str, Any]]:
    """Where the commits lie."""
    return database(connect(settings), Settings(mongodb_uri=settings.mongodb_uri, database_prefix=prefix), SERVICE)


def relaying(publisher: Publisher, settings: Settings, prefix: str) -> Send:
    """The relay over this publisher, until nothing is left."""
    own = owned(settings, prefix)
    store, leases, marks = MongoCommitStore(own), MongoLeaseStore(own), MongoCheckpointStore(own)
    relay = Relay(SERVICE, store, leases, marks, publisher, "bench")

    def run() -> None:
        while relay.run_once():
            pass

    return run


def ours(settings: Settings, prefix: str, _: int) -> Send:
    return relaying(AioPikaPublisher(settings.amqp_uri), settings, prefix)


def same_relay(settings: Settings, prefix: str, _: int) -> Send:
    return relaying(OneConfirmAtATime(settings.amqp_uri), settings, prefix)


def one_by_one(settings: Settings, prefix: str, _: int) -> Send:
    """As such a loop is usually written: numbered, published, confirmed and marked, then the next. Read in batches as ours."""
    own, publisher = owned(settings, prefix), OneConfirmAtATime(settings.amqp_uri)
    store, marks = MongoCommitStore(own), MongoCheckpointStore(own)

    def run() -> None:
        positions = count(1)
        while waiting := store.unpositioned(READ):
            for commit in waiting:
                [numbered] = store.assign_positions(next(positions), [commit])
                publisher.publish([wake_up(SERVICE, numbered)])
                marks.save(MARK, SERVICE, numbered.position)

    return run


def one_at_a_time(settings: Settings, _: str, many: int) -> Send:
    """No store: the wake-ups are there beforehand, nothing is numbered and nothing marked."""
    publisher, messages = OneConfirmAtATime(settings.amqp_uri), wake_ups(["kent"] * many)
    return lambda: publisher.publish(messages)


def window(settings: Settings, _: str, many: int) -> Send:
    bodies = [body(each) for each in wake_ups(["kent"] * many)]
    return lambda: asyncio.run(in_windows(settings.amqp_uri, bodies))


SIDES: Mapping[str, Callable[[Settings, str, int], Send]] = {
    "needfire": ours,
    "one at a time over kombu": one_by_one,
    "the same relay over kombu": same_relay,
    "kombu, no store": one_at_a_time,
    "bare aio-pika window": window,
}


def main(name: str, prefix: str, many: int) -> None:
    send = SIDES[name](Settings.from_environment(), prefix, many)
    print("ready", flush=True)
    sys.stdin.readline()
    began, cpu = time.perf_counter(), time.process_time()
    send()
    print(json.dumps({"seconds": time.perf_counter() - began, "cpu": time.process_time() - cpu}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
