"""Who asks: bearer tokens, kept as their SHA-256 in a file that is read again when it changes.

    - {sha256: 9f86d081…, person: kent-priya-shaw, authority: kent}

A file that cannot be read lets nobody in until it is mended. Tokens are long and random (32 bytes): their hash needs no
salt. What a person may do is the directory's word, not the token's.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any, ClassVar

import yaml

from shared_kernel.errors import CodedError

VARIABLE = "NEEDFIRE_TOKENS"
LONGEST_TOKEN = 500
_SHA256 = re.compile(r"[0-9a-f]{64}")
_log = logging.getLogger(__name__)


class TokensUnreadable(CodedError):
    """The file of tokens is missing or not as it should be."""

    code: ClassVar[str] = "tokens_unreadable"

    def __init__(self) -> None:
        super().__init__(
            f"The file that {VARIABLE} names must be YAML: a list of entries with sha256, person and authority."
        )


@dataclass(frozen=True)
class Identity:
    """A person of an authority, as their token says."""

    person: str
    authority: str


def digest_of(token: str) -> str:
    """How a token is written in the file."""
    return hashlib.sha256(token.encode()).hexdigest()


class Tokens:
    """The file's tokens. Thread-safe. Raises TokensUnreadable when constructed on a file that cannot be used."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = Lock()
        self._seen = _signature(file)
        self._identities = read_tokens(file)

    def identity(self, token: str) -> Identity | None:
        """Whose token this is."""
        return self.identity_of_digest(digest_of(token)) if len(token) <= LONGEST_TOKEN else None

    def identity_of_digest(self, digest: str) -> Identity | None:
        """Whose token has this SHA-256. All are compared, each in constant time."""
        found: Identity | None = None
        for known, identity in self._current().items():
            if hmac.compare_digest(known, digest):
                found = identity
        return found

    def _current(self) -> Mapping[str, Identity]:
        with self._lock:
            signature = _signature(self._file)
            if signature != self._seen:
                self._identities, self._seen = _or_nobody(self._file), signature
            return self._identities


def _signature(file: Path) -> tuple[int, int, int] | None:
    try:
        status = file.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_ino, status.st_size


def _or_nobody(file: Path) -> Mapping[str, Identity]:
    try:
        return read_tokens(file)
    except TokensUnreadable as unreadable:
        _log.error("%s: nobody is let in", unreadable.code)
        return {}


def read_tokens(file: Path) -> Mapping[str, Identity]:
    """The identities by their token's SHA-256. Raises TokensUnreadable."""
    try:
        entries = yaml.safe_load(file.read_text("utf-8"))
        return {_digest(entry): Identity(_text(entry, "person"), _text(entry, "authority")) for entry in entries or []}
    except (OSError, ValueError, TypeError, KeyError, AttributeError, yaml.YAMLError):
        raise TokensUnreadable from None


def _digest(entry: Mapping[str, Any]) -> str:
    digest = _text(entry, "sha256").lower()
    if not _SHA256.fullmatch(digest):
        raise ValueError
    return digest


def _text(entry: Mapping[str, Any], name: str) -> str:
    value = entry[name]
    if not isinstance(value, str) or not value:
        raise ValueError
    return value
