"""Where intake is put together: the one place that knows which parts are real."""

from __future__ import annotations

from dataclasses import dataclass

from contracts import intake as contract
from contracts.intake_persons import RecordDeletionV1
from contracts.schema import by_name
from needfire.loading.deployment import load_deployment
from services.intake.following import alert_follower, concern_follower, escalation_follower, risk_follower
from services.intake.handlers import command_handlers, own_handlers
from services.intake.keeping import RetentionKeeper, retention_teller
from shared_kernel.command_desk import CommandDesk
from shared_kernel.commit_store_mongo import MongoCommitStore
from shared_kernel.service_parts import ServiceParts
from shared_kernel.settings import Settings
from shared_kernel.stores import connect, database
from shared_kernel.waiting_clocks_mongo import MongoClockStore
from shared_kernel.worker_process import Reading, WorkerProcess

OWNER = "intake"
TELLING_SECONDS = 1.0


@dataclass(frozen=True)
class Intake(ServiceParts):
    """Intake as it runs in this process. `deletions` takes that the gateway's worker has carried one out, and nothing else."""

    deletions: CommandDesk


def compose(settings: Settings) -> Intake:
    """Intake on its own database. Raises StoreUnavailable, StoreNotDurable."""
    deployment = load_deployment(settings.authorities, settings.directory)
    store = MongoCommitStore(database(connect(settings), settings, OWNER))
    clock = settings.clock()
    desk = CommandDesk(store, clock, contract.COMMANDS, command_handlers(deployment))
    own_desk = CommandDesk(store, clock, contract.COMMANDS, own_handlers(deployment))
    deletions = CommandDesk(store, clock, by_name(RecordDeletionV1), own_handlers(deployment))
    return Intake(desk, own_desk, store, deployment, deletions)


def compose_worker(settings: Settings) -> WorkerProcess:
    """Intake's worker: its relay, what it follows (escalation, national alerts, risk management, its own
    notifications), the clocks of retention."""
    own = database(connect(settings), settings, OWNER)
    process = WorkerProcess(OWNER, settings, own)
    process.relay()
    parts = compose(settings)
    keeper = RetentionKeeper(parts.store, MongoClockStore(own), parts.deployment)
    process.follow(
        [
            Reading(OWNER, "escalation", escalation_follower(parts.own_desk)),
            Reading(OWNER, "national_alerts", alert_follower(parts.own_desk)),
            Reading(OWNER, "risk_management", risk_follower(parts.own_desk)),
            Reading("retention", OWNER, keeper, source=parts.store),
            Reading("concerns", OWNER, concern_follower(parts.own_desk), source=parts.store),
        ]
    )
    teller = retention_teller(keeper, parts.own_desk, settings.clock(), process.identity)
    process.under_lease("retention", teller.run_once, interval=TELLING_SECONDS)
    return process
