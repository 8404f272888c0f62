"""What the configuration comes to: issuers and clients with their keys, checked, and read again when a file of it changes."""

from __future__ import annotations

import json
import logging
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock
from typing import Any

from gateway.identity.configuration import (
    Certificates,
    Client,
    Configuration,
    IdentityUnusable,
    Issuer,
    read_configuration,
)
from gateway.identity.keys import KeySetUnusable, PublicKeys, public_keys
from gateway.identity.own_keys import OwnKeys, read_own_keys
from gateway.identity.scopes import SCOPES
from gateway.identity.tokens import Expected

LONGEST_MINUTES = 24 * 60
LOOK_EVERY_SECONDS = 1.0
_THUMBPRINT = re.compile(r"[A-Za-z0-9_-]{43}")
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class KnownIssuer:
    """An identity provider with its keys; None where they are fetched."""

    settings: Issuer
    keys: PublicKeys | None

    @property
    def expected(self) -> Expected:
        """What its access tokens must be."""
        given = self.settings
        return Expected(
            issuer=given.issuer,
            audiences=frozenset({given.audience}),
            types=frozenset({given.header_type.lower()}),
            algorithms=frozenset(given.algorithms),
            longest=given.longest_minutes * 60,
        )


@dataclass(frozen=True)
class KnownClient:
    """An agency's machine with its public keys; none where it is known by its certificate alone."""

    settings: Client
    keys: PublicKeys


@dataclass(frozen=True)
class Known:
    """Everybody who may be known. Issuers by their name and audience, clients by their id.

    `address` is where this gateway is reached: issuer and audience of the tokens that it gives. `folder` has what the
    configuration names.
    """

    address: str
    own: OwnKeys
    issuers: Mapping[tuple[str, str], KnownIssuer] = field(default_factory=dict)
    clients: Mapping[str, KnownClient] = field(default_factory=dict)
    certificates: Certificates | None = None
    folder: Path = Path()

    def of_issuer(self, issuer: str) -> tuple[KnownIssuer, ...]:
        """The entries of this issuer: one for each audience."""
        return tuple(each for (name, _), each in self.issuers.items() if name == issuer)

    @property
    def published(self) -> tuple[str, ...]:
        """The issuers whose keys are fetched from where they publish them."""
        return tuple(each.settings.issuer for each in self.issuers.values() if each.keys is None)


def known_of(configuration: Configuration, folder: Path, address: str) -> Known:
    """The configuration with its keys. Raises IdentityUnusable."""
    try:
        own = read_own_keys([folder / each for each in configuration.token_key_files])
        issuers = [KnownIssuer(each, _issuer_keys(each, folder)) for each in configuration.issuers]
        clients = [KnownClient(each, _client_keys(each, folder)) for each in configuration.clients]
    except KeySetUnusable as problem:
        raise IdentityUnusable(problem.sentence) from None
    for issuer in issuers:
        _check_issuer(issuer.settings, address)
    for client in clients:
        _check_client(client.settings)
    by_name = {(each.settings.issuer, each.settings.audience): each for each in issuers}
    by_id = {each.settings.client_id: each for each in clients}
    _require(len(by_name) == len(issuers), "issuers: the same issuer and audience are given twice.")
    _require(len(by_id) == len(clients), "clients: the same client_id is given twice.")
    return Known(address, own, by_name, by_id, configuration.certificates, folder)


def _check_issuer(issuer: Issuer, address: str) -> None:
    _require(issuer.issuer != address, "issuers: an issuer has the gateway's own address.")
    _require(bool(issuer.algorithms), "issuers: an issuer has no algorithms.")
    _require(0 < issuer.longest_minutes <= LONGEST_MINUTES, f"issuers: longest_minutes is 1 to {LONGEST_MINUTES}.")
    # Where the header does not tell an access token from the others, something else has to.
    _require(issuer.header_type == "at+jwt" or bool(issuer.scope), "issuers: header_type JWT needs a scope.")


def _check_client(client: Client) -> None:
    unknown = set(client.scopes) - SCOPES.keys()
    _require(bool(client.scopes) and not unknown, f"clients: scopes are some of {', '.join(SCOPES)}.")
    well_formed = client.certificate is None or bool(_THUMBPRINT.fullmatch(client.certificate))
    _require(well_formed, "clients: certificate is a SHA-256 thumbprint in base64url, of 43 characters.")


def _issuer_keys(issuer: Issuer, folder: Path) -> PublicKeys | None:
    _require(issuer.discovery != (issuer.jwks_file is not None), "issuers: an issuer needs jwks_file or discovery.")
    return None if issuer.jwks_file is None else public_keys(_json(folder / issuer.jwks_file))


def _client_keys(client: Client, folder: Path) -> PublicKeys:
    given = [each for each in (client.jwks, client.jwks_file) if each is not None]
    _require(len(given) < 2, "clients: a client has either jwks or jwks_file.")
    if not given:
        _require(client.certificate is not None, "clients: a client needs jwks, jwks_file or certificate.")
        return {}
    return public_keys(client.jwks if client.jwks is not None else _json(folder / str(client.jwks_file)))


def _json(file: Path) -> Any:
    try:
        return json.loads(file.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        raise KeySetUnusable("A file of keys is missing or is not JSON.") from None


def _require(holds: bool, sentence: str) -> None:
    if not holds:
        raise IdentityUnusable(sentence)


class KnownFromFiles:
    """Thread-safe. Looks every second whether a file has changed; raises IdentityUnusable when constructed on unusable ones.

    When they cannot be used later, nobody is known until they are mended.
    """

    def __init__(
        self,
        file: Path,
        address: str,
        every: float = LOOK_EVERY_SECONDS,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._file, self._address, self._every, self._monotonic = file, address, every, monotonic
        self._lock = Lock()
        self._files: tuple[Path, ...] = (file,)
        self._known = self._read()
        self._seen, self._looked = self._signatures(), monotonic()

    def __call__(self) -> Known:
        """Everybody, as the files say now."""
        with self._lock:
            now = self._monotonic()
            if now - self._looked >= self._every:
                self._looked = now
                self._look()
            return self._known

    def _look(self) -> None:
        signatures = self._signatures()
        if signatures == self._seen:
            return
        try:
            self._known = self._read()
        except IdentityUnusable as unusable:
            _log.error("%s: %s Nobody is let in.", unusable.code, unusable.sentence)
            self._known = replace(self._known, issuers={}, clients={})
        self._seen = self._signatures()

    def _read(self) -> Known:
        configuration, folder = read_configuration(self._file), self._file.parent
        named = [each.jwks_file for each in configuration.issuers] + [each.jwks_file for each in configuration.clients]
        self._files = (self._file, *(folder / each for each in (*configuration.token_key_files, *named) if each))
        return known_of(configuration, folder, self._address)

    def _signatures(self) -> tuple[tuple[int, int, int] | None, ...]:
        return tuple(_signature(each) for each in self._files)


def _signature(file: Path) -> tuple[int, int, int] | None:
    try:
        status = file.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_ino, status.st_size
