"""Every name and argument on the broker. Frozen: a queue whose name changes is orphaned while it fills.

All arguments are explicit, so that RabbitMQ 3.10 and 4.x behave alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from types import MappingProxyType

import amqp

from shared_kernel.messaging.connections import connect

RPC_EXCHANGE = "nameko-rpc"  # nameko's own name, so that its stock clients reach us
COMMITS_EXCHANGE = "needfire.commits"
PARKED_EXCHANGE = "needfire.parked"
EXCHANGES: Mapping[str, str] = MappingProxyType(
    {RPC_EXCHANGE: "topic", COMMITS_EXCHANGE: "topic", PARKED_EXCHANGE: "direct"}
)

COMMAND_DELIVERIES = 5  # then the command kills whoever handles it, and is parked
WAKE_UP_DELIVERIES = 20
# The end of the line has nowhere to dead-letter to. RabbitMQ 4 drops a message after 20 deliveries unless told
# otherwise, and 3.10 knows no "unlimited": this stands for it.
PARKED_DELIVERIES = 1_000_000


@dataclass(frozen=True)
class QueueSpec:
    """A quorum queue: `owner` is whose parked messages its dead letters join; `bindings` are (exchange, key)."""

    name: str
    owner: str
    arguments: Mapping[str, str | int]
    bindings: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Topology:
    """Who answers commands, and which reader is woken by whose commits."""

    services: tuple[str, ...]
    readers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def wake_up_queue(self, reader: str) -> QueueSpec:
        return wake_up_queue(reader, self.readers[reader])

    def queues(self) -> Iterator[QueueSpec]:
        """All of them, the parked ones first: a queue's dead letters need somewhere to go."""
        for owner in sorted({*self.services, *self.readers}):
            yield parked_queue(owner)
        for service in self.services:
            yield rpc_queue(service)
        for reader in self.readers:
            yield self.wake_up_queue(reader)
            yield asked_queue(reader)


def rpc_queue(service: str) -> QueueSpec:
    """Commands and queries of one service, shared by its replicas.

    A command in here is nobody's promise yet, so durability is not why this is a quorum queue. Only quorum queues
    count deliveries, which ends the crash loop of a command that kills its service, dead-letter at least once, and
    outlive the node they began on. A call costs about half a millisecond more than over a classic queue.
    """
    arguments = _dead_lettering(service, COMMAND_DELIVERIES)
    return QueueSpec(f"rpc-{service}", service, arguments, ((RPC_EXCHANGE, f"{service}.*"),))


def asked_queue(owner: str) -> QueueSpec:
    """What is asked of an owner's worker. It is called as a service is, `<owner>_worker`."""
    name = f"{owner}_worker"
    arguments = _dead_lettering(owner, COMMAND_DELIVERIES)
    return QueueSpec(f"rpc-{name}", owner, arguments, ((RPC_EXCHANGE, f"{name}.*"),))


def wake_up_queue(reader: str, sources: tuple[str, ...]) -> QueueSpec:
    """Wake-ups for one reader from each of its sources; their routing key is `<service>.<authority>`.

    One that was parked comes back by the queue's own name: its owner may write to the default exchange no more than anybody.
    """
    name = f"wakeup-{reader}"
    bindings = (*((COMMITS_EXCHANGE, f"{source}.#") for source in sources), (PARKED_EXCHANGE, name))
    return QueueSpec(name, reader, _dead_lettering(reader, WAKE_UP_DELIVERIES), bindings)


def parked_queue(owner: str) -> QueueSpec:
    """What could not be processed, until its owner's recorder has kept it."""
    arguments: Mapping[str, str | int] = {
        "x-queue-type": "quorum",
        "x-delivery-limit": PARKED_DELIVERIES,
        "x-overflow": "reject-publish",
    }
    return QueueSpec(f"parked-{owner}", owner, arguments, ((PARKED_EXCHANGE, owner),))


def _dead_lettering(owner: str, deliveries: int) -> Mapping[str, str | int]:
    return {
        "x-queue-type": "quorum",
        "x-delivery-limit": deliveries,
        "x-dead-letter-exchange": PARKED_EXCHANGE,
        "x-dead-letter-routing-key": owner,
        "x-dead-letter-strategy": "at-least-once",
        "x-overflow": "reject-publish",
    }


HOUSE = Topology(
    services=("intake", "escalation", "national_alerts", "risk_management"),
    readers=MappingProxyType(
        {
            "intake": ("escalation", "national_alerts", "risk_management"),
            "escalation": ("intake", "national_alerts", "risk_management"),
            "deliveries": ("intake", "escalation", "national_alerts", "risk_management"),
            "national_alerts": ("intake", "escalation"),
            "risk_management": ("intake", "escalation"),
            "gateway": ("intake", "escalation", "national_alerts", "risk_management"),
        }
    ),
)


def declare(amqp_uri: str, topology: Topology = HOUSE) -> None:
    """Make sure that everything is there, before any process starts; what is there with the same arguments is left alone.

    Raises the connection's errors, and amqp.exceptions.PreconditionFailed for a queue of another kind.
    """
    with closing(connect(amqp_uri)) as connection:
        channel = connection.channel()
        for exchange, kind in EXCHANGES.items():
            channel.exchange_declare(exchange, kind, durable=True, auto_delete=False)
        for queue in topology.queues():
            declare_queue(channel, queue)


def declare_queue(channel: amqp.Channel, queue: QueueSpec) -> None:
    """The queue, hung on its exchanges, which are there: a process may make no more than what it reads from."""
    channel.queue_declare(queue.name, durable=True, auto_delete=False, arguments=dict(queue.arguments))
    for exchange, key in queue.bindings:
        channel.queue_bind(queue.name, exchange, key)
