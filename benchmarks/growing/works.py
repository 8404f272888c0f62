"""The pieces of work that are asked of a store of any size, each so many times, as the processes do them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import TypeVar

from pymongo.database import Database

from access import Reader
from access.visibility import Visibility, visibility
from benchmarks.growing.copied import COMMITS_A_CASE, Case, Document, accepted, copies, stream_name, update
from benchmarks.growing.filling import asked
from benchmarks.raising import AUTHORITY, commands
from contracts import intake as contract
from contracts.commands import Command
from contracts.schema import read
from gateway.read_models import cases
from gateway.read_models.mongo import MongoCases
from gateway.read_models.projecting import Projection
from gateway.read_models.trays_mongo import MongoTrays
from needfire.loading.deployment import Deployment
from services.intake.handlers import command_handlers
from shared_kernel.checkpoints_memory import MemoryCheckpointStore
from shared_kernel.command_desk import CommandDesk
from shared_kernel.commands import CommandContext
from shared_kernel.commit_store_mongo import MongoCommitStore
from shared_kernel.commits import from_document
from shared_kernel.leases_memory import MemoryLeaseStore
from shared_kernel.relay import MARK, Publisher, Relay, WakeUp
from shared_kernel.time import SystemClock

TIMES, PAGE, TRAY = 50, 50, "kent-team-manager"
Work = Callable[[], None]
T = TypeVar("T")
WORKS = (
    "command: raise",
    "command: update, on a stream of ten",
    "deciding an update, the stream read",
    "the relay's batch of a hundred",
    "a reader's batch of a hundred",
    "a view's update, a batch of fifty",
    "a page of the tray",
)


@dataclass
class Grown:
    """One store with so many commits, and who works on it."""

    own: Database[Document]
    gateway: Database[Document]
    deployment: Deployment
    case: Case
    commits: int

    def __post_init__(self) -> None:
        self.store, self.round = MongoCommitStore(self.own), count(1)
        self.desk = CommandDesk(self.store, SystemClock(), contract.COMMANDS, command_handlers(self.deployment))
        self.cases, self.trays = MongoCases(self.gateway), MongoTrays(self.gateway)
        self.streams = [stream_name(each) for each in asked(self.commits)]
        marks = MemoryCheckpointStore()
        marks.save(MARK, "intake", self.commits)
        self.relay = Relay("intake", self.store, MemoryLeaseStore(), marks, Nobody(), "bench", lease_seconds=3_600)
        self.whose = _whose(self.deployment)

    def works(self) -> Mapping[str, Work]:
        """The next round's: commands are made beforehand, and what one leaves is what a later one takes up."""
        number = next(self.round)
        raising = commands(TIMES)
        updating = [update(each, COMMITS_A_CASE - 2 + number) for each in self.streams]
        deciding = [update(each, COMMITS_A_CASE - 1 + number) for each in self.streams]
        folding = [from_document(list(copies(self.case, each))[number]) for each in asked(self.commits)]
        view = Projection(cases.VIEW, self.cases)
        works: tuple[Work, ...] = (
            lambda: _all(raising, lambda each: accepted(self.desk.answer(each))),
            lambda: _all(updating, lambda each: accepted(self.desk.answer(each))),
            lambda: _all(deciding, self._decide),
            lambda: _are(self.relay.run_once(), TIMES * 2),
            lambda: _all(range(TIMES), lambda _: _are(len(self.store.feed(self.commits // 2, 100)), 100)),
            lambda: view.apply("intake", folding),
            lambda: _all(range(TIMES), lambda _: _are(len(self.trays.waiting(self.whose, "task", None, PAGE)), PAGE)),
        )
        return dict(zip(WORKS, works, strict=True))

    def _decide(self, envelope: Document) -> None:
        command = read(Command, envelope)
        context = CommandContext(command.command_id, command.authority, command.actor, datetime.now(UTC))
        intent = self.desk.handlers[contract.UpdateNotificationV1](
            read(contract.UpdateNotificationV1, command.data), context
        )
        intent.decide(self.store.stream(intent.stream))


class Nobody(Publisher):
    """Confirms all and keeps nothing: the broker is measured elsewhere."""

    def publish(self, messages: Sequence[WakeUp]) -> None:
        """Nothing is sent."""


def _whose(deployment: Deployment) -> Visibility:
    edition = deployment.authorities[AUTHORITY].edition_at(datetime.now(UTC))
    if edition is None:
        raise LookupError("no edition is in force")
    return visibility(Reader(TRAY, AUTHORITY, deployment.directories[AUTHORITY], datetime.now(UTC)), (edition,))


def _all(items: Iterable[T], do: Callable[[T], object]) -> None:
    for each in items:
        do(each)


def _are(there: int, wanted: int) -> None:
    if there != wanted:
        raise LookupError(f"there are {there} where {wanted} were put")
