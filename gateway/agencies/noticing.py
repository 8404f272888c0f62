"""Which events of the services are of interest to which agency, and the deliveries that they become: ids only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from gateway.agencies.subscriptions import Subscribed, SubscriptionStore
from needfire.directory import Directory
from shared_kernel.commits import Commit, EventRecord
from shared_kernel.delivery.ledger import Delivery, DeliveryLedger
from shared_kernel.time import instant_text
from shared_kernel.upcasting import events_of


@dataclass(frozen=True)
class Happened:
    """Something for one agency: what it is called, what it is about, and the ids that say more when they are read."""

    agency: str
    kind: str
    subject: str
    data: Mapping[str, Any]


@dataclass(frozen=True)
class WebhookFollower:
    """Enters a delivery for each subscription that an event is for; safe to run again over all."""

    source: str
    directories: Mapping[str, Directory]
    subscriptions: SubscriptionStore
    ledger: DeliveryLedger

    def __call__(self, commit: Commit) -> None:
        """Raises StoreUnavailable."""
        self.all((commit,))

    def all(self, commits: Sequence[Commit]) -> None:
        """As the feed's reader asks of several: subscriptions are looked up once, and deliveries entered together."""
        of_authority = cache(self.subscriptions.of_authority)
        entering = [
            delivery
            for commit in commits
            for index, event in enumerate(events_of(commit))
            for found in happenings_of(event, commit, self.directories.get(commit.authority))
            for delivery in self._deliveries(commit, index, found, of_authority(commit.authority))
        ]
        if entering:
            self.ledger.enter(entering)

    def _deliveries(
        self, commit: Commit, index: int, happened: Happened, subscriptions: Iterable[Subscribed]
    ) -> Iterator[Delivery]:
        for each in subscriptions:
            wanted = each.agency == happened.agency and happened.kind in each.events and each.ended_at is None
            if wanted and each.begun_at <= commit.recorded_at:
                yield Delivery(
                    delivery_id=_id_of(commit, self.source, index, each.subscription_id),
                    authority=commit.authority,
                    recipient=each.subscription_id,
                    subject=happened.subject,
                    kind=happened.kind,
                    entered_at=commit.recorded_at,
                    payload={"timestamp": instant_text(commit.recorded_at), "data": dict(happened.data)},
                )


def _id_of(commit: Commit, source: str, index: int, subscription_id: str) -> str:
    """The same for the same event and subscription, and sorted by when it was recorded."""
    at = int(commit.recorded_at.timestamp() * 1000)
    return f"delivery-{at:013}-{source}-{commit.position:012}-{index}-{subscription_id.removeprefix('subscription-')}"


def happenings_of(event: EventRecord, commit: Commit, directory: Directory | None) -> Iterator[Happened]:
    """For whom this event is, and as what."""
    data = event.data
    match event.name:
        case "ConcernDecided":
            ids = {"concern_id": data["concern_id"]}
            yield Happened(data["agency"], "concern.decided", data["concern_id"], ids)
        case "FeedbackGiven":
            ids = {"concern_id": data["concern_id"]}
            yield Happened(data["agency"], "concern.answered", data["concern_id"], ids)
        case "NotificationShared" if data["to_body"]:
            share = f"share-{data['number']}-{data['notification_id'].removeprefix('notification-')}"
            for agency in _being(directory, data["to_body"]):
                yield Happened(agency, "share.given", share, {"share_id": share})
        case "PlanCopied":
            for agency in _several_being(directory, data["bodies"]):
                yield Happened(
                    agency, "plan.copied", data["notification_id"], {"notification_id": data["notification_id"]}
                )
        case "Referred":
            for agency in _several_being(directory, data["asked"]):
                yield Happened(
                    agency, "view.asked", data["notification_id"], {"notification_id": data["notification_id"]}
                )
        case "DutyOpened":
            for agency in _being(directory, data["to"]):
                yield Happened(agency, "duty.opened", data["duty_id"], {"duty_id": data["duty_id"]})


def _several_being(directory: Directory | None, bodies: Iterable[str]) -> Iterator[str]:
    """Each agency once."""
    yield from dict.fromkeys(agency for body in bodies for agency in _being(directory, body))


def _being(directory: Directory | None, body: str) -> Iterator[str]:
    for agency in directory.agencies if directory else ():
        if body in agency.bodies:
            yield agency.id
