"""Where national alerts are put together: the one place that knows which parts are real."""

from __future__ import annotations

from contracts import national_alerts as contract
from needfire.loading.deployment import load_deployment
from services.national_alerts.cascade import assembling
from services.national_alerts.desks import Outside, public_desk
from services.national_alerts.following import Follower
from services.national_alerts.handlers import own_handlers
from shared_kernel.command_desk import CommandDesk
from shared_kernel.commit_store_mongo import MongoCommitStore
from shared_kernel.delivery.peers import Peers
from shared_kernel.delivery.shared_secrets import secrets_in
from shared_kernel.service_parts import ServiceParts
from shared_kernel.settings import Settings
from shared_kernel.stores import connect, database
from shared_kernel.worker_process import Reading, WorkerProcess

OWNER = "national_alerts"


def compose(settings: Settings) -> ServiceParts:
    """National alerts on their own database. Raises StoreUnavailable, StoreNotDurable."""
    deployment = load_deployment(settings.authorities, settings.directory)
    store = MongoCommitStore(database(connect(settings), settings, OWNER))
    clock = settings.clock()
    outside = Outside(Peers(secrets_in(settings.peer_secrets)), settings.destinations)
    desk = public_desk(store, clock, deployment, outside)
    own_desk = CommandDesk(store, clock, contract.COMMANDS, own_handlers(deployment))
    return ServiceParts(desk, own_desk, store, deployment)


def compose_worker(settings: Settings) -> WorkerProcess:
    """The worker: its relay, its following of intake and escalation, and the cascade."""
    parts = compose(settings)
    own = database(connect(settings), settings, OWNER)
    process = WorkerProcess(OWNER, settings, own)
    process.relay()
    follower = Follower(parts.own_desk, parts.store, parts.deployment)
    cascading = assembling.add_to(process, assembling.Parts(parts.store, parts.deployment, settings), own)
    process.follow(
        [
            Reading(OWNER, "intake", follower.intake),
            Reading(OWNER, "escalation", follower.escalation),
            Reading("answers", OWNER, follower.answers, source=parts.store),
            *cascading,
        ]
    )
    return process
