"""`python -m benchmarks.cascading.ours DATABASE SMTP_PORT HTTP_PORT LATER`: our cascade, from the release on, until it is ended.

Started again on the same database it goes on where it was; LATER seconds are added to its wall clock, so that what it held
when it was killed is free at once.
"""

from __future__ import annotations

import sys
import time
from threading import Event

from benchmarks.cascading import people
from contracts import cascade as contract
from needfire.working_time import england_and_wales
from services.national_alerts.cascade.assembling import EVERY_SECONDS
from services.national_alerts.cascade.domain import ITSELF
from services.national_alerts.cascade.handlers import own_handlers
from services.national_alerts.cascade.keeping import CascadeKeeper
from services.national_alerts.cascade.ledger import Ledger
from services.national_alerts.cascade.sending import AT_ONCE, CascadeSender
from services.national_alerts.custodians.directory import CustodianDirectory
from shared_kernel.command_desk import CommandDesk, command_of
from shared_kernel.commit_store_mongo import MongoCommitStore
from shared_kernel.delivery.ledger_mongo import MongoDeliveryLedger
from shared_kernel.delivery.sender import Sender
from shared_kernel.settings import Settings
from shared_kernel.stores import connect, database
from shared_kernel.time import FixedClock
from shared_kernel.waiting_clocks_mongo import MongoClockStore


def main(prefix: str, smtp_port: int, http_port: int, later: float) -> None:
    settings = Settings.from_environment()
    own = database(connect(settings), Settings(mongodb_uri=settings.mongodb_uri, database_prefix=prefix), "alerts")
    store, deliveries, clock = MongoCommitStore(own), MongoDeliveryLedger(own), FixedClock(people.STARTED)
    directory = CustodianDirectory(people.custodians(http_port), store, clock, england_and_wales())
    desk = CommandDesk(store, clock, contract.COMMANDS, own_handlers(store, directory))
    ledger, wake = Ledger(store), Event()
    keeper = CascadeKeeper(ledger, deliveries, MongoClockStore(own), desk, wake.set)
    send = CascadeSender(
        ledger,
        directory,
        {"mail": people.mail(smtp_port), "webhook": people.webhook(http_port)},
        people.writing(),
        desk,
        keeper.all,
    )
    sender = Sender(
        deliveries, send, clock, f"bench-{later}", wall=lambda: time.time() + later, side_by_side=AT_ONCE, wake=wake
    )
    sender.loop("cascade goes out", EVERY_SECONDS).start()
    print("ready", flush=True)
    sys.stdin.readline()
    command = contract.StartCascadeV1("alert-bench", 1, "initial", people.STARTED, "high", "kent 2023-12")
    keeper(
        desk.carry_out(command_of(command, command_id="start", digest="start", authority="kent", actor=ITSELF))
    )  # fmt: skip
    Event().wait()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]))
