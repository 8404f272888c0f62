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
from gateway.identity.configuration import Certificates
from gateway.identity.identities import ClientIdentity, Identity, PersonIdentity
from gateway.identity.keys import PublicKeys
from gateway.identity.known import Known, KnownIssuer
from gateway.identity.providers import Providers
from gateway.identity.tokens import Claims, TokenRefused, Unverified, audience_of, parsed, text_of, verified

REMEMBERED = 4_096
NOT_AN_ACCESS_TOKEN = frozenset({"nonce", "at_hash", "c_hash", "s_hash"})
"""Claims that only an ID token has."""


@dataclass(frozen=True)
class _Verified:
    known: Known
    keys: PublicKeys
    claims: Claims
    issuer: KnownIssuer | None


class Bearers:
    """Thread-safe. A token that was verified is remembered, by its digest, until it ends or the configuration changes."""

    def __init__(self, known: Callable[[], Known], providers: Providers, now: Callable[[], float] = time.time) -> None:
        self._known, self._providers, self._now = known, providers, now
        self._lock = Lock()
        self._remembered: OrderedDict[bytes, _Verified] = OrderedDict()

    @property
    def certificates(self) -> Certificates | None:
        """Who may tell us which certificate a caller has shown."""
        return self._known().certificates

    def identity(self, token: str, certificate: str | None = None) -> Identity:
        """Who bears it; `certificate` is the thumbprint of the one that they have shown. Raises TokenRefused."""
        found = self._verified(token)
        _check_binding(found.claims, certificate)
        if found.issuer is None:
            return _client(found.known, found.claims)
        return _person(found.issuer, found.claims)

    def fetch_keys(self, token: str) -> None:
        """Has the keys of the token's issuer fetched where it publishes them, for a key that was not known. It waits."""
        issuer = parsed(token).issuer
        if issuer in self._known().published:
            self._providers.fetch_keys(issuer)

    def _verified(self, token: str) -> _Verified:
        known, now, digest = self._known(), self._now(), hashlib.sha256(token.encode("utf-8", "replace")).digest()
        with self._lock:
            remembered = self._remembered.get(digest)
        if remembered and self._still_holds(remembered, known) and now < remembered.claims["exp"]:
            return remembered
        found = self._verify(known, token, now)
        with self._lock:
            self._remembered[digest] = found
            while len(self._remembered) > REMEMBERED:
                self._remembered.popitem(last=False)
        return found

    def _still_holds(self, remembered: _Verified, known: Known) -> bool:
        return remembered.known is known and remembered.keys is self._keys(known, remembered.issuer)

    def _keys(self, known: Known, issuer: KnownIssuer | None) -> PublicKeys:
        if issuer is None:
            return known.own.public
        return self._providers.keys_held(issuer.settings.issuer) if issuer.keys is None else issuer.keys

    def _verify(self, known: Known, token: str, now: float) -> _Verified:
        read = parsed(token)
        issuer = _issuer(known, read)
        keys = self._keys(known, issuer)
        expected = machine_tokens.expected(known) if issuer is None else issuer.expected
        return _Verified(known, keys, verified(read, keys, expected, now), issuer)


def _issuer(known: Known, read: Unverified) -> KnownIssuer | None:
    """Whose keys the token is to be verified with; None for our own."""
    if read.issuer == known.address:
        return None
    issuer = known.issuers.get((read.issuer, audience_of(read.claims)))
    if issuer is None:
        raise TokenRefused("audience" if known.of_issuer(read.issuer) else "issuer")
    return issuer


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
