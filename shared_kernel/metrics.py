"""The listener for Prometheus: `NEEDFIRE_METRICS=host:port`, apart from what people and partners reach."""

from __future__ import annotations

import re
from collections.abc import Mapping

from prometheus_client import CollectorRegistry, start_http_server

from shared_kernel.settings import SettingInvalid

VARIABLE = "NEEDFIRE_METRICS"
_PLACE = re.compile(r"(?P<host>[^\s:]+):(?P<port>\d{1,5})")


def listen(environment: Mapping[str, str], registry: CollectorRegistry) -> int:
    """Answers with these numbers, in a thread, where it is set; the port, or 0. Raises SettingInvalid, OSError."""
    named = environment.get(VARIABLE)
    if not named:
        return 0
    place = _PLACE.fullmatch(named)
    if place is None:
        raise SettingInvalid(VARIABLE, "host:port")
    server, _ = start_http_server(int(place["port"]), place["host"], registry)
    return int(server.server_port)
