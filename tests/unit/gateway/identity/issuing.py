"""Identity providers of tests: an invented issuer for each authority, with a key made once a process, and the gateway's own."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from joserfc import jws
from joserfc.jwk import ECKey

from gateway.identity.configuration import Certificates, Client, Issuer
from gateway.identity.keys import public_keys
from gateway.identity.known import Known, KnownClient, KnownIssuer
from gateway.identity.own_keys import OwnKeys

ADDRESS = "http://gateway.example"
AUDIENCE = "needfire"
CLIENT_ID = "needfire-pages"
STRANGERS = "atlantis"
"""An authority that no deployment has, whose issuer is known all the same."""


@cache
def key_of(name: str) -> ECKey:
    """The key pair of this name."""
    return ECKey.generate_key("P-256")


def key_set(*keys: ECKey) -> dict[str, Any]:
    """The public keys, as an issuer publishes them."""
    more: Any = {"use": "sig", "alg": "ES256"}
    return {"keys": [dict(key.as_dict(private=False, kid=key.thumbprint(), **more)) for key in keys]}


def issuer_of(authority: str) -> str:
    """The issuer's name."""
    return f"https://login.{authority}.example"


def known_people(
    authorities: Iterable[str],
    *clients: Client,
    folder: Path = Path(),
    certificates: Certificates | None = None,
    **changed: Any,
) -> Known:
    """Everybody whom these authorities' issuers, and that of strangers, vouch for; `changed` is what is said of each issuer."""
    issuers = [known_issuer(code, **changed) for code in (*authorities, STRANGERS)]
    own = OwnKeys(key_of(ADDRESS), key_set(key_of(ADDRESS)))
    by_id = {each.client_id: known_client(each) for each in clients}
    by_name = {(each.settings.issuer, each.settings.audience): each for each in issuers}
    return Known(ADDRESS, own, by_name, by_id, certificates, folder)


def known_issuer(authority: str, **changed: Any) -> KnownIssuer:
    """An authority's, which signs with its own key."""
    usual = {"issuer": issuer_of(authority), "authority": authority, "audience": AUDIENCE, "client_id": CLIENT_ID}
    settings = Issuer(**{**usual, **changed})
    return KnownIssuer(settings, None if settings.discovery else public_keys(key_set(key_of(authority))))


def known_client(client: Client) -> KnownClient:
    """An agency's machine, which signs with its own key unless it is known by its certificate."""
    keys = public_keys(key_set(key_of(client.client_id))) if client.jwks is None and not client.certificate else {}
    return KnownClient(client, keys if client.jwks is None else public_keys(client.jwks))


def person_token(person: str, authority: str, **changed: Any) -> str:
    """An access token of a person; claims may be others, and None takes one out."""
    claims = {"iss": issuer_of(authority), "aud": AUDIENCE, "sub": person, **times(), **changed}
    return signed(key_of(authority), {"typ": "at+jwt"}, claims)


def client_token(client_id: str, *scopes: str, **changed: Any) -> str:
    """An access token of an agency's machine, as this gateway gives it."""
    who = {"iss": ADDRESS, "aud": ADDRESS, "sub": client_id, "client_id": client_id, "scope": " ".join(scopes)}
    return signed(key_of(ADDRESS), {"typ": "at+jwt"}, {**who, **times(), **changed})


def times(seconds: int = 300) -> dict[str, Any]:
    """Issued now, with an id."""
    now = int(time.time())
    return {"iat": now, "exp": now + seconds, "jti": secrets.token_urlsafe(12)}


def signed(key: Any, header: Mapping[str, Any], claims: Mapping[str, Any], algorithm: str = "ES256") -> str:
    """A token with this header (None takes a part out) and these claims."""
    whole = {"alg": algorithm, "kid": key.thumbprint(), **header}
    kept = json.dumps({name: value for name, value in claims.items() if value is not None})
    return jws.serialize_compact(
        {name: value for name, value in whole.items() if value is not None}, kept, key, [algorithm]
    )
