"""The parts on national alerts, on the gateway's own database."""

from __future__ import annotations

from gateway.alerting.documents.keys import inbox_of
from gateway.alerting.parts import Alerting
from gateway.alerting.photograph_store import MongoPhotographs
from gateway.catching_up import CatchingUp
from gateway.read_models.alerting_mongo import MongoCascades
from gateway.read_models.cascades import Alerted
from gateway.read_models.mongo import Store
from gateway.read_models.received_mongo import MongoEntries, MongoReceived
from shared_kernel.settings import Settings


def alerting_on(own: Store, alerted: Alerted, settings: Settings) -> Alerting:
    """Makes the indexes. Raises SettingInvalid."""
    cascades, received, entries = MongoCascades(own), MongoReceived(own), MongoEntries(own)
    waiting = (CatchingUp(each.versions) for each in (cascades, received, entries))
    return Alerting(cascades, received, entries, alerted, MongoPhotographs(own), *waiting, documents=inbox_of(settings))
