"""The one place that decodes tokens: JSON Web Tokens in compact form, signed, and exactly as they are expected.

A token is read before it is verified only to find out whose keys it must be verified with. Nothing in it chooses how: the
algorithm must be one that the issuer is set up with and that fits the key, the key is found by its id among the issuer's own,
and a header that would bring or point to a key, or change what is signed, is refused.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, NoReturn

from joserfc import jws
from joserfc.errors import JoseError

from gateway.identity.keys import ALGORITHMS, PublicKey, PublicKeys
from shared_kernel.errors import CodedError

LONGEST = 8_192
SKEW_SECONDS = 30
"""How far an issuer's clock may be ahead of ours. A token that has run out is not given any more time."""
HEADERS = frozenset({"alg", "kid", "typ", "x5t"})
"""All that a header may have. Of these `x5t` is left unread: some issuers repeat the key's id there."""
_FORM = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
Claims = Mapping[str, Any]


class TokenRefused(CodedError):
    """`reason` is a stable word for the log and the audit; whoever sent the token is told only that it was refused."""

    code: ClassVar[str] = "token_refused"

    def __init__(self, reason: str) -> None:
        super().__init__("The token was refused.")
        self.reason = reason


@dataclass(frozen=True)
class Expected:
    """What a token must be. `types` in small letters, without "application/"; "" allows a header without one.

    `longest` is how many seconds may lie between `iat` and `exp`.
    """

    issuer: str
    audiences: frozenset[str]
    types: frozenset[str]
    algorithms: frozenset[str]
    longest: int


@dataclass(frozen=True)
class Unverified:
    """A token that was read and not yet believed."""

    token: str
    header: Mapping[str, Any]
    claims: Claims

    @property
    def issuer(self) -> str:
        """Who says to have issued it; to find the keys with which that is to be shown."""
        return text_of(self.claims, "iss")

    def key(self, keys: PublicKeys) -> PublicKey | None:
        """With which of its issuer's keys it is to be verified: the one it names; the only one, where it names none."""
        if "kid" in self.header:
            return keys.get(text_of(self.header, "kid"))
        return next(iter(keys.values())) if len(keys) == 1 else None


def parsed(token: str) -> Unverified:
    """The parts of a token. Raises TokenRefused."""
    if len(token) > LONGEST:
        raise TokenRefused("too_long")
    if not _FORM.fullmatch(token):
        raise TokenRefused("form")
    header, claims, signature = (_decoded(part) for part in token.split("."))
    read = Unverified(token, _object(header), _object(claims))
    if not signature or read.header.keys() - HEADERS:
        raise TokenRefused("header")
    return read


def verified(unverified: Unverified, keys: PublicKeys, expected: Expected, now: float) -> Claims:
    """What the token says, which its issuer has signed and which holds now. Raises TokenRefused."""
    _check_header(unverified.header, expected)
    _check_signature(unverified, keys)
    claims = unverified.claims
    if unverified.issuer != expected.issuer:
        raise TokenRefused("issuer")
    if audience_of(claims) not in expected.audiences:
        raise TokenRefused("audience")
    _check_times(claims, expected, now)
    return claims


def _check_header(header: Mapping[str, Any], expected: Expected) -> None:
    if text_of(header, "alg") not in expected.algorithms:
        raise TokenRefused("algorithm")
    written = header.get("typ", "")
    if not isinstance(written, str) or written.lower().removeprefix("application/") not in expected.types:
        raise TokenRefused("type")


def _check_signature(unverified: Unverified, keys: PublicKeys) -> None:
    key = unverified.key(keys)
    if key is None:
        raise TokenRefused("unknown_key")
    algorithm = unverified.header["alg"]
    if algorithm not in ALGORITHMS[key.key_type] or key.get("alg", algorithm) != algorithm:
        raise TokenRefused("algorithm")
    try:
        jws.deserialize_compact(unverified.token, key, algorithms=[algorithm])
    except (JoseError, ValueError):
        raise TokenRefused("signature") from None


def audience_of(claims: Claims) -> str:
    """The one that the token is for. A token that is for others too could have come from any of them. Raises TokenRefused."""
    audience = claims.get("aud")
    if isinstance(audience, list) and len(audience) == 1:
        audience = audience[0]
    if not isinstance(audience, str) or not audience:
        raise TokenRefused("audience")
    return audience


def _check_times(claims: Claims, expected: Expected, now: float) -> None:
    issued, ends = _seconds(claims, "iat"), _seconds(claims, "exp")
    if now >= ends:
        raise TokenRefused("expired")
    if issued > now + SKEW_SECONDS or ("nbf" in claims and _seconds(claims, "nbf") > now + SKEW_SECONDS):
        raise TokenRefused("not_yet")
    if not 0 < ends - issued <= expected.longest:
        raise TokenRefused("too_long_lived")


def _seconds(claims: Claims, name: str) -> int:
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int):
        raise TokenRefused(f"{name}_missing")
    return value


def text_of(claims: Claims, name: str) -> str:
    """A claim that must be a text, and not an empty one. Raises TokenRefused."""
    value = claims.get(name)
    if not isinstance(value, str) or not value or len(value) > LONGEST:
        raise TokenRefused(f"{name}_missing")
    return value


def _decoded(part: str) -> bytes:
    try:
        raw = base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
    except (binascii.Error, ValueError):
        raise TokenRefused("form") from None
    # Bits left over at the end would make two spellings of one token.
    if base64.urlsafe_b64encode(raw).rstrip(b"=").decode() != part:
        raise TokenRefused("form")
    return raw


def _object(raw: bytes) -> Mapping[str, Any]:
    try:
        value = json.loads(raw.decode("utf-8"), object_pairs_hook=_unique, parse_constant=_refused)
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError):
        raise TokenRefused("form") from None
    if not isinstance(value, dict):
        raise TokenRefused("form")
    return value


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise TokenRefused("form")
    return found


def _refused(_constant: str) -> NoReturn:
    raise TokenRefused("form")
