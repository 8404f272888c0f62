"""Where intake is put together: the one place that knows which parts are real."""

from __future__ import annotations

from dataclasses import dataclass

from contracts import intake as contract
from needfire.deployment import Deployment, load_deployment
from services.intake.following import EscalationFollower
from services.intake.handlers import command_handlers
from shared_kernel.command_desk import CommandDesk
from shared_kernel.commit_store_mongo import MongoCommitStore
from shared_kernel.settings import Settings
from shared_kernel.stores import connect, database
from shared_kernel.worker_process import Reading, WorkerProcess

OWNER = "intake"


@dataclass(frozen=True)
class Intake:
    """Intake as it runs in this process."""

    desk: CommandDesk
    store: MongoCommitStore
    deployment: Deployment


def compose(settings: Settings) -> Intake:
    """Intake on its own database. Raises StoreUnavailable, StoreNotDurable."""
    deployment = load_deployment(settings.authorities, settings.directory)
    store = MongoCommitStore(database(connect(settings), settings, OWNER))
    handlers = command_handlers(deployment)
    return Intake(CommandDesk(store, settings.clock(), contract.COMMANDS, handlers), store, deployment)


def compose_worker(settings: Settings) -> WorkerProcess:
    """Intake's worker: its relay, and its following of escalation."""
    process = WorkerProcess(OWNER, settings, database(connect(settings), settings, OWNER))
    process.relay()
    process.follow([Reading(OWNER, "escalation", EscalationFollower(compose(settings).desk))])
    return process
