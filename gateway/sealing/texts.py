"""Seals what identifies a person, field by field, and opens it again.

A sealed text is `s2.<key version>.<field>:<nonce and ciphertext>,…`: AES-256-GCM under the person's key, each field bound to
the authority, the person, its name and the key's version, so that it opens nowhere else and under no other name.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shared_kernel.errors import CodedError

VERSION = "s2"
NONCE = 12
KEY_BITS = 256
_TEXT = re.compile(
    rf"{VERSION}\.(?P<version>[1-9][0-9]{{0,5}})\.(?P<fields>[\w.-]+:[\w-]+(,[\w.-]+:[\w-]+)*)", re.ASCII
)


class CannotOpen(CodedError):
    """It was sealed with another key, for another person or field, or was altered."""

    code: ClassVar[str] = "cannot_open"

    def __init__(self) -> None:
        super().__init__("What was sealed cannot be opened here.")


@dataclass(frozen=True)
class PersonKey:
    """One person's key in each of its versions, unwrapped; the newest seals. It lives as long as the request."""

    authority: str
    person: str
    secrets: Mapping[int, bytes] = field(repr=False)

    @property
    def version(self) -> int:
        """The version that seals."""
        return max(self.secrets)

    def seal(self, particulars: Mapping[str, str]) -> str:
        """The particulars as one compact text."""
        version = self.version
        cipher = AESGCM(self.secrets[version])
        fields = (
            f"{name}:{encrypted(cipher, particulars[name].encode(), self._bound_to(name, version))}"
            for name in sorted(particulars)
        )
        return f"{VERSION}.{version}.{','.join(fields)}"

    def open(self, sealed: str) -> dict[str, str]:
        """The particulars: all of them, or none. Raises CannotOpen."""
        version, bodies = _parts(sealed)
        if version not in self.secrets:
            raise CannotOpen
        cipher = AESGCM(self.secrets[version])
        return {name: decrypted(cipher, body, self._bound_to(name, version)).decode() for name, body in bodies.items()}

    def _bound_to(self, name: str, version: int) -> bytes:
        return json.dumps([VERSION, self.authority, self.person, name, version]).encode()


def names_in(sealed: str) -> tuple[str, ...]:
    """Which fields a sealed text holds, without opening it; none where it is no sealed text."""
    try:
        return tuple(_parts(sealed)[1])
    except CannotOpen:
        return ()


def _parts(sealed: str) -> tuple[int, dict[str, str]]:
    match = _TEXT.fullmatch(sealed)
    if match is None:
        raise CannotOpen
    pairs = [part.split(":") for part in match["fields"].split(",")]
    names = [name for name, _ in pairs]
    if names != sorted(set(names)):
        raise CannotOpen
    return int(match["version"]), dict(pairs)


def encrypted(cipher: AESGCM, plain: bytes, bound_to: bytes) -> str:
    """Nonce and ciphertext in one word."""
    nonce = os.urandom(NONCE)
    return base64.urlsafe_b64encode(nonce + cipher.encrypt(nonce, plain, bound_to)).decode().rstrip("=")


def decrypted(cipher: AESGCM, body: str, bound_to: bytes) -> bytes:
    """What was encrypted, if it was, so, and for this. Raises CannotOpen."""
    try:
        raw = base64.b64decode(body + "=" * (-len(body) % 4), altchars=b"-_", validate=True)
        # One spelling only: a last letter's unused bits would otherwise let a text be changed unseen.
        if base64.urlsafe_b64encode(raw).decode().rstrip("=") != body:
            raise CannotOpen
        return cipher.decrypt(raw[:NONCE], raw[NONCE:], bound_to)
    except (ValueError, binascii.Error, InvalidTag):
        raise CannotOpen from None
