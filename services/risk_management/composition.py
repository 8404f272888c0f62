"""Where risk management is put together: the one place that knows which parts are real."""

from __future__ import annotations

from contracts import risk_management as contract
from needfire.loading.deployment import load_deployment
from services.risk_management.following import Follower
from services.risk_management.handlers import command_handlers, own_handlers
from services.risk_management.register.keeping import ReviewKeeper, clock_firer
from shared_kernel.command_desk import CommandDesk
from shared_kernel.commit_store_mongo import MongoCommitStore
from shared_kernel.service_parts import ServiceParts
from shared_kernel.settings import Settings
from shared_kernel.stores import connect, database
from shared_kernel.waiting_clocks_mongo import MongoClockStore
from shared_kernel.worker_process import Reading, WorkerProcess

OWNER = "risk_management"
EVERY_SECONDS = 0.5


def compose(settings: Settings) -> ServiceParts:
    """Risk management on its own database. Raises StoreUnavailable, StoreNotDurable."""
    deployment = load_deployment(settings.authorities, settings.directory)
    store = MongoCommitStore(database(connect(settings), settings, OWNER))
    clock = settings.clock()
    desk = CommandDesk(store, clock, contract.COMMANDS, command_handlers(deployment, store))
    own_desk = CommandDesk(store, clock, contract.COMMANDS, own_handlers(deployment, store))
    return ServiceParts(desk, own_desk, store, deployment)


def compose_worker(settings: Settings) -> WorkerProcess:
    """The worker: its relay, its following of intake, escalation and its own assessments, the clocks of the register."""
    parts, own = compose(settings), database(connect(settings), settings, OWNER)
    process = WorkerProcess(OWNER, settings, own)
    process.relay()
    clocks = MongoClockStore(own)
    firer = clock_firer(clocks, parts.own_desk, parts.desk.clock, process.identity)
    process.under_lease("reviews fire", firer.run_once, EVERY_SECONDS)
    follower = Follower(parts.own_desk, parts.store, parts.deployment)
    process.follow(
        [
            Reading(OWNER, "intake", follower.intake),
            Reading(OWNER, "escalation", follower.escalation),
            Reading("assessments", OWNER, follower.assessments, source=parts.store),
            Reading("reviews", OWNER, ReviewKeeper(clocks), source=parts.store),
        ]
    )
    return process
