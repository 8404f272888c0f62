"""The cascade by itself: commits, deliveries, clocks and channels in memory, on clocks that the test moves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from contracts import cascade as contract
from contracts import custodians as custodian_contract
from contracts.schema import read
from custody.bodies import custodians
from documents.message import Sender as AlertSender
from needfire.working_time import england_and_wales
from services.national_alerts.cascade.channels.memory import MemoryChannel
from services.national_alerts.cascade.channels.port import Letter
from services.national_alerts.cascade.domain import ITSELF
from services.national_alerts.cascade.handlers import command_handlers, own_handlers
from services.national_alerts.cascade.keeping import CascadeKeeper
from services.national_alerts.cascade.ledger import Ledger, message_of
from services.national_alerts.cascade.records import Entry
from services.national_alerts.cascade.sending import CascadeSender
from services.national_alerts.cascade.writing import Writing
from services.national_alerts.custodians.directory import CustodianDirectory
from services.national_alerts.custodians.handlers import command_handlers as custodian_handlers
from services.national_alerts.waiting import clock_firer
from shared_kernel.command_desk import CommandDesk, command_of
from shared_kernel.commit_store_memory import MemoryCommitStore
from shared_kernel.commits import Commit
from shared_kernel.delivery.ledger_memory import MemoryDeliveryLedger
from shared_kernel.delivery.sender import Sender
from shared_kernel.outbound.destinations import Destinations
from shared_kernel.time import FixedClock
from shared_kernel.waiting_clocks_memory import MemoryClockStore
from tests.unit.national_alerts.councils import authority_of, councils

FRIDAY = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
COMMANDS = {**contract.COMMANDS, **custodian_contract.COMMANDS}
FEW = ("LUT", "KEN", "MDW", "BDF")
ALERT = "alert-1"
ELSEWHERE = "ABD"


class CascadeHouse:
    """By default only a FEW custodians, so that a test reads easily. Time goes on by `advance`, machine time with it.

    It stands by itself, or in the store and on the clock of a case whose alert it sends.
    """

    def __init__(
        self, codes: tuple[str, ...] = FEW, store: MemoryCommitStore | None = None, clock: FixedClock | None = None
    ) -> None:
        self.clock, self._ids = clock or FixedClock(FRIDAY), count(1)
        self.wall_seconds = 1_000_000.0
        self.store = store or MemoryCommitStore()
        self.deliveries, self.clocks = MemoryDeliveryLedger(), MemoryClockStore()
        self.stated = {code: custodians()[code] for code in codes}
        self.directory = CustodianDirectory(self.stated, self.store, self.clock, england_and_wales())
        deployment = councils({*codes, *FEW, ELSEWHERE})
        public = command_handlers(self.store, self.directory, deployment)
        own = own_handlers(self.store, self.directory)
        self.desk = CommandDesk(
            self.store, self.clock, COMMANDS, {**public, **custodian_handlers(self.stated, Destinations(), deployment)}
        )
        self.own_desk = CommandDesk(self.store, self.clock, COMMANDS, own)
        self.ledger = Ledger(self.store)
        self.keeper = CascadeKeeper(self.ledger, self.deliveries, self.clocks, self.own_desk)
        self.mail, self.webhook = MemoryChannel(), MemoryChannel()
        writing = Writing(
            lambda authority: AlertSender(authority, f"{authority.title()} Council", f"alerts.{authority}.example"),
            "https://needfire.example",
        )
        channels: dict[custodian_contract.ChannelKind, MemoryChannel] = {"mail": self.mail, "webhook": self.webhook}
        send = CascadeSender(self.ledger, self.directory, channels, writing, self.own_desk, self.keeper.all)
        self.sender = Sender(self.deliveries, send, self.clock, "one", wall=lambda: self.wall_seconds, side_by_side=4)
        self.firer = clock_firer(self.clocks, self.own_desk, self.clock, "one")
        self._followed: set[str] = set()

    def tell(self, command: Any, by: str = "kent-manager", authority: str = "kent", desk: str = "desk") -> Any:
        """The desk's answer; what it led to is followed."""
        number = f"command-{next(self._ids)}"
        envelope = command_of(command, command_id=number, digest=number, authority=authority, actor=by)
        answer = getattr(self, desk).answer(vars(envelope))
        self.follow()
        return answer

    def release(self, kind: contract.MessageKind = "initial", number: int = 1, risk: str = "high") -> Any:
        command = contract.StartCascadeV1(ALERT, number, kind, FRIDAY, risk, "kent 2023-12", ("KEN23-NA-12",))
        return self.tell(command, by=ITSELF, desk="own_desk")

    def follow(self) -> None:
        """The keeper applies every commit once more than it must: it is idempotent."""
        while new := [each for each in self.commits() if each.commit_id not in self._followed]:
            for commit in new:
                self._followed.add(commit.commit_id)
                self.keeper(commit)
                self.keeper(commit)

    def commits(self) -> tuple[Commit, ...]:
        """All that there are, in the order of their streams where no relay has numbered them."""
        return (*self.store.feed(0, 100_000), *self.store.unpositioned(100_000))

    def send(self) -> None:
        """Sends what is due, and what that makes due at once."""
        while self.sender.run_once():
            self.sender.settle_all()
            self.follow()

    def advance(self, by: timedelta, pace: timedelta = HOUR) -> None:
        """Time goes on in such steps, and what it brings happens."""
        while by > timedelta():
            step = min(by, pace)
            self.clock.advance(step)
            self.wall_seconds += step.total_seconds()
            by -= step
            while self.firer.run_once():
                self.follow()
            self.send()

    def entry(self, code: str, number: int = 1) -> Entry:
        return self.ledger.entry(message_of(ALERT, number), code)

    def receipt(self, receipt: contract.Receipt, code: str = "LUT", number: int = 1, by: str = "custodian") -> Any:
        return self.tell(
            contract.GiveReceiptV1(message_of(ALERT, number), code, receipt), by=by, authority=authority_of(code)
        )

    def letters(self, code: str) -> list[Letter]:
        return [each for each in (*self.webhook.taken, *self.mail.taken) if each.recipient == code]

    def events(self, kind: type) -> list[Any]:
        """Every event of this kind, in the order of its streams."""
        name = kind.__name__.removesuffix("V1")
        return [read(kind, each.data) for commit in self.commits() for each in commit.events if each.name == name]
