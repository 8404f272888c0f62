"""`python -m operations.healthcheck NAME`: whether the process in this container does its work, for the container's own check.

With `--live`, of a service or a worker: whether it goes on at all. Where it does not, it is to be started again.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

from operations.addressing import HOOKS_PORT, MAIL_PORT, PROVIDER_PORT
from operations.health import Pulses
from operations.process_list import PROCESS_LIST
from operations.run_settings import DEFAULT_LISTEN, Addresses, listen_parts
from shared_kernel import pulse


def is_well(name: str, environment: Mapping[str, str], only_lives: bool = False) -> bool:
    """Asks once, with the addresses of the environment. Raises LookupError for an unknown name, and for one of which it cannot be asked."""
    kind = next((kind for kind in PROCESS_LIST if kind.name == name), None)
    if kind is None:
        raise LookupError(f"unknown process: {name}")
    if only_lives and not isinstance(kind.health, Pulses):
        raise LookupError(f"it gives no sign of life by itself: {name}")
    host, port = listen_parts(environment.get("NEEDFIRE_LISTEN") or DEFAULT_LISTEN)
    addresses = Addresses(
        environment.get("AMQP_URI", ""),
        environment.get("MONGODB_URI", ""),
        host,
        port,
        provider_port=PROVIDER_PORT,
        heartbeat=environment.get("NEEDFIRE_HEARTBEAT_FILE", ""),
        mail_port=MAIL_PORT,
        hooks_port=HOOKS_PORT,
        pulse=environment.get(pulse.VARIABLE, ""),
    )
    try:
        if only_lives and isinstance(kind.health, Pulses):
            return kind.health.lives(addresses)
        return kind.health.ready(addresses, age=float("inf"), finished=False)
    except Exception as error:  # whatever it is, the process does not do its work
        print(type(error).__name__, file=sys.stderr)
        return False


if __name__ == "__main__":
    sys.exit(0 if is_well(sys.argv[1], os.environ, "--live" in sys.argv[2:]) else 1)
