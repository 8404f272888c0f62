"""The gateway in this process on MongoDB: the house's, with every store that a page asks in the store instead of in memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from benchmarks.pages.filling import APART, filled
from benchmarks.pages.world import Ids, World
from gateway.alerting.composing import alerting_on
from gateway.auditing.log import AccessLog
from gateway.auditing.log_mongo import MongoWaiting
from gateway.auditing.records_mongo import MongoRecords
from gateway.catching_up import CatchingUp
from gateway.drafts.store_mongo import MongoDrafts
from gateway.finding.index_mongo import MongoNames
from gateway.identity.identification import identification
from gateway.identity.once_mongo import MongoOnceStore
from gateway.identity.sessions_mongo import MongoSessionStore
from gateway.read_models.mongo import (
    MongoAbsences,
    MongoAssessments,
    MongoCases,
    MongoConcerns,
    MongoPersons,
)
from gateway.read_models.register_mongo import MongoRegister
from gateway.read_models.trays_mongo import MongoTrays
from gateway.report_filters_mongo import MongoReportFilters
from gateway.sealing.ring import KeyRing
from gateway.sealing.store_mongo import MongoKeyStore
from gateway.watching import Watching
from shared_kernel.delivery.ledger import Delivery
from shared_kernel.delivery.ledger_mongo import MongoDeliveryLedger
from shared_kernel.outbound.memory import MemoryOutbound
from shared_kernel.settings import Settings
from shared_kernel.settling import settle
from shared_kernel.stores import connect, database
from tests.unit.casework.case import NOON
from tests.unit.gateway.callers import Callers
from tests.unit.gateway.house import House

CASES_A_DELIVERY, AT_ONCE = 50, 20
Ready = tuple[Callers, Mapping[str, Ids]]


@contextmanager
def stood_up(house: House, world: World, uri: str, cases: int, entries: int) -> Iterator[Ready]:
    """Whoever calls the gateway on this store, which is filled first; and what stands in addresses."""
    settings = Settings(mongodb_uri=uri, database_prefix="bench_pages")
    with connect(settings) as client:
        own = database(client, settings, "gateway")
        _moved(house, own, settings)
        parts = house.parts
        stores: dict[str, Any] = {
            "cases": parts.cases, "tray_items": parts.trays, "absences": MongoAbsences(own), "persons": parts.persons,
            "concerns": parts.concerns, "cascades": parts.alerting.cascades, "received": parts.alerting.received,
            "custodians": parts.alerting.entries, "assessments": parts.assessments, "register": parts.register,
        }  # fmt: skip
        filled(house, world, stores, cases, entries)
        for first in range(0, cases // CASES_A_DELIVERY, AT_ONCE):
            parts.webhooks.ledger.enter([_delivery(each) for each in range(first, first + AT_ONCE)])
        with house.open() as callers:
            settle()  # as the gateway does when it is ready
            yield callers, world.ids


def _moved(house: House, own: Any, settings: Settings) -> None:
    """The keys are taken along; what is played from here on, such as a draft, is written there."""
    keys = MongoKeyStore(own)
    keys.add(list(house.keys._rows.values()))
    cases, concerns, register = MongoCases(own), MongoConcerns(own), MongoRegister(own)
    outbound = MemoryOutbound(house.provider.answer)
    house.with_parts(
        keys=KeyRing(keys, house.authority_keys, house.parts.keys._new_id),
        identity=identification(lambda: house.known, outbound, MongoSessionStore(own), MongoOnceStore(own)),
        drafts=MongoDrafts(own),
        cases=cases,
        trays=MongoTrays(own),
        concerns=concerns,
        assessments=MongoAssessments(own),
        register=register,
        webhooks=replace(house.parts.webhooks, ledger=MongoDeliveryLedger(own)),
        alerting=alerting_on(own, cases, settings),
        names=MongoNames(own),
        persons=MongoPersons(own),
        registry=cases,
        concern_registry=concerns,
        audit=AccessLog(MongoWaiting(own)),
        records=MongoRecords(own),
        caught_up=CatchingUp(cases.versions),
        register_caught_up=CatchingUp(register.versions),
        watching=Watching(cases.versions, house.moves, lasts=0.0),
        report_filters=MongoReportFilters(own),
    )


def _delivery(number: int) -> Delivery:
    entered = NOON - APART * CASES_A_DELIVERY * number
    return Delivery(
        f"delivery-{9_999_999 - number}", "kent", "kent-police", f"share-{number}", "share.given", entered, {},
        "delivered", 1,
    )  # fmt: skip
