"""Everything by which the gateway knows who asks, put together once a process."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pymongo.database import Database

from gateway.identity import configuration
from gateway.identity.bearers import Bearers
from gateway.identity.configuration import IdentityUnusable
from gateway.identity.known import Known, KnownFromFiles
from gateway.identity.machines import Machines
from gateway.identity.once import OnceStore
from gateway.identity.once_mongo import MongoOnceStore
from gateway.identity.providers import Providers
from gateway.identity.sessions import Sessions, SessionStore
from gateway.identity.sessions_mongo import MongoSessionStore
from gateway.identity.signing_in import SignIn
from shared_kernel.outbound.calls import Outbound
from shared_kernel.outbound.destinations import Destinations
from shared_kernel.outbound.http import HttpOutbound, Limits

PROVIDER_SECONDS = 4.0
"""How long a provider may take: a page is answered within five seconds."""


@dataclass(frozen=True)
class Identification:
    """`bearers` for the API, `sign_in` and `sessions` for the pages, `machines` for the token endpoint."""

    known: Callable[[], Known]
    bearers: Bearers
    sign_in: SignIn
    sessions: Sessions
    machines: Machines
    providers: Providers
    once: OnceStore

    def refresh(self) -> int:
        """Fetches providers' keys anew; a loop calls this. Always 0."""
        return self.providers.refresh(self.known().published)


def identification(
    known: Callable[[], Known], outbound: Outbound, sessions: SessionStore, once: OnceStore
) -> Identification:
    """Of these parts."""
    providers = Providers(outbound)
    return Identification(
        known=known,
        bearers=Bearers(known, providers),
        sign_in=SignIn(known, providers, once),
        sessions=Sessions(sessions),
        machines=Machines(known, once),
        providers=providers,
        once=once,
    )


def known_from(environment: Mapping[str, str], address: str) -> KnownFromFiles:
    """Who may be known, by the file that the environment names. Raises IdentityUnusable."""
    named = environment.get(configuration.VARIABLE)
    if not named:
        raise IdentityUnusable(f"{configuration.VARIABLE} is not set: it names the file that says who may be known.")
    return KnownFromFiles(Path(named), address)


def assembled(known: KnownFromFiles, destinations: Destinations, own: Database[dict[str, Any]]) -> Identification:
    """The real parts, on the gateway's own database. Providers may lie on an inner network: who runs the deployment names
    each in the configuration.
    """
    for issuer in known().published:
        destinations = destinations.with_inner(issuer)
    outbound = HttpOutbound(destinations, Limits(seconds=PROVIDER_SECONDS))
    return identification(known, outbound, MongoSessionStore(own), MongoOnceStore(own))
