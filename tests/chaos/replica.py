"""One of several that fire what is due: `python -m tests.chaos.replica MONGODB_URI PREFIX`. Its effect is one commit a clock."""

from __future__ import annotations

import logging
import os
import sys
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime

from shared_kernel.commands import CommandContext, Decided, Undertaking, execute_all
from shared_kernel.commit_store_mongo import MongoCommitStore
from shared_kernel.commits import EventRecord
from shared_kernel.following import ClockFirer
from shared_kernel.loops import Loop, serve
from shared_kernel.settings import Settings
from shared_kernel.stores import connect, database
from shared_kernel.time import SystemClock
from shared_kernel.waiting_clocks import WaitingClock
from shared_kernel.waiting_clocks_mongo import MongoClockStore

FIRING_SECONDS = 0.25
"""As often as escalation's worker looks."""


def main(mongodb_uri: str, prefix: str) -> None:
    """Until it is killed."""
    logging.basicConfig(level=logging.ERROR)
    settings = Settings(mongodb_uri=mongodb_uri, database_prefix=prefix)
    own = database(connect(settings), settings, "clocks")
    store, clock = MongoCommitStore(own), SystemClock()

    def undertaken(waiting: WaitingClock) -> Undertaking:
        """As a service does: a command whose id is the clock's."""
        told = EventRecord("Fired", 1, {"due": waiting.due.isoformat(), "at": datetime.now(UTC).isoformat()})
        context = CommandContext(waiting.clock_id, waiting.authority, "service:clocks", clock.now())
        return Undertaking(waiting.stream, context, waiting.clock_id, lambda _: Decided((told,), {}), fresh=True)

    def fire(due: Sequence[WaitingClock]) -> Sequence[object]:
        return execute_all(store, clock, [undertaken(each) for each in due])

    firer = ClockFirer(MongoClockStore(own), clock, f"{os.getpid()}-{uuid.uuid4().hex[:8]}", fire)
    print("ready", flush=True)
    serve([Loop("clocks fire", firer.run_once, interval=FIRING_SECONDS)])


if __name__ == "__main__":
    main(*sys.argv[1:])
