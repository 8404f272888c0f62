"""A body's key for documents: an elliptic key on P-256 as a JWK (RFC 7517). Its public part stands in the directory of custodians;
the private part never leaves the body. It is known by its thumbprint (RFC 7638), which two people can read to each other."""

from __future__ import annotations

import json

from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from contracts.refusals import Refusal

CURVE = "P-256"
LONGEST = 1_000
_PUBLIC = frozenset({"kty", "crv", "x", "y", "kid", "use", "alg"})


def public_key(text: str) -> ECKey:
    """The key that this JWK is. Raises Refusal `key_refused` where it is another kind of key, or holds a private part."""
    key = _elliptic(text, _PUBLIC)
    if key is None or key.is_private:
        raise Refusal("key_refused")
    return key


def private_key(text: str) -> ECKey | None:
    """The private key that this JWK is; None where it is none on this curve."""
    key = _elliptic(text, _PUBLIC | {"d"})
    return key if key and key.is_private else None


def _elliptic(text: str, members: frozenset[str]) -> ECKey | None:
    try:
        told = json.loads(text) if len(text) <= LONGEST else None
        if not isinstance(told, dict) or not told.keys() <= members or told.get("kty") != "EC":
            return None
        key = ECKey.import_key({name: told[name] for name in ("kty", "crv", "x", "y", "d") if name in told})
        return key if key.curve_name == CURVE else None
    except (ValueError, TypeError, KeyError, RecursionError, JoseError):
        return None


def thumbprint(text: str | None) -> str | None:
    """By what people compare a key that is in the directory; None where there is none."""
    return public_key(text).thumbprint() if text else None


def new_key() -> tuple[str, str]:
    """A new key: the private JWK, for the body's own file, and the public one, for the directory."""
    key = ECKey.generate_key(CURVE)
    return json.dumps(key.as_dict(private=True)), json.dumps(key.as_dict(private=False))
