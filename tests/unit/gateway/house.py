"""The gateway over the real services' handlers, all in memory: what is asked over HTTP is done, followed and folded."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import httpx
from anyio.from_thread import start_blocking_portal

from documents.pdf import load
from gateway.agencies.noticing import WebhookFollower
from gateway.agencies.parts import Webhooks
from gateway.agencies.subscriptions import MemorySubscriptions
from gateway.alerting.documents.destroying import CopyShredder
from gateway.alerting.documents.keys import DocumentInbox
from gateway.alerting.parts import Alerting
from gateway.alerting.photograph_store import MemoryPhotographs
from gateway.app import application
from gateway.auditing.log import AccessLog
from gateway.auditing.log_memory import MemoryWaiting
from gateway.auditing.records_memory import MemoryRecords
from gateway.catching_up import CatchingUp
from gateway.drafts.store_memory import MemoryDrafts
from gateway.finding.index import Indexing
from gateway.finding.index_memory import MemoryNames
from gateway.front.address import Address
from gateway.front.rates import Rates
from gateway.identity.configuration import Client
from gateway.identity.identification import identification
from gateway.identity.once_memory import MemoryOnceStore
from gateway.identity.scopes import SCOPES
from gateway.identity.sessions_memory import MemorySessionStore
from gateway.parts import Parts, Services
from gateway.people import People
from gateway.read_models import (
    absences,
    assessments,
    cascades,
    cases,
    concerns,
    custodians,
    persons,
    received,
    register_lines,
    tray_items,
)
from gateway.read_models.alerting_memory import MemoryCascades, MemoryEntries, MemoryReceived
from gateway.read_models.memory import (
    MemoryAbsences,
    MemoryAssessments,
    MemoryCases,
    MemoryConcerns,
    MemoryPersons,
    MemoryRegister,
    MemoryTrays,
)
from gateway.read_models.moves import MemoryMoves
from gateway.read_models.projecting import FoldingFeed, Projection
from gateway.records.shredding import Shredder
from gateway.report_filters_memory import MemoryReportFilters
from gateway.sealing import key_files
from gateway.sealing.key_files import FileAuthorityKeys
from gateway.sealing.ring import KeyRing
from gateway.sealing.secret_box import OF_WEBHOOKS, SecretBox
from gateway.sealing.store_memory import MemoryKeyStore
from gateway.sender import SOURCES as WEBHOOKS
from gateway.watching import Watching
from needfire.loading.deployment import Deployment
from services.escalation.foreseeing import foresee
from services.escalation.replaying.past import replayed
from shared_kernel.command_desk import CommandDesk
from shared_kernel.commits import Commit, to_document
from shared_kernel.delivery.ledger_memory import MemoryDeliveryLedger
from shared_kernel.feed import FeedReader
from shared_kernel.ids import new_id
from shared_kernel.outbound.destinations import Destinations
from shared_kernel.outbound.memory import MemoryOutbound
from shared_kernel.queries import chains
from tests.unit.casework.authorities import fenshire, real
from tests.unit.casework.case import NOON, Case
from tests.unit.gateway.callers import Callers, Json
from tests.unit.gateway.cascading import Cascading
from tests.unit.gateway.identity.issuing import STRANGERS, client_token, known_people, person_token
from tests.unit.gateway.identity.provider import SECRET as SECRET_OF_PAGES
from tests.unit.gateway.identity.provider import Provider
from tests.unit.gateway.working import Workers

SECRET = bytes(range(32))
BASE = "http://gateway.example"


def deployment_of(*deployments: Deployment, stopped: Mapping[str, str] | None = None) -> Deployment:
    """Several authorities in one deployment."""
    return Deployment(
        {code: each for one in deployments for code, each in one.authorities.items()},
        {code: each for one in deployments for code, each in one.directories.items()},
        stopped or {},
    )


def agencies_clients(deployment: Deployment) -> tuple[Client, ...]:
    """A client for each agency of each directory, with every scope."""
    return tuple(
        Client(f"{code}/{agency.id}", code, agency.id, tuple(SCOPES))
        for code, directory in deployment.directories.items()
        for agency in directory.agencies
    )


class InProcess(Services):
    """The services in this process. `instead`, where it is set, answers in their place."""

    def __init__(self, case: Case, afterwards: Callable[[], None]) -> None:
        self._case, self._afterwards = case, afterwards
        self.workers = Workers(case.clock, afterwards)
        self.commands: list[Json] = []
        self.instead: Callable[[str, str], Any] | None = None

    def call(self, service: str, method: str, /, **kwargs: Any) -> Any:
        """As a worker calls."""
        if method == "chains":
            return chains(self._store(service), **kwargs)
        return json.loads(json.dumps(self._case.intake_own.answer(kwargs["command"])))

    def _store(self, service: str) -> Any:
        return {
            "intake": self._case.intake,
            "escalation": self._case.escalation,
            "national_alerts": self._case.alerts,
            "risk_management": self._case.risk,
        }[service]

    def _foreseen(self, command: Json) -> Json:
        case = self._case
        return foresee(case.deployment, case.escalation, case.clock, command)

    def _desk(self, service: str) -> CommandDesk:
        return {
            "intake": self._case.intake_desk,
            "escalation": self._case.escalation_desk,
            "national_alerts": self._case.alerts_desk,
            "risk_management": self._case.risk_desk,
        }[service]

    async def call_async(self, service: str, method: str, /, **kwargs: Any) -> Any:
        if service.endswith("_worker"):
            return self.workers.answer(service, method, **kwargs)
        if method == "foresee" and self.instead is None:
            return json.loads(json.dumps(self._foreseen(json.loads(json.dumps(kwargs["command"])))))
        if method == "replay" and self.instead is None:
            case = self._case
            return json.loads(
                json.dumps(
                    replayed(case.deployment, case.escalation, case.clock, json.loads(json.dumps(kwargs["asked"])))
                )
            )
        if "command" in kwargs:
            self.commands.append(json.loads(json.dumps(kwargs["command"])))
        if self.instead is not None:
            return self.instead(service, method)
        if method == "health":
            return {"service": service, "working": True, "position": self._store(service).last_position()}
        if method == "feed":
            return [to_document(each) for each in self._store(service).feed(**kwargs)]
        desk = self._desk(service)
        answer = json.loads(json.dumps(desk.answer(self.commands[-1])))
        self._case.settle()
        self._afterwards()
        return answer


printing_loaded = cache(load)
"""Once a process, as the gateway does when somebody looks at a page: the first to print anything would wait for it longer than a request may."""


class House:
    """`case` is the services, `client` whoever calls over HTTP; `lagging` keeps the views from following."""

    def __init__(self, folder: Path, deployment: Deployment | None = None, now: datetime = NOON) -> None:
        printing_loaded()
        self.case = Case(deployment or deployment_of(fenshire(), real("kent")), now)
        self.cases, self.trays, self.absences = MemoryCases(), MemoryTrays(), MemoryAbsences()
        self.concerns, self.assessments = MemoryConcerns(), MemoryAssessments()
        self.register, self.moves = MemoryRegister(), MemoryMoves()
        self.cascades, self.received, self.entries = MemoryCascades(), MemoryReceived(), MemoryEntries()
        self.photographs, self.documents = MemoryPhotographs(), DocumentInbox()
        self.cascading = Cascading(self.case)
        self.webhooks = Webhooks(
            MemorySubscriptions(), MemoryDeliveryLedger(), SecretBox(SECRET, OF_WEBHOOKS), Destinations()
        )
        self.keys = MemoryKeyStore()
        self.drafts = MemoryDrafts()
        self.authority_keys = FileAuthorityKeys(folder / "keys")
        key_files.make(folder / "keys", self.case.deployment.authorities)
        self.access_log, self.records = MemoryWaiting(), MemoryRecords()
        self.lagging = False
        self.services = InProcess(self.case, self.follow)
        self.key_ring = KeyRing(
            self.keys, self.authority_keys, lambda: new_id("person", self.case.clock.now()), background=_at_once
        )
        self.names, self.indexing = MemoryNames(), Indexing(self.key_ring)
        self.persons = MemoryPersons()
        self.shredder = Shredder(self.key_ring, self.names, self.cases, self.concerns, self.services.call)
        sources = {
            "intake": self.case.intake,
            "escalation": self.case.escalation,
            "national_alerts": self.case.alerts,
            "risk_management": self.case.risk,
        }
        self._readers = [self._reader(name, store) for name, store in sources.items()]
        mine = {("gateway", name): reader for name, reader in zip(sources, self._readers, strict=True)}
        self.services.workers.has("gateway", self.case._checkpoints, self.case.parked, mine)
        self._readers += [self._webhooks_reader(name, sources[name]) for name in WEBHOOKS]
        (folder / "client.secret").write_text(SECRET_OF_PAGES, "utf-8")
        self.known = known_people(
            self.case.deployment.directories,
            *agencies_clients(self.case.deployment),
            folder=folder,
            client_secret_file="client.secret",
        )
        self.provider = Provider()
        self.names_reader = self._names_reader()
        self._readers.append(self.names_reader)
        self._readers.append(self._copies_reader())
        self._readers.append(self.cascading.reader)
        self.parts = self._parts()
        self.app = application(self.parts, Address(BASE))

    @property
    def views(self) -> tuple[Projection, ...]:
        return (
            Projection(cases.VIEW, self.cases),
            Projection(tray_items.VIEW, self.trays),
            Projection(absences.VIEW, self.absences),
            Projection(persons.VIEW, self.persons),
            Projection(concerns.VIEW, self.concerns),
            Projection(cascades.VIEW, self.cascades),
            Projection(received.VIEW, self.received),
            Projection(custodians.VIEW, self.entries),
            Projection(assessments.VIEW, self.assessments),
            Projection(register_lines.VIEW, self.register),
        )

    def _reader(self, source: str, store: Any) -> FeedReader:
        feed = FoldingFeed(source, store, self.views, self.moves)
        checkpoints, parked = self.case._checkpoints, self.case.parked
        return FeedReader("gateway", source, feed, checkpoints, parked, feed.apply, clock=self.case.clock)

    def _names_reader(self) -> FeedReader:
        index = Projection(self.indexing.view, self.names)
        feed = FoldingFeed("intake", self.indexing.ahead(self.case.intake), [index], self.moves)

        def apply(commit: Commit) -> None:
            feed.apply(commit)
            self.shredder(commit)

        return FeedReader(
            "names", "intake", feed, self.case._checkpoints, self.case.parked, apply, clock=self.case.clock
        )

    def _copies_reader(self) -> FeedReader:
        checkpoints, parked, apply = self.case._checkpoints, self.case.parked, CopyShredder(self.key_ring)
        store = self.case.alerts
        return FeedReader("copies", "national_alerts", store, checkpoints, parked, apply, clock=self.case.clock)

    def _webhooks_reader(self, source: str, store: Any) -> FeedReader:
        apply = WebhookFollower(
            source, self.case.deployment.directories, self.webhooks.subscriptions, self.webhooks.ledger
        )
        checkpoints, parked = self.case._checkpoints, self.case.parked
        return FeedReader("deliveries", source, store, checkpoints, parked, apply, clock=self.case.clock)

    def _parts(self) -> Parts:
        clock, deployment = self.case.clock, self.case.deployment

        return Parts(
            clock=clock,
            deployment=deployment,
            people=People(deployment, clock, self.absences),
            identity=identification(
                lambda: self.known, MemoryOutbound(self.provider.answer), MemorySessionStore(), MemoryOnceStore()
            ),
            keys=self.key_ring,
            drafts=self.drafts,
            cases=self.cases,
            trays=self.trays,
            concerns=self.concerns,
            assessments=self.assessments,
            register=self.register,
            webhooks=self.webhooks,
            alerting=self._alerting(),
            rates=Rates(),
            names=self.names,
            persons=self.persons,
            registry=self.cases,
            concern_registry=self.concerns,
            services=self.services,
            audit=AccessLog(self.access_log),
            records=self.records,
            caught_up=CatchingUp(self.cases.versions, seconds=0.2, every=0.005),
            register_caught_up=CatchingUp(self.register.versions, seconds=0.2, every=0.005),
            watching=Watching(self.cases.versions, self.moves, lasts=0.02, every=0.005),
            report_filters=MemoryReportFilters(),
            digest_secret=SECRET,
            ask_store=lambda: None,
            new_id=lambda: new_id("notification", clock.now()),
        )

    def _alerting(self) -> Alerting:
        views = (self.cascades, self.received, self.entries)
        waiting = (CatchingUp(each.versions, seconds=0.2, every=0.005) for each in views)
        return Alerting(*views, self.cases, self.photographs, *waiting, documents=self.documents)

    def follow(self) -> None:
        """The views take in what the services have written, and releases begin their cascades."""
        while not self.lagging and sum(reader.run_once() for reader in self._readers) > 0:
            self.case.settle()
        self.parts.people.refresh()

    def passes(self, **span: float) -> None:
        """Time moves on, with everything that becomes due."""
        self.case.passes(**span)
        self.follow()

    def person_of(self, notification: str) -> str:
        """Whom the case is about."""
        return str(self.cases.load([notification])[notification]["person"])

    def token_for(self, person: str) -> str:
        """An access token of somebody of the directories; whoever is in none comes from an authority that there is not.

        "fenshire/police" is an agency's client with every scope, "fenshire/police concerns.read" one with that scope.
        """
        client, _, scopes = person.partition(" ")
        if "/" in client:
            return client_token(client, *(scopes.split() or SCOPES))
        return person_token(person, self.authority_of(person))

    def authority_of(self, person: str) -> str:
        """Whose directory has them."""
        directories = self.case.deployment.directories.items()
        return next((code for code, each in directories if person in each.person_by_id), STRANGERS)

    def leaves(self, person: str) -> None:
        """Somebody is in the directory no more."""
        self.parts.people._directories = {
            code: replace(each, people=tuple(one for one in each.people if one.id != person))
            for code, each in self.case.deployment.directories.items()
        }

    def with_parts(self, **changed: Any) -> None:
        """Some parts are others."""
        self.parts = replace(self.parts, **changed)
        self.app = application(self.parts, Address(BASE))

    @contextmanager
    def open(self) -> Iterator[Callers]:
        """The application runs; callers call."""
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        client = httpx.AsyncClient(transport=transport, base_url=BASE, timeout=30)
        with (
            start_blocking_portal() as portal,
            portal.wrap_async_context_manager(self.app.router.lifespan_context(self.app)),
            portal.wrap_async_context_manager(client),
        ):
            yield Callers(client, portal, self.token_for, self.authority_of, self.provider)


def _at_once(work: Callable[[], None]) -> None:
    work()
