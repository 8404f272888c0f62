"""The processes of a benchmark: ours, those of the peers, and what both stand on, all on ports of their own."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection

from benchmarks.twin.queue import NAME as TWIN_QUEUE
from operations import ports
from operations.broker_users import RUNNER
from operations.health import consumers
from operations.process_list import GATEWAY, IDENTITY, PROCESS_LIST, STORE, TOPOLOGY, ProcessKind
from operations.run_settings import Addresses

TWIN_GATEWAY, TWIN_SERVICE = "twin-gateway", "twin-service"
STOCK_HTTP = "stock-http"
BARE = "bare"
HOST = "127.0.0.1"


@dataclass(frozen=True)
class Listens:
    """Ready when a process accepts connections on this port."""

    port: int
    patience: float = 60.0

    def ready(self, addresses: Addresses, age: float, finished: bool) -> bool:
        with closing(HTTPConnection(HOST, self.port, timeout=5.0)) as connection:
            connection.connect()
        return True


@dataclass(frozen=True)
class TakesFrom:
    """Ready when the queue has a consumer."""

    queue: str
    patience: float = 60.0

    def ready(self, addresses: Addresses, age: float, finished: bool) -> bool:
        return consumers(addresses.amqp_uri, self.queue) > 0


def kinds(ports_of: Mapping[str, int]) -> tuple[ProcessKind, ...]:
    """The platform's processes and the peers', which listen on these ports."""
    return (
        *PROCESS_LIST,
        ProcessKind(
            TWIN_SERVICE,
            ("{python}", "-m", "benchmarks.twin.service"),
            TakesFrom(TWIN_QUEUE),
            (STORE, TOPOLOGY),
            user=RUNNER,
        ),
        _served(TWIN_GATEWAY, "benchmarks.twin.gateway:create", ports_of, (TWIN_SERVICE, IDENTITY)),
        _served(STOCK_HTTP, "benchmarks.stock.http:create", ports_of, ("intake",)),
        _served(BARE, "benchmarks.bare:create", ports_of, ()),
    )


def peer_ports() -> dict[str, int]:
    return {name: ports.any_free() for name in (TWIN_GATEWAY, STOCK_HTTP, BARE)}


def running(ports_of: Mapping[str, int]) -> tuple[str, ...]:
    """The names of those that stay."""
    return tuple(kind.name for kind in kinds(ports_of) if not kind.once)


def _served(name: str, app: str, ports_of: Mapping[str, int], after: tuple[str, ...]) -> ProcessKind:
    """By the same server as the gateway, with the same options."""
    gateway = next(kind for kind in PROCESS_LIST if kind.name == GATEWAY)
    filled = {"gateway.app:create": app, "{listen_host}": HOST, "{listen_port}": str(ports_of[name])}
    command = tuple(filled.get(part, part) for part in gateway.command)
    return ProcessKind(name, command, Listens(ports_of[name]), after, user=RUNNER)
