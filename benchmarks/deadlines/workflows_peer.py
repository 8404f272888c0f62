"""`python -m benchmarks.deadlines.workflows_peer`: DBOS on SQLite, whose queue holds workflows that are delayed until they are due."""

from __future__ import annotations

import os
from functools import cache
from threading import Event
from typing import Any

from dbos import DBOS, DBOSConfig
from pymongo.collection import Collection

from benchmarks.deadlines import effect

APPLICATION, QUEUE, WORKFLOW = "deadlines", "deadlines", "fire"


@cache
def fired() -> Collection[dict[str, Any]]:
    return effect.opened()


@DBOS.workflow(name=WORKFLOW)
def fire(clock: str, due: float) -> None:
    """What is due."""
    effect.write(fired(), clock, due)


def main() -> None:
    fired()
    config: DBOSConfig = {
        "name": APPLICATION,
        "system_database_url": os.environ["BENCH_SQLITE"],
        "application_version": "1",
        "log_level": "CRITICAL",
    }
    DBOS(config=config)
    DBOS.launch()
    DBOS.register_queue(QUEUE, worker_concurrency=effect.AT_ONCE, polling_interval_sec=effect.POLLED_SECONDS)
    print("ready", flush=True)
    Event().wait()


if __name__ == "__main__":
    main()
