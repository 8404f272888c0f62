"""Which released messages become documents, and for whom: ids only, and only where the sender's policy is so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from contracts.cascade import CascadeStartedV1
from documents.message import ENDING
from gateway.alerting.documents.composing import Sources
from shared_kernel.command_desk import among
from shared_kernel.commits import Commit
from shared_kernel.delivery.ledger import Delivery, DeliveryLedger
from shared_kernel.errors import StoreUnavailable
from shared_kernel.time import Clock

SOURCE = "national_alerts"


@dataclass(frozen=True)
class DocumentFollower:
    """Enters a delivery for each custodian of a live message that has a webhook and a key; safe to run again over all.

    `folded` is how far the views have come: who has a key is asked of them, so a commit waits until they know it.
    """

    sources: Sources
    ledger: DeliveryLedger
    clock: Clock
    folded: Callable[[], int]

    def __call__(self, commit: Commit) -> None:
        """As the feed's reader asks. Raises StoreUnavailable: to be tried again."""
        for _, event in among(commit, (CascadeStartedV1,)):
            if event.kind in ENDING or not self.sources.seals(commit.authority):
                continue
            if commit.position is None or self.folded() < commit.position:
                raise StoreUnavailable("The views have not come as far yet. Try again.")
            self.ledger.enter(list(self._deliveries(event, commit.authority)))

    def _deliveries(self, event: CascadeStartedV1, authority: str) -> Iterator[Delivery]:
        now: datetime = self.clock.now()
        for code in sorted(self.sources.contacts(authority, now, event.custodians)):
            yield Delivery(
                delivery_id=f"{event.alert_id}.{event.number:06d}.{code}",
                authority=authority,
                recipient=code,
                subject=event.alert_id,
                kind="document",
                entered_at=event.started_at,
                payload={"message_id": event.message_id},
            )
