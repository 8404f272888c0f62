"""`python -m operations.broker FOLDER PORT USERS`: a RabbitMQ node of our own, while this process lives."""

from __future__ import annotations

import signal
import sys
import threading
from pathlib import Path

from operations.broker_users import DEFINITIONS, prepared
from operations.child import last_words
from operations.rabbitmq_node import BrokerDidNotStart, RabbitMQNode

STOP_WITHIN = 4.0
"""Seconds. Quorum queues survive an end without ceremony, `make stop` has little time."""


def main(folder: Path, port: int, users: Path) -> int:
    prepared(users)
    asked_to_end = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: asked_to_end.set())
    node = RabbitMQNode(folder, port, configuration=f"load_definitions = {users.absolute() / DEFINITIONS}\n")
    try:
        node.start()
    except BrokerDidNotStart as error:
        print(error, file=sys.stderr)
        print(last_words(folder / "console.log"), file=sys.stderr)
        return 1
    while node.pid and not asked_to_end.wait(0.5):
        pass
    ended_by_itself = node.pid is None
    node.stop(STOP_WITHIN)
    return 1 if ended_by_itself else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])))
