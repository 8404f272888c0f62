"""What may be used once: a sign-in that has begun, the id of an assertion that was accepted."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Protocol


class OnceStore(Protocol):
    """Port: texts by a key, until a time in seconds since 1970, for all replicas of the gateway together."""

    def add(self, key: str, texts: Mapping[str, str], until: float) -> bool:
        """Keeps them; False when the key is there already, whoever was first."""

    def take(self, key: str, now: float) -> Mapping[str, str] | None:
        """What lies under the key, for one of those who ask; for the others, and too late, None."""


def key_of(kind: str, *parts: str) -> str:
    """A key that gives nothing away and cannot be mistaken for another kind's."""
    named = "\0".join((kind, *parts)).encode("utf-8", "replace")
    return hashlib.sha256(named).hexdigest()
