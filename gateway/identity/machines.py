"""Agencies' machines at the token endpoint: the client credentials grant (RFC 6749, 4.4), by a signed assertion or a certificate.

An assertion (RFC 7523) is signed with the client's own key, is for this gateway alone, lasts five minutes at most and is
taken once. A client that is registered with a certificate must show it, and its token is good only together with it (RFC 8705).
"""

from __future__ import annotations

import hmac
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from gateway.identity import machine_tokens
from gateway.identity.keys import ALGORITHMS
from gateway.identity.known import Known, KnownClient
from gateway.identity.once import OnceStore, key_of
from gateway.identity.tokens import Expected, TokenRefused, parsed, text_of, verified
from shared_kernel.errors import CodedError

PATH = "/oauth/token"
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
LONGEST_ASSERTION_SECONDS = 300
LONGEST_ASSERTION_ID = 200
ASSERTION_TYPES = frozenset({"", "jwt", "client-authentication+jwt"})
Error = Literal["invalid_request", "invalid_client", "invalid_scope", "unsupported_grant_type"]


class MachineRefused(CodedError):
    """`error` is what the client is told (RFC 6749, 5.2), `reason` a stable word for the log and the audit."""

    code: ClassVar[str] = "machine_refused"

    def __init__(self, error: Error, reason: str) -> None:
        super().__init__("No token was given.")
        self.error, self.reason = error, reason


@dataclass(frozen=True)
class Given:
    """A token, and the scopes that it carries; to which client, for the audit."""

    access_token: str
    scopes: tuple[str, ...]
    client: KnownClient


class Machines:
    """Thread-safe. It waits for the store."""

    def __init__(self, known: Callable[[], Known], once: OnceStore, now: Callable[[], float] = time.time) -> None:
        self._known, self._once, self._now = known, once, now

    def token(self, form: Mapping[str, str], certificate: str | None = None) -> Given:
        """The token that is asked for. Raises MachineRefused, StoreUnavailable."""
        if form.get("grant_type") != "client_credentials":
            raise MachineRefused("unsupported_grant_type" if "grant_type" in form else "invalid_request", "grant_type")
        known = self._known()
        client = self._authenticated(known, form)
        _check_certificate(client, certificate)
        scopes = _scopes(client, form)
        return Given(machine_tokens.issued(known, client, scopes, self._now()), scopes, client)

    def _authenticated(self, known: Known, form: Mapping[str, str]) -> KnownClient:
        if "client_secret" in form:
            raise MachineRefused("invalid_client", "client_secret")
        if "client_assertion" in form or "client_assertion_type" in form:
            return self._by_assertion(known, form)
        client = known.clients.get(form.get("client_id", ""))
        if client is None or client.keys:  # who has keys proves to have them
            raise MachineRefused("invalid_client", "unknown_client")
        return client

    def _by_assertion(self, known: Known, form: Mapping[str, str]) -> KnownClient:
        if form.get("client_assertion_type") != ASSERTION_TYPE:
            raise MachineRefused("invalid_client", "assertion_type")
        try:
            return self._asserted(known, form.get("client_assertion", ""), form.get("client_id"))
        except TokenRefused as refused:
            raise MachineRefused("invalid_client", refused.reason) from None

    def _asserted(self, known: Known, assertion: str, client_id: str | None) -> KnownClient:
        read = parsed(assertion)
        client = known.clients.get(read.issuer)
        if client is None or client_id not in (None, read.issuer):
            raise TokenRefused("unknown_client")
        claims = verified(read, client.keys, _expected(known, read.issuer), self._now())
        if claims.get("sub") != read.issuer:
            raise TokenRefused("subject")
        assertion_id = text_of(claims, "jti")
        if len(assertion_id) > LONGEST_ASSERTION_ID:
            raise TokenRefused("jti_missing")
        if not self._once.add(key_of("assertion", read.issuer, assertion_id), {}, claims["exp"]):
            raise TokenRefused("replayed")
        return client


def _expected(known: Known, client_id: str) -> Expected:
    return Expected(
        issuer=client_id,
        audiences=frozenset({known.address, known.address + PATH}),
        types=ASSERTION_TYPES,
        algorithms=frozenset().union(*ALGORITHMS.values()),
        longest=LONGEST_ASSERTION_SECONDS,
    )


def _check_certificate(client: KnownClient, certificate: str | None) -> None:
    registered = client.settings.certificate
    if registered and not (certificate and hmac.compare_digest(registered, certificate)):
        raise MachineRefused("invalid_client", "certificate")


def _scopes(client: KnownClient, form: Mapping[str, str]) -> tuple[str, ...]:
    registered = client.settings.scopes
    if "scope" not in form:
        return registered
    asked = form["scope"].split(" ")
    if not set(asked) <= set(registered):
        raise MachineRefused("invalid_scope", "scope")
    return tuple(dict.fromkeys(asked))
