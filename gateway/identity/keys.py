"""Public keys by their id, from a JSON Web Key Set: elliptic P-256 and RSA of 2048 bits or more, for signatures only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

from shared_kernel.errors import CodedError

ALGORITHMS: Mapping[str, frozenset[str]] = {"EC": frozenset({"ES256"}), "RSA": frozenset({"RS256", "PS256"})}
"""Which algorithms a type of key may be used with: none that takes a secret shared with others."""
SMALLEST_RSA = 2048
LONGEST_ID = 200
MOST_KEYS = 100
PublicKey = ECKey | RSAKey
PublicKeys = Mapping[str, PublicKey]


class KeySetUnusable(CodedError):
    """A key set from which nothing can be verified, or in which an id stands twice, or which gives a private key away."""

    code: ClassVar[str] = "key_set_unusable"


def public_keys(key_set: Any) -> PublicKeys:
    """The keys by their id. Those of other types and uses are left out. Raises KeySetUnusable."""
    entries = key_set.get("keys") if isinstance(key_set, Mapping) else None
    if not isinstance(entries, list) or len(entries) > MOST_KEYS:
        raise KeySetUnusable(f"A key set is an object with a list `keys`, of {MOST_KEYS} at most.")
    found: dict[str, PublicKey] = {}
    for entry in entries:
        key_id = _id_of(entry)
        if key_id is None:
            continue
        if key_id in found:
            raise KeySetUnusable("Two keys of a set have the same id (kid).")
        found[key_id] = _imported(entry)
    if not found:
        raise KeySetUnusable("A key set has no key with an id (kid) that can verify ES256, PS256 or RS256.")
    return found


def _id_of(entry: Any) -> str | None:
    """None for a key that is not for us."""
    if not isinstance(entry, Mapping) or entry.get("kty") not in ALGORITHMS:
        return None
    if entry.get("use", "sig") != "sig" or entry.get("alg", "ES256") not in frozenset().union(*ALGORITHMS.values()):
        return None
    key_id = entry.get("kid")
    return key_id if isinstance(key_id, str) and 0 < len(key_id) <= LONGEST_ID else None


def _imported(entry: Mapping[str, Any]) -> PublicKey:
    if "d" in entry:
        raise KeySetUnusable("A key set holds a private key. Take it out, and do not use that key any more.")
    try:
        key: PublicKey = (ECKey if entry["kty"] == "EC" else RSAKey).import_key(dict(entry))
        size = key.raw_value.key_size
    except (JoseError, ValueError, KeyError, TypeError):
        raise KeySetUnusable("A key of a set cannot be read.") from None
    if isinstance(key, ECKey) and key.curve_name != "P-256":
        raise KeySetUnusable("An elliptic key must be of the curve P-256.")
    if isinstance(key, RSAKey) and size < SMALLEST_RSA:
        raise KeySetUnusable(f"An RSA key must have {SMALLEST_RSA} bits or more.")
    return key
