"""Where escalation is put together: the one place that knows which parts are real."""

from __future__ import annotations

from contracts import escalation as contract
from needfire.loading.deployment import load_deployment
from services.escalation.following import ClockKeeper, alert_follower, clock_firer, intake_follower, risk_follower
from services.escalation.handlers import command_handlers, own_handlers
from shared_kernel.command_desk import CommandDesk
from shared_kernel.commit_store_mongo import MongoCommitStore
from shared_kernel.service_parts import ServiceParts
from shared_kernel.settings import Settings
from shared_kernel.stores import connect, database
from shared_kernel.waiting_clocks_mongo import MongoClockStore
from shared_kernel.worker_process import Reading, WorkerProcess

OWNER = "escalation"
FIRING_SECONDS = 0.25


def compose(settings: Settings) -> ServiceParts:
    """Escalation on its own database. Raises StoreUnavailable, StoreNotDurable."""
    deployment = load_deployment(settings.authorities, settings.directory)
    store = MongoCommitStore(database(connect(settings), settings, OWNER))
    clock = settings.clock()
    desk = CommandDesk(store, clock, contract.COMMANDS, command_handlers(deployment, store))
    own_desk = CommandDesk(store, clock, contract.COMMANDS, own_handlers(deployment, store))
    return ServiceParts(desk, own_desk, store, deployment)


def compose_worker(settings: Settings) -> WorkerProcess:
    """Escalation's worker: its relay, its following of intake, national alerts and risk management, its clocks."""
    own = database(connect(settings), settings, OWNER)
    parts, clocks = compose(settings), MongoClockStore(own)
    process = WorkerProcess(OWNER, settings, own)
    process.relay()
    process.follow(
        [
            Reading(OWNER, "intake", intake_follower(parts.own_desk)),
            Reading(OWNER, "national_alerts", alert_follower(parts.own_desk)),
            Reading(OWNER, "risk_management", risk_follower(parts.own_desk)),
            Reading("clocks", OWNER, ClockKeeper(clocks), source=parts.store),
        ]
    )
    firer = clock_firer(clocks, parts.own_desk, settings.clock(), process.identity)
    process.under_lease("clocks fire", firer.run_once, interval=FIRING_SECONDS)
    return process
