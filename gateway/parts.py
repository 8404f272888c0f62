"""What a request is answered with: the gateway's parts, put together once a process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from gateway.agencies.parts import Webhooks
from gateway.alerting.parts import Alerting
from gateway.auditing.log import AccessLog
from gateway.auditing.records import Records
from gateway.catching_up import CatchingUp
from gateway.drafts.store import DraftStore
from gateway.finding.index import Names
from gateway.front.rates import Rates
from gateway.identity.identification import Identification
from gateway.people import People
from gateway.read_models.assessments import Assessments
from gateway.read_models.cases import Cases
from gateway.read_models.concerns import Concerns
from gateway.read_models.persons import Persons
from gateway.read_models.register_lines import RegisterLines
from gateway.read_models.registry import ConcernRegistry, Registry
from gateway.read_models.tray_items import Trays
from gateway.report_filters import ReportFilters
from gateway.sealing.ring import KeyRing
from gateway.watching import Watching
from needfire.loading.deployment import Deployment
from shared_kernel.time import Clock


class Services(Protocol):
    """Port: the services, called by name; the kernel's RpcClient is one."""

    async def call_async(self, service: str, method: str, /, **kwargs: Any) -> Any:
        """The method's result. Raises ServiceUnavailable, RemoteError."""


@dataclass(frozen=True)
class Parts:
    """`digest_secret` keys the digests of commands, so that nobody can guess a content from one.
    `accessibility_contact`: the address of mail of whoever answers where somebody cannot use the pages.
    """

    clock: Clock
    deployment: Deployment
    people: People
    identity: Identification
    keys: KeyRing
    drafts: DraftStore
    cases: Cases
    trays: Trays
    concerns: Concerns
    assessments: Assessments
    register: RegisterLines
    webhooks: Webhooks
    alerting: Alerting
    rates: Rates
    names: Names
    persons: Persons
    registry: Registry
    concern_registry: ConcernRegistry
    services: Services
    audit: AccessLog
    records: Records
    caught_up: CatchingUp
    register_caught_up: CatchingUp
    watching: Watching
    report_filters: ReportFilters
    digest_secret: bytes
    ask_store: Callable[[], object]
    new_id: Callable[[], str]
    accessibility_contact: str = ""
