"""The second peer: a Dramatiq group of one message a custodian, otherwise as the first (`peer`): letters, threads, patience, tries.

python -m benchmarks.cascading.dramatiq_peer     the worker, and the group when a line comes in
"""

from __future__ import annotations

import logging
import os
import sys
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import dramatiq
from dramatiq.brokers.rabbitmq import RabbitmqBroker

from benchmarks.cascading import letters
from services.national_alerts.cascade.sending import AT_ONCE
from shared_kernel.delivery.posting import NotDelivered


def as_pika_reads_it(amqp_uri: str) -> str:
    """The same address; pika takes what lies between the first two slashes for the virtual host, so its own slash is escaped."""
    address = urlsplit(amqp_uri)
    return address._replace(path="/" + quote(unquote(address.path[1:]) or "/", safe="")).geturl()


broker = RabbitmqBroker(url=as_pika_reads_it(os.environ["AMQP_URI"]))
dramatiq.set_broker(broker)


def again(tries: int, problem: BaseException) -> bool:
    """As the first peer: what was not delivered, eight times."""
    return isinstance(problem, NotDelivered) and tries < letters.TRIES


@dramatiq.actor(
    queue_name=os.environ["BENCH_QUEUE"],
    retry_when=again,
    min_backoff=letters.PAUSE_SECONDS * 1000,
    max_backoff=letters.LONGEST_PAUSE_SECONDS * 1000,
)
def deliver(code: str) -> None:
    """One custodian's letter."""
    letters.send(code)


def main() -> None:
    """The worker runs in threads of this process."""
    logging.disable(logging.CRITICAL)
    dramatiq.Worker(broker, worker_threads=AT_ONCE).start()
    print("ready", flush=True)
    sys.stdin.readline()
    together: Any = dramatiq.group  # it has no types
    together(deliver.message(code) for code in letters.CUSTODIANS).run()
    sys.stdin.read()


if __name__ == "__main__":
    main()
