"""nameko's own client without HTTP: `python -m benchmarks.stock.calls CLIENTS COUNT` calls intake and prints what came back.

The client serves one thread at a time: several clients are several threads, each with its own.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator, Mapping
from threading import Barrier, Thread
from typing import Any

from nameko.standalone.rpc import ServiceRpcClient

from benchmarks.raising import accepted_id, commands
from shared_kernel.settings import Settings

WARM_UP = 5
TIMEOUT = 10.0


class Caller(Thread):
    """One client; takes commands from `waiting`, which all share."""

    def __init__(self, amqp_uri: str, waiting: Iterator[Mapping[str, Any]], together: Barrier) -> None:
        super().__init__()
        self._amqp_uri, self._waiting, self._together = amqp_uri, waiting, together
        self.done: list[tuple[float, str | None]] = []

    def run(self) -> None:
        with ServiceRpcClient("intake", uri=self._amqp_uri, timeout=TIMEOUT) as intake:
            for command in commands(WARM_UP):
                intake.execute(command=command)
            self._together.wait()
            for command in self._waiting:
                began = time.perf_counter()
                answer = intake.execute(command=command)
                self.done.append((time.perf_counter() - began, accepted_id(answer)))


def main(clients: int, count: int) -> None:
    """Prints {seconds, cpu, latencies, answered, refused}; time and CPU are of the calls alone."""
    together = Barrier(clients + 1)
    waiting = iter(commands(count))
    callers = [Caller(Settings.from_environment().amqp_uri, waiting, together) for _ in range(clients)]
    for caller in callers:
        caller.start()
    together.wait()
    began, cpu = time.perf_counter(), time.process_time()
    for caller in callers:
        caller.join()
    done = [each for caller in callers for each in caller.done]
    said = {
        "seconds": time.perf_counter() - began,
        "cpu": time.process_time() - cpu,
        "latencies": [latency for latency, accepted in done if accepted],
        "answered": [accepted for _, accepted in done if accepted],
        "refused": count - sum(1 for _, accepted in done if accepted),
    }
    print(json.dumps(said))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
