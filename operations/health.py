"""When a started process counts as ready, one class a kind of process.

Clients are imported where they are used: the supervisor lives on long after it has asked its last question.
"""

from __future__ import annotations

import http.client
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from operations.run_settings import Addresses
from shared_kernel import pulse


class Health(Protocol):
    """`ready` returns True when the process does its work; may raise anything while it does not yet."""

    def ready(self, addresses: Addresses, age: float, finished: bool) -> bool:
        """`age`: seconds since the process was started; `finished`: it has ended well."""


@dataclass(frozen=True)
class StaysAlive:
    """For processes nobody can ask anything: one that cannot start ends soon."""

    seconds: float = 1.5

    def ready(self, addresses: Addresses, age: float, finished: bool) -> bool:
        return age >= self.seconds


@dataclass(frozen=True)
class Finishes:
    """For a task that is done once, before others may start."""

    def ready(self, addresses: Addresses, age: float, finished: bool) -> bool:
        return finished


@dataclass(frozen=True)
class AnswersAmqp:
    def ready(self, addresses: Addresses, age: float, finished: bool) -> bool:
        return bool(broker_version(addresses.amqp_uri))


@dataclass(frozen=True)
class AnswersMongoDB:
    def ready(self, addresses: Addresses, age: float, finished: bool) -> bool:
        return store_answers(addresses.mongodb_uri)


@dataclass(frozen=True)
class Pulses:
    """For services and workers, which write a sign of life of their own: asked over a queue, a replica would answer for another."""

    def ready(self, addresses: Addresses, age: float, finished: bool) -> bool:
        return pulse.read(Path(addresses.pulse)).works(time.monotonic())

    def lives(self, addresses: Addresses) -> bool:
        """Whether it need not be started again; raises as `ready` does."""
        return pulse.read(Path(addresses.pulse)).lives(time.monotonic())


@dataclass(frozen=True)
class Beats:
    """For the auditor, which says again and again that it has looked."""

    def ready(self, addresses: Addresses, age: float, finished: bool) -> bool:
        from auditor.heartbeat import beats

        return beats(Path(addresses.heartbeat), time.time(), age)


@dataclass(frozen=True)
class AnswersHttp:
    path: str

    def ready(self, addresses: Addresses, age: float, finished: bool) -> bool:
        where = http.client.HTTPConnection(addresses.listen_host, addresses.listen_port, timeout=5.0)
        with closing(where) as connection:
            connection.request("GET", self.path)
            return connection.getresponse().status == 200


@dataclass(frozen=True)
class AnswersProvider:
    """The identity provider says who it is."""

    def ready(self, addresses: Addresses, age: float, finished: bool) -> bool:
        where = http.client.HTTPConnection(addresses.listen_host, addresses.provider_port, timeout=5.0)
        with closing(where) as connection:
            connection.request("GET", "/.well-known/openid-configuration")
            return connection.getresponse().status == 200


@dataclass(frozen=True)
class AnswersPlayed:
    """The custodians who are played take in mail and webhooks."""

    def ready(self, addresses: Addresses, age: float, finished: bool) -> bool:
        where = http.client.HTTPConnection(addresses.listen_host, addresses.hooks_port, timeout=5.0)
        with closing(where) as connection:
            connection.request("GET", "/played")
            return connection.getresponse().status == 200


def broker_version(amqp_uri: str) -> str:
    """Version of the broker that lets us in. Raises the client's errors when there is none."""
    from shared_kernel.messaging.connections import connect

    with closing(connect(amqp_uri)) as connection:
        return str(connection.server_properties.get("version", "0"))


def consumers(amqp_uri: str, queue: str) -> int:
    """How many consume from the queue. Raises the client's errors, also where there is no such queue."""
    from shared_kernel.messaging.connections import connect

    with closing(connect(amqp_uri)) as connection:
        return int(connection.channel().queue_declare(queue, passive=True).consumer_count)


def is_occupied(amqp_uri: str) -> bool:
    """Whether another platform's services answer on this broker. Raises the client's errors.

    Two platforms on one broker would share their queues: each would get some of the other's commands.
    """
    from amqp.exceptions import NotFound

    from shared_kernel.messaging.topology import HOUSE, rpc_queue

    for service in HOUSE.services:
        try:
            if consumers(amqp_uri, rpc_queue(service).name):
                return True
        except NotFound:
            continue
    return False


def store_answers(mongodb_uri: str) -> bool:
    """Whether a primary is there. Raises pymongo's errors when it is not."""
    import pymongo

    with pymongo.MongoClient[dict[str, object]](mongodb_uri, serverSelectionTimeoutMS=1_000) as client:
        return bool(client.admin.command("ping")["ok"])
