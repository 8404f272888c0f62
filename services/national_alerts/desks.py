"""All that people, custodians and other deployments may ask of national alerts, on one desk."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from contracts import cascade, custodians, received_alerts
from contracts import national_alerts as contract
from custody.bodies import custodians as stated
from needfire.loading.deployment import Deployment
from needfire.working_time import england_and_wales
from services.national_alerts.cascade.handlers import command_handlers as of_cascade
from services.national_alerts.custodians.directory import CustodianDirectory
from services.national_alerts.custodians.handlers import command_handlers as of_directory
from services.national_alerts.handlers import command_handlers as of_alerts
from services.national_alerts.receiving.handlers import command_handlers as of_inbox
from shared_kernel.command_desk import CommandDesk
from shared_kernel.commits import CommitStore
from shared_kernel.delivery.peers import Peers
from shared_kernel.outbound.destinations import Destinations
from shared_kernel.time import Clock

CONTRACTS = {**contract.COMMANDS, **cascade.COMMANDS, **custodians.COMMANDS, **received_alerts.COMMANDS}


@dataclass(frozen=True)
class Outside:
    """What the desk knows of the world outside: whose alerts are taken, which addresses may be called, the machine's time."""

    peers: Peers = field(default_factory=Peers)
    destinations: Destinations = field(default_factory=Destinations)
    wall: Callable[[], float] = time.time


def public_desk(store: CommitStore, clock: Clock, deployment: Deployment, outside: Outside) -> CommandDesk:
    """The desk that the broker reaches."""
    directory = CustodianDirectory(stated(), store, clock, england_and_wales())
    handlers = {
        **of_alerts(deployment),
        **of_cascade(store, directory, deployment),
        **of_directory(stated(), outside.destinations, deployment),
        **of_inbox(outside.peers, outside.wall, deployment),
    }
    return CommandDesk(store, clock, CONTRACTS, handlers)
