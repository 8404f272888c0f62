"""Who calls the API: the one place between a request's headers and a reader."""

from __future__ import annotations

import logging
import re

from starlette.requests import Request

from access import AnyReader
from contracts.refusals import Refusal
from gateway.auditing.recording import client_known, reader_known
from gateway.identity.certificates import shown
from gateway.identity.identities import ClientIdentity, Identity
from gateway.identity.tokens import TokenRefused
from gateway.parts import Parts
from gateway.threads import in_thread

_BEARER = re.compile(r"(?i:bearer) ([A-Za-z0-9._-]+)")
_log = logging.getLogger(__name__)


async def reader_of(parts: Parts, request: Request, scope: str | None = None) -> AnyReader:
    """Who asks, by their bearer token: a person, or where the operation has a scope, an agency's machine that holds it.

    Raises Refusal `unauthenticated`, `not_permitted`, `too_many_requests`.
    """
    identity = await identity_of(parts, request)
    if isinstance(identity, ClientIdentity):
        client_known(identity)
        if scope not in identity.scopes:
            raise Refusal("not_permitted")
        if wait := parts.rates.wait(identity.authority, identity.client_id):
            raise Refusal("too_many_requests", {"wait_seconds": wait})
        return parts.people.agency_reader(identity)
    reader = reader_known(parts, identity)
    if scope is not None:
        raise Refusal("not_permitted")
    return reader


async def identity_of(parts: Parts, request: Request) -> Identity:
    """Whose token it is. Raises Refusal `unauthenticated`."""
    written = request.headers.getlist("authorization")
    found = _BEARER.fullmatch(written[0]) if len(written) == 1 else None
    if found is None:
        raise Refusal("unauthenticated")
    certificate = certificate_of(parts, request)
    try:
        return await _identity(parts, found[1], certificate)
    except TokenRefused as refused:
        _log.info("%s: %s", refused.code, refused.reason)
        raise Refusal("unauthenticated") from None


async def _identity(parts: Parts, token: str, certificate: str | None) -> Identity:
    try:
        return parts.identity.bearers.identity(token, certificate)
    except TokenRefused as refused:
        if refused.reason != "unknown_key":
            raise
    await in_thread(parts.identity.bearers.fetch_keys, token)
    return parts.identity.bearers.identity(token, certificate)


def certificate_of(parts: Parts, request: Request) -> str | None:
    """The thumbprint of the certificate that the caller has shown to a proxy whose word we take."""
    certificates = parts.identity.bearers.certificates
    if certificates is None:
        return None
    peer = request.client.host if request.client else ""
    return shown(certificates, peer, request.headers.getlist(certificates.header))
