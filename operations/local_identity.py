"""An identity provider's part for a demonstration and for tests, without a provider: keys that lie in the run's folder.

Tokens are made when they are needed and last ten minutes; `python -m operations.local_identity PERSON` prints one. Nothing of
this is for a deployment that holds real cases.
"""

from __future__ import annotations

import json
import os
import secrets
import sys
import time
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from joserfc import jws
from joserfc.jwk import ECKey

from gateway.identity.scopes import SCOPES
from operations.run_settings import RunSettings

CONFIGURATION = "identity.yaml"
OWN_KEY = "token.key"
"""The gateway's own; its configuration names it."""
ISSUER_KEY, ISSUER_KEYS = "local-issuer.key", "local-issuer.jwks.json"
CLIENT_KEY = "local-agencies.key"
PAGES_PROOF = "local-pages.secret"
LOCAL = "local.json"
"""Whose authority is which, and the gateway's address."""
AUDIENCE = "needfire"
SECONDS = 600


def issuer_of(authority: str) -> str:
    """The name under which people's tokens are made here."""
    return f"urn:needfire:local:{authority}"


def token_for(folder: Path, person: str) -> str:
    """An access token for somebody of the directories. Raises KeyError for anybody else."""
    authority = _local(str(folder / LOCAL))["people"][person]
    claims = {"iss": issuer_of(authority), "aud": AUDIENCE, "sub": person}
    return signed(_key(str(folder / ISSUER_KEY)), "at+jwt", claims, SECONDS)


def assertion_for(folder: Path, client_id: str, audience: str) -> str:
    """What an agency's machine shows at the gateway's token endpoint (RFC 7523)."""
    claims = {"iss": client_id, "sub": client_id, "aud": audience}
    return signed(_key(str(folder / CLIENT_KEY)), "JWT", claims, 120)


def signed(key: ECKey, kind: str, claims: Mapping[str, Any], seconds: int) -> str:
    """The claims with their times and an id, signed."""
    began = int(time.time())
    times = {"iat": began, "exp": began + seconds, "jti": secrets.token_urlsafe(12)}
    header = {"alg": "ES256", "typ": kind, "kid": key.thumbprint()}
    return jws.serialize_compact(header, json.dumps({**claims, **times}), key, ["ES256"])


def prepare(folder: Path, directories: Path, address: str, provider: str) -> None:
    """Makes what is not there yet, and states everybody in the directories, who also sign in at the provider."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in (ISSUER_KEY, CLIENT_KEY, OWN_KEY):
        if not (folder / name).exists():
            write(folder / name, ECKey.generate_key("P-256").as_pem(private=True).decode())
    files = [yaml.safe_load(file.read_text("utf-8")) for file in sorted(directories.glob("*.yaml"))]
    people = {person["id"]: file["authority"] for file in files for person in file["people"]}
    write(folder / LOCAL, json.dumps({"address": address, "people": people}, indent=1))
    write(folder / PAGES_PROOF, "of no use elsewhere")
    write(folder / ISSUER_KEYS, json.dumps(_public(folder / ISSUER_KEY)))
    write(folder / CONFIGURATION, yaml.safe_dump(_configuration(folder, files, provider), sort_keys=False))


def _configuration(folder: Path, files: list[Any], provider: str) -> dict[str, Any]:
    codes = [file["authority"] for file in files]
    return {
        "token_key_files": [OWN_KEY],
        "issuers": [
            {"issuer": issuer_of(code), "authority": code, "audience": AUDIENCE, "jwks_file": ISSUER_KEYS}
            for code in codes
        ]
        + [_sign_in(code, provider) for code in codes],
        "clients": [
            {
                "client_id": agency["id"],
                "authority": file["authority"],
                "agency": agency["id"],
                "scopes": list(SCOPES),
                "jwks": _public(folder / CLIENT_KEY),
            }
            for file in files
            for agency in file.get("agencies", ())
        ],
    }


def _sign_in(authority: str, provider: str) -> dict[str, Any]:
    # One provider stands in for all authorities', each of which knows us under another name. Its access tokens are for nobody.
    name = f"needfire-{authority}"
    return {
        "issuer": provider,
        "authority": authority,
        "audience": name,
        "discovery": True,
        "algorithms": ["RS256"],
        "client_id": name,
        "client_secret_file": PAGES_PROOF,
    }


def _public(file: Path) -> dict[str, Any]:
    key = _key(str(file))
    more: Any = {"kid": key.thumbprint(), "use": "sig", "alg": "ES256"}
    return {"keys": [dict(key.as_dict(private=False, **more))]}


@lru_cache
def _key(file: str) -> ECKey:
    return ECKey.import_key(Path(file).read_bytes())


@lru_cache
def _local(file: str) -> Mapping[str, Any]:
    found: dict[str, Any] = json.loads(Path(file).read_text("utf-8"))
    return found


def write(path: Path, text: str) -> None:
    """As a file that nobody else reads; whole, or not at all."""
    draft = path.with_suffix(".draft")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    draft.replace(path)


if __name__ == "__main__":
    print(token_for(RunSettings.from_environment(os.environ).secrets_folder, sys.argv[1]))
