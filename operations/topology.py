"""`python -m operations.topology`: declare all exchanges and queues before anybody publishes."""

from __future__ import annotations

from shared_kernel.messaging.topology import declare
from shared_kernel.settings import Settings


def main() -> None:
    declare(Settings.from_environment().amqp_uri)


if __name__ == "__main__":
    main()
