"""The queue that every side publishes to, and what lies in it afterwards."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from contextlib import closing

from shared_kernel.messaging.connections import connect
from shared_kernel.messaging.topology import Topology, declare
from shared_kernel.relay import WakeUp

SERVICE, READER = "intake", "bench"
TOPOLOGY = Topology(services=(), readers={READER: (SERVICE,)})
QUEUE = TOPOLOGY.wake_up_queue(READER)
"""As every reader's: a quorum queue, hung on the commits' exchange with the same arguments."""
PERSISTENT = 2


def emptied(amqp_uri: str) -> None:
    """There, with nothing in it."""
    declare(amqp_uri, TOPOLOGY)
    with closing(connect(amqp_uri)) as connection:
        connection.channel().queue_purge(QUEUE.name)


def held(amqp_uri: str) -> Counter[int]:
    """How often each position lies in the queue; they are taken out of it."""
    found: Counter[int] = Counter()
    with closing(connect(amqp_uri)) as connection:
        channel = connection.channel()
        while message := channel.basic_get(QUEUE.name, no_ack=True):
            found[json.loads(message.body)["position"]] += 1
    return found


def wake_ups(authorities: Iterable[str]) -> list[WakeUp]:
    """What the relay makes of as many commits of a case each."""
    return [
        WakeUp(SERVICE, position, f"notification-{position}", 1, authority, ("NotificationRaised",))
        for position, authority in enumerate(authorities, 1)
    ]
