"""Finding the broker and the store of a run: those named, one that runs already, or ports for our own."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from operations import amqp_greeting, health, ports, rabbitmq_node, wanted_ports
from operations.problems import Problem
from operations.process_list import BROKER, PROVIDER, STORE
from operations.progress import Report
from operations.run_settings import Addresses, RunSettings, listen_parts, without_password

# The embedded store has no second server to go to, so a write that the driver repeats by itself gains nothing; and it keeps
# a record of each that could be, over which it searches at every write: 20 % slower after 10,000 of them.
EMBEDDED = "mongodb://127.0.0.1:{port}/?retryWrites=false"
GUEST = "amqp://guest:guest@127.0.0.1:{port}//"
BROKER_PORT = 5672
STORE_PORT = 27117
PROVIDER_PORT = 9400
MAIL_PORT, HOOKS_PORT = 9425, 9480
MAIL, HOOKS = "mail", "hooks"
"""The two ports of the custodians who are played."""
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Found:
    """`borrowed`: names of processes which somebody else runs, so that we do not."""

    addresses: Addresses
    borrowed: frozenset[str]


def find(settings: RunSettings, names: Collection[str], report: Report) -> Found:
    """`names`: the processes that will be started. Raises Problem."""
    host, port = listen_parts(settings.listen)
    if "gateway" in names and port:
        wanted_ports.require(port, "NEEDFIRE_LISTEN=127.0.0.1:" + str(ports.any_free()))
    amqp_uri = settings.amqp_uri or _running_broker(settings)
    mongodb_uri = settings.mongodb_uri
    preferred = _preferred(settings)
    if amqp_uri and BROKER in names:
        check_broker(amqp_uri)
        report(f"using the broker that runs at {without_password(amqp_uri)}")
    if mongodb_uri and STORE in names:
        check_store(mongodb_uri)
        report(f"using the store that runs at {without_password(mongodb_uri)}")
    own_broker = 0 if amqp_uri else _of_a_node(settings.broker_port, preferred[BROKER])
    own_store = 0 if mongodb_uri else wanted_ports.choose(settings.store_port, preferred[STORE], "NEEDFIRE_STORE_PORT")
    provider = wanted_ports.choose(settings.provider_port, preferred[PROVIDER], "NEEDFIRE_PROVIDER_PORT")
    mail = wanted_ports.choose(settings.mail_port, preferred[MAIL], "NEEDFIRE_MAIL_PORT")
    hooks = wanted_ports.choose(settings.hooks_port, preferred[HOOKS], "NEEDFIRE_HOOKS_PORT")
    _remember(
        settings.run_folder,
        {BROKER: own_broker, STORE: own_store, PROVIDER: provider, MAIL: mail, HOOKS: hooks},
    )
    addresses = Addresses(
        amqp_uri=amqp_uri or GUEST.format(port=own_broker),
        mongodb_uri=mongodb_uri or EMBEDDED.format(port=own_store),
        listen_host=host,
        listen_port=port or ports.any_free(),
        broker_port=own_broker,
        store_port=own_store,
        provider_port=provider,
        heartbeat=settings.heartbeat,
        mail_port=mail,
        hooks_port=hooks,
    )
    borrowed = {BROKER: amqp_uri, STORE: mongodb_uri}
    return Found(addresses, frozenset(name for name, uri in borrowed.items() if uri))


def _of_a_node(wanted: int, preferred: int) -> int:
    return wanted_ports.choose(wanted, preferred, "NEEDFIRE_BROKER_PORT", rabbitmq_node.free_port)


def check_broker(amqp_uri: str) -> None:
    """Raises Problem: broker-refused, broker-too-old, broker-occupied."""
    version = _answer(
        lambda: health.broker_version(amqp_uri),
        Problem(
            "broker-refused",
            f"No broker lets us in at {without_password(amqp_uri)}, which AMQP_URI names.",
            "start that broker or correct AMQP_URI; without AMQP_URI a broker of our own is started",
        ),
    )
    if amqp_greeting.is_too_old(version):
        raise Problem(
            "broker-too-old",
            f"The broker at {without_password(amqp_uri)} is RabbitMQ {version}; 3.10 or newer is needed.",
            "name a newer one in AMQP_URI, or unset AMQP_URI so that one of our own is started",
        )
    if health.is_occupied(amqp_uri):
        raise Problem(
            "broker-occupied",
            f"Another platform works on the broker at {without_password(amqp_uri)}; they would share their queues.",
            "stop the other one, name another virtual host in AMQP_URI, or unset AMQP_URI",
        )


def check_store(mongodb_uri: str) -> None:
    """Raises Problem store-refused."""
    _answer(
        lambda: health.store_answers(mongodb_uri),
        Problem(
            "store-refused",
            f"No store lets us in at {without_password(mongodb_uri)}, which MONGODB_URI names.",
            "start that store or correct MONGODB_URI; without MONGODB_URI a store of our own is started",
        ),
    )


def _answer(ask: Callable[[], Answer], otherwise: Problem) -> Answer:
    try:
        return ask()
    except Exception as error:  # kombu and pymongo have a dozen ways to say no
        raise otherwise from error


def _running_broker(settings: RunSettings) -> str | None:
    """Somebody's broker on the usual port, if guest may use it and no other platform does."""
    if settings.private or settings.broker_port or not amqp_greeting.usable_broker_runs(BROKER_PORT):
        return None
    amqp_uri = GUEST.format(port=BROKER_PORT)
    return None if health.is_occupied(amqp_uri) else amqp_uri


def _preferred(settings: RunSettings) -> dict[str, int]:
    """The last run's ports, since RabbitMQ keeps its data under a name with the port in it."""
    usual = {BROKER: BROKER_PORT, STORE: STORE_PORT, PROVIDER: PROVIDER_PORT, MAIL: MAIL_PORT, HOOKS: HOOKS_PORT}
    if settings.private:
        usual = dict.fromkeys(usual, 0)
    try:
        found = json.loads((settings.run_folder / "ports.json").read_text())
    except (OSError, ValueError):
        return usual
    return usual | {name: int(port) for name, port in found.items() if port}


def _remember(folder: Path, chosen: dict[str, int]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "ports.json").write_text(json.dumps(chosen))
