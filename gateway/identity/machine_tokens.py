"""Access tokens for agencies' machines: given by this gateway, for this gateway, for five minutes (RFC 9068)."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable

from joserfc import jws

from gateway.identity.known import Known, KnownClient
from gateway.identity.own_keys import ALGORITHM
from gateway.identity.tokens import Claims, Expected

SECONDS = 300
TYPE = "at+jwt"


def expected(known: Known) -> Expected:
    """What such a token must be."""
    return Expected(
        issuer=known.address,
        audiences=frozenset({known.address}),
        types=frozenset({TYPE}),
        algorithms=frozenset({ALGORITHM}),
        longest=SECONDS,
    )


def issued(known: Known, client: KnownClient, scopes: Iterable[str], now: float) -> str:
    """A token for this client; bound to its certificate where it is registered with one (RFC 8705)."""
    given, began = client.settings, int(now)
    claims = {
        "iss": known.address,
        "aud": known.address,
        "sub": given.client_id,
        "client_id": given.client_id,
        "iat": began,
        "exp": began + SECONDS,
        "jti": secrets.token_urlsafe(16),
        "scope": " ".join(sorted(scopes)),
    }
    bound = {"cnf": {"x5t#S256": given.certificate}} if given.certificate else {}
    header = {"alg": ALGORITHM, "typ": TYPE, "kid": known.own.key_id}
    return jws.serialize_compact(header, json.dumps(claims | bound), known.own.signing, [ALGORITHM])


def thumbprint_in(claims: Claims) -> str | None:
    """The thumbprint of the certificate that a token is bound to, as far as it states one."""
    bound_to = claims.get("cnf")
    thumbprint = bound_to.get("x5t#S256") if isinstance(bound_to, dict) and len(bound_to) == 1 else None
    return thumbprint if isinstance(thumbprint, str) else None
