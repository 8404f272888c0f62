"""The cascade's part of the worker: follows releases and its own commits, fires what waits, sends what is due."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Event
from typing import Any

from pymongo.database import Database

from contracts import cascade, received_alerts
from contracts.custodians import ChannelKind
from custody.bodies import custodians
from documents.message import Sender as AlertSender
from documents.message import sender_at
from needfire.loading.deployment import Deployment
from needfire.working_time import england_and_wales
from services.national_alerts.cascade.channels.choosing import mail_of
from services.national_alerts.cascade.channels.port import Channel
from services.national_alerts.cascade.channels.webhook import Webhook
from services.national_alerts.cascade.handlers import own_handlers
from services.national_alerts.cascade.keeping import CascadeKeeper
from services.national_alerts.cascade.ledger import Ledger
from services.national_alerts.cascade.releasing import ReleaseFollower
from services.national_alerts.cascade.sending import AT_ONCE, CascadeSender
from services.national_alerts.cascade.writing import Writing
from services.national_alerts.custodians.directory import CustodianDirectory
from services.national_alerts.receiving import handlers as receiving
from services.national_alerts.receiving.destroying import CopyKeeper
from services.national_alerts.waiting import clock_firer
from shared_kernel.command_desk import CommandDesk
from shared_kernel.commit_store_mongo import MongoCommitStore
from shared_kernel.delivery.ledger_mongo import MongoDeliveryLedger
from shared_kernel.delivery.sender import Sender
from shared_kernel.delivery.shared_secrets import secrets_in
from shared_kernel.outbound.http import HttpOutbound
from shared_kernel.settings import Settings
from shared_kernel.waiting_clocks_mongo import MongoClockStore
from shared_kernel.worker_process import Reading, WorkerProcess

EVERY_SECONDS = 0.5
OWNER = "national_alerts"


@dataclass(frozen=True)
class Parts:
    """What the worker is given by the service's own composition."""

    store: MongoCommitStore
    deployment: Deployment
    settings: Settings


def add_to(process: WorkerProcess, parts: Parts, own: Database[dict[str, Any]]) -> Sequence[Reading]:
    """Adds the loops, and returns what the worker is to follow besides. Without a mail server nothing is sent: it waits."""
    settings, store, clock = parts.settings, parts.store, parts.settings.clock()
    calendar = england_and_wales()
    directory = CustodianDirectory(custodians(), store, clock, calendar)
    clocks, deliveries, ledger = MongoClockStore(own), MongoDeliveryLedger(own), Ledger(store)
    handlers = {**own_handlers(store, directory), **receiving.own_handlers()}
    desk = CommandDesk(store, clock, {**cascade.COMMANDS, **received_alerts.COMMANDS}, handlers)
    wake = Event()
    keeper = CascadeKeeper(ledger, deliveries, clocks, desk, wake.set)
    firer = clock_firer(clocks, desk, clock, process.identity)
    process.under_lease("national alerts fire", firer.run_once, EVERY_SECONDS)
    if channels := channels_of(settings):
        writing = Writing(lambda code: alert_sender(parts.deployment, settings, code), settings.address)
        work = CascadeSender(ledger, directory, channels, writing, desk, keeper.all)
        sender = Sender(deliveries, work, clock, process.identity, side_by_side=AT_ONCE, wake=wake)
        process.loops.append(sender.loop("cascade goes out", EVERY_SECONDS))
    return (
        Reading("releases", OWNER, ReleaseFollower(desk), source=store),
        Reading("cascades", OWNER, keeper, source=store),
        Reading("copies", OWNER, CopyKeeper(clocks, calendar), source=store),
    )


def channels_of(settings: Settings) -> Mapping[ChannelKind, Channel]:
    """Mail by the way that is set, and webhooks with the secrets of the file that is set; none where no mail is set."""
    if not settings.mail:
        return {}
    secrets = secrets_in(settings.custodian_secrets)
    return {
        "mail": mail_of(settings),
        "webhook": Webhook(HttpOutbound(settings.destinations), lambda code: secrets.get(code, ())),
    }


def alert_sender(deployment: Deployment, settings: Settings, code: str) -> AlertSender:
    """How others know an authority of this deployment."""
    return sender_at(code, deployment.authorities[code].description.name, settings.address)
