"""The peer: a Celery group of one task a custodian, over the same channels, with as many threads and the same patience.

    python -m benchmarks.cascading.peer SMTP_PORT HTTP_PORT     the worker, and the group when a line comes in

It keeps no ledger, no receipt and no order; what a task came to is forgotten.
"""

from __future__ import annotations

import os
import sys
from threading import Thread

from celery import Celery, group

from benchmarks.cascading import people
from documents.message import Live
from services.national_alerts.cascade.records import Approach, Cascade
from services.national_alerts.cascade.sending import AT_ONCE
from shared_kernel.delivery.posting import NotDelivered

SMTP_PORT, HTTP_PORT = int(os.environ["BENCH_SMTP"]), int(os.environ["BENCH_HTTP"])
app = Celery("peer", broker=os.environ["AMQP_URI"])
app.conf.update(
    task_default_queue=os.environ["BENCH_QUEUE"],
    task_acks_late=True,
    task_ignore_result=True,
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
)
MAIL, WEBHOOK, WRITING = people.mail(SMTP_PORT), people.webhook(HTTP_PORT), people.writing()
CUSTODIANS = people.custodians(HTTP_PORT)
CASCADE = Cascade(
    "alert-bench.1", Live("alert-bench"), 1, "initial", people.STARTED, people.STARTED, frozenset(CUSTODIANS)
)


@app.task(autoretry_for=(NotDelivered,), retry_backoff=5, retry_jitter=True, max_retries=8)  # type: ignore[untyped-decorator]
def deliver(code: str) -> None:
    """One custodian's letter."""
    contacts = CUSTODIANS[code].held[0].contacts
    to = contacts.webhook or contacts.primary
    letter = WRITING.letter(WRITING.message(CASCADE, "kent"), code, to, Approach(1, "first", "release"))
    (WEBHOOK if contacts.webhook else MAIL).send(letter)


def main() -> None:
    """The worker runs in this process; the group is applied from a thread of it."""
    Thread(target=_apply, daemon=True).start()
    app.worker_main(["worker", "--pool=threads", f"--concurrency={AT_ONCE}", "--loglevel=CRITICAL"])


def _apply() -> None:
    print("ready", flush=True)
    sys.stdin.readline()
    group(deliver.s(code) for code in CUSTODIANS).apply_async()


if __name__ == "__main__":
    main()
