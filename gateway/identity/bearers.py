"""Whose access token it is: a person's, given by their authority's provider, or an agency's, given by this gateway."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from gateway.identity import machine_tokens
from gateway.identity.identities import ClientIdentity, Identity, PersonIdentity
from gateway.identity.known import Known, KnownIssuer
from gateway.identity.tokens import Claims, TokenRefused, audience_of, parsed, text_of, verified

REMEMBERED = 4_096
NOT_AN_ACCESS_TOKEN = frozenset({"nonce", "at_hash", "c_hash", "s_hash"})
"""Claims that only an ID token has."""


@dataclass(frozen=True)
class _Verified:
    known: Known
    claims: Claims
    issuer: KnownIssuer | None


class Bearers:
    """Thread-safe. A token that was verified is remembered, by its digest, until it ends or the configuration changes."""

    def __init__(self, known: Callable[[], Known], now: Callable[[], float] = time.time) -> None:
        self._known, self._now = known, now
        self._lock = Lock()
        self._remembered: OrderedDict[bytes, _Verified] = OrderedDict()

    def identity(self, token: str, certificate: str | None = None) -> Identity:
        """Who bears it; `certificate` is the thumbprint of the one that they have shown. Raises TokenRefused."""
        found = self._verified(token)
        _check_binding(found.claims, certificate)
        if found.issuer is None:
            return _client(found.known, found.claims)
        return _person(found.issuer, found.claims)

    def _verified(self, token: str) -> _Verified:
        known, now, digest = self._known(), self._now(), hashlib.sha256(token.encode("utf-8", "replace")).digest()
        with self._lock:
            remembered = self._remembered.get(digest)
        if remembered and remembered.known is known and now < remembered.claims["exp"]:
            return remembered
        found = _verify(known, token, now)
        with self._lock:
            self._remembered[digest] = found
            while len(self._remembered) > REMEMBERED:
                self._remembered.popitem(last=False)
        return found


def _verify(known: Known, token: str, now: float) -> _Verified:
    read = parsed(token)
    if read.issuer == known.address:
        return _Verified(known, verified(read, known.own.public, machine_tokens.expected(known), now), None)
    audience = audience_of(read.claims)
    issuer = known.issuers.get((read.issuer, audience))
    if issuer is None:
        raise TokenRefused("audience" if known.of_issuer(read.issuer) else "issuer")
    return _Verified(known, verified(read, issuer.keys, issuer.expected, now), issuer)


def _person(issuer: KnownIssuer, claims: Claims) -> PersonIdentity:
    if NOT_AN_ACCESS_TOKEN & claims.keys() or claims.get("typ", "Bearer") != "Bearer":
        raise TokenRefused("type")
    if issuer.settings.scope and issuer.settings.scope not in _scopes(claims):
        raise TokenRefused("scope")
    return PersonIdentity(text_of(claims, issuer.settings.person_claim), issuer.settings.authority)


def _client(known: Known, claims: Claims) -> ClientIdentity:
    client = known.clients.get(text_of(claims, "client_id"))
    if client is None or client.settings.client_id != claims.get("sub"):
        raise TokenRefused("unknown_client")
    given = client.settings
    if given.certificate and machine_tokens.thumbprint_in(claims) != given.certificate:
        raise TokenRefused("certificate")
    scopes = _scopes(claims) & frozenset(given.scopes)
    return ClientIdentity(given.client_id, given.authority, given.agency, scopes)


def _scopes(claims: Claims) -> frozenset[str]:
    written = claims.get("scope", claims.get("scp", ""))
    return frozenset(written.split()) if isinstance(written, str) else frozenset()


def _check_binding(claims: Claims, certificate: str | None) -> None:
    """A token that says that it is bound to a key is good only together with it."""
    if "cnf" not in claims:
        return
    bound_to = machine_tokens.thumbprint_in(claims)
    if bound_to is None or certificate is None or not hmac.compare_digest(bound_to, certificate):
        raise TokenRefused("certificate")
