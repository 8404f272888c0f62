"""Authorities' identity providers, asked for what they publish of themselves: where to sign in, and their keys.

Everything is remembered for a while. Keys are fetched before they are needed, and again when a token names one that is not
among them, though not more often than every half minute: whoever sends invented key ids makes nobody fetch any faster.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any, ClassVar

from gateway.identity.keys import KeySetUnusable, PublicKeys, public_keys
from shared_kernel.errors import CodedError
from shared_kernel.outbound.calls import Call, Outbound, OutboundFailed, OutboundRefused

WELL_KNOWN = "/.well-known/openid-configuration"
REMEMBERED_SECONDS = 3600.0
KEYS_SECONDS = 600.0
AGAIN_SECONDS = 30.0
_log = logging.getLogger(__name__)


class ProviderUnavailable(CodedError):
    """An identity provider did not answer, or not as one does."""

    code: ClassVar[str] = "provider_unavailable"

    def __init__(self, sentence: str = "The identity provider did not answer as it should.") -> None:
        super().__init__(sentence)


@dataclass(frozen=True)
class Metadata:
    """What a provider says of itself (OpenID Connect Discovery). `names_itself`: its answers say who gave them (RFC 9207)."""

    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    end_session_endpoint: str | None
    names_itself: bool
    takes_secret_in_header: bool


@dataclass(frozen=True)
class _Held:
    at: float
    key_set: Any
    keys: PublicKeys


class Providers:
    """Thread-safe. It waits for answers, except in `keys_held`."""

    def __init__(self, outbound: Outbound, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._outbound, self._monotonic = outbound, monotonic
        self._lock = Lock()
        self._metadata: dict[str, tuple[float, Metadata]] = {}
        self._held: dict[str, _Held] = {}
        self._tried: dict[str, float] = {}

    def metadata(self, issuer: str) -> Metadata:
        """Raises ProviderUnavailable."""
        with self._lock:
            found = self._metadata.get(issuer)
        if found and self._monotonic() - found[0] < REMEMBERED_SECONDS:
            return found[1]
        metadata = _metadata(issuer, self._got(issuer.rstrip("/") + WELL_KNOWN))
        with self._lock:
            self._metadata[issuer] = (self._monotonic(), metadata)
        return metadata

    def keys_held(self, issuer: str) -> PublicKeys:
        """The issuer's keys as they were fetched last; none before."""
        with self._lock:
            held = self._held.get(issuer)
        return held.keys if held else {}

    def fetch_keys(self, issuer: str) -> None:
        """Fetches the issuer's keys, unless that was tried just now. What was held stays where it fails."""
        now = self._monotonic()
        with self._lock:
            if now - self._tried.get(issuer, -AGAIN_SECONDS) < AGAIN_SECONDS:
                return
            self._tried[issuer] = now
        try:
            key_set = self._got(self.metadata(issuer).jwks_uri)
            keys = public_keys(key_set)
        except (ProviderUnavailable, KeySetUnusable) as problem:
            _log.warning("keys of an identity provider could not be fetched: %s", problem.code)
            return
        with self._lock:
            held = self._held.get(issuer)
            same = held is not None and held.key_set == key_set
            self._held[issuer] = _Held(now, key_set, held.keys if held and same else keys)

    def refresh(self, issuers: tuple[str, ...]) -> int:
        """Fetches the keys of those whose keys have been held for a while; a loop calls this. Always 0."""
        for issuer in issuers:
            with self._lock:
                held = self._held.get(issuer)
            if held is None or self._monotonic() - held.at > KEYS_SECONDS:
                self.fetch_keys(issuer)
        return 0

    def post_form(self, url: str, headers: Mapping[str, str], form: str) -> Mapping[str, Any]:
        """The object with which a form is answered, whatever its status. Raises ProviderUnavailable."""
        return self._answered(Call("POST", url, headers, form.encode("ascii")))

    def _got(self, url: str) -> Mapping[str, Any]:
        return self._answered(Call("GET", url, {"Accept": "application/json"}), good=frozenset({200}))

    def _answered(self, call: Call, good: frozenset[int] = frozenset({200, 400, 401})) -> Mapping[str, Any]:
        try:
            answer = self._outbound.send(call)
            value = json.loads(answer.content)
        except (OutboundRefused, OutboundFailed) as problem:
            _log.warning("an identity provider could not be asked: %s, %s", problem.code, problem.reason)
            raise ProviderUnavailable from None
        except (ValueError, RecursionError):
            raise ProviderUnavailable from None
        if answer.status not in good or not isinstance(value, dict):
            raise ProviderUnavailable
        return value


def _metadata(issuer: str, said: Mapping[str, Any]) -> Metadata:
    if said.get("issuer") != issuer:
        raise ProviderUnavailable("The identity provider names itself otherwise than it is set up here.")
    end = said.get("end_session_endpoint")
    methods = said.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    return Metadata(
        authorization_endpoint=_address(said, "authorization_endpoint"),
        token_endpoint=_address(said, "token_endpoint"),
        jwks_uri=_address(said, "jwks_uri"),
        end_session_endpoint=end if isinstance(end, str) and end.startswith(("https://", "http://")) else None,
        names_itself=said.get("authorization_response_iss_parameter_supported") is True,
        takes_secret_in_header=isinstance(methods, list) and "client_secret_basic" in methods,
    )


def _address(said: Mapping[str, Any], name: str) -> str:
    value = said.get(name)
    if not isinstance(value, str) or not value.startswith(("https://", "http://")):
        raise ProviderUnavailable
    return value
