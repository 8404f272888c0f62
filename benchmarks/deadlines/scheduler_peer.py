"""`python -m benchmarks.deadlines.scheduler_peer`: APScheduler on its SQLAlchemy job store. A line from the parent: something was entered."""

from __future__ import annotations

import logging
import os
import sys
from functools import cache
from typing import Any

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from pymongo.collection import Collection

from benchmarks.deadlines import effect


@cache
def fired() -> Collection[dict[str, Any]]:
    return effect.opened()


def job(clock: str, due: float) -> None:
    """What is due."""
    effect.write(fired(), clock, due)


def main() -> None:
    logging.disable(logging.CRITICAL)
    fired()
    scheduler = BackgroundScheduler(
        jobstores={"default": SQLAlchemyJobStore(url=os.environ["BENCH_SQLITE"])},
        executors={"default": ThreadPoolExecutor(effect.AT_ONCE)},
    )
    scheduler.start()
    print("ready", flush=True)
    for _ in sys.stdin:
        scheduler.wakeup()


if __name__ == "__main__":
    main()
