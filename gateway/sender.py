"""Sends agencies what they subscribed to: `python -m gateway.sender`. The one process of the platform that calls partners.

It follows intake, escalation and risk management, enters what is for whom into the ledger of deliveries, and sends what is due. Several may
run: the ledger gives each delivery to one of them at a time.
"""

from __future__ import annotations

import os
import time

from gateway.agencies.noticing import WebhookFollower
from gateway.agencies.sending import WebhookSend
from gateway.agencies.subscriptions import MongoSubscriptions, SecretBox
from gateway.composition import OWNER
from gateway.sandbox import SandboxOutbound, check_keys
from gateway.sealing.key_files import folder_of, gateway_secret
from needfire.loading.deployment import load_deployment
from shared_kernel.delivery.ledger_mongo import MongoDeliveryLedger
from shared_kernel.delivery.sender import OneByOne, Sender
from shared_kernel.outbound.calls import Outbound
from shared_kernel.outbound.http import HttpOutbound
from shared_kernel.rows_mongo import rows_of
from shared_kernel.settings import Settings
from shared_kernel.stores import connect, database
from shared_kernel.worker_process import Reading, WorkerProcess

NAME = "deliveries"
SOURCES = ("intake", "escalation", "risk_management")
EVERY_SECONDS = 0.5


def compose_sender(settings: Settings) -> WorkerProcess:
    """The process's loops. Raises StoreUnavailable, StoreNotDurable, KeysUnusable."""
    own = database(connect(settings), settings, OWNER)
    subscriptions, ledger, clock = MongoSubscriptions(own), MongoDeliveryLedger(own), settings.clock()
    directories = load_deployment(settings.authorities, settings.directory).directories
    process = WorkerProcess(NAME, settings, own)
    process.follow(
        [Reading(NAME, source, WebhookFollower(source, directories, subscriptions, ledger)) for source in SOURCES]
    )
    kept = ("authority", "agency", "events", "begun_at", "ended_at")
    process.keeping.rows["subscriptions"] = rows_of(own["subscriptions"], *kept)
    check_keys(folder_of(os.environ), settings.sandbox)
    secrets = SecretBox(gateway_secret(folder_of(os.environ)))
    outside: Outbound = HttpOutbound(settings.destinations)
    outbound = SandboxOutbound(outside) if settings.sandbox else outside
    send = WebhookSend(subscriptions, secrets, outbound, clock, time.time)
    sender = Sender(ledger, OneByOne(send), clock, process.identity)
    process.loops.append(sender.loop("deliveries go out", EVERY_SECONDS))
    return process


if __name__ == "__main__":
    compose_sender(Settings.from_environment()).serve()
