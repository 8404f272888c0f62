"""`python -m benchmarks.deadlines.tasks_peer`: a Celery worker that holds what has an ETA until it is due."""

from __future__ import annotations

import os
from functools import cache
from typing import Any

from celery import Celery
from celery.signals import worker_ready
from pymongo.collection import Collection

from benchmarks.deadlines import effect

TASK = "fire"
app = Celery("deadlines", broker=os.environ["AMQP_URI"])
app.conf.update(
    task_default_queue=os.environ["BENCH_PREFIX"],
    task_acks_late=True,
    task_ignore_result=True,
    worker_hijack_root_logger=False,
    worker_redirect_stdouts=False,  # that it is ready is said there, and would go into its log
)


@cache
def fired() -> Collection[dict[str, Any]]:
    return effect.opened()


@app.task(name=TASK)  # type: ignore[untyped-decorator]
def job(clock: str, due: float) -> None:
    """What is due. Acknowledged afterwards, so that a crash gives it to the next worker."""
    effect.write(fired(), clock, due)


@worker_ready.connect  # type: ignore[untyped-decorator]
def ready(**_: object) -> None:
    print("ready", flush=True)


def main() -> None:
    fired()
    app.worker_main(["worker", "--pool=threads", f"--concurrency={effect.AT_ONCE}", "--loglevel=CRITICAL"])


if __name__ == "__main__":
    main()
