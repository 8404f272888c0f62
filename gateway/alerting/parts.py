"""What the gateway answers on national alerts with, beyond the case."""

from __future__ import annotations

from dataclasses import dataclass, field

from gateway.alerting.documents.keys import DocumentInbox
from gateway.alerting.photograph_store import Photographs
from gateway.catching_up import CatchingUp
from gateway.read_models.cascades import Alerted, Cascades
from gateway.read_models.custodians import Entries
from gateway.read_models.received import ReceivedAlerts


@dataclass(frozen=True)
class Alerting:
    """The views, and for each the way to wait until it has come as far as somebody has been told."""

    cascades: Cascades
    received: ReceivedAlerts
    entries: Entries
    alerted: Alerted
    photographs: Photographs
    cascades_caught_up: CatchingUp
    received_caught_up: CatchingUp
    entries_caught_up: CatchingUp
    documents: DocumentInbox = field(default_factory=DocumentInbox, kw_only=True)
