"""Sends agencies what they subscribed to, and custodians documents: `python -m gateway.sender`. The gateway's one process that calls
others.

It follows the services, enters what is for whom into a ledger of deliveries, and sends what is due. Several may run: a ledger gives
each delivery to one of them at a time.
"""

from __future__ import annotations

import os
import time
from functools import partial

from gateway.agencies.noticing import WebhookFollower
from gateway.agencies.sending import WebhookSend
from gateway.agencies.subscriptions import MongoSubscriptions
from gateway.alerting.documents.composing import Sources
from gateway.alerting.documents.noticing import SOURCE, DocumentFollower
from gateway.alerting.documents.sending import DocumentSend
from gateway.auditing.log import AccessLog
from gateway.auditing.log_mongo import MongoWaiting
from gateway.composition import OWNER
from gateway.read_models.alerting_mongo import MongoCascades
from gateway.read_models.mongo import MongoCases, Store
from gateway.read_models.received_mongo import MongoEntries
from gateway.sandbox import SandboxOutbound, check_keys
from gateway.sealing.composing import key_ring
from gateway.sealing.key_files import folder_of, gateway_secret
from gateway.sealing.secret_box import OF_WEBHOOKS, SecretBox
from needfire.loading.deployment import Deployment, load_deployment
from shared_kernel.checkpoints_mongo import MongoCheckpointStore
from shared_kernel.delivery.ledger_mongo import MongoDeliveryLedger
from shared_kernel.delivery.sender import OneByOne, Sender
from shared_kernel.delivery.shared_secrets import secrets_in
from shared_kernel.outbound.calls import Outbound
from shared_kernel.outbound.http import HttpOutbound
from shared_kernel.rows_mongo import by_authority, rows_of
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
    deployment = load_deployment(settings.authorities, settings.directory)
    process = WorkerProcess(NAME, settings, own)
    kept = ("authority", "agency", "events", "begun_at", "ended_at")
    process.keeping.rows["subscriptions"] = rows_of(own["subscriptions"], *kept)
    check_keys(folder_of(os.environ), settings.sandbox)
    secrets = SecretBox(gateway_secret(folder_of(os.environ)), OF_WEBHOOKS)
    outside: Outbound = HttpOutbound(settings.destinations)
    outbound = SandboxOutbound(outside) if settings.sandbox else outside
    send = WebhookSend(subscriptions, secrets, outbound, clock, time.time)
    sender = Sender(ledger, OneByOne(send), clock, process.identity)
    process.loops.append(sender.loop("deliveries go out", EVERY_SECONDS))
    follower = partial(WebhookFollower, directories=deployment.directories, subscriptions=subscriptions, ledger=ledger)
    readings = [Reading(NAME, source, follower(source)) for source in SOURCES]
    process.follow([*readings, documents(process, settings, own, deployment, outbound)])
    return process


def documents(
    process: WorkerProcess, settings: Settings, own: Store, deployment: Deployment, outbound: Outbound
) -> Reading:
    """Documents of national alerts, in a ledger of their own; what is to be followed for them. Raises StoreUnavailable, KeysUnusable."""
    clock, keys, checkpoints = settings.clock(), key_ring(os.environ, own, settings.clock()), MongoCheckpointStore(own)
    sources = Sources(deployment, MongoCascades(own), MongoCases(own), MongoEntries(own), keys)
    ledger = MongoDeliveryLedger(own, "documents", "document_claims")
    follower = DocumentFollower(sources, ledger, clock, lambda: checkpoints.load(OWNER, SOURCE))
    process.keeping.rows["documents"] = rows_of(own["documents"])
    process.keeping.counted["documents_given_up"] = partial(by_authority, own["documents"], {"state": "failed"})
    log, secrets = AccessLog(MongoWaiting(own)), secrets_in(settings.custodian_secrets)
    send = DocumentSend(sources, secrets, outbound, log, clock, settings.address)
    sender = Sender(ledger, OneByOne(send), clock, process.identity)
    process.loops.append(sender.loop("documents go out", EVERY_SECONDS))
    return Reading("documents", SOURCE, follower)


if __name__ == "__main__":
    compose_sender(Settings.from_environment()).serve()
