"""Where the gateway is put together: the one place that knows which parts are real."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from gateway.agencies.parts import Webhooks
from gateway.agencies.subscriptions import MongoSubscriptions
from gateway.alerting.composing import alerting_on
from gateway.auditing.log import AccessLog
from gateway.auditing.log_mongo import MongoWaiting
from gateway.auditing.records_mongo import MongoRecords
from gateway.catching_up import CatchingUp
from gateway.drafts.keeping import let_run_out
from gateway.drafts.store_mongo import MongoDrafts
from gateway.finding.index_mongo import MongoNames
from gateway.front.rates import Rates
from gateway.identity import configuration
from gateway.identity.identification import assembled, known_from
from gateway.identity.known import KnownFromFiles
from gateway.parts import Parts
from gateway.people import People
from gateway.production import unsafe_gateway
from gateway.read_models.mongo import (
    MongoAbsences,
    MongoAssessments,
    MongoCases,
    MongoConcerns,
    MongoPersons,
)
from gateway.read_models.moves_mongo import MongoMoves
from gateway.read_models.register_mongo import MongoRegister
from gateway.read_models.trays_mongo import MongoTrays
from gateway.report_filters_mongo import MongoReportFilters
from gateway.sandbox import check_keys
from gateway.sealing.composing import key_ring
from gateway.sealing.key_files import folder_of, gateway_secret
from gateway.sealing.secret_box import OF_WEBHOOKS, SecretBox
from gateway.watching import Watching
from needfire.loading.deployment import load_deployment
from shared_kernel.delivery.ledger_mongo import MongoDeliveryLedger
from shared_kernel.ids import new_id
from shared_kernel.loops import Loop
from shared_kernel.messaging.rpc_client import RpcClient
from shared_kernel.production import refuse
from shared_kernel.settings import Settings
from shared_kernel.stores import connect, database

OWNER = "gateway"
ANSWER_SECONDS = 4.0
"""How long a service may take; the rest of five seconds is for what the gateway does before and after."""


@dataclass(frozen=True)
class Running:
    """The parts, the loops that keep them fresh, and how to let go of what they hold."""

    parts: Parts
    loops: tuple[Loop, ...]
    close: Callable[[], None]


def _checked(settings: Settings, given: Mapping[str, str]) -> KnownFromFiles:
    """Who may be known, once the keys and, in production, the file that says so are as they must be."""
    check_keys(folder_of(given), settings.sandbox)
    known = known_from(given, settings.address)
    if settings.production:
        identity_file = Path(given[configuration.VARIABLE])
        refuse(unsafe_gateway(configuration.read_configuration(identity_file), identity_file, folder_of(given)))
    return known


def compose(settings: Settings, environment: Mapping[str, str] | None = None) -> Running:
    """The gateway on its own database.

    Raises StoreUnavailable, StoreNotDurable, IdentityUnusable, KeysUnusable: without them nothing could be served; and
    UnsafeForProduction.
    """
    given = os.environ if environment is None else environment
    secret, clock = gateway_secret(folder_of(given)), settings.clock()
    known = _checked(settings, given)
    client = connect(settings)
    own = database(client, settings, OWNER)
    deployment, cases = load_deployment(settings.authorities, settings.directory), MongoCases(own)
    concerns, register = MongoConcerns(own), MongoRegister(own)
    people = People(deployment, clock, MongoAbsences(own))
    services = RpcClient(settings.amqp_uri, timeout=ANSWER_SECONDS)

    identity = assembled(known, settings.destinations, own)
    parts = Parts(
        clock=clock,
        deployment=deployment,
        people=people,
        identity=identity,
        keys=key_ring(given, own, clock),
        drafts=MongoDrafts(own),
        cases=cases,
        trays=MongoTrays(own),
        concerns=concerns,
        assessments=MongoAssessments(own),
        register=register,
        rates=Rates(),
        webhooks=Webhooks(
            MongoSubscriptions(own), MongoDeliveryLedger(own), SecretBox(secret, OF_WEBHOOKS), settings.destinations
        ),
        alerting=alerting_on(own, cases, settings),
        names=MongoNames(own),
        persons=MongoPersons(own),
        registry=cases,
        concern_registry=concerns,
        services=services,
        audit=AccessLog(MongoWaiting(own)),
        records=MongoRecords(own),
        caught_up=CatchingUp(cases.versions),
        register_caught_up=CatchingUp(register.versions),
        watching=Watching(cases.versions, MongoMoves(own)),
        report_filters=MongoReportFilters(own),
        digest_secret=secret,
        ask_store=lambda: client.admin.command("ping"),
        new_id=lambda: new_id("notification", clock.now()),
        accessibility_contact=settings.accessibility_contact,
    )

    def close() -> None:
        services.close()
        client.close()

    return Running(parts, _loops(parts), close)


def _loops(parts: Parts) -> tuple[Loop, ...]:
    return (
        Loop("absences", parts.people.refresh),
        Loop("identity providers", parts.identity.refresh),
        Loop("drafts run out", lambda: let_run_out(parts.keys, parts.drafts, parts.clock.now()), interval=60.0),
    )
