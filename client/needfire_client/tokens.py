"""Access tokens: asked for with an assertion signed by your own key (private_key_jwt), kept until shortly before they end."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import httpx
from joserfc import jws
from joserfc.jwk import ECKey

from needfire_client.problems import AGAIN, NeedfireProblem

ASSERTION_SECONDS = 60
EARLY_SECONDS = 30
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


class TokenSource(Protocol):
    """Gives the access token for the next request; `fresh` when the last one was not taken."""

    def token(self, http: httpx.Client, *, fresh: bool = False) -> str:
        """A token. Raises NeedfireProblem; httpx.TransportError: ask again."""


class FixedToken:
    """A token that you got in another way."""

    def __init__(self, token: str) -> None:
        self._token = token

    def token(self, http: httpx.Client, *, fresh: bool = False) -> str:
        """That token."""
        return self._token


class PrivateKeyJwt:
    """Client credentials with `private_key_jwt`: `key` is your private key (P-256) as a JWK."""

    def __init__(
        self,
        address: str,
        client_id: str,
        key: Mapping[str, Any],
        scopes: Sequence[str] = (),
        now: Callable[[], float] = time.time,
    ) -> None:
        self._address, self._client_id, self._scopes, self._now = address.rstrip("/"), client_id, scopes, now
        self._key = ECKey.import_key(dict(key))
        self._token, self._ends = "", 0.0

    def token(self, http: httpx.Client, *, fresh: bool = False) -> str:
        """The token; a new one when it ends soon. Raises NeedfireProblem, httpx.TransportError."""
        if fresh or self._now() >= self._ends - EARLY_SECONDS:
            self._ask(http)
        return self._token

    def _ask(self, http: httpx.Client) -> None:
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": ASSERTION_TYPE,
            "client_assertion": self._assertion(),
        }
        asked = {"scope": " ".join(self._scopes)} if self._scopes else {}
        answer = http.post(f"{self._address}/oauth/token", data=form | asked)
        if answer.status_code in AGAIN:
            raise httpx.ReadError("the token endpoint is busy")
        if not answer.is_success:
            raise NeedfireProblem(answer.status_code, {"code": _error_of(answer), "title": "No token was given."})
        told = answer.json()
        self._token, self._ends = str(told["access_token"]), self._now() + float(told.get("expires_in", 0))

    def _assertion(self) -> str:
        now = int(self._now())
        claims = {
            "iss": self._client_id,
            "sub": self._client_id,
            "aud": self._address,
            "iat": now,
            "exp": now + ASSERTION_SECONDS,
            "jti": secrets.token_urlsafe(16),
        }
        header = {"alg": "ES256", "typ": "client-authentication+jwt", "kid": self._key.kid or self._key.thumbprint()}
        return jws.serialize_compact(header, json.dumps(claims), self._key, ["ES256"])


def _error_of(answer: httpx.Response) -> str:
    try:
        return str(answer.json().get("error", "unknown"))
    except (ValueError, AttributeError):
        return "unknown"
