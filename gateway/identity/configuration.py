"""How the gateway knows people and agencies: one YAML file, which NEEDFIRE_IDENTITY names. docs/identity.md explains it.

Paths in it are taken from its own folder. It holds no secret itself: keys and client secrets lie in files of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Literal

import yaml

from contracts.refusals import Refusal
from contracts.schema import read
from shared_kernel.errors import CodedError

VARIABLE = "NEEDFIRE_IDENTITY"
Algorithm = Literal["ES256", "PS256", "RS256"]


class IdentityUnusable(CodedError):
    """The configuration, or a file that it names, is missing or not as it should be: nobody could be known."""

    code: ClassVar[str] = "identity_unusable"


@dataclass(frozen=True)
class Issuer:
    """An authority's identity provider.

    `audience` is what its access tokens for this API are meant for; `header_type` is the type in their header, and where an
    issuer writes only JWT, `scope` is what tells an access token from its other tokens. Its keys lie in `jwks_file`, or are
    fetched from where it publishes them (`discovery`). `person_claim` holds the person's account. With `client_id` people
    also sign in to the pages there, under `name`.
    """

    issuer: str
    authority: str
    audience: str
    algorithms: tuple[Algorithm, ...] = ("ES256", "PS256", "RS256")
    jwks_file: str | None = None
    discovery: bool = False
    person_claim: str = "sub"
    header_type: Literal["at+jwt", "JWT"] = "at+jwt"
    scope: str | None = None
    longest_minutes: int = 90
    client_id: str | None = None
    client_secret_file: str | None = None
    name: str | None = None


@dataclass(frozen=True)
class Client:
    """An agency's machine. Its public keys stand in the file or lie beside it; `certificate` is the SHA-256 thumbprint
    (base64url) of the one that it must present, where its tokens are to be bound to it.
    """

    client_id: str
    authority: str
    agency: str
    scopes: tuple[str, ...]
    jwks: dict[str, Any] | None = None
    jwks_file: str | None = None
    certificate: str | None = None


@dataclass(frozen=True)
class Certificates:
    """Which proxies, by address, say in which header what certificate a client has presented to them."""

    header: str
    proxies: tuple[str, ...]


@dataclass(frozen=True)
class Configuration:
    """The first of `token_key_files` signs the tokens that the gateway gives. All of them verify, so that a key can be
    replaced while its tokens still run.
    """

    token_key_files: tuple[str, ...]
    issuers: tuple[Issuer, ...] = ()
    clients: tuple[Client, ...] = ()
    certificates: Certificates | None = None


def read_configuration(file: Path) -> Configuration:
    """What the file says. Raises IdentityUnusable, naming fields and never a value."""
    try:
        written = yaml.safe_load(file.read_text("utf-8"))
    except (OSError, ValueError, yaml.YAMLError):
        raise IdentityUnusable(f"The file that {VARIABLE} names cannot be read as YAML.") from None
    try:
        configuration = read(Configuration, written)
    except Refusal as problem:
        raise IdentityUnusable(f"The file that {VARIABLE} names: {_told(problem.details)}") from None
    return configuration


def _told(details: Mapping[str, str]) -> str:
    return "; ".join(f"{path or 'all of it'}: {sentence}" for path, sentence in sorted(details.items()))
