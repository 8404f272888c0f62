"""`python -m operations.topology`: declare all exchanges and queues before anybody publishes."""

from __future__ import annotations

import os

from shared_kernel.messaging.topology import declare


def main() -> None:
    declare(os.environ["AMQP_URI"])


if __name__ == "__main__":
    main()
