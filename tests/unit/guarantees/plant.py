"""The whole path from a command to whoever is told, in one process: what outlives a crash (`Kept`), and what does not (`Plant`).

Every step is carried out by the platform's own parts; the stores, the broker and the recipient may be real or in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from contracts import escalation, intake
from contracts.schema import write
from gateway.agencies.noticing import WebhookFollower
from gateway.agencies.subscriptions import MemorySubscriptions, Subscribed, SubscriptionStore
from gateway.read_models import cases, tray_items
from gateway.read_models.memory import MemoryCases, MemoryTrays
from gateway.read_models.moves import MemoryMoves
from gateway.read_models.projecting import FoldingFeed, Projection
from needfire.loading.deployment import Deployment
from services.escalation.following import ClockKeeper, clock_firer, intake_follower
from services.escalation.handlers import command_handlers as escalation_handlers
from services.escalation.handlers import own_handlers as escalation_own_handlers
from services.intake.following import escalation_follower
from services.intake.handlers import command_handlers as intake_handlers
from services.intake.handlers import own_handlers as intake_own_handlers
from shared_kernel.checkpoints import CheckpointStore
from shared_kernel.checkpoints_memory import MemoryCheckpointStore
from shared_kernel.command_desk import CommandDesk, command_of
from shared_kernel.commit_store_memory import MemoryCommitStore
from shared_kernel.commits import Commit, CommitStore, FeedSource
from shared_kernel.delivery.ledger import Delivery, DeliveryLedger
from shared_kernel.delivery.ledger_memory import MemoryDeliveryLedger
from shared_kernel.delivery.sender import Attempt, OneByOne, Sender
from shared_kernel.feed import FeedReader
from shared_kernel.leases import LeaseStore
from shared_kernel.leases_memory import MemoryLeaseStore
from shared_kernel.parked import ParkedStore
from shared_kernel.parked_memory import MemoryParkedStore
from shared_kernel.relay import Publisher, Relay
from shared_kernel.time import Clock
from shared_kernel.waiting_clocks import ClockStore
from shared_kernel.waiting_clocks_memory import MemoryClockStore

SERVICES = ("intake", "escalation")
REMEMBERS, LOOKS_IN = 1.0, 3
"""A reader looks at the store anew every third time that it is asked to go on: between, a crash finds it behind."""
RAISER = "kent-social-worker"
SUBSCRIBED = Subscribed(
    subscription_id="subscription-1",
    authority="kent",
    agency="kent-youth-justice-board",
    url="https://hooks.board.example/needfire",
    events=("duty.opened",),
    begun_at=datetime.fromisoformat("2026-01-01T00:00:00+00:00"),
    secrets=(),
)
"""Who is told outside: the duty of a charge is theirs."""


@dataclass
class Kept:
    """What lies in the stores. `wall` is the machine's time."""

    wall: Callable[[], float]
    commits: Mapping[str, CommitStore]
    checkpoints: CheckpointStore
    parked: ParkedStore
    clocks: ClockStore
    leases: LeaseStore
    views: tuple[Projection, ...]
    ledger: DeliveryLedger
    subscriptions: SubscriptionStore = field(default_factory=MemorySubscriptions)


def in_memory(wall: Callable[[], float]) -> Kept:
    """All of it in this process."""
    return Kept(
        wall,
        {service: MemoryCommitStore() for service in SERVICES},
        MemoryCheckpointStore(),
        MemoryParkedStore(),
        MemoryClockStore(wall),
        MemoryLeaseStore(wall),
        (Projection(tray_items.VIEW, MemoryTrays()), Projection(cases.VIEW, MemoryCases())),
        MemoryDeliveryLedger(),
    )


