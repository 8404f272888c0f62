"""The peer: a Celery group of one task a custodian, over the same channels, with as many threads and the same patience.

    python -m benchmarks.cascading.peer     the worker, and the group when a line comes in

It keeps no ledger, no receipt and no order; what a task came to is forgotten.
"""

from __future__ import annotations

import os
import sys
from threading import Thread

from celery import Celery, group

from benchmarks.cascading import letters
from services.national_alerts.cascade.sending import AT_ONCE
from shared_kernel.delivery.posting import NotDelivered

app = Celery("peer", broker=os.environ["AMQP_URI"])
app.conf.update(
    task_default_queue=os.environ["BENCH_QUEUE"],
    task_acks_late=True,
    task_ignore_result=True,
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
)


@app.task(  # type: ignore[untyped-decorator]
    autoretry_for=(NotDelivered,),
    retry_backoff=letters.PAUSE_SECONDS,
    retry_backoff_max=letters.LONGEST_PAUSE_SECONDS,
    retry_jitter=True,
    max_retries=letters.TRIES,
)
def deliver(code: str) -> None:
    """One custodian's letter."""
    letters.send(code)


def main() -> None:
    """The worker runs in this process; the group is applied from a thread of it."""
    Thread(target=_apply, daemon=True).start()
    app.worker_main(["worker", "--pool=threads", f"--concurrency={AT_ONCE}", "--loglevel=CRITICAL"])


def _apply() -> None:
    print("ready", flush=True)
    sys.stdin.readline()
    group(deliver.s(code) for code in letters.CUSTODIANS).apply_async()


if __name__ == "__main__":
    main()
