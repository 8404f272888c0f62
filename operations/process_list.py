"""The platform as a list of processes: what is started, what it stands on, and when it counts as ready.

In a command, `{python}`, `{run}`, `{directory}`, `{broker_port}`, `{store_port}`, `{listen_host}`, `{listen_port}` and
`{provider_port}`, `{mail_port}`, `{hooks_port}` are filled in when it is started.
"""

from __future__ import annotations

from dataclasses import dataclass

from operations.health import (
    AnswersAmqp,
    AnswersHttp,
    AnswersMongoDB,
    AnswersPlayed,
    AnswersProvider,
    Beats,
    Finishes,
    Health,
    Pulses,
)

BROKER = "broker"
STORE = "store"
TOPOLOGY = "topology"
IDENTITY = "identity"
PROVIDER = "identity-provider"
CUSTODIANS = "custodians-played"
GATEWAY = "gateway"


@dataclass(frozen=True)
class ProcessKind:
    """`after`: names of what it stands on; `beside`: of these, what it waits for by itself, and may be started before.
    `once`: a task that ends, and is not started again.

    `user`: whose rights on the broker it has, where these are not of its own name: a second replica's are the first's.
    """

    name: str
    command: tuple[str, ...]
    health: Health
    after: tuple[str, ...] = ()
    once: bool = False
    user: str = ""
    beside: tuple[str, ...] = ()

    @property
    def before(self) -> tuple[str, ...]:
        """What must be ready before it is started."""
        return tuple(name for name in self.after if name not in self.beside)


def service(name: str) -> ProcessKind:
    quiet = ("-W", "ignore:::nameko.extensions")  # eventlet's advice at its import is no line of a log
    command = (
        "{python}",
        *quiet,
        "-m",
        "nameko",
        "run",
        "--config",
        "deployment/nameko.yaml",
        f"services.{name}.service",
    )
    return ProcessKind(_dashed(name), command, Pulses(), (STORE, TOPOLOGY), beside=(TOPOLOGY,))


def worker(name: str, *after: str) -> ProcessKind:
    """Relay, feed readers and clocks of a service: plain threads, no eventlet."""
    return ProcessKind(
        f"{_dashed(name)}-worker",
        ("{python}", "-m", f"services.{name}.worker"),
        Pulses(),
        (STORE, TOPOLOGY, *after),
        beside=(TOPOLOGY,),
    )


def _dashed(name: str) -> str:
    return name.replace("_", "-")


PROCESS_LIST = (
    ProcessKind(
        BROKER,
        ("{python}", "-m", "operations.broker", "{run}/data/broker", "{broker_port}", "{run}/secrets"),
        AnswersAmqp(),
    ),
    ProcessKind(
        STORE,
        (
            "{python}", "-m", "secantus", "--config", "deployment/store.toml", "--sync-on-commit",
            "--host", "127.0.0.1", "--port", "{store_port}", "--storage-path", "{run}/data/store",
        ),
        AnswersMongoDB(),
    ),
    ProcessKind(TOPOLOGY, ("{python}", "-m", "operations.topology"), Finishes(), (BROKER,), once=True),
    ProcessKind(
        IDENTITY,
        (
            "{python}", "-m", "operations.make_identity", "{run}/secrets", "{directory}",
            "http://{listen_host}:{listen_port}", "http://{listen_host}:{provider_port}",
        ),
        Finishes(),
        once=True,
    ),
    ProcessKind(
        PROVIDER,
        ("{python}", "-m", "operations.identity_provider", "{directory}", "{listen_host}", "{provider_port}"),
        AnswersProvider(),
    ),
    ProcessKind(
        CUSTODIANS,
        (
            "{python}", "-m", "operations.custodians_played", "{run}/secrets/custodians.yaml",
            "{listen_host}", "{mail_port}", "{hooks_port}",
        ),
        AnswersPlayed(),
        (IDENTITY,),
    ),
    service("intake"),
    service("escalation"),
    service("national_alerts"),
    service("risk_management"),
    worker("intake"),
    worker("escalation"),
    worker("national_alerts", IDENTITY),
    worker("risk_management"),
    ProcessKind(
        GATEWAY,
        (
            "{python}", "-m", "uvicorn", "--factory", "gateway.app:create",
            "--host", "{listen_host}", "--port", "{listen_port}",
            "--http", "gateway.front.connection:Connection", "--limit-concurrency", "1000",
            "--timeout-graceful-shutdown", "2", "--no-access-log", "--no-server-header", "--no-proxy-headers",
            "--log-config", "deployment/logging.json",
        ),
        AnswersHttp("/health/ready"),
        (STORE, TOPOLOGY, IDENTITY, PROVIDER),
        beside=(TOPOLOGY, PROVIDER),
    ),
    ProcessKind("gateway-worker", ("{python}", "-m", "gateway.worker"), Pulses(), (STORE, TOPOLOGY, IDENTITY), beside=(TOPOLOGY,)),
    ProcessKind("auditor", ("{python}", "-m", "auditor"), Beats(), (TOPOLOGY,), beside=(TOPOLOGY,)),
    ProcessKind("deliveries-worker", ("{python}", "-m", "gateway.sender"), Pulses(), (STORE, TOPOLOGY, IDENTITY), beside=(TOPOLOGY,)),
)  # fmt: skip
LAST = (BROKER, STORE)
"""Ended after all others, which stand on them."""


def with_what_they_stand_on(names: tuple[str, ...], kinds: tuple[ProcessKind, ...]) -> tuple[ProcessKind, ...]:
    """The named kinds and all that they need, in the list's order. Raises KeyError for an unknown name."""
    by_name = {kind.name: kind for kind in kinds}
    wanted: set[str] = set()
    ahead = list(names)
    while ahead:
        kind = by_name[ahead.pop()]
        if kind.name not in wanted:
            wanted.add(kind.name)
            ahead.extend(kind.after)
    return tuple(kind for kind in kinds if kind.name in wanted)