class Plant:
    """The processes. One that crashed is not used again: another is made over the same `Kept`."""

    def __init__(
        self,
        kept: Kept,
        deployment: Deployment,
        clock: Clock,
        publisher: Publisher,
        send: Callable[[Delivery], Attempt],
        owner: str,
        name_of: Callable[[str], str] = str,
    ) -> None:
        """`name_of`: how a service is called on the broker."""
        self._kept, self._clock, self._publisher, self._owner, self._name_of = kept, clock, publisher, owner, name_of
        self._seconds = 0.0
        kept.subscriptions.put(SUBSCRIBED)
        store = kept.commits
        self.intake = CommandDesk(store["intake"], clock, intake.COMMANDS, intake_handlers(deployment))
        self.escalation = CommandDesk(
            store["escalation"], clock, escalation.COMMANDS, escalation_handlers(deployment, store["escalation"])
        )
        own_intake = CommandDesk(store["intake"], clock, intake.COMMANDS, intake_own_handlers(deployment))
        own_escalation = CommandDesk(
            store["escalation"], clock, escalation.COMMANDS, escalation_own_handlers(deployment, store["escalation"])
        )
        firer = clock_firer(kept.clocks, own_escalation, clock, owner)
        self.sender = Sender(kept.ledger, OneByOne(send), clock, owner, wall=kept.wall, side_by_side=4)
        self.readers = {
            "escalation reads intake": self._reader("escalation", "intake", intake_follower(own_escalation)),
            "clocks read escalation": self._reader("clocks", "escalation", ClockKeeper(kept.clocks)),
            "intake reads escalation": self._reader("intake", "escalation", escalation_follower(own_intake)),
            **{f"gateway reads {source}": self._view_reader(source) for source in SERVICES},
            **{f"deliveries read {source}": self._webhooks(source, deployment) for source in SERVICES},
        }
        self.steps: Mapping[str, Callable[[], int]] = {
            **{f"{service} relays": self._relay(service).run_once for service in SERVICES},
            **{name: reader.run_once for name, reader in self.readers.items()},
            "clocks fire": firer.run_once,
            "deliveries go out": self._send_all,
        }

    def settle(self) -> None:
        """Until nothing moves. Raises RuntimeError when it never comes to rest."""
        for _ in range(1_000):
            if not sum(step() for step in self.steps.values()):
                return self._saved()
        raise RuntimeError("this goes on for ever")

    def _saved(self) -> None:
        for reader in self.readers.values():
            reader.save()

    def _monotonic(self) -> float:
        self._seconds += REMEMBERS / LOOKS_IN / len(self.readers)
        return self._seconds

    def _relay(self, service: str) -> Relay:
        kept, name = self._kept, self._name_of(service)
        return Relay(name, kept.commits[service], kept.leases, kept.checkpoints, self._publisher, self._owner)

    def _reader(
        self, name: str, source: str, apply: Callable[[Commit], None], feed: FeedSource | None = None
    ) -> FeedReader:
        kept = self._kept
        found = feed or kept.commits[source]
        return FeedReader(
            name,
            source,
            found,
            kept.checkpoints,
            kept.parked,
            apply,
            clock=self._clock,
            pause=lambda _: None,
            remembers=REMEMBERS,
            monotonic=self._monotonic,
        )

    def _view_reader(self, source: str) -> FeedReader:
        feed = FoldingFeed(source, self._kept.commits[source], self._kept.views, MemoryMoves())
        return self._reader("gateway", source, feed.apply, feed)

    def _webhooks(self, source: str, deployment: Deployment) -> FeedReader:
        kept = self._kept
        follower = WebhookFollower(source, deployment.directories, kept.subscriptions, kept.ledger)
        return self._reader("deliveries", source, follower)

    def _send_all(self) -> int:
        started = self.sender.run_once()
        self.sender.settle_all()
        return started


def raising(number: int, now: datetime) -> tuple[str, dict[str, Any]]:
    """The notification's id, and the command that raises it, always the same for the same number and time."""
    notification = f"notification-{number}"
    charged = {
        "subject_kind": "child",
        "happened": ["charge"],
        "offence": "section_18",
        "charged_at": (now - timedelta(hours=2)).isoformat(),
    }
    command = intake.RaiseNotificationV1(notification, f"person-{number}", "ashford", charged, ("KEN23-NTK-G",))
    return notification, asked(command, f"raise-{number}", RAISER)


def closing(number: int) -> dict[str, Any]:
    """The command that closes it."""
    command = intake.CloseNotificationV1(f"notification-{number}", "sealed")
    return asked(command, f"close-{number}", "kent-service-manager")


def asked(command: Any, command_id: str, by: str) -> dict[str, Any]:
    """The envelope, as the gateway sends it."""
    return dict(write(command_of(command, command_id=command_id, digest=command_id, authority="kent", actor=by)))


def routing_of(notification: str) -> str:
    """The stream of its routing."""
    return notification.replace("notification", "routing")
