"""What should reach somebody outside: each custodian of a message, each agency that subscribed to what happened."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from auditor.expecting import Fields, InTurn, Wanted, cause_of
from contracts import cascade, custodians
from gateway.agencies.noticing import WebhookFollower
from gateway.agencies.subscriptions import MemorySubscriptions, Subscribed
from needfire.directory import Directory
from shared_kernel.command_desk import among
from shared_kernel.commits import Commit
from shared_kernel.delivery.ledger import Listing
from shared_kernel.delivery.ledger_memory import MemoryDeliveryLedger
from shared_kernel.time import instant_of


class _Deliveries(InTurn):
    kind = "deliveries"

    def fits(self, mark: Any, fields: Fields) -> bool:
        return True


class Letters(_Deliveries):
    """One to each custodian of each message, one for each time that it was sent once more, and one for each proof that was asked."""

    owner, reader = "national_alerts", "cascades"

    def __init__(self) -> None:
        super().__init__()
        self._about: dict[str, str] = {}

    def take(self, source: str, commit: Commit) -> None:
        if source != self.owner:
            return
        for _, event in among(commit, (*cascade.EVENTS.values(), *custodians.EVENTS.values())):
            match event:
                case cascade.CascadeStartedV1():
                    self._start(event, event.alert_id, source, commit)
                case cascade.ExerciseStartedV1():
                    self._start(event, event.exercise_id, source, commit)
                case cascade.CustodianApproachedV1() if event.message_id in self._about:
                    self._want(event.message_id, event.custodian, event.approach, source, commit)
                case custodians.ProofAskedV1():
                    self.want(f"{event.proof_id}.{event.custodian}", Wanted(None, (cause_of(source, commit),)))

    def _start(self, event: Any, about: str, source: str, commit: Commit) -> None:
        self._about[event.message_id] = f"{about}.{event.number:06d}"
        for custodian in event.custodians:
            self._want(event.message_id, custodian, 1, source, commit)

    def _want(self, message_id: str, custodian: str, approach: int, source: str, commit: Commit) -> None:
        letter = f"{self._about[message_id]}.{custodian}.{approach:04d}"
        self.want(letter, Wanted(None, (cause_of(source, commit),)))


class Webhooks(_Deliveries):
    """One for each subscription that an event was for, while it lasts. `subscriptions` are asked for anew with every look."""

    owner = reader = "deliveries"

    def __init__(self, directories: Mapping[str, Directory], subscriptions: Callable[[], list[list[Any]]]) -> None:
        super().__init__()
        self._directories, self._asked = directories, subscriptions
        self._commits: list[tuple[str, Commit]] = []

    def take(self, source: str, commit: Commit) -> None:
        # Of every agency: which of them had subscribed by then is seen when the subscriptions are.
        if source in ("intake", "escalation") and any(each.name in TOLD for each in commit.events):
            self._commits.append((source, commit))

    def wanted(self, now: datetime) -> Mapping[str, Wanted]:
        """Raises what asking for the subscriptions raises."""
        subscribed, lasting = MemorySubscriptions(), set[str]()
        for each in map(_subscribed, self._asked()):
            subscribed.put(each)
            if each.ended_at is None:
                lasting.add(each.subscription_id)
        for source, commit in self._commits:
            self._follow(source, commit, subscribed)
        self._commits = []
        looked_at = super().wanted(now)
        for key in [key for key, each in looked_at.items() if each.mark not in lasting]:
            self._unsettled.pop(key, None)
        return {key: each for key, each in looked_at.items() if each.mark in lasting}

    def _follow(self, source: str, commit: Commit, subscribed: MemorySubscriptions) -> None:
        ledger = MemoryDeliveryLedger()
        WebhookFollower(source, self._directories, subscribed, ledger)(commit)
        for each in ledger.listed(Listing(commit.authority, commit.recorded_at, MOST)):
            self.want(each.delivery_id, Wanted(each.recipient, (cause_of(source, commit),)))


TOLD = ("ConcernDecided", "FeedbackGiven", "NotificationShared", "DutyOpened")
"""The events that an agency may have subscribed to."""
MOST = 1_000


def _subscribed(row: list[Any]) -> Subscribed:
    subscription_id, authority, agency, events, begun_at, ended_at = row
    ended = instant_of(ended_at) if ended_at else None
    return Subscribed(subscription_id, authority, agency, "", tuple(events), instant_of(begun_at), (), ended)
